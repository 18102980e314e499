using static MiniTorch.Tests.Statistics;

namespace MiniTorch.Tests;

/// <summary>Statistical tests with fixed seeds. The bounds are those of the 0.1 % level or wider.</summary>
public sealed class GeneratorDistributionTests
{
    private const int Count = 200_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Uniform_numbers_are_uniform(long seed)
    {
        float[] single = new float[Count];
        double[] uniform = new double[Count];
        Generator generator = new(seed);
        generator.FillUniform(single);
        generator.FillUniform(uniform);
        double[] one = [.. Enumerable.Range(0, Count).Select(_ => generator.NextDouble())];
        foreach (double[] values in (double[][])[[.. single.Select(static x => (double)x)], uniform, one])
        {
            Assert.DoesNotContain(values, static x => x is not (>= 0 and < 1));
            AssertMoments(values, mean: 0.5, variance: 1.0 / 12);
            Assert.InRange(Kolmogorov(values, static x => x), 0, KolmogorovBound);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Normal_numbers_are_normal(long seed)
    {
        float[] single = new float[Count];
        double[] normal = new double[Count];
        Generator generator = new(seed);
        generator.FillNormal(single);
        generator.FillNormal(normal);
        foreach (double[] values in (double[][])[[.. single.Select(static x => (double)x)], normal])
        {
            AssertMoments(values, mean: 0, variance: 1);
            // Third and fourth moments of the standard normal: 0 ± √(15/n), 3 ± √(96/n).
            Assert.InRange(values.Average(static x => x * x * x), -0.035, 0.035);
            Assert.InRange(values.Average(static x => x * x * x * x), 2.91, 3.09);
            Assert.InRange(Kolmogorov(values, NormalDistribution), 0, KolmogorovBound);
            Assert.InRange(values.Max(Math.Abs), 4, 7);
            // The two of a pair are independent, and their squares too.
            Assert.InRange(Correlation(values, 8), -0.01, 0.01);
            Assert.InRange(Correlation(values, 16), -0.01, 0.01);
            Assert.InRange(Correlation([.. values.Select(static x => x * x)], 8), -0.01, 0.01);
            Assert.InRange(Correlation([.. values.Select(static x => x * x)], 16), -0.01, 0.01);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-12)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1.0)]
    public void Masks_keep_with_their_probability(double keep)
    {
        float[] single = new float[Count];
        double[] mask = new double[Count];
        Generator generator = new(5);
        generator.FillBernoulliMask(single, keep, 3f);
        generator.FillBernoulliMask(mask, keep, 3.0);
        double margin = 3.5 * Math.Sqrt(keep * (1 - keep) / Count);
        foreach (double[] values in (double[][])[[.. single.Select(static x => (double)x)], mask])
        {
            Assert.DoesNotContain(values, static x => x is not (0 or 3));
            Assert.InRange(values.Average() / 3, keep - margin, keep + margin);
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_probability_outside_0_to_1_is_refused(double keep)
    {
        string got = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the probability must be in [0, 1]; got {keep}");
        Assert.Equal($"bernoulli: {got}", Assert.Throws<ArgumentException>(() => NDArray.Bernoulli(keep, [1])).Message);
        Assert.Equal($"dropout: {got}", Assert.Throws<ArgumentException>(() => NDArray.DropoutMask([1], keep)).Message);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 2)]
    [InlineData(0, 10)]
    [InlineData(-1000, 7)]
    [InlineData(long.MaxValue - 6, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue + 5)]
    public void Integers_are_equally_likely(long low, long high)
    {
        int range = (int)(high - low);
        long[] values = new long[Count];
        Generator generator = new(6);
        generator.FillInt64(values, low, high);
        AssertEquallyLikely(values.Select(x => (int)(x - low)), range);
        AssertEquallyLikely(Enumerable.Range(0, Count).Select(_ => (int)(generator.NextInt64(low, high) - low)), range);
    }

    // Without rejection the numbers below 2⁶² would come twice as often as the others.
    [Fact]
    public void Integers_of_a_wide_range_are_equally_likely()
    {
        const long low = long.MinValue, high = 1L << 62;
        const double range = 3 * (double)(1L << 62);
        long[] values = new long[Count];
        new Generator(7).FillInt64(values, low, high);
        Assert.True(values.Max() < high);
        Assert.InRange(Kolmogorov([.. values.Select(static x => ((double)x - low) / range)], static x => x), 0, KolmogorovBound);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    public void An_empty_range_of_integers_is_refused(long low, long high)
    {
        var error = Assert.Throws<ArgumentException>(() => new Generator(0).NextInt64(low, high));
        Assert.Equal($"randint: low must be below high; got low {low} and high {high}", error.Message);
        Assert.Throws<ArgumentException>(() => new Generator(0).FillInt64(new long[1], low, high));
    }

    [Fact]
    public void A_permutation_has_every_element_once()
    {
        Generator generator = new(8);
        foreach (int length in (int[])[.. Enumerable.Range(0, 257), 511, 512, 513, 514, 60000])
        {
            int[] order = [.. Enumerable.Range(0, length)];
            long[] wide = [.. order];
            GeneratorState state = generator.State;
            generator.Permute<int>(order);
            Assert.Equal(Enumerable.Range(0, length), order.Order());
            Assert.True(length < 20 || !order.SequenceEqual(order.Order()));
            generator.State = state;
            generator.Permute<long>(wide);
            Assert.Equal(order.Select(static x => (long)x), wide);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void All_permutations_are_equally_likely(int length)
    {
        Generator generator = new(9);
        Dictionary<string, int> codes = [];
        int[] drawn = new int[60_000];
        for (int i = 0; i < drawn.Length; i++)
        {
            int[] order = [.. Enumerable.Range(0, length)];
            generator.Permute<int>(order);
            string code = string.Join(',', order);
            codes.TryAdd(code, codes.Count);
            drawn[i] = codes[code];
        }

        AssertEquallyLikely(drawn, length == 3 ? 6 : 24);
    }

    [Fact]
    public void Every_element_of_a_long_permutation_goes_everywhere()
    {
        Generator generator = new(10);
        int[] places = new int[20_000];
        for (int i = 0; i < places.Length; i++)
        {
            int[] order = [.. Enumerable.Range(0, 700)];
            generator.Permute<int>(order);
            places[i] = order[123] / 100;
        }

        AssertEquallyLikely(places, 7);
    }
}
