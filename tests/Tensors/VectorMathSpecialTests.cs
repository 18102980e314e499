using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>Exact values, limits and symmetries.</summary>
public class VectorMathSpecialTests
{
    private const double Inf = double.PositiveInfinity;

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(Inf, Inf)]
    [InlineData(-Inf, 0.0)]
    [InlineData(1e30, Inf)]
    [InlineData(-1e30, 0.0)]
    [InlineData(double.NaN, double.NaN)]
    public void Exp(double x, double expected) => Check(VectorMath.Exp, VectorMath.Exp, x, expected);

    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(0.0, -Inf)]
    [InlineData(Inf, Inf)]
    [InlineData(-1.0, double.NaN)]
    [InlineData(-Inf, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    public void Log(double x, double expected) => Check(VectorMath.Log, VectorMath.Log, x, expected);

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(Inf, 1.0)]
    [InlineData(-Inf, -1.0)]
    [InlineData(1e30, 1.0)]
    [InlineData(25.0, 1.0)]
    [InlineData(double.NaN, double.NaN)]
    public void Tanh(double x, double expected) => Check(VectorMath.Tanh, VectorMath.Tanh, x, expected);

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(Inf, 1.0)]
    [InlineData(-Inf, 0.0)]
    [InlineData(1e30, 1.0)]
    [InlineData(-1e30, 0.0)]
    [InlineData(double.NaN, double.NaN)]
    public void Sigmoid(double x, double expected) => Check(VectorMath.Sigmoid, VectorMath.Sigmoid, x, expected);

    [Fact]
    public void NegativeZero()
    {
        Check(VectorMath.Exp, VectorMath.Exp, -0.0, 1);
        Check(VectorMath.Log, VectorMath.Log, -0.0, -Inf);
        Check(VectorMath.Tanh, VectorMath.Tanh, -0.0, -0.0);
        Check(VectorMath.Sigmoid, VectorMath.Sigmoid, -0.0, 0.5);
    }

    [Fact]
    public void DenormalsAreNeitherLostOnTheWayInNorOut()
    {
        Assert.Equal(float.Epsilon, Apply(VectorMath.Exp, -103.3f));
        Assert.Equal(float.Epsilon, Apply(VectorMath.Sigmoid, -103.3f));
        Assert.Equal(MathF.Log(float.Epsilon), Apply(VectorMath.Log, float.Epsilon));
        Assert.Equal(float.Epsilon, Apply(VectorMath.Tanh, float.Epsilon));
        Assert.Equal(-float.Epsilon, Apply(VectorMath.Tanh, -float.Epsilon));
        Assert.Equal(double.Epsilon, Apply(VectorMath.Exp, -744.5));
        Assert.Equal(double.Epsilon, Apply(VectorMath.Sigmoid, -744.5));
        Assert.Equal(Math.Log(double.Epsilon), Apply(VectorMath.Log, double.Epsilon));
        Assert.Equal(-double.Epsilon, Apply(VectorMath.Tanh, -double.Epsilon));
    }

    [Fact]
    public void TanhIsOddToTheBit() =>
        Prop.ForAll<float>(x => Apply(VectorMath.Tanh, -x).Equals(-Apply(VectorMath.Tanh, x))).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void SigmoidsOfOppositesSumToOne() =>
        Prop.ForAll<float>(x => float.IsNaN(x) || MathF.Abs(Apply(VectorMath.Sigmoid, -x) + Apply(VectorMath.Sigmoid, x) - 1) <= 2e-7f)
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void LogUndoesExp() =>
        Prop.ForAll(
            Gen.Choose(-80_000, 80_000).Select(i => i / 1000f).ToArbitrary(),
            x => MathF.Abs(Apply(VectorMath.Log, Apply(VectorMath.Exp, x)) - x) <= 2e-7f * MathF.Max(1, MathF.Abs(x)))
            .Check(Config.QuickThrowOnFailure);

    private static void Check(VectorMathTests.Kernel<float> single, VectorMathTests.Kernel<double> @double, double x, double expected)
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Canonical(Apply(@double, x))));
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Canonical(Apply(single, (float)x))));
    }

    private static double Canonical(double x) => double.IsNaN(x) ? double.NaN : x;

    private static T Apply<T>(VectorMathTests.Kernel<T> kernel, T x)
    {
        T[] y = new T[1];
        kernel([x], y);
        return y[0];
    }
}
