using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

public class RowSoftmaxTests
{
    private const float Inf = float.PositiveInfinity;

    [Fact]
    public void EveryLengthAgreesWithDoublePrecision()
    {
        for (int length = 0; length <= 256; length++)
        {
            float[] x = RowReductionsTests.Numbers(new Random(length), length);
            double[] xs = RowReductionsTests.Doubles(x);
            double logSum = Math.Log(xs.Sum(Math.Exp));
            double[] log = [.. xs.Select(v => v - logSum)];
            double[] softmax = [.. log.Select(Math.Exp)];

            // The rounding of x − shift, up to 20 here, becomes a relative error of the exponential.
            double[] scaled = [.. xs.Select(v => 0.5 * Math.Exp(v - 3))];
            AssertNear(softmax, Single(RowSoftmax.Softmax, x), relative: 2e-6);
            AssertNear(softmax, Double(RowSoftmax.Softmax, xs), relative: 1e-14);
            AssertNear(scaled, Single((row, y) => RowSoftmax.ExpMinus(row, 3f, 0.5f, y), x), relative: 2e-6);
            AssertNear(scaled, Double((row, y) => RowSoftmax.ExpMinus(row, 3.0, 0.5, y), xs), relative: 1e-14);
            AssertNear(log, Single(RowSoftmax.LogSoftmax, x), relative: 3e-7, absolute: 1e-6);
            AssertNear(log, Double(RowSoftmax.LogSoftmax, xs), relative: 1e-15, absolute: 1e-14);
            AssertNear([logSum], [RowSoftmax.LogSumExp<float>(x)], relative: 3e-7, absolute: 1e-6);
            AssertNear([logSum], [RowSoftmax.LogSumExp<double>(xs)], relative: 1e-15, absolute: 1e-14);
        }
    }

    [Fact]
    public void OneEntryOfLogSoftmaxHasTheBitsOfTheRow()
    {
        for (int length = 1; length <= 256; length++)
        {
            float[] x = RowReductionsTests.Numbers(new Random(length), length);
            float[] log = Single(RowSoftmax.LogSoftmax, x);
            Assert.Equal(log[length / 2], RowSoftmax.LogSoftmax<float>(x, length / 2));
        }
    }

    [Fact]
    public void LongRowsKeepTheirPrecision()
    {
        const int Length = 1_000_000;
        float[] x = [.. Enumerable.Repeat(0.3f, Length)];
        Assert.All(Single(RowSoftmax.Softmax, x).Take(3), p => Assert.Equal(1e-6f, p, 5e-13f));
        Assert.Equal(0.3f + Math.Log(Length), RowSoftmax.LogSumExp<float>(x), 2e-6);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public void LargeEntriesLoseNothing(int length)
    {
        float[] x = new float[length];
        Array.Fill(x, -1e6f);
        x[0] = 1e6f;
        x[2] = 1e6f;
        float[] softmax = Single(RowSoftmax.Softmax, x);
        float[] log = Single(RowSoftmax.LogSoftmax, x);
        Assert.Equal([0.5f, 0f, 0.5f], softmax[..3]);
        Assert.Equal(-MathF.Log(2), log[0]);
        Assert.Equal(-2e6f, log[1], 1f);
        Assert.Equal(1e6f + MathF.Log(2), RowSoftmax.LogSumExp<float>(x));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(100)]
    public void MinusInfinityHasNoShare(int length)
    {
        float[] x = new float[length];
        Array.Fill(x, -Inf);
        x[1] = 2;
        x[3] = 2;
        Assert.Equal([0f, 0.5f, 0f, 0.5f], Single(RowSoftmax.Softmax, x)[..4]);
        Assert.Equal([-Inf, -MathF.Log(2), -Inf, -MathF.Log(2)], Single(RowSoftmax.LogSoftmax, x)[..4]);
        Assert.Equal(2 + MathF.Log(2), RowSoftmax.LogSumExp<float>(x));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(100)]
    public void RowsOfMinusInfinityAndRowsWithInfinityOrNaN(int length)
    {
        float[] x = new float[length];
        (float, float, float)[] cases = [(-Inf, -Inf, -Inf), (1, Inf, Inf), (1, float.NaN, float.NaN)];
        foreach ((float fill, float last, float logSumExp) in cases)
        {
            Array.Fill(x, fill);
            x[^1] = last;
            Assert.Equal(logSumExp, RowSoftmax.LogSumExp<float>(x));
            Assert.Equal(logSumExp, RowSoftmax.LogSumExp<double>(RowReductionsTests.Doubles(x)));
            Assert.Equal(float.NaN, Single(RowSoftmax.Softmax, x)[^1]);
            Assert.Equal(float.NaN, Single(RowSoftmax.LogSoftmax, x)[^1]);
            Assert.Equal(double.NaN, Double(RowSoftmax.Softmax, RowReductionsTests.Doubles(x))[^1]);
        }
    }

    [Fact]
    public void ExpMinusGivesTheSameBitsAtEveryPlace()
    {
        float[] expected = Single((row, y) => RowSoftmax.ExpMinus(row, 0.7f, 0.3f, y), [1.3f]);
        for (int length = 1; length <= 256; length++)
        {
            float[] y = Single((row, d) => RowSoftmax.ExpMinus(row, 0.7f, 0.3f, d), [.. Enumerable.Repeat(1.3f, length)]);
            Assert.All(y, v => Assert.Equal(expected[0], v));
        }
    }

    [Fact]
    public void SoftmaxSumsToOneAndIgnoresAShift() =>
        Prop.ForAll(
            Gen.Choose(-2000, 2000).Select(i => i / 64f).NonEmptyListOf().ToArbitrary(),
            Gen.Choose(-1000, 1000).ToArbitrary(),
            (row, shift) =>
            {
                float[] x = [.. row];
                float[] p = Single(RowSoftmax.Softmax, x);
                float[] shifted = Single(RowSoftmax.Softmax, [.. x.Select(v => v + shift)]); // exact: multiples of 1/64 below 2¹⁸
                return Math.Abs(p.Sum(v => (double)v) - 1) < 1e-6 && p.SequenceEqual(shifted);
            })
            .Check(Config.QuickThrowOnFailure);

    /// <summary>The result, after checking that nothing beyond it was written and that in place gives the same bits.</summary>
    private static float[] Single(VectorMathTests.Kernel<float> kernel, float[] x) => Apply(kernel, x, 12345f);

    private static double[] Double(VectorMathTests.Kernel<double> kernel, double[] x) => Apply(kernel, x, 12345.0);

    private static T[] Apply<T>(VectorMathTests.Kernel<T> kernel, T[] x, T sentinel)
        where T : IEquatable<T>
    {
        T[] y = [.. x, sentinel];
        kernel(x, y.AsSpan(0, x.Length));
        Assert.Equal(sentinel, y[^1]);
        T[] inPlace = [.. x];
        kernel(inPlace, inPlace);
        Assert.True(y.AsSpan(0, x.Length).SequenceEqual(inPlace));
        return inPlace;
    }

    private static void AssertNear(double[] expected, float[] actual, double relative, double absolute = 0) =>
        AssertNear(expected, RowReductionsTests.Doubles(actual), relative, absolute);

    private static void AssertNear(double[] expected, double[] actual, double relative, double absolute = 0)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((double e, double a) in expected.Zip(actual))
        {
            Assert.True(e.Equals(a) || Math.Abs(e - a) <= absolute + (relative * Math.Abs(e)), $"expected {e}, got {a}");
        }
    }
}
