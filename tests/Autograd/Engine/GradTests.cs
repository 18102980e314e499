namespace MiniTorch.Tests;

/// <summary>Autograd.Grad and higher orders.</summary>
public sealed class GradTests
{
    [Fact]
    public void Gradients_of_several_outputs_for_several_inputs()
    {
        Tensor x = Tensor.From([1.0, 2], requiresGrad: true), w = Tensor.From([3.0, 4], requiresGrad: true);
        Tensor[] gradients = Autograd.Grad([(x * w).Sum(), x * x], [x, w], [null, Tensor.From([1.0, 10])]);
        Assert.Equal([3 + 2, 4 + 40], gradients[0].ToArray<double>());
        Assert.Equal([1, 2], gradients[1].ToArray<double>());
        Assert.Null(x.Grad);
        Assert.Null(w.Grad);
    }

    [Fact]
    public void Unused_inputs_are_null_or_zeros_on_demand()
    {
        Tensor x = Tensor.From([1.0, 2], requiresGrad: true), other = Tensor.Ones([3], requiresGrad: true);
        Tensor[] gradients = Autograd.Grad([x.Sum()], [x, other], allowUnused: true);
        Assert.Equal([1, 1], gradients[0].ToArray<double>());
        Assert.Null(gradients[1]);
        gradients = Autograd.Grad([x.Sum()], [other, x], materializeGrads: true);
        Assert.Equal([0f, 0, 0], gradients[0].ToArray<float>());
        Assert.Equal([1, 1], gradients[1].ToArray<double>());
    }

