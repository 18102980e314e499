using System.Globalization;
using System.Text;

namespace MiniTorch.Training;

/// <summary>What <see cref="LrRangeTest"/> saw.</summary>
public sealed class LrRangeTestResult
{
    private const int MaxRows = 25;
    private const int BarWidth = 40;

    internal LrRangeTestResult(double[] rates, double[] losses, double[] smoothedLosses, double? suggestion, string reason, string? end) =>
        (Rates, Losses, SmoothedLosses, Suggestion, Reason, Divergence) = (rates, losses, smoothedLosses, suggestion, reason, end);

    /// <summary>The rates of the steps that were taken.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The loss before each of these steps.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>Its running average, without the bias towards 0 at the beginning.</summary>
    public IReadOnlyList<double> SmoothedLosses { get; }

    /// <summary>The rate at which the smoothed loss falls fastest before its minimum; null if it never falls.</summary>
    public double? Suggestion { get; }

    /// <summary>Why this rate is suggested, or why none is.</summary>
    public string Reason { get; }

    /// <summary>What ended the test before its last step; null if nothing did.</summary>
    public string? Divergence { get; }

    /// <summary>A table of at most 25 of the steps, with a bar for the smoothed loss, and the suggestion.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        CultureInfo invariant = CultureInfo.InvariantCulture;
        text.Append(invariant, $"{"rate",10}  {"loss",10}  {"smoothed",10}\n");
        double[] finite = [.. SmoothedLosses.Where(double.IsFinite)];
        double low = finite.DefaultIfEmpty(0).Min(), range = finite.DefaultIfEmpty(0).Max() - low;
        foreach (int i in Rows())
        {
            double share = range > 0 && double.IsFinite(SmoothedLosses[i]) ? (SmoothedLosses[i] - low) / range : 0;
            string mark = Rates[i] == Suggestion ? " <- suggestion" : "";
            text.Append(invariant, $"{Rates[i],10:G3}  {Losses[i],10:G4}  {SmoothedLosses[i],10:G4}  {new string('#', (int)Math.Round(share * BarWidth))}{mark}\n");
        }

        if (Divergence is not null)
        {
            text.Append("ended early: ").Append(Divergence).Append('\n');
        }

        return text.Append(invariant, $"suggestion: {(Suggestion is { } rate ? rate.ToString("G3", invariant) : "none")} ({Reason})").ToString();
    }

    // Evenly spread, with the first, the last and the suggested one.
    private SortedSet<int> Rows()
    {
        int last = Rates.Count - 1, gaps = Math.Min(last, MaxRows - 2);
        SortedSet<int> rows = [0];
        for (int i = 1; i <= gaps; i++)
        {
            rows.Add((int)((long)i * last / gaps));
        }

        for (int i = 0; i <= last; i++)
        {
            if (Rates[i] == Suggestion)
            {
                rows.Add(i);
            }
        }

        return rows;
    }
}
