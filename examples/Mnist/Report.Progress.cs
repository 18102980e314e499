using System.Diagnostics;

namespace MiniTorch.Examples.Mnist;

/// <summary>What is seen while an epoch runs: under the columns of the finished epochs, how far it has come.</summary>
internal sealed partial class Report
{
    private const int PlainLines = 4;

    /// <summary>Runs an epoch under a progress bar, or with a line now and then.</summary>
    public EpochProgress Training(int epoch, int batches, Func<Action<EpochProgress>, EpochProgress> run)
    {
        EpochProgress current = EpochProgress.None;
        long started = Stopwatch.GetTimestamp();
        return _console.IsTerminal() ? WithBar() : WithLines();

        EpochProgress WithBar() => _console.WithBar(batches, textWidth: 54, Status, show => run(progress =>
        {
            current = progress;
            show(progress.Batches);
        }));

        EpochProgress WithLines() => run(progress =>
        {
            int lines = Lines(current);
            current = progress;
            if (Lines(progress) > lines && progress.Batches < batches)
            {
                Line($"{Status()}  {(double)progress.Batches / batches,4:0%}");
            }
        });

        int Lines(EpochProgress progress) => (int)((long)progress.Batches * PlainLines / batches);

        string Status()
        {
            if (current.Batches == 0)
            {
                return $"{epoch,5}  {"",10}  {"",18}";
            }

            double speed = current.Images / Stopwatch.GetElapsedTime(started).TotalSeconds;
            return $"{epoch,5}  {current.Loss,10:F4}  {speed,9:N0} images/s";
        }
    }
}
