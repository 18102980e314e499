namespace MiniTorch.Examples.Csv;

/// <summary>The lines of the metrics file.</summary>
internal static class MetricsLine
{
    public static Dictionary<string, object?> Epoch(EpochResult result, Scores scores) => new()
    {
        ["epoch"] = result.Epoch,
        ["train_loss"] = result.TrainLoss,
        ["validation_loss"] = result.ValidationLoss,
        [scores.Key] = Number(scores.Main),
        ["lr"] = result.LearningRate,
        ["seconds"] = result.Seconds,
    };

    /// <summary>The last line of a run without folds.</summary>
    public static Dictionary<string, object?> Validation(EpochResult best, Scores own, Scores linear, double seconds) => new()
    {
        ["best_epoch"] = best.Epoch,
        [own.Key] = Number(own.Main),
        [$"linear_{own.Key}"] = Number(linear.Main),
        ["seconds"] = seconds,
    };

    /// <param name="fold">Its number from 1, or "mean".</param>
    /// <param name="result">What came of it.</param>
    public static Dictionary<string, object?> Fold(string fold, FoldResult result) => new()
    {
        ["fold"] = fold,
        [result.Own.Key] = Number(result.Own.Main),
        [$"linear_{result.Own.Key}"] = Number(result.Linear.Main),
        ["seconds"] = result.Seconds,
    };

    // JSON has no NaN.
    private static object? Number(double value) => double.IsFinite(value) ? value : null;
}
