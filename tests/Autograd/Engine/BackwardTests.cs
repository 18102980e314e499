using System.Runtime.CompilerServices;

namespace MiniTorch.Tests;

/// <summary>The walk: what accumulates where, what runs, what is freed.</summary>
public sealed class BackwardTests
{
    [Fact]
    public void Twice_is_double()
    {
        Tensor x = Tensor.From([1.0, 2, 3], requiresGrad: true);
        Tensor y = (x * x).Sum();
        y.Backward(retainGraph: true);
        Assert.Equal([2, 4, 6], x.Grad!.ToArray<double>());
        y.Backward(retainGraph: true);
        Assert.Equal([4, 8, 12], x.Grad!.ToArray<double>());
        y.Backward();
        Assert.Equal([6, 12, 18], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Gradients_of_several_uses_are_summed()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true);
        (x + x + (x * x) + (2 * x) - (x / 3)).Backward();
        Close.Assert(1 + 1 + 6 + 2 - (1.0 / 3), x.Grad!.Item<double>());
    }

    [Fact]
    public void A_leaf_is_its_own_graph()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true);
        x.Backward();
        x.Backward(Tensor.From(5.0));
        Assert.Equal(6, x.Grad!.Item<double>());
    }

    [Fact]
    public void A_node_runs_once_however_many_paths_reach_it()
    {
        Tensor x = Tensor.From(1.0, requiresGrad: true);
        var counters = new List<Planted.Counter>();
        Tensor y = x;
        for (int i = 0; i < 40; i++)
        {
            counters.Add(new Planted.Counter());
            Tensor z = Planted.Counted(y, counters[^1]);

            // Two paths of different lengths: 2⁴⁰ in all.
            y = (z + -(-z)) * 0.5;
        }

        y.Backward();
        Assert.All(counters, static counter => Assert.Equal(1, counter.Runs));
        Assert.Equal(1, x.Grad!.Item<double>());
    }

    [Fact]
    public void Only_inputs_that_need_a_gradient_are_derived()
    {
        Tensor x = Tensor.Randn([3]);
        Tensor w = Tensor.Randn([3], requiresGrad: true);
        Tensor y = Op.Record(
            "half",
            x.Value.Multiply(w.Value),
            save: [x],
            (x, static (s, g) => throw new InvalidOperationException("the input needs no gradient")),
            (w, static (s, g) => g * s[0]));
        y.Sum().Backward();
        Close.Assert(x, w.Grad);
        Assert.Null(x.Grad);
    }

    [Fact]
    public void A_chain_of_a_million_operations_neither_overflows_nor_loses_a_gradient()
    {
        Tensor x = Tensor.From(0f, requiresGrad: true);
        Tensor y = x;
        for (int i = 0; i < 1_000_000; i++)
        {
            y = y + 1;
        }

        Assert.Equal(1e6f, y.Item<float>());
        y.Backward();
        Assert.Equal(1, x.Grad!.Item<float>());
    }

    [Fact]
    public void A_deep_chain_of_paths_can_be_searched_and_differentiated_twice()
    {
        Tensor x = Tensor.From(0.5, requiresGrad: true);
        Tensor y = x;
        for (int i = 0; i < 10_000; i++)
        {
            y = y * 0.9999 + x * 0.0001;
        }

        Tensor first = Autograd.Grad([y * y], [x], createGraph: true)[0];
        double slope = Autograd.Grad([y], [x])[0].Item<double>();
        Close.Assert(2 * 0.5 * slope * slope, first.Item<double>(), rtol: 1e-9);
        Close.Assert(2 * slope * slope, Autograd.Grad([first], [x])[0].Item<double>(), rtol: 1e-9);
    }

    [Fact]
    public void What_was_saved_is_freed_by_the_walk()
    {
        Tensor x = Tensor.Randn([10], requiresGrad: true);
        (Tensor y, WeakReference saved) = Build(x);
        Collect();
        Assert.True(saved.IsAlive);
        y.Backward();
        Collect();
        Assert.False(saved.IsAlive);
        GC.KeepAlive(y);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (Tensor Y, WeakReference Saved) Build(Tensor x)
        {
            Tensor squared = x * x;
            return ((squared * squared).Sum(), new WeakReference(squared.Value));
        }

        static void Collect()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }
    }

    [Fact]
    public void A_freed_graph_cannot_be_walked_again()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true);
        Tensor y = x * x;
        y.Backward();
        string message = Assert.Throws<InvalidOperationException>(() => y.Backward()).Message;
        Assert.Contains("'mul' were freed by an earlier backward", message, StringComparison.Ordinal);
        Assert.Contains("retainGraph: true", message, StringComparison.Ordinal);
        Assert.Equal(4, x.Grad!.Item<double>());
    }

    [Fact]
    public void After_an_error_in_a_derivative_all_goes_on()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true);
        Tensor y = x * x;
        bool fails = true;
        Tensor z = Planted.Copy(y, gradient => fails ? throw new TimeoutException() : gradient) + y;
        Assert.Throws<TimeoutException>(() => z.Backward(retainGraph: true));
        Assert.Null(x.Grad);
        Assert.True(Autograd.IsGradEnabled);
        fails = false;
        z.Backward();
        Assert.Equal(8, x.Grad!.Item<double>());
    }

    [Fact]
    public void Two_leaves_that_receive_the_same_gradient_do_not_share_memory()
    {
        foreach (int size in (int[])[3, 5000])
        {
            Tensor a = Tensor.Zeros([size], requiresGrad: true), b = Tensor.Zeros([size], requiresGrad: true), c = Tensor.Zeros([size], requiresGrad: true);
            (((a + b) * 2) + c.Reshape(1, size).Squeeze(0)).Sum().Backward();
            NDArray[] gradients = [a.Grad!.Value, b.Grad!.Value, c.Grad!.Value];
            gradients[0].Fill(7);
            gradients[2].Fill(8);
            Assert.All(gradients[1].ToArray<float>(), static x => Assert.Equal(2, x));
            Assert.All(gradients[0].ToArray<float>(), static x => Assert.Equal(7, x));
            Assert.All(gradients, static gradient => Assert.True(gradient.IsContiguous));
        }
    }

    [Fact]
    public void Leaves_that_receive_parts_of_one_gradient_do_not_share_memory()
    {
        Tensor a = Tensor.Zeros([4], DType.Float64, requiresGrad: true), b = Tensor.Zeros([4], DType.Float64, requiresGrad: true);
        Tensor both = Op.Record(
            "join",
            NDArray.Zeros([8], DType.Float64),
            save: [],
            (a, static (s, g) => g[..4]),
            (b, static (s, g) => g[4..]));
        (both * 3).Sum().Backward();
        a.Grad!.Value.Fill(7);
        b.Grad!.Value.Fill(8);
        Assert.Equal([7, 7, 7, 7], a.Grad.ToArray<double>());
        Assert.Equal([8, 8, 8, 8], b.Grad.ToArray<double>());
    }

    [Fact]
    public void The_gradient_that_the_user_gives_is_neither_kept_nor_changed()
    {
        Tensor x = Tensor.Zeros([2], DType.Float64, requiresGrad: true);
        Tensor y = x + 0;
        Tensor given = Tensor.From([1.0, 2]);
        y.Backward(given, retainGraph: true);
        x.Backward(given);
        y.Backward(given);
        Assert.Equal([3, 6], x.Grad!.ToArray<double>());
        Assert.Equal([1, 2], given.ToArray<double>());
        given.Value.Fill(9);
        Assert.Equal([3, 6], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_gradient_may_have_any_layout()
    {
        Tensor x = Tensor.Randn([3, 4], DType.Float64, requiresGrad: true);
        Tensor given = Tensor.Randn([4, 3], DType.Float64).Transpose(0, 1);
        (x * 2).Backward(given);
        Close.Assert(given * 2, x.Grad);
        Assert.True(x.Grad!.Value.IsContiguous);
        x.ZeroGrad();
        x.Sum(0).Backward(Tensor.Ones([1], DType.Float64).Expand([4]));
        Close.Assert(Tensor.Ones([3, 4], DType.Float64), x.Grad);
    }

    [Fact]
    public void Mixed_types_meet_in_the_wider_and_each_leaf_gets_its_own()
    {
        Tensor single = Tensor.From([1f, 2], requiresGrad: true);
        Tensor @double = Tensor.From([0.1, 0.2], requiresGrad: true);
        Tensor y = single * @double;
        Assert.Equal(DType.Float64, y.DType);
        y.Sum().Backward();
        Assert.Equal([0.1f, 0.2f], single.Grad!.ToArray<float>());
        Assert.Equal([1, 2], @double.Grad!.ToArray<double>());
        y = (single * single * @double).Sum();
        Tensor first = Autograd.Grad([y], [single], createGraph: true)[0];
        Assert.Equal(DType.Float32, first.DType);
        Assert.Equal([2f, 4f], Autograd.Grad([first.Sum()], [@double])[0].To(DType.Float32).ToArray<float>());
    }

    [Fact]
    public void Shapes_without_elements_have_gradients_too()
    {
        Tensor x = Tensor.Zeros([0, 3], requiresGrad: true);
        Tensor b = Tensor.Zeros([3], requiresGrad: true);
        ((x * 2) + b).Sum().Backward();
        Assert.Equal([0, 3], x.Grad!.Shape);
        Assert.Equal([0, 0, 0], b.Grad!.ToArray<float>());
    }
}
