namespace MiniTorch.Tests;

/// <summary>What the proofs of the arithmetic operations do not show.</summary>
public sealed class ArithmeticTests
{
    private static readonly OpTestOptions AwayFromZero = new() { Gap = 0.4 };

    [Fact]
    public void An_operand_on_both_sides() =>
        OpTest.Check(static x => (x * x) + (x / (x + x)), static x => x.Map(static v => (v * v) + 0.5), options: AwayFromZero);

    [Fact]
    public void At_poles_the_derivatives_are_PyTorchs()
    {
        Assert.Equal([double.PositiveInfinity, 1], GradientAt([0, 1], static x => x.Log()));
        Assert.Equal([double.NegativeInfinity, -1], GradientAt([0, 1], static x => 1 / x));
        Assert.Equal([double.NaN], GradientAt([double.NaN], static x => x.Tanh()));
    }

    [Fact]
    public void Integers_meet_floats_as_in_PyTorch()
    {
        Tensor ints = Tensor.From([1L, 2, 16777217]);
        Assert.Equal(DType.Int64, (ints * 2).DType);
        Assert.Equal(DType.Float32, (ints * 0.5).DType);
        Assert.Equal(DType.Float32, (ints / 2).DType);

        Tensor x = Tensor.From([1.0, 2, 4], requiresGrad: true);
        Tensor y = x / ints;
        Assert.Equal(DType.Float64, y.DType);
        Assert.Equal([1, 1, 4.0 / 16777217], y.ToArray<double>());
        y.Sum().Backward();
        Assert.Equal([1, 0.5, 1.0 / 16777217], x.Grad!.ToArray<double>());
    }

    private static double[] GradientAt(double[] values, Func<Tensor, Tensor> op)
    {
        Tensor x = Tensor.From(values, requiresGrad: true);
        op(x).Sum().Backward();
        return x.Grad!.ToArray<double>();
    }
}
