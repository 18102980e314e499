using System.Numerics;
using MiniTorch.Kernels;
using static MiniTorch.Tests.Statistics;

namespace MiniTorch.Tests;

/// <summary>The distributions beside the uniform and the standard normal one, and multinomial samples, with fixed seeds.</summary>
public sealed class GeneratorContinuousTests
{
    private const int Count = 200_000;

    private static readonly DType[] _types = [DType.Float32, DType.Float64];

    [Theory]
    [InlineData(-3, 5)]
    [InlineData(1e-3, 2e-3)]
    public void Uniform_numbers_of_a_range_are_uniform(double low, double high)
    {
        foreach (DType dtype in _types)
        {
            double[] values = Values(NDArray.Uniform(low, high, [Count], dtype, new Generator(1UL)));
            Assert.DoesNotContain(values, x => x < (float)low || x >= (float)high);
            Assert.InRange(Kolmogorov(values, x => (x - low) / (high - low)), 0, KolmogorovBound);
        }
    }

    [Fact]
    public void Normal_numbers_have_their_mean_and_deviation()
    {
        foreach (DType dtype in _types)
        {
            double[] values = Values(NDArray.Normal(-7, 3, [Count], dtype, new Generator(2UL)));
            AssertMoments(values, -7, 9);
            Assert.InRange(Kolmogorov(values, static x => NormalDistribution((x + 7) / 3)), 0, KolmogorovBound);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.01)]
    [InlineData(250)]
    public void Exponential_numbers_have_their_rate(double rate)
    {
        foreach (DType dtype in _types)
        {
            double[] values = Values(NDArray.Exponential(rate, [Count], dtype, new Generator(3UL)));
            Assert.DoesNotContain(values, static x => x <= 0);
            Assert.InRange(values.Average() * rate, 0.992, 1.008);
            Assert.InRange(Kolmogorov(values, x => 1 - Math.Exp(-rate * x)), 0, KolmogorovBound);
        }
    }

