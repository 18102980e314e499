namespace MiniTorch.Tests;

/// <summary>GradCheck finds what it is for: each kind of wrong derivative, and says where.</summary>
public sealed class PlantedMistakeTests
{
    private static Tensor Input(Shape shape) => Tensor.Randn(shape, DType.Float64, requiresGrad: true, new Generator(3UL));

    [Fact]
    public void A_wrong_sign() => Finds(static x => Op.Record("mul", x.Value.Multiply(x.Value), save: [x], (x, static (s, g) => g * s[0] * -2)));

    [Fact]
    public void A_wrong_factor() => Finds(static x => Op.Record("mul", x.Value.Multiply(x.Value), save: [x], (x, static (s, g) => g * s[0])));

    [Fact]
    public void A_slightly_wrong_factor() => Finds(static x => Planted.Copy(x, static gradient => gradient * 1.002));

    [Fact]
    public void A_derivative_at_the_wrong_place() => Finds(static x => Op.Record("exp", x.Value.Exp(), save: [x], (x, static (s, g) => g * s[0])));

    [Fact]
    public void A_missing_unbroadcast()
    {
        // Takes the gradient of the first row where those of all rows belong summed.
        GradCheckResult result = Autograd.GradCheck(
            static x => Op.Record("add", x[0].Value.Add(x[1].Value), save: [], (x[0], static (s, g) => g), (x[1], static (s, g) => g[0])), [Input([3, 2]), Input([2])]);
        Assert.False(result.Passed);
        Assert.Equal(1, result.Worst!.Input);
        Assert.Contains("4 of 48 derivatives are wrong", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_transposed_gradient()
    {
        GradCheckResult result = Autograd.GradCheck(
            static x => Op.Record(
                "matmul",
                x[0].Value.MatMul(x[1].Value),
                save: [x[0], x[1]],
                (x[0], static (s, g) => g.MatMul(s[1])),
                (x[1], static (s, g) => s[0].Transpose(0, 1).MatMul(g))),
            [Input([3, 3]), Input([3, 3])]);
        Assert.False(result.Passed);
        Assert.Equal(0, result.Worst!.Input);
    }

    [Fact]
    public void One_wrong_element_among_many()
    {
        Tensor wrong = Tensor.Ones([4, 5], DType.Float64);
        wrong.Value.Select(0, 2).Select(0, 3).Fill(1.25);
        GradCheckResult result = Autograd.GradCheck(x => Planted.Copy(x, gradient => gradient * wrong), Input([4, 5]));
        Assert.False(result.Passed);
        GradCheckElement worst = result.Worst!;
        Assert.Equal([2, 3], worst.InputIndex);
        Assert.Equal([2, 3], worst.OutputIndex);
        Assert.Equal((1.25, 1), (worst.Analytical, Math.Round(worst.Numerical, 6)));
        string report = result.ToString();
        Assert.StartsWith("gradcheck failed: 1 of 400 derivatives are wrong; the worst is that of the result at [2, 3] for input 0 at [2, 3]: analytical 1.25, numerical ", report, StringComparison.Ordinal);
        Assert.EndsWith(", off by 0.25, allowed 0.00101", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_only_at_second_order()
    {
        static Tensor Exp(Tensor x) => Op.Record("exp", x.Value.Exp(), save: [Op.Output], (x, static (s, g) => g * s[0].Detach()));
        Assert.True(Autograd.GradCheck(Exp, Input([3])).Passed);
        GradCheckResult result = Autograd.GradGradCheck(Exp, Input([3]));
        Assert.False(result.Passed);
        Assert.Contains("of the gradient of input 0 at [", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("for input 0 at [", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_only_for_the_gradient_of_the_result()
    {
        static Tensor Op1(Tensor x) => Op.Record("scale", x.Value.Multiply(3), save: [], (x, static (s, g) => g.Detach() * 3));
        Assert.True(Autograd.GradCheck(Op1, Input([3])).Passed);
        GradCheckResult result = Autograd.GradGradCheck(Op1, Input([3]));
        Assert.False(result.Passed);
        Assert.Contains("for the gradient of the result at [", result.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, result.Worst!.Input);
    }

    [Fact]
    public void Not_deterministic()
    {
        GradCheckResult Check(double nondetTol)
        {
            int runs = 0;
            return Autograd.GradCheck(x => Planted.Copy(x, gradient => gradient * (1 + (1e-9 * runs++))), Input([2]), nondetTol: nondetTol);
        }

        GradCheckResult result = Check(0);
        Assert.False(result.Passed);
        Assert.Contains("backward is not deterministic", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("the derivative of the result at [", result.ToString(), StringComparison.Ordinal);
        Assert.True(Check(1e-6).Passed);
    }

    [Fact]
    public void Not_multiplied_by_the_gradient()
    {
        // At the unit vectors of the Jacobian this happens to look right.
        GradCheckResult result = Autograd.GradCheck(static x => Planted.Copy(x, static gradient => Tensor.Ones([1], DType.Float64)), Input([1]));
        Assert.False(result.Passed);
        Assert.Contains("from a gradient of zero for the result it made 1 for input 0", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Not_a_number() => Finds(static x => Planted.Copy(x, static gradient => gradient * double.NaN));

    [Fact]
    public void OpTest_finds_a_gradient_that_depends_on_the_layout_of_the_gradient()
    {
        static Tensor Crooked(Tensor x) => Op.Record(
            "crooked", x.Value.Multiply(2), save: [], (x, static (s, g) => g.Value.IsContiguous ? g * 2 : g * 3));
        Exception error = Assert.ThrowsAny<Xunit.Sdk.XunitException>(static () => OpTest.Check(Crooked, static x => x.Map(static v => 2 * v), [[2, 3]]));
        Assert.Contains("from a gradient that is Transposed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpTest_finds_wrong_values_shapes_and_types()
    {
        Fails("the value of [3], Contiguous", static () => OpTest.Check(static x => x * 2, static x => x.Map(static v => 2.1 * v), [[3]]));
        Fails("[3, 1]", static () => OpTest.Check(static x => x.Unsqueeze(0), static x => x.Reshape([3, 1]), [[3]]));
        Fails("Float64", static () => OpTest.Check(static x => x.Gt(0), static x => x.Map(static v => v > 0 ? 1 : 0), [[3]]));
        Fails("the gradient of [3]", static () => OpTest.Check(
            static x => Planted.Copy(x, static gradient => gradient * 2), static x => x, [[3]]));
        Fails("the second derivatives of [3]", static () => OpTest.Check(
            static x => Op.Record("exp", x.Value.Exp(), save: [Op.Output], (x, static (s, g) => g * s[0].Detach())), static x => x.Map(Math.Exp), [[3]]));

        // Wrong only where the input does not lie in order.
        Fails("the value of [2, 3], Transposed", static () => OpTest.Check(
            static x => x.Value.IsContiguous ? x * 2 : x * 3, static x => x.Map(static v => 2 * v), [[2, 3]]));

        // Wrong only in float32.
        Fails("the value of [3], Contiguous", static () => OpTest.Check(
            static x => x.DType == DType.Float32 ? x * 1.001 : x * 1, static x => x, [[3]]));

        static void Fails(string message, Action check) =>
            Assert.Contains(message, Assert.ThrowsAny<Xunit.Sdk.XunitException>(check).Message, StringComparison.Ordinal);
    }

    private static void Finds(Func<Tensor, Tensor> function)
    {
        GradCheckResult result = Autograd.GradCheck(function, Input([2, 3]));
        Assert.False(result.Passed);
        Assert.StartsWith("gradcheck failed", result.ToString(), StringComparison.Ordinal);
    }
}
