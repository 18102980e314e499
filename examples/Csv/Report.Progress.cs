using System.Diagnostics;

namespace MiniTorch.Examples.Csv;

/// <summary>What is seen while it trains: a line an epoch or a fold, and under them how far it has come.</summary>
internal sealed partial class Report
{
    public EpochResult Training(int epochs, Func<Action<EpochResult, Scores>, EpochResult> train)
    {
        long started = Stopwatch.GetTimestamp();
        EpochResult? current = null;
        bool hasHeader = false;
        return _console.IsTerminal()
            ? _console.WithBar(epochs, textWidth: 40, Status, show => train((result, scores) =>
            {
                Epoch(result, scores);
                show(result.Epoch);
            }))
            : train(Epoch);

        string Status() => current is null ? "" : $"{current.Epoch / Stopwatch.GetElapsedTime(started).TotalSeconds,7:N0} epochs/s";

        void Epoch(EpochResult result, Scores scores)
        {
            current = result;
            (string name, double value, string format) = scores.All[0];
            if (!hasHeader)
            {
                Line("");
                Line($"Epoch  Train loss  Validation loss  {name,8}       lr");
                hasHeader = true;
            }

            Line($"{result.Epoch,5}  {result.TrainLoss,10:F4}  {result.ValidationLoss,15:F4}  {value.ToString(format, null),8}  {result.LearningRate,7:0.00e-0}{(result.IsBest ? "  best" : "")}");
        }
    }

    public void CrossValidation(int folds, Action<Action<FoldResult>> run)
    {
        if (!_console.IsTerminal())
        {
            run(Fold);
            return;
        }

        int done = 0;
        _console.WithBar(folds, textWidth: 40, () => $"fold {Math.Min(done + 1, folds)} of {folds}", show =>
        {
            run(result =>
            {
                Fold(result);
                show(done = result.Fold);
            });
            return done;
        });
    }

    private void Fold(FoldResult result)
    {
        string format = result.Own.All[0].Format;
        Line($"{result.Fold,4}  {result.Epoch,10}  {result.Own.Main.ToString(format, null),10}  {result.Linear.Main.ToString(format, null),10}  {result.Seconds,4:F1} s");
    }
}
