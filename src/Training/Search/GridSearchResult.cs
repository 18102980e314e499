using System.Globalization;
using System.Text;
using MiniTorch.Optim;

namespace MiniTorch.Training;

/// <summary>What became of one combination of options.</summary>
public sealed class GridSearchRow
{
    internal GridSearchRow(int index, GridPoint point, double[] scores, Exception? exception)
    {
        (Index, Point, Scores, Exception) = (index, point, scores, exception);
        Mean = scores.Sum() / scores.Length;
        Std = Math.Sqrt(scores.Sum(score => (score - Mean) * (score - Mean)) / scores.Length);
    }

    /// <summary>The number of the combination, from 0.</summary>
    public int Index { get; }

    /// <summary>The options.</summary>
    public GridPoint Point { get; }

    /// <summary>The metric of each repetition; NaN where it failed.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>Their mean; NaN if one failed. scikit-learn: <c>mean_test_score</c>.</summary>
    public double Mean { get; }

    /// <summary>Their standard deviation, √(Σ(score − mean)²/n); NaN if one failed. scikit-learn: <c>std_test_score</c>.</summary>
    public double Std { get; }

    /// <summary>What the first repetition that failed threw; null if none did.</summary>
    public Exception? Exception { get; }

    /// <summary>Its message in one line; null if none failed.</summary>
    public string? Error => Exception is null ? null : GridSearchResult.OneLine(Exception);
}

/// <summary>The combinations of a search, the best first and the failed last. scikit-learn: <c>cv_results_</c>.</summary>
public sealed class GridSearchResult
{
    private readonly PlateauMode _mode;
    private readonly int _repeats;

    internal GridSearchResult(GridPoint[] points, double[] scores, Exception?[] errors, int repeats, PlateauMode mode)
    {
        (_mode, _repeats) = (mode, repeats);
        GridSearchRow[] rows =
        [
            .. points.Select((point, i) => new GridSearchRow(
                i, point, scores[(i * repeats)..((i + 1) * repeats)], Array.Find(errors[(i * repeats)..((i + 1) * repeats)], static error => error is not null))),
        ];
        double sign = mode == PlateauMode.Min ? 1 : -1;
        Rows = [.. rows.Where(static row => row.Exception is null).OrderBy(row => sign * row.Mean), .. rows.Where(static row => row.Exception is not null)];
    }

    /// <summary>The combinations: those that succeeded by their mean, equal ones by their number, then those that failed.</summary>
    public IReadOnlyList<GridSearchRow> Rows { get; }

    /// <summary>The best combination. scikit-learn: <c>best_params_</c>, <c>best_score_</c>.</summary>
    /// <exception cref="InvalidOperationException">All failed; the message says why the first did.</exception>
    public GridSearchRow Best
    {
        get
        {
            if (Rows[0].Exception is { } error)
            {
                throw new InvalidOperationException($"grid search: all {Rows.Count} combinations failed; {Rows[0].Point}: {OneLine(error)}", error);
            }

            return Rows[0];
        }
    }

    /// <summary>A table: number, options, mean ± standard deviation, or the error.</summary>
    public override string ToString()
    {
        string[] names = [.. Rows.OrderBy(static row => row.Index).SelectMany(static row => row.Point.Names).Distinct()];
        string[][] cells =
        [
            ["#", .. names, _mode == PlateauMode.Min ? "metric (lower is better)" : "metric (higher is better)"],
            .. Rows.Select(row => (string[])
            [
                row.Index.ToString(CultureInfo.InvariantCulture),
                .. names.Select(name => row.Point.Contains(name) ? GridPoint.Text(row.Point[name]) : "-"),
                row.Error is { } error ? $"failed: {error}"
                    : _repeats == 1 ? row.Mean.ToString("G6", CultureInfo.InvariantCulture)
                    : string.Create(CultureInfo.InvariantCulture, $"{row.Mean:G6} ± {row.Std:G3}"),
            ]),
        ];
        int[] widths = [.. cells[0].Select((_, column) => cells.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in cells)
        {
            string line = string.Join("  ", row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(widths[column])));
            text.Append(line).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    internal static string OneLine(Exception error) => error.Message.ReplaceLineEndings(" ");
}
