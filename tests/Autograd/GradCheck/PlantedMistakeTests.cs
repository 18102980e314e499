namespace MiniTorch.Tests;

/// <summary>GradCheck finds what it is for, in slow and in fast mode: each kind of wrong derivative, and says where.</summary>
public sealed class PlantedMistakeTests
{
    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_wrong_sign(bool fastMode) =>
        Finds(static x => Op.Record("mul", x.Value.Multiply(x.Value), save: [x], (x, static (s, g) => g * s[0] * -2)), fastMode);

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_wrong_factor(bool fastMode) =>
        Finds(static x => Op.Record("mul", x.Value.Multiply(x.Value), save: [x], (x, static (s, g) => g * s[0])), fastMode);

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_slightly_wrong_factor(bool fastMode) => Finds(static x => Planted.Copy(x, static gradient => gradient * 1.002), fastMode);

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_derivative_at_the_wrong_place(bool fastMode) =>
        Finds(static x => Op.Record("exp", x.Value.Exp(), save: [x], (x, static (s, g) => g * s[0])), fastMode);

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_derivative_that_is_not_there(bool fastMode) => Finds(static x => x.Detach() * x, fastMode);

    [Theory]
    [MemberData(nameof(Modes))]
    public void Not_a_number(bool fastMode)
    {
        string report = Finds(static x => Planted.Copy(x, static gradient => gradient * double.NaN), fastMode);
        Assert.Contains("analytical NaN, numerical ", report, StringComparison.Ordinal);
        Assert.DoesNotContain("deterministic", report, StringComparison.Ordinal);
        Assert.DoesNotContain("memory", report, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_missing_unbroadcast(bool fastMode)
    {
        // Takes the gradient of the first row where those of all rows belong summed.
        GradCheckResult result = Autograd.GradCheck(
            static x => Op.Record("add", x[0].Value.Add(x[1].Value), save: [], (x[0], static (s, g) => g), (x[1], static (s, g) => g[0])),
            [Input([3, 2]), Input([2])],
            fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.Equal(1, result.Worst!.Input);
        Assert.Contains(fastMode ? "4 of 12 derivatives are wrong" : "4 of 48 derivatives are wrong", result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_transposed_gradient(bool fastMode)
    {
        GradCheckResult result = Autograd.GradCheck(
            static x => Op.Record(
                "matmul",
                x[0].Value.MatMul(x[1].Value),
                save: [x[0], x[1]],
                (x[0], static (s, g) => g.MatMul(s[1])),
                (x[1], static (s, g) => s[0].Transpose(0, 1).MatMul(g))),
            [Input([3, 3]), Input([3, 3])],
            fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.Equal(0, result.Worst!.Input);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void One_wrong_element_among_many(bool fastMode)
    {
        Tensor wrong = Tensor.Ones([4, 5], DType.Float64);
        wrong.Value.Select(0, 2).Select(0, 3).Fill(1.25);
        GradCheckResult result = Autograd.GradCheck(x => Planted.Copy(x, gradient => gradient * wrong), Input([4, 5]), fastMode: fastMode);
        Assert.False(result.Passed);
        GradCheckElement worst = result.Worst!;
        Assert.Equal((0, 0), (worst.Output, worst.Input));
        Assert.Equal([2, 3], worst.InputIndex);
        Assert.Equal([2, 3], worst.OutputIndex);
        Assert.Equal((1.25, 1, 0.00101), (worst.Analytical, Math.Round(worst.Numerical, 6), Math.Round(worst.Allowed, 6)));
        string report = result.ToString(), element =
            "1 of 400 derivatives are wrong; the worst is that of the result at [2, 3] for input 0 at [2, 3]: analytical 1.25, numerical ";
        if (fastMode)
        {
            Assert.StartsWith("gradcheck failed: in fast mode, vᵀJu of the result for input 0: analytical ", report, StringComparison.Ordinal);
            Assert.Contains($"{Environment.NewLine}element by element, {element}", report, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith($"gradcheck failed: {element}", report, StringComparison.Ordinal);
        }

        Assert.EndsWith(", off by 0.25, allowed 0.00101", report, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Wrong_only_in_one_output(bool fastMode)
    {
        GradCheckResult result = Autograd.GradCheck(
            static x => [x[0] * x[1], Planted.Copy(x[1], static gradient => gradient * 3), x[1].Exp()], [Input([2, 3]), Input([3])], fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.Equal((1, 1), (result.Worst!.Output, result.Worst.Input));
        Assert.Equal((3, 1), (result.Worst.Analytical, Math.Round(result.Worst.Numerical, 6)));
        Assert.Contains("3 of ", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("that of output 1 at [", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("for input 1 at [", result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void One_output_cut_off(bool fastMode)
    {
        GradCheckResult result = Autograd.GradCheck(static x => [x[0].Exp(), x[0].Detach().Tanh()], [Input([3])], fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.Equal((1, 0.0), (result.Worst!.Output, result.Worst.Analytical));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Wrong_only_at_second_order(bool fastMode)
    {
        static Tensor Exp(Tensor x) => Op.Record("exp", x.Value.Exp(), save: [Op.Output], (x, static (s, g) => g * s[0].Detach()));
        Assert.True(Autograd.GradCheck(Exp, Input([3]), fastMode: fastMode).Passed);
        foreach (Tensor? gradOutput in (Tensor?[])[null, Tensor.From([1.0, 2, 3]), Tensor.From([1.0, 2, 3], requiresGrad: true)])
        {
            GradCheckResult result = Autograd.GradGradCheck(Exp, Input([3]), gradOutput, fastMode: fastMode);
            Assert.False(result.Passed);
            Assert.Equal((0, 0), (result.Worst!.Output, result.Worst.Input));
            Assert.Contains("of the gradient of input 0 at [", result.ToString(), StringComparison.Ordinal);
            Assert.Contains("for input 0 at [", result.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Wrong_only_at_second_order_of_one_of_several_inputs_and_outputs(bool fastMode)
    {
        static Tensor[] Function(Tensor[] x) =>
            [x[0] * x[1], Op.Record("mul", x[0].Value.Multiply(x[1].Value), save: [x[0], x[1]], (x[0], static (s, g) => g * s[1]), (x[1], static (s, g) => g * s[0].Detach()))];
        Tensor[] inputs = [Input([2]), Input([2])];
        Assert.True(Autograd.GradCheck(Function, inputs, fastMode: fastMode).Passed);
        GradCheckResult result = Autograd.GradGradCheck(Function, inputs, fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.Equal((1, 0), (result.Worst!.Output, result.Worst.Input));
        Assert.Contains("of the gradient of input 1 at [", result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Wrong_only_for_the_gradient_of_the_result(bool fastMode)
    {
        static Tensor Scale(Tensor x) => Op.Record("scale", x.Value.Multiply(3), save: [], (x, static (s, g) => g.Detach() * 3));
        Assert.True(Autograd.GradCheck(Scale, Input([3]), fastMode: fastMode).Passed);
        GradCheckResult result = Autograd.GradGradCheck(Scale, Input([3]), fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.Contains("for the gradient of the result at [", result.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, result.Worst!.Input);
        GradCheckResult several = Autograd.GradGradCheck(static x => [x[0].Exp(), Scale(x[0])], [Input([3])], fastMode: fastMode);
        Assert.False(several.Passed);
        Assert.Contains("for the gradient of output 1 at [", several.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, several.Worst!.Input);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Not_deterministic(bool fastMode)
    {
        GradCheckResult Check(double nondetTol)
        {
            int runs = 0;
            return Autograd.GradCheck(
                x => Planted.Copy(x, gradient => gradient * (1 + (1e-9 * runs++))), Input([2]), nondetTol: nondetTol, fastMode: fastMode);
        }

        GradCheckResult result = Check(0);
        Assert.False(result.Passed);
        Assert.Contains("backward is not deterministic: run twice over the same graph, ", result.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            fastMode ? "from random numbers for the result, the gradient for input 0 at [" : "the derivative of the result at [", result.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("; nondetTol is 0", result.ToString(), StringComparison.Ordinal);
        Assert.True(Check(1e-6).Passed);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Not_multiplied_by_the_gradient(bool fastMode)
    {
        // At the unit vectors of the Jacobian this happens to look right, and a random vector of one element and length 1 is one.
        GradCheckResult result = Autograd.GradCheck(
            static x => Planted.Copy(x, static gradient => Tensor.Ones([1], DType.Float64)), Input([1]), fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.Contains("from a gradient of zero for the result it made 1 for input 0", result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Wrong_only_for_a_gradient_that_is_not_contiguous(bool fastMode)
    {
        GradCheckResult result = Autograd.GradCheck(
            static x => Planted.Copy(x, static gradient => gradient.Value.IsContiguous ? gradient : gradient * 2), Input([2, 3]), fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.StartsWith(
            "gradcheck failed: backward depends on how the gradient it is given lies in memory: from one with strides [2, 4] for the result it made ",
            result.ToString(),
            StringComparison.Ordinal);
        Assert.Contains(" for input 0 at [0, 0], from a contiguous one of the same numbers ", result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Wrong_only_for_a_gradient_that_is_one_number_for_all(bool fastMode)
    {
        GradCheckResult result = Autograd.GradCheck(
            static x => Planted.Copy(x, static gradient => gradient.Value.Strides[0] == 0 ? gradient * 2 : gradient), Input([3]), fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.Contains("from one with strides [0] for the result it made 2 for input 0 at [0]", result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Wrong_only_at_second_order_and_for_a_gradient_that_is_not_contiguous(bool fastMode)
    {
        static Tensor Exp(Tensor x) => Op.Record(
            "exp", x.Value.Exp(), save: [Op.Output], (x, static (s, g) => g.Value.IsContiguous ? g * s[0] : g * s[0].Detach()));
        Assert.True(Autograd.GradCheck(Exp, Input([2, 3]), fastMode: fastMode).Passed);
        Assert.True(Autograd.GradGradCheck(Exp, Input([2, 3]), fastMode: fastMode).Passed);
        GradCheckResult result = Autograd.GradGradCheck(Exp, Input([2, 3]), genNonContigGradOutputs: true, fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.Equal(0, result.Worst!.Input);
    }

    private static Tensor Input(Shape shape) => Tensor.Randn(shape, DType.Float64, requiresGrad: true, new Generator(3UL));

    private static string Finds(Func<Tensor, Tensor> function, bool fastMode)
    {
        GradCheckResult result = Autograd.GradCheck(function, Input([2, 3]), fastMode: fastMode);
        Assert.False(result.Passed);
        Assert.StartsWith("gradcheck failed: ", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("derivatives are wrong; the worst is that of the result at [", result.ToString(), StringComparison.Ordinal);
        return result.ToString();
    }
}
