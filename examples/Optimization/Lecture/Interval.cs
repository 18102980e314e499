using MathNet.Numerics.Distributions;

namespace MiniTorch.Examples.Optimization;

/// <summary>
/// The mean of some figures, and where their expectation lies with 95 % confidence, by Student's t: mean ± t·s/√n. Not a number wherever one of the
/// figures is none; without an interval (infinitely wide) for a single figure.
/// </summary>
internal readonly record struct Interval(double Mean, double HalfWidth)
{
    private const double Confidence = 0.95;

    public double Low => Mean - HalfWidth;

    public double High => Mean + HalfWidth;

    public static Interval Of(IReadOnlyList<double> figures)
    {
        double mean = figures.Average();
        int freedom = figures.Count - 1;
        if (freedom == 0)
        {
            return new Interval(mean, double.PositiveInfinity);
        }

        double variance = figures.Sum(figure => (figure - mean) * (figure - mean)) / freedom;
        double t = StudentT.InvCDF(location: 0, scale: 1, freedom, (1 + Confidence) / 2);
        return new Interval(mean, t * Math.Sqrt(variance / figures.Count));
    }
}
