namespace MiniTorch.Tests;

/// <summary>Tests of distributions, with bounds of the 0.1 % level or wider.</summary>
internal static class Statistics
{
    /// <summary>The Kolmogorov distribution exceeds this with probability 0.001.</summary>
    public const double KolmogorovBound = 1.95;

    public static void AssertMoments(double[] values, double mean, double variance)
    {
        double actual = values.Average();
        Assert.InRange(actual, mean - (3.5 * Math.Sqrt(variance / values.Length)), mean + (3.5 * Math.Sqrt(variance / values.Length)));
        double margin = 3.5 * variance * Math.Sqrt(2.0 / values.Length);
        Assert.InRange(values.Average(x => (x - mean) * (x - mean)), variance - margin, variance + margin);
    }

    /// <summary>√n · sup |F_n − F|.</summary>
    public static double Kolmogorov(double[] values, Func<double, double> distribution)
    {
        double n = values.Length;
        return Math.Sqrt(n) * values.Order().Select((x, i) => Math.Max(distribution(x) - (i / n), ((i + 1) / n) - distribution(x))).Max();
    }

    // Chebyshev fit of erfc, fractional error below 1.2e-7: Numerical Recipes, 2nd edition, section 6.2.
    public static double NormalDistribution(double x)
    {
        double z = Math.Abs(x) / Math.Sqrt(2);
        double t = 1 / (1 + (0.5 * z));
        double[] c =
        [
            0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223,
        ];
        double half = 0.5 * t * Math.Exp((-z * z) + c.Aggregate(0.0, (sum, k) => (sum * t) + k));
        return x < 0 ? half : 1 - half;
    }

    public static double Correlation(double[] values, int lag)
    {
        double mean = values.Average();
        double variance = values.Average(x => (x - mean) * (x - mean));
        return values.Skip(lag).Zip(values, (x, y) => (x - mean) * (y - mean)).Average() / variance;
    }

    // χ² against its normal approximation after Wilson and Hilferty (1931): (χ²/k)^⅓ ~ N(1 − 2/9k, 2/9k).
    public static void AssertEquallyLikely(IEnumerable<int> drawn, int kinds)
    {
        int[] counts = new int[kinds];
        foreach (int kind in drawn)
        {
            counts[kind]++;
        }

        if (kinds > 1)
        {
            double expected = counts.Sum() / (double)kinds;
            double degrees = kinds - 1;
            double squares = counts.Sum(x => (x - expected) * (x - expected)) / expected;
            double variance = 2 / (9 * degrees);
            Assert.InRange((Math.Cbrt(squares / degrees) - 1 + variance) / Math.Sqrt(variance), -3.5, 3.5);
        }
    }
}
