namespace MiniTorch.Examples.Csv;

/// <summary>What came of one part of a cross-validation.</summary>
/// <param name="Fold">Its number, from 1.</param>
/// <param name="Epoch">The epoch that was best.</param>
/// <param name="Own">The network's scores on the rows that were held out.</param>
/// <param name="Linear">The linear model's.</param>
/// <param name="Seconds">The time it took.</param>
internal sealed record FoldResult(int Fold, int Epoch, Scores Own, Scores Linear, double Seconds)
{
    public static FoldResult Mean(IReadOnlyList<FoldResult> results) => new(
        0, 0, Mean([.. results.Select(static r => r.Own)]), Mean([.. results.Select(static r => r.Linear)]), results.Sum(static r => r.Seconds));

    /// <summary>The standard deviation of a figure between the parts, with n − 1.</summary>
    public static double Deviation(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return all.Length < 2 ? 0 : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1));
    }

    // A figure that one part lacks has no mean.
    private static Scores Mean(Scores[] scores) => scores[0] with
    {
        Main = scores.Average(static s => s.Main),
        All =
        [
            .. from figure in scores[0].All
               let values = scores.Select(s => s.All.FirstOrDefault(other => other.Name == figure.Name))
               where values.All(static value => value.Name is not null)
               select (figure.Name, values.Average(static value => value.Value), figure.Format),
        ],
    };
}
