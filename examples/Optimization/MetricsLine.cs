namespace MiniTorch.Examples.Optimization;

/// <summary>The lines of the metrics file: one a claim.</summary>
internal static class MetricsLine
{
    public static Dictionary<string, object?> Of(ExperimentResult result, Measurement measurement)
    {
        Claim claim = measurement.Claim;
        return new Dictionary<string, object?>
        {
            ["experiment"] = result.Experiment.Name,
            ["claim"] = claim.Text,
            ["quantity"] = claim.Quantity,
            ["relation"] = claim.Symbol,
            ["bound"] = Number(claim.Bound),
            ["should_hold"] = claim.ShouldHold,
            ["seeded"] = claim.HasSeeds,
            ["figures"] = measurement.Figures.Select(Number).ToArray(),
            ["held_on"] = measurement.HoldsOn,
            ["mean"] = Number(measurement.Interval.Mean),
            ["low"] = Number(measurement.Interval.Low),
            ["high"] = Number(measurement.Interval.High),
            ["verdict"] = measurement.Verdict,
        };
    }

    // JSON has no NaN.
    private static object? Number(double value) => double.IsFinite(value) ? value : null;
}
