using MathNet.Numerics.Distributions;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 10: what a mean of N numbers is worth.</summary>
internal sealed class CentralLimit : Experiment
{
    private const int Means = 2_000;
    private const int Bins = 60;

    private static readonly int[] _sizes = [1, 10, 100, 1_000];
    private static readonly int[] _shown = [0, 1, 3];

    private static readonly Claim _root = new(
        "The standard error of a mean of N numbers falls as 1/√N.",
        "|p + ½| for the power law Nᵖ through the standard deviations of 2,000 means, N = 1 … 1,000",
        Relation.AtMost,
        0.02)
    { HasSeeds = true };

    private static readonly Claim _price = new(
        "100 times the work buys 10 times the precision.",
        "|standard error at N = 10 over that at N = 1,000, divided by 10, − 1|",
        Relation.AtMost,
        0.1)
    { HasSeeds = true };

    // Berry and Esseen, with Shevtsova's constant: 0.4748·E|x − 1|³/√N, where the third moment is 12/e − 2; and 1.63/√2000, which chance
    // exceeds in one sample of a hundred (Kolmogorov).
    private static readonly Claim _normal = new(
        "Means of many numbers are distributed normally, though the numbers are not.",
        "largest distance of the distribution function of the means of 1,000 numbers from the normal one",
        Relation.AtMost,
        0.073)
    { HasSeeds = true };

    // Φ(−1) = 0.159 at the left end, less what chance may take away.
    private static readonly Claim _skewed = new(
        "Single numbers of this distribution are far from normal.",
        "the same distance for N = 1",
        Relation.AtLeast,
        0.122)
    { HasSeeds = true };

    public override string Name => "central-limit";

    public override string Title => "Means of N numbers: normal in the end, with an error of 1/√N";

    public override string Explanation => """
        A gradient over a batch is a mean over samples, so what holds of means holds of gradients. Here the numbers are exponentially distributed
        (mean 1, standard deviation σ = 1): skewed, with no value below 0. The mean of N of them has standard error σ/√N, and its distribution
        becomes normal. So 100 times the samples give only 10 times the precision, which is why small batches pay (Goodfellow, Bengio and Courville,
        5.4.3 and 8.1.3).
        """;

    public override IReadOnlyList<Claim> Claims => [_root, _price, _normal, _skewed];

    public override void Run(Lesson lesson)
    {
        List<double[]> errors = [], distances = [];
        double[][]? first = null;
        foreach (int seed in lesson.Seeds)
        {
            var generator = new Generator((long)seed);
            double[][] standardised = [.. _sizes.Select(size => StandardisedMeans(size, generator))];
            first ??= standardised;
            errors.Add([.. _sizes.Zip(standardised, static (size, values) => Deviation(values) / Math.Sqrt(size))]);
            distances.Add([.. standardised.Select(DistanceFromNormal)]);
        }

        double[] sizes = [.. _sizes.Select(static size => (double)size)];
        lesson.Measured(_root, [.. errors.Select(error => Math.Abs(PowerLaw.Exponent(sizes, error) + 0.5))]);
        lesson.Measured(_price, [.. errors.Select(static error => Math.Abs((error[1] / error[3] / 10) - 1))]);
        lesson.Measured(_normal, [.. distances.Select(static distance => distance[^1])]);
        lesson.Measured(_skewed, [.. distances.Select(static distance => distance[0])]);

        lesson.Show(new(
            "Means of N exponentially distributed numbers; mean over the seeds",
            ["N", "standard error", "1/√N", "distance from normal"],
            [.. _sizes.Select((size, i) => (string[])
            [
                Figure.Text(size), Figure.Text(errors.Average(error => error[i])), Figure.Text(1 / Math.Sqrt(size)),
                Figure.Text(distances.Average(distance => distance[i])),
            ])]));
        lesson.Draw(new LineChart(
            "A hundred times the numbers, a tenth of the error",
            new("N, numbers in a mean", IsLog: true),
            new("standard error of the mean, in units of σ", IsLog: true),
            [
                new("measured", sizes, [.. _sizes.Select((_, i) => errors.Average(error => error[i]))], Mark.Points),
                new("1/√N", sizes, [.. sizes.Select(static size => 1 / Math.Sqrt(size))], Mark.DashedLine),
            ]));
        lesson.Draw(Densities(first!));
    }

    // (mean − 1)·√N: of mean 0 and variance 1 for every N.
    private static double[] StandardisedMeans(int size, Generator generator) =>
        ((Tensor.Exponential(1, [Means, size], DType.Float64, generator: generator).Mean(1) - 1) * Math.Sqrt(size)).ToArray<double>();

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static double DistanceFromNormal(double[] values) => values.Order().Select((value, i) =>
    {
        double normal = Normal.CDF(0, 1, value);
        return Math.Max(normal - ((double)i / values.Length), ((i + 1.0) / values.Length) - normal);
    }).Max();

    private static Histogram Densities(double[][] standardised)
    {
        double[] curve = Grid.Linear(-4, 4, 81);
        return new Histogram(
            "The distribution of the means becomes normal",
            new("(mean − 1)·√N, in standard errors"),
            [.. _shown.Select(i => new Samples($"N = {Figure.Text(_sizes[i])}", standardised[i]))],
            Bins)
        {
            Curves = [new("normal", curve, [.. curve.Select(static z => Normal.PDF(0, 1, z))], Mark.DashedLine)],
            Reading = "A single number is never more than one standard deviation below the mean; means of ten are nearly as often below as above, means of a thousand normal.",
        };
    }
}
