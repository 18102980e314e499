namespace MiniTorch.Tests;

/// <summary>GradCheck as users call it.</summary>
public sealed class GradCheckTests
{
    private static Tensor Input(Shape shape) => Tensor.Randn(shape, DType.Float64, requiresGrad: true, new Generator(3UL));

    [Fact]
    public void Right_derivatives_pass()
    {
        Passes(Autograd.GradCheck(static x => x.Exp().Sum(), Input([3, 4])));
        Passes(Autograd.GradCheck(static x => x[0].MatMul(x[1]).Tanh(), [Input([2, 3]), Input([3, 4])]));
        Passes(Autograd.GradGradCheck(static x => (x * x).Tanh(), Input([3])));
        Passes(Autograd.GradGradCheck(static x => x[0].MatMul(x[1]).Sigmoid(), [Input([2, 3]), Input([3, 2])]));
        Passes(Autograd.GradGradCheck(static x => x * x, Input([3]), Tensor.From([1.0, 2, 3])));
    }

    [Fact]
    public void Any_shape_and_layout_of_inputs_and_results()
    {
        Passes(Autograd.GradCheck(static x => x, Input([2])));
        Passes(Autograd.GradCheck(static x => x.Transpose(0, 1), Input([2, 3])));
        Passes(Autograd.GradCheck(static x => x * 2, Input([])));
        Assert.Equal("gradcheck passed: 0 derivatives", Autograd.GradCheck(static x => x * 2, Input([0, 3])).ToString());
        Passes(Autograd.GradCheck(static x => x.Sum(), Input([0])));
        Passes(Autograd.GradCheck(static x => x.Expand([0, 3]), Input([3])));
        Passes(Autograd.GradGradCheck(static x => x * x, Input([0, 3])));
        Tensor stepped = new(OpTest.Lay(Input([3, 4]).Value, OpTest.Layout.Stepped), requiresGrad: true);
        GradCheckResult result = Autograd.GradCheck(static x => x.Exp(), stepped);
        Passes(result);
        Assert.Contains("144 derivatives", result.ToString(), StringComparison.Ordinal);
        Tensor row = new(Input([3, 2]).Value.Select(1, 0).Expand(1, 3), requiresGrad: true);
        Assert.Equal([0, 2], row.Value.Strides);
        Passes(Autograd.GradCheck(static x => x.Exp(), row));
    }

    [Fact]
    public void Inputs_that_require_no_gradient_are_left_alone()
    {
        Tensor index = Tensor.From([1L, 0]), constant = Tensor.Randn([2], DType.Float32);
        Passes(Autograd.GradCheck(x => x[0] * x[1].To(DType.Float64) * x[2].To(DType.Float64), [Input([2]), index, constant]));
        Passes(Autograd.GradGradCheck(x => x[1] * x[0] * x[1], [constant, Input([2])]));
    }

    [Fact]
    public void Results_that_do_not_depend_on_an_input_have_no_derivative()
    {
        Passes(Autograd.GradCheck(static x => x[0] * 2, [Input([2]), Input([3])]));
        Passes(Autograd.GradCheck(static _ => Tensor.Ones([2], DType.Float64), Input([2])));
        GradCheckResult cut = Autograd.GradCheck(static x => x.Detach() * 2, Input([2]));
        Assert.False(cut.Passed);
        Assert.Equal((0, 2), (cut.Worst!.Analytical, Math.Round(cut.Worst.Numerical, 6)));
    }

    [Fact]
    public void Inputs_are_restored_and_their_graphs_stay_valid()
    {
        Tensor x = Input([2, 3]);
        double[] before = x.ToArray<double>();
        Tensor y = (x * x).Sum();
        int version = x.Value.Version;
        Passes(Autograd.GradCheck(static x => x.Tanh(), x));
        Assert.Throws<TimeoutException>(() => Autograd.GradCheck(x => x.ToArray<double>()[4] == before[4] ? x * 2 : throw new TimeoutException(), x));
        Assert.Equal(before, x.ToArray<double>());
        Assert.Equal(version, x.Value.Version);
        Assert.Null(x.Grad);
        y.Backward();
    }

    [Fact]
    public void A_function_may_read_the_inputs_from_where_it_stands()
    {
        Tensor weight = Input([3]), x = Tensor.Randn([2, 3], DType.Float64);
        Passes(Autograd.GradCheck(_ => (x * weight).Tanh(), weight));
        using (Autograd.NoGrad())
        {
            Passes(Autograd.GradCheck(x => x * x, weight));
            Passes(Autograd.GradGradCheck(x => x * x, weight));
        }
    }

    [Fact]
    public void Intermediate_results_can_be_inputs()
    {
        Tensor leaf = Input([3, 2]);
        Passes(Autograd.GradCheck(static x => x.Exp(), leaf.Transpose(0, 1)));
        Passes(Autograd.GradCheck(static x => x[0] * x[1], [leaf * 2, leaf * 3]));
    }

    [Fact]
    public void Float32_needs_an_eps_of_its_own()
    {
        Tensor x = Tensor.From([0.5f, 1], requiresGrad: true);
        Throws("input 0 is float32", () => Autograd.GradCheck(static x => x.Tanh(), x));
        Passes(Autograd.GradCheck(static x => x.Tanh(), x, eps: 1e-2, atol: 1e-3, rtol: 1e-2));
        Passes(Autograd.GradCheck(static x => x * 2, x, eps: 1e-4, atol: 1e-2));
        Assert.False(Autograd.GradCheck(static x => x.Detach() * x, x, eps: 1e-2, atol: 1e-3, rtol: 1e-2).Passed);
    }

    [Fact]
    public void Misuse_is_named()
    {
        Throws("gradcheck: no input requires a gradient", () => Autograd.GradCheck(static x => x, Tensor.Ones([2], DType.Float64)));
        Throws("eps must be positive; got 0", () => Autograd.GradCheck(static x => x, Input([2]), eps: 0));
        Throws("must return a floating-point type; got bool of shape [2]", () => Autograd.GradCheck(static x => x.Gt(0), Input([2])));
        Tensor expanded = new(NDArray.Ones([1], DType.Float64).Expand([3]), requiresGrad: true);
        Throws("input 0 has several elements in one place", () => Autograd.GradCheck(static x => x * 2, expanded));
        Throws("gradgradcheck: ", () => Autograd.GradGradCheck(static x => x * 2, expanded));
    }

    [Fact]
    public void Tolerances_mean_what_PyTorchs_mean()
    {
        // The derivative is 1 + 1e-4, the difference quotient 1.
        Tensor x = Input([2]);
        GradCheckResult Check(double atol, double rtol) =>
            Autograd.GradCheck(static x => Planted.Copy(x, static gradient => gradient * 1.0001), x, atol: atol, rtol: rtol);
        Passes(Check(1e-5, 1e-3));
        Passes(Check(1.1e-4, 0));
        Passes(Check(0, 1.1e-4));
        Assert.False(Check(1e-5, 8e-5).Passed);
        Passes(Check(3e-5, 8e-5));
    }

    private static void Passes(GradCheckResult result) => Assert.True(result.Passed, result.ToString());

    private static void Throws(string message, Func<GradCheckResult> check) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => { _ = check(); }).Message, StringComparison.Ordinal);
}