    [Theory]
    [InlineData(0, 1, -2, 2)]
    [InlineData(1, 2, 0, double.PositiveInfinity)]
    [InlineData(1, 2, double.NegativeInfinity, -1)]
    [InlineData(0, 1, double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(0, 0.02, -0.04, 0.04)]
    [InlineData(0, 1, 1, 1.5)]
    [InlineData(5, 1, 1, 4)]
    public void Truncated_normal_numbers_are_normal_within_their_bounds(double mean, double std, double a, double b)
    {
        double from = NormalDistribution((a - mean) / std), to = NormalDistribution((b - mean) / std);
        foreach (DType dtype in _types)
        {
            double[] values = Values(NDArray.TruncatedNormal(mean, std, a, b, [Count], dtype, new Generator(4UL)));
            Assert.DoesNotContain(values, x => x < a || x > b);
            Assert.InRange(Kolmogorov(values, x => (NormalDistribution((x - mean) / std) - from) / (to - from)), 0, KolmogorovBound);
        }
    }

    // Beyond 8 the normal distribution function of doubles is 1; there the tail is nearly exponential: mean 10 + 1/10 − 2/10³ + 10/10⁵ − …
    [Fact]
    public void Far_tails_keep_their_shape()
    {
        foreach (DType dtype in _types)
        {
            double[] right = Values(NDArray.TruncatedNormal(0, 1, 10, 12, [Count], dtype, new Generator(5UL)));
            double[] left = Values(NDArray.TruncatedNormal(0, 1, -12, -10, [Count], dtype, new Generator(5UL)));
            Assert.Equal(left.Select(static x => -x), right);
            Assert.InRange(right.Average(), 10.0975, 10.0989);
        }
    }

    // math.erfc(-x / √2) / 2 and torch.special.ndtri
    [Theory]
    [InlineData(-37, 5.725571222524576e-300)]
    [InlineData(-10, 7.61985302416047e-24)]
    [InlineData(-3.5, 0.00023262907903552502)]
    [InlineData(-3, 0.0013498980316300957)]
    [InlineData(-1, 0.15865525393145707)]
    [InlineData(-0.25, 0.4012936743170763)]
    public void The_normal_distribution_and_its_inverse(double x, double expected)
    {
        Assert.Equal(1, Kernels.NormalDistribution.Cumulative(x) / expected, 1e-12);
        Assert.Equal(1 - expected, Kernels.NormalDistribution.Cumulative(-x), 1e-15);
        Assert.Equal(x, Kernels.NormalDistribution.Quantile(new Vector<double>(expected))[0], 1e-13 * Math.Max(1, -x));
    }

    [Fact]
    public void The_normal_distribution_at_its_middle_and_its_ends()
    {
        Assert.Equal(0.5, Kernels.NormalDistribution.Cumulative(0));
        Assert.Equal(0, Kernels.NormalDistribution.Cumulative(double.NegativeInfinity));
        Assert.Equal(1, Kernels.NormalDistribution.Cumulative(double.PositiveInfinity));
        Assert.Equal(0, Kernels.NormalDistribution.Cumulative(-40));
        double[] lanes = new double[Vector<double>.Count];
        for (int i = 0; i < 20_000; i++)
        {
            lanes.AsSpan().Fill(0.3);
            lanes[0] = (i + 0.5) / 20_000;
            double quantile = Kernels.NormalDistribution.Quantile(new Vector<double>(lanes))[0];
            Assert.Equal(lanes[0], Kernels.NormalDistribution.Cumulative(quantile), 1e-14);
            Assert.Equal(quantile, Kernels.NormalDistribution.Quantile(new Vector<double>(lanes[0]))[0]);
        }
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(0.3)]
    public void Probabilities_of_their_own_are_kept(double p)
    {
        foreach (DType dtype in _types)
        {
            double mean = Values(NDArray.Bernoulli(NDArray.Full([Count], p, dtype), new Generator(6UL))).Average();
            double margin = 3.5 * Math.Sqrt(p * (1 - p) / Count);
            Assert.InRange(mean, p - margin, p + margin);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Samples_come_by_their_weights(bool replacement)
    {
        double[] weights = [0, 3, 0.5, 0, 2, 4.5, 0];
        NDArray drawn = replacement
            ? NDArray.Multinomial(NDArray.From(weights), Count, true, new Generator(7UL))
            : NDArray.Multinomial(NDArray.From(weights).Expand([Count, 7]), 1, false, new Generator(7UL));
        int[] counts = [.. Enumerable.Range(0, 7).Select(kind => drawn.ToArray<long>().Count(index => index == kind))];
        for (int i = 0; i < weights.Length; i++)
        {
            double p = weights[i] / 10;
            Assert.InRange(counts[i], (p * Count) - (3.5 * Math.Sqrt(p * (1 - p) * Count)), (p * Count) + (3.5 * Math.Sqrt(p * (1 - p) * Count)));
        }
    }

    // Drawn one after the other: p(i, j) = wᵢ/W · wⱼ/(W − wᵢ).
    [Fact]
    public void Samples_without_replacement_come_in_the_order_of_drawing()
    {
        double[] weights = [1, 2, 3];
        long[] drawn = NDArray.Multinomial(NDArray.From(weights).Expand([Count, 3]), 2, false, new Generator(8UL)).ToArray<long>();
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                double p = i == j ? 0 : weights[i] / 6 * weights[j] / (6 - weights[i]);
                double actual = drawn.Chunk(2).Count(pair => pair[0] == i && pair[1] == j) / (double)Count;
                Assert.InRange(actual, p - (3.5 * Math.Sqrt(p * (1 - p) / Count)), p + (3.5 * Math.Sqrt(p * (1 - p) / Count)));
            }
        }
    }

    [Fact]
    public void All_without_replacement_is_a_permutation()
    {
        long[] drawn = NDArray.Multinomial(NDArray.Rand([50, 30], generator: new Generator(9UL)).Add(0.01), 30, false, new Generator(9UL)).ToArray<long>();
        Assert.All(drawn.Chunk(30), static row => Assert.Equal(Enumerable.Range(0, 30).Select(static i => (long)i), row.Order()));
    }

    [Theory]
    [InlineData(double.Epsilon)]
    [InlineData(1e-310)]
    [InlineData(1e-300)]
    public void What_has_no_weight_is_never_drawn_however_small_the_weights_are(double weight)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            NDArray weights = NDArray.From([0, weight, 0, weight, 0]);
            Assert.All(NDArray.Multinomial(weights, 20, true, new Generator(seed)).ToArray<long>(), static i => Assert.Equal(1, i % 2));
            Assert.Equal([1, 3], NDArray.Multinomial(weights, 2, false, new Generator(seed)).ToArray<long>().Order());
        }
    }

    // The bits for this seed, once computed on a CPU with AVX-512: they must not change, and be the same on every other CPU.
    [Fact]
    public void The_same_bits_on_every_CPU()
    {
        ulong hash = 14695981039346656037ul;
        foreach (DType dtype in _types)
        {
            foreach (NDArray x in (NDArray[])[
                NDArray.Uniform(-1, 3, [1003], dtype, new Generator(10UL)), NDArray.Normal(-1, 3, [1003], dtype, new Generator(10UL)),
                NDArray.Exponential(3, [1003], dtype, new Generator(10UL)), NDArray.TruncatedNormal(1, 2, -1, 9, [1003], dtype, new Generator(10UL))])
            {
                foreach (double value in Values(x))
                {
                    hash = (hash ^ BitConverter.DoubleToUInt64Bits(value)) * 1099511628211ul;
                }
            }
        }

        Assert.Equal(9952418947949310521ul, hash);
    }

    private static double[] Values(NDArray x) => x.To(DType.Float64).ToArray<double>();
}
