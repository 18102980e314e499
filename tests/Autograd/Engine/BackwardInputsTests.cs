namespace MiniTorch.Tests;

/// <summary>Backward for chosen inputs, and from several outputs at once.</summary>
public sealed class BackwardInputsTests
{
    private static Tensor Ones() => Tensor.Ones([2], DType.Float64, requiresGrad: true);

    [Fact]
    public void Only_the_given_leaves_accumulate()
    {
        Tensor x = Ones(), w = Ones(), b = Ones();
        Tensor y = ((x * 2 * w) + b).Sum();
        y.Backward(inputs: [w, b, w], retainGraph: true);
        Assert.Null(x.Grad);
        Assert.Equal([2, 2], w.Grad!.ToArray<double>());
        Assert.Equal([1, 1], b.Grad!.ToArray<double>());
        y.Backward(inputs: [w]);
        Assert.Equal([4, 4], w.Grad!.ToArray<double>());
        Assert.Equal([1, 1], b.Grad!.ToArray<double>());
    }

    [Fact]
    public void What_leads_to_no_input_does_not_run()
    {
        Tensor x = Ones(), w = Ones();
        var counter = new Planted.Counter();
        (Planted.Counted(x, counter) * w).Sum().Backward(inputs: [w]);
        Assert.Equal(0, counter.Runs);
    }

    [Fact]
    public void An_intermediate_result_accumulates_if_it_is_named()
    {
        Tensor x = Ones(), y = x * 2;
        (y * 3).Sum().Backward(inputs: [y, x]);
        Assert.Equal([3, 3], y.Grad!.ToArray<double>());
        Assert.Equal([6, 6], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void The_gradient_that_the_user_gives_stays_his_own()
    {
        Tensor x = Ones(), y = x * 2, given = Tensor.From([5.0, 6]);
        y.Backward(given, inputs: [y, x]);
        y.Grad!.Value.Fill(0);
        x.Grad!.Value.Fill(0);
        Assert.Equal([5, 6], given.ToArray<double>());
    }

    [Fact]
    public void An_input_that_the_output_does_not_depend_on_stays_as_it_is()
    {
        Tensor x = Ones(), other = Ones();
        (x * 2).Sum().Backward(inputs: [other]);
        Assert.Null(other.Grad);
        Assert.Null(x.Grad);
    }

    [Fact]
    public void Accumulated_gradients_can_be_differentiated_with_createGraph()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true);
        (x * x * x).Backward(createGraph: true, inputs: [x]);
        Assert.Equal(12, Autograd.Grad([x.Grad!], [x])[0].Item<double>());
    }

    [Fact]
    public void What_is_accumulated_with_createGraph_has_a_history_under_NoGrad_too()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true), y = x * x * x;
        using (Autograd.NoGrad())
        {
            y.Backward(createGraph: true, inputs: [x]);
        }

        Assert.Equal(12, Autograd.Grad([x.Grad!], [x])[0].Item<double>());
    }

    [Fact]
    public void Retained_gradients_on_the_way_are_kept_once()
    {
        Tensor x = Ones(), y = x * 2, z = y * 3;
        y.RetainGrad();
        z.RetainGrad();
        z.Sum().Backward(inputs: [y, x]);
        Assert.Equal([3, 3], y.Grad!.ToArray<double>());
        Assert.Equal([1, 1], z.Grad!.ToArray<double>());
        Assert.Equal([6, 6], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Several_outputs_are_summed()
    {
        Tensor x = Ones();
        Autograd.Backward([(x * 2).Sum(), x * 3], [null, Tensor.From([10.0, 100])]);
        Assert.Equal([32, 302], x.Grad!.ToArray<double>());
        Autograd.Backward([], []);
        Assert.Equal([32, 302], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Errors_say_what_is_wrong()
    {
        Tensor x = Ones(), constant = Tensor.Ones([3]);
        Contains<ArgumentException>("backward: inputs: is empty", () => x.Sum().Backward(inputs: []));
        Contains<InvalidOperationException>("backward: input 1, of shape [3], requires no gradient", () => x.Sum().Backward(inputs: [x, constant]));
        Contains<ArgumentException>("backward: one gradient an output is needed; got 1 for 2 outputs", () => Autograd.Backward([x.Sum(), x.Sum()], [null]));
        Contains<ArgumentException>("backward: one gradient an output is needed; got 2 for 1 outputs", () => Autograd.Backward([x.Sum()], [null, null]));
        Contains<ArgumentException>("grad: at least one input is needed", () => Autograd.Grad([x.Sum()], []));
        Contains<ArgumentException>("of type int64", () => (x * 2).Backward(Tensor.Zeros([2], DType.Int64)));
        Assert.Null(x.Grad);
    }

    private static void Contains<T>(string message, Action action)
        where T : Exception => Assert.Contains(message, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
}
