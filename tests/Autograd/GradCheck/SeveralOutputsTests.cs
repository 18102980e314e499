namespace MiniTorch.Tests;

/// <summary>GradCheck and GradGradCheck of functions with several outputs, and the gradients given to GradGradCheck.</summary>
public sealed class SeveralOutputsTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Right_derivatives_pass(bool fastMode)
    {
        Tensor[] inputs = [Input([2, 3]), Input([3])];
        GradCheckResult result = Autograd.GradCheck(static x => [x[0] * x[1], x[1].Exp(), x[0].Sum()], inputs, fastMode: fastMode);
        Passes(result);
        Assert.Contains(fastMode ? "6 products" : "90 derivatives", result.ToString(), StringComparison.Ordinal);
        Passes(Autograd.GradGradCheck(static x => [x[0] * x[1], x[1].Exp(), x[0].Sum()], inputs, fastMode: fastMode));
        Passes(Autograd.GradGradCheck(static x => [x[0] * x[1], x[1].Exp()], inputs, genNonContigGradOutputs: true, fastMode: fastMode));
        Passes(Autograd.GradGradCheck(static x => [x[0] * x[1], x[1].Exp()], inputs, [Input([2, 3]), Tensor.Ones([3], DType.Float64)], fastMode: fastMode));
        Passes(Autograd.GradCheck(static x => [], inputs, fastMode: fastMode));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Outputs_without_gradients_are_left_out(bool fastMode)
    {
        static Tensor[] Function(Tensor[] x) => [x[0].Max(1).Indices, x[0].Max(1).Values, Tensor.Ones([2], DType.Float64), x[0].Gt(0)];
        GradCheckResult result = Autograd.GradCheck(Function, [Input([4, 3])], fastMode: fastMode);
        Passes(result);
        Assert.Contains(fastMode ? "2 products" : "72 derivatives", result.ToString(), StringComparison.Ordinal);
        Passes(Autograd.GradGradCheck(Function, [Input([4, 3])], fastMode: fastMode));
        Passes(Autograd.GradGradCheck(Function, [Input([4, 3])], [Input([4])], fastMode: fastMode));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_function_of_ones_own_that_is_wrong_in_its_second_result(bool fastMode)
    {
        // Of a·b and a + b, where the second's gradient counts `factor` times for b.
        static Tensor[] Function(Tensor[] x, double factor) => Autograd.Function(
            x,
            static (ctx, x) =>
            {
                ctx.Save(x);
                return [x[0] * x[1], x[0] + x[1]];
            },
            (ctx, g) => [(g[0] * ctx.Saved[1]) + g[1], (g[0] * ctx.Saved[0]) + (g[1] * factor)]);

        Tensor[] inputs = [Input([2, 3]), Tensor.Randn([2, 3], DType.Float64, requiresGrad: true, new Generator(4UL))];
        Passes(Autograd.GradCheck(x => Function(x, 1), inputs, fastMode: fastMode));
        Passes(Autograd.GradGradCheck(x => Function(x, 1), inputs, fastMode: fastMode));
        GradCheckResult wrong = Autograd.GradCheck(x => Function(x, 1.1), inputs, fastMode: fastMode);
        Assert.False(wrong.Passed);
        Assert.Equal((1, 1, 1.1), (wrong.Worst!.Output, wrong.Worst.Input, wrong.Worst.Analytical));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Given_gradients_of_any_layout(bool fastMode)
    {
        foreach (OpTest.Layout layout in Enum.GetValues<OpTest.Layout>())
        {
            Tensor given = new(OpTest.Lay(Input([2, 3]).Value, layout), requiresGrad: true);
            Passes(Autograd.GradGradCheck(static x => x.Exp() * x, Input([2, 3]), given, fastMode: fastMode));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Generated_gradients_are_contiguous_or_not_as_asked(bool fastMode)
    {
        foreach (bool nonContiguous in (bool[])[false, true])
        {
            var seen = new HashSet<bool>();
            Passes(Autograd.GradGradCheck(
                x => Planted.Copy(x, gradient =>
                {
                    seen.Add(gradient.Value.IsContiguous);
                    return gradient;
                }),
                Input([2, 3]),
                genNonContigGradOutputs: nonContiguous,
                fastMode: fastMode));
            Assert.Equal([!nonContiguous], seen);
        }
    }

    [Fact]
    public void Misuse_is_named()
    {
        Throws("gradgradcheck: no output requires a gradient", static () => Autograd.GradGradCheck(static x => x.Detach(), Input([2])));
        Throws(
            "gradOutputs must have the shapes of the outputs that require a gradient; got [3] for [2]",
            static () => Autograd.GradGradCheck(static x => x * 2, Input([2]), Input([3])));
        Throws("got [2] for [2] and []", static () => Autograd.GradGradCheck(static x => [x[0] * 2, x[0].Sum()], [Input([2])], [Input([2])]));
        Throws("must return a floating-point type; got int64 of shape [2]", static () => Autograd.GradCheck(static x => [x[0].ArgMax(1)], [Input([2, 3])]));

        foreach (bool fastMode in (bool[])[false, true])
        {
            int calls = 0;
            Throws(
                "must return the same shapes and types near the inputs as at them; got float64 [2], float64 [2] and float64 [2]",
                () => Autograd.GradCheck(x => calls++ == 0 ? [x[0]] : [x[0], x[0]], [Input([2])], fastMode: fastMode));
        }
    }

    private static Tensor Input(Shape shape) => Tensor.Randn(shape, DType.Float64, requiresGrad: true, new Generator(3UL));

    private static void Passes(GradCheckResult result) => Assert.True(result.Passed, result.ToString());

    private static void Throws(string message, Func<GradCheckResult> check) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => { _ = check(); }).Message, StringComparison.Ordinal);
}