    [Fact]
    public void An_input_may_be_named_twice_and_may_be_the_output()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true);
        Tensor y = x * x;
        Tensor[] gradients = Autograd.Grad([y], [x, x, y], retainGraph: true);
        Assert.Equal([6, 6, 1], gradients.Select(static g => g.Item<double>()));
        Assert.Equal(1, Autograd.Grad([x], [x])[0].Item<double>());
    }

    [Fact]
    public void Intermediate_results_are_inputs_too()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true);
        Tensor h = x * x;
        Tensor y = (h * h) + x;
        Tensor[] gradients = Autograd.Grad([y], [h, x], retainGraph: true);
        Assert.Equal([18, (18 * 6) + 1], gradients.Select(static g => g.Item<double>()));
        Assert.Equal(18, Autograd.Grad([y], [h])[0].Item<double>());
    }

    [Fact]
    public void What_lies_behind_the_inputs_is_not_walked_and_not_freed()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true);
        var counter = new Planted.Counter();
        Tensor h = Planted.Counted(x, counter) * x;
        _ = Autograd.Grad([h * h], [h]);
        Assert.Equal(0, counter.Runs);
        h.Backward();
        Assert.Equal(6, x.Grad!.Item<double>());
    }

    [Fact]
    public void Branches_that_lead_to_no_input_are_not_walked()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true), w = Tensor.From(2.0, requiresGrad: true);
        var counter = new Planted.Counter();
        Tensor y = Planted.Counted(w * w, counter) * x;
        Assert.Equal(4, Autograd.Grad([y], [x], retainGraph: true)[0].Item<double>());
        Assert.Equal(0, counter.Runs);
        Assert.Equal(12, Autograd.Grad([y], [w])[0].Item<double>());
        Assert.Equal(1, counter.Runs);
    }

    [Fact]
    public void A_graph_is_freed_unless_it_is_retained()
    {
        Tensor x = Tensor.From(3.0, requiresGrad: true);
        Tensor y = x * x;
        _ = Autograd.Grad([y], [x], retainGraph: true);
        _ = Autograd.Grad([y], [x]);
        Assert.Contains("'mul' were freed", Assert.Throws<InvalidOperationException>(() => Autograd.Grad([y], [x])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_and_third_derivatives()
    {
        Tensor x = Tensor.From([1.5, -0.5], requiresGrad: true);
        Tensor first = Autograd.Grad([(x * x * x * x).Sum()], [x], createGraph: true)[0];
        Tensor second = Autograd.Grad([first.Sum()], [x], createGraph: true)[0];
        Tensor third = Autograd.Grad([second.Sum()], [x], createGraph: true)[0];
        Tensor fourth = Autograd.Grad([third.Sum()], [x])[0];
        double[] values = x.ToArray<double>();
        Close.Assert([.. values.Select(static v => 4 * v * v * v)], first.ToArray<double>());
        Close.Assert([.. values.Select(static v => 12 * v * v)], second.ToArray<double>());
        Close.Assert([.. values.Select(static v => 24 * v)], third.ToArray<double>());
        Close.Assert([24.0, 24], fourth.ToArray<double>());
        Assert.False(fourth.RequiresGrad);
    }

    [Fact]
    public void Third_derivatives_of_the_fused_backward_kernels()
    {
        Tensor x = Tensor.From([0.3, -0.8], requiresGrad: true);
        double[] t = [.. x.ToArray<double>().Select(Math.Tanh)];
        double[] s = [.. x.ToArray<double>().Select(static v => 1 / (1 + Math.Exp(-v)))];

        // tanh''' = (1 − t²)(6t² − 2), σ''' = s(1 − s)(1 − 6s + 6s²)
        Close.Assert([.. t.Select(static v => (1 - (v * v)) * ((6 * v * v) - 2))], Third(x.Tanh()));
        Close.Assert([.. s.Select(static v => v * (1 - v) * (1 - (6 * v) + (6 * v * v)))], Third(x.Sigmoid()));

        double[] Third(Tensor y)
        {
            for (int i = 0; i < 3; i++)
            {
                y = Autograd.Grad([y.Sum()], [x], createGraph: true)[0];
            }

            return y.ToArray<double>();
        }
    }

    [Fact]
    public void Mixed_partial_derivatives_agree()
    {
        Tensor x = Tensor.From(0.7, requiresGrad: true), w = Tensor.From(1.3, requiresGrad: true);
        Tensor y = (x * w).Tanh() * w.Exp();
        Tensor[] first = Autograd.Grad([y], [x, w], createGraph: true);
        double xw = Autograd.Grad([first[0]], [w], retainGraph: true)[0].Item<double>();
        double wx = Autograd.Grad([first[1]], [x])[0].Item<double>();
        Close.Assert(xw, wx);
    }

    [Fact]
    public void Backward_with_createGraph_leaves_gradients_that_can_be_differentiated()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true);
        (x * x * x).Backward(createGraph: true);
        Assert.True(x.Grad!.RequiresGrad);
        Tensor gradient = x.Grad;
        Assert.Equal(12, Autograd.Grad([gradient], [x], retainGraph: true)[0].Item<double>());
        gradient.Backward();

        // 3x² accumulated first, then 6x: PyTorch's x.grad is the sum.
        Assert.Equal(12 + 12, x.Grad.Item<double>());
    }

    [Fact]
    public void A_gradient_given_with_createGraph_is_differentiated_too()
    {
        Tensor x = Tensor.From(2.0, requiresGrad: true), given = Tensor.From(5.0, requiresGrad: true);
        Tensor gradient = Autograd.Grad([x * x], [x], [given], createGraph: true)[0];
        Tensor[] second = Autograd.Grad([gradient], [x, given]);
        Assert.Equal([10, 4], second.Select(static g => g.Item<double>()));
    }

    [Fact]
    public void Gradients_outlive_the_walk_that_made_them()
    {
        Tensor x = Tensor.Randn([2000], requiresGrad: true);
        var results = new List<Tensor>();
        for (int i = 1; i <= 4; i++)
        {
            results.Add(Autograd.Grad([(x * i * 2).Sum()], [x])[0]);
        }

        for (int i = 1; i <= 4; i++)
        {
            Assert.All(results[i - 1].ToArray<float>(), value => Assert.Equal(2 * i, value));
        }
    }
}
