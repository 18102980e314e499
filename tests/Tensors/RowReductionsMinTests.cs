using MiniTorch.Kernels;

namespace MiniTorch.Tests;

public sealed class RowReductionsMinTests
{
    [Fact]
    public void MinAndArgMinOfEveryLength()
    {
        Random random = new(8);
        for (int length = 1; length <= 256; length++)
        {
            float[] x = [.. Enumerable.Range(0, length).Select(_ => MathF.Round(random.NextSingle() * 40))];
            Same(x, x.Min(), Array.IndexOf(x, x.Min()));
            x[random.Next(length)] = float.NaN;
            Same(x, float.NaN, Array.FindIndex(x, float.IsNaN));
            byte[] small = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(3, 250))];
            Assert.Equal((small.Min(), Array.IndexOf(small, small.Min())), (RowReductions.Min<byte>(small), RowReductions.ArgMin<byte>(small)));
        }

        static void Same(float[] x, float min, int place)
        {
            Assert.Equal((min, place), (RowReductions.Min<float>(x), RowReductions.ArgMin<float>(x)));
            double[] wide = Array.ConvertAll(x, static v => (double)v);
            Assert.Equal((min, place), (RowReductions.Min<double>(wide), RowReductions.ArgMin<double>(wide)));
        }
    }

    [Fact]
    public void ZerosOfBothSignsAreEqual()
    {
        Assert.Equal(1, RowReductions.ArgMin<float>([1, 0f, -0f, 0f]));
        Assert.Equal(1, RowReductions.ArgMin<double>([1, -0.0, 0.0, -0.0]));
    }

    [Fact]
    public void ProductOfEveryLength()
    {
        Random random = new(9);
        for (int length = 0; length <= 256; length++)
        {
            float[] x = [.. Enumerable.Range(0, length).Select(_ => (0.9f + (random.NextSingle() / 5)) * (random.Next(2) == 0 ? -1 : 1))];
            double expected = x.Aggregate(1.0, static (a, b) => a * b);
            Assert.Equal(expected, RowReductions.Product<float>(x), Math.Abs(expected) * (length + 1) * 6e-8);
            Assert.Equal(expected, RowReductions.Product<double>(Array.ConvertAll(x, static v => (double)v)), Math.Abs(expected) * (length + 1) * 2.3e-16);
            long[] whole = [.. x.Select(static v => v < 0 ? -3L : 5L)];
            Assert.Equal(whole.Aggregate(1L, static (a, b) => unchecked(a * b)), RowReductions.Product<long>(whole));
            if (length > 0)
            {
                x[random.Next(length)] = 0;
                Assert.Equal(0, RowReductions.Product<float>(x));
                x[random.Next(length)] = float.NaN;
                Assert.Equal(float.NaN, RowReductions.Product<float>(x));
            }
        }
    }

    [Fact]
    public void ProductDependsOnTheValuesAndTheLengthAlone()
    {
        Random random = new(10);
        float[] x = [.. Enumerable.Range(0, 1000).Select(_ => 0.9f + (random.NextSingle() / 5))];
        float expected = RowReductions.Product<float>(x);
        for (int offset = 1; offset < 20; offset++)
        {
            float[] moved = [.. new float[offset], .. x];
            Assert.Equal(expected, RowReductions.Product<float>(moved.AsSpan(offset)));
        }
    }
}
