using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

public class RowReductionsTests
{
    [Fact]
    public void SumOfEveryLength()
    {
        Random random = new(5);
        for (int length = 0; length <= 256; length++)
        {
            float[] x = Numbers(random, length);
            double magnitude = x.Sum(v => Math.Abs((double)v));
            Assert.Equal(x.Sum(v => (double)v), RowReductions.Sum<float>(x), 2e-7 * magnitude);
            Assert.Equal(x.Sum(v => (double)v), RowReductions.Sum<double>(Array.ConvertAll(x, v => (double)v)), 4e-16 * magnitude);
        }
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(123_457)]
    [InlineData(1_000_000)]
    public void SumOfManyTermsKeepsItsPrecision(int length)
    {
        Random random = new(6);
        float[] positive = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle())];
        double exact = positive.Sum(v => (double)v);
        Assert.Equal(exact, RowReductions.Sum<float>(positive), 2.4e-7 * exact);

        float[] equal = [.. Enumerable.Repeat(0.1f, length)];
        Assert.Equal(0.1f * (double)length, RowReductions.Sum<float>(equal), 2.4e-7 * 0.1 * length);
    }

    [Fact]
    public void SumDependsOnTheValuesAndTheLengthAlone()
    {
        float[] x = Numbers(new Random(7), 10_000);
        float expected = RowReductions.Sum<float>(x);
        for (int offset = 1; offset < 20; offset++)
        {
            float[] moved = [.. new float[offset], .. x];
            Assert.Equal(expected, RowReductions.Sum<float>(moved.AsSpan(offset)));
        }
    }

    [Fact]
    public void SumOfConcatenationIsSumOfSums() =>
        Prop.ForAll<int[], int[]>((a, b) =>
            RowReductions.Sum<int>([.. a, .. b]) == unchecked(RowReductions.Sum<int>(a) + RowReductions.Sum<int>(b))
            && RowReductions.Sum<double>([.. Doubles(a), .. Doubles(b)])
                == RowReductions.Sum<double>(Doubles(a)) + RowReductions.Sum<double>(Doubles(b)))
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void SumsOfIntegersWrap()
    {
        Assert.Equal(int.MinValue, RowReductions.Sum<int>([int.MaxValue, 1]));
        Assert.Equal(long.MinValue, RowReductions.Sum<long>([long.MaxValue, 1]));
        Assert.Equal((byte)44, RowReductions.Sum<byte>([200, 100]));
    }

    [Fact]
    public void SumPropagatesInfinityAndNaN()
    {
        Assert.Equal(float.PositiveInfinity, RowReductions.Sum<float>([1, float.PositiveInfinity]));
        Assert.Equal(float.NaN, RowReductions.Sum<float>([float.NegativeInfinity, float.PositiveInfinity]));
    }

    [Fact]
    public void MaxAndArgMaxOfEveryLength()
    {
        Random random = new(8);
        for (int length = 1; length <= 256; length++)
        {
            float[] x = Numbers(random, length);
            double[] xs = Doubles(x);
            Assert.Equal(x.Max(), RowReductions.Max<float>(x));
            Assert.Equal(xs.Max(), RowReductions.Max<double>(xs));
            Assert.Equal(x.IndexOf(x.Max()), RowReductions.ArgMax<float>(x));
            Assert.Equal(x.IndexOf(x.Max()), RowReductions.ArgMax<double>(xs));
        }
    }

    [Fact]
    public void ArgMaxIsTheFirstOfEqualMaxima()
    {
        for (int length = 1; length <= 256; length++)
        {
            float[] x = new float[length];
            Assert.Equal(0, RowReductions.ArgMax<float>(x));
            Array.Fill(x, float.NegativeInfinity);
            Assert.Equal(0, RowReductions.ArgMax<float>(x));
            Assert.Equal(float.NegativeInfinity, RowReductions.Max<float>(x));
            x.AsSpan(length / 2).Fill(3);
            Assert.Equal(length / 2, RowReductions.ArgMax<float>(x));
            Assert.Equal(length / 2, RowReductions.ArgMax<double>(Doubles(x)));
        }

        Assert.Equal(1, RowReductions.ArgMax<float>([-1f, -0f, 0f]));
        Assert.Equal(1, RowReductions.ArgMax<int>([-5, 7, 7]));
        Assert.Equal(1, RowReductions.ArgMax<long>([-5, 7, 7]));
        Assert.Equal(1, RowReductions.ArgMax<byte>([5, 255, 255]));
    }

    [Fact]
    public void NaNCountsAsTheLargest()
    {
        for (int length = 1; length <= 256; length++)
        {
            float[] x = new float[length];
            int first = length * 2 / 3;
            x[first] = length % 2 == 0 ? float.NaN : -float.NaN;
            x[^1] = first == length - 1 ? x[^1] : float.PositiveInfinity;
            x[0] = first == 0 ? x[0] : float.PositiveInfinity;
            Assert.Equal(float.NaN, RowReductions.Max<float>(x));
            Assert.Equal(double.NaN, RowReductions.Max<double>(Doubles(x)));
            Assert.Equal(first, RowReductions.ArgMax<float>(x));
            Assert.Equal(first, RowReductions.ArgMax<double>(Doubles(x)));
        }
    }

    [Fact]
    public void MaxOfIntegers()
    {
        Assert.Equal(7, RowReductions.Max<int>([-5, 7, 3]));
        Assert.Equal(-3L, RowReductions.Max<long>([-5, -7, -3]));
        Assert.Equal((byte)255, RowReductions.Max<byte>([0, 255, 3]));
    }

    internal static float[] Numbers(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 20) - 10)];

    internal static double[] Doubles(float[] x) => Array.ConvertAll(x, v => (double)v);

    internal static double[] Doubles(int[] x) => Array.ConvertAll(x, v => (double)v);
}
