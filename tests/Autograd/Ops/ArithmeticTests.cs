namespace MiniTorch.Tests;

/// <summary>Elementwise operations: values, shapes, types and derivatives of both orders, in every layout.</summary>
public sealed class ArithmeticTests
{
    private static readonly OpTestOptions Positive = new() { Low = 0.3, High = 3 };
    private static readonly OpTestOptions AwayFromZero = new() { Gap = 0.4 };

    [Fact]
    public void Add() => OpTest.Check(static (a, b) => a + b, static (a, b) => a.Zip(b, static (x, y) => x + y));

    [Fact]
    public void Add_number() => OpTest.Check(static x => x + 1.5, static x => x.Map(static v => v + 1.5));

    [Fact]
    public void Number_add() => OpTest.Check(static x => 2 + x, static x => x.Map(static v => 2 + v));

    [Fact]
    public void Subtract() => OpTest.Check(static (a, b) => a - b, static (a, b) => a.Zip(b, static (x, y) => x - y));

    [Fact]
    public void Subtract_number() => OpTest.Check(static x => x - 0.75, static x => x.Map(static v => v - 0.75));

    [Fact]
    public void Number_subtract() => OpTest.Check(static x => 3 - x, static x => x.Map(static v => 3 - v));

    [Fact]
    public void Multiply() => OpTest.Check(static (a, b) => a * b, static (a, b) => a.Zip(b, static (x, y) => x * y));

    [Fact]
    public void Multiply_number() => OpTest.Check(static x => x * -2.5, static x => x.Map(static v => v * -2.5));

    [Fact]
    public void Number_multiply() => OpTest.Check(static x => 3 * x, static x => x.Map(static v => 3 * v));

    [Fact]
    public void Divide() => OpTest.Check(static (a, b) => a / b, static (a, b) => a.Zip(b, static (x, y) => x / y), options: AwayFromZero);

    [Fact]
    public void Divide_by_number() => OpTest.Check(static x => x / 4, static x => x.Map(static v => v / 4));

    [Fact]
    public void Number_divide() => OpTest.Check(static x => 2.5 / x, static x => x.Map(static v => 2.5 / v), options: AwayFromZero);

    [Fact]
    public void Negate() => OpTest.Check(static x => -x, static x => x.Map(static v => -v));

    [Fact]
    public void Exp() => OpTest.Check(static x => x.Exp(), static x => x.Map(Math.Exp));

    [Fact]
    public void Log() => OpTest.Check(static x => x.Log(), static x => x.Map(Math.Log), options: Positive);

    [Fact]
    public void Sqrt() => OpTest.Check(static x => x.Sqrt(), static x => x.Map(Math.Sqrt), options: Positive);

    [Fact]
    public void Tanh() => OpTest.Check(static x => x.Tanh(), static x => x.Map(Math.Tanh));

    [Fact]
    public void Sigmoid() => OpTest.Check(static x => x.Sigmoid(), static x => x.Map(static v => 1 / (1 + Math.Exp(-v))));

    [Fact]
    public void Relu() => OpTest.Check(static x => x.Relu(), static x => x.Map(static v => Math.Max(v, 0)), options: AwayFromZero);

    [Fact]
    public void An_operand_on_both_sides() =>
        OpTest.Check(static x => (x * x) + (x / (x + x)), static x => x.Map(static v => (v * v) + 0.5), options: AwayFromZero);

    [Fact]
    public void Comparisons()
    {
        OpTestOptions options = new() { DType = DType.Bool };
        OpTest.Check(static (a, b) => a.Gt(b), static (a, b) => a.Zip(b, static (x, y) => x > y ? 1 : 0), options: options);
        OpTest.Check(static (a, b) => a.Lt(b), static (a, b) => a.Zip(b, static (x, y) => x < y ? 1 : 0), options: options);
        OpTest.Check(static (a, b) => a.Eq(b), static (a, b) => a.Zip(b, static (x, y) => x == y ? 1 : 0), options: options);
        OpTest.Check(static x => x.Gt(0.5), static x => x.Map(static v => v > 0.5 ? 1 : 0), options: options);
        OpTest.Check(static x => x.Lt(0.5), static x => x.Map(static v => v < 0.5 ? 1 : 0), options: options);
        OpTest.Check(static x => x.Eq(0.5), static x => x.Map(static v => v == 0.5 ? 1 : 0), options: options);
    }

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
