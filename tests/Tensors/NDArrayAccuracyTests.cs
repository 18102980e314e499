namespace MiniTorch.Tests;

/// <summary>
/// Sums, means, variances and running sums of a million float32 numbers against sums in twice the precision of double: off by a few units in the
/// last place, whichever way the numbers lie.
/// </summary>
public sealed class NDArrayAccuracyTests
{
    private const int Count = 1_000_000;
    private const double Ulp = 1.0 / (1 << 23);

    public static TheoryData<string> Distributions => ["tenths", "uniform", "alternating", "lognormal", "far from 0", "growing"];

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Of_a_million_terms(string distribution)
    {
        float[] values = Values(distribution);
        var sum = default(DoubleDouble);
        double size = 0;
        foreach (float v in values)
        {
            sum.Add(v);
            size += Math.Abs(v);
        }

        var squares = default(DoubleDouble);
        foreach (float v in values)
        {
            double deviation = v - (sum.Value / Count);
            squares.Add(deviation * deviation);
        }

        // Where all terms have one sign, a few units in the last place of the sum; else of what was added.
        double tolerance = 4 * Ulp * size;
        double variance = squares.Value / (Count - 1);
        foreach ((string how, NDArray x, int dim) in Layouts(values))
        {
            Near(sum.Value, x.Sum(dim), tolerance, $"the sum of {how}");
            Near(sum.Value / Count, x.Mean(dim), tolerance / Count, $"the mean of {how}");
            Near(variance, x.Var(dim), 4 * Ulp * variance, $"the variance of {how}");
            Near(Math.Sqrt(variance), x.Std(dim), 3 * Ulp * Math.Sqrt(variance), $"the standard deviation of {how}");
            Near(sum.Value, x.NanSum(dim), tolerance, $"the sum without NaN of {how}");
            Near(sum.Value, x.Cumsum(dim).Slice(dim, -1), Ulp * Math.Abs(sum.Value) + (1e-12 * size), $"the last running sum of {how}");
        }

        NDArray whole = NDArray.From(values, [1000, 1000]);
        Near(sum.Value, whole.Sum(), tolerance, "the sum of all");
        Near(variance, whole.Var(), 4 * Ulp * variance, "the variance of all");
    }

    // A row, rows, columns, the middle of three dimensions, dimensions that do not lie side by side.
    private static IEnumerable<(string How, NDArray X, int Dim)> Layouts(float[] values)
    {
        NDArray x = NDArray.From(values);
        yield return ("a row", x, 0);
        yield return ("rows", x.Unsqueeze(0).Expand([2, Count]).Clone(), 1);
        yield return ("columns", x.Unsqueeze(1).Expand([Count, 3]).Clone(), 0);
        yield return ("the middle", x.Reshape(1, Count, 1).Expand([2, Count, 2]).Clone(), 1);
        yield return ("every second", x.Unsqueeze(1).Expand([Count, 2]).Clone().Select(1, 1), 0);
    }

    private static float[] Values(string distribution)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Count).Select(i => (float)(distribution switch
        {
            "tenths" => i == 0 ? 0.2 : 0.1,
            "uniform" => random.NextDouble(),
            "alternating" => (i % 2 == 0 ? 1 : -1) * (1 + random.NextDouble()),
            "lognormal" => Math.Exp(2 * Normal(random)),
            "far from 0" => 10_000 + Normal(random),
            _ => i,
        }))];
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static void Near(double expected, NDArray actual, double tolerance, string what)
    {
        foreach (double value in NDArrayOracle.Read(actual))
        {
            Assert.True(Math.Abs(value - expected) <= tolerance, $"{what}: expected {expected:R}, got {value:R}, off by {Math.Abs(value - expected):G3}, allowed {tolerance:G3}");
        }
    }

    /// <summary>A sum of doubles and what its roundings lost.</summary>
    private struct DoubleDouble
    {
        private double _sum, _lost;

        public readonly double Value => _sum + _lost;

        public void Add(double term)
        {
            double next = _sum + term, part = next - _sum;
            _lost += (_sum - (next - part)) + (term - part);
            _sum = next;
        }
    }
}
