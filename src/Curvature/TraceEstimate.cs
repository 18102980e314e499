using MathNet.Numerics.Distributions;

namespace MiniTorch.Curvature;

/// <summary>A trace estimated from independent random vectors.</summary>
/// <param name="Value">The mean over the vectors, without bias.</param>
/// <param name="StandardError">Of the mean: s/√probes, with the unbiased s; infinite for a single one, which says nothing of its error.</param>
/// <param name="Probes">The number of vectors.</param>
public sealed record TraceEstimate(double Value, double StandardError, int Probes)
{
    /// <summary>The interval that holds the trace with this probability, as far as the mean is normally distributed: Student's t.</summary>
    /// <param name="confidence">The probability, between 0 and 1.</param>
    /// <exception cref="ArgumentException">It is not between 0 and 1.</exception>
    public (double Low, double High) Interval(double confidence = 0.95)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            Throw.Argument("trace_estimate", FormattableString.Invariant($"confidence must lie between 0 and 1; got {confidence}"));
        }

        double half = Probes > 1 ? StandardError * StudentT.InvCDF(0, 1, Probes - 1, (1 + confidence) / 2) : double.PositiveInfinity;
        return (Value - half, Value + half);
    }

    internal static TraceEstimate Of(double[] samples)
    {
        double mean = samples.Average();
        double error = samples.Length > 1
            ? Math.Sqrt(samples.Sum(sample => (sample - mean) * (sample - mean)) / (samples.Length - 1) / samples.Length)
            : double.PositiveInfinity;
        return new(mean, error, samples.Length);
    }
}
