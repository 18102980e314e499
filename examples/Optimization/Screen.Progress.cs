using System.Diagnostics;

namespace MiniTorch.Examples.Optimization;

/// <summary>What is seen while an experiment runs: which one, what it does, for how long.</summary>
internal sealed partial class Screen
{
    private const int BarTextWidth = 70;

    // A redirected output gets a line after so long without one.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private int _number;
    private string _name = "";
    private string _status = "";
    private long _began;
    private long _lastLine = Stopwatch.GetTimestamp();

    /// <summary>Runs the experiments, under a progress bar on a terminal; they say how many are done.</summary>
    public void Running(Action<Action<int>> run)
    {
        if (!console.IsTerminal())
        {
            run(static _ => { });
            return;
        }

        console.WithBar(experiments, BarTextWidth, Doing, show =>
        {
            run(show);
            return _number;
        });
    }

    /// <summary>What is being done.</summary>
    public void Status(string text)
    {
        _status = text;
        if (!console.IsTerminal() && Stopwatch.GetElapsedTime(_lastLine) > _patience)
        {
            Line(2, Plain($"… {text}, after {Stopwatch.GetElapsedTime(_began).TotalSeconds:F0} s"));
        }
    }

    private void Begin(Experiment experiment)
    {
        _number++;
        (_name, _status, _began) = (experiment.Name, "", Stopwatch.GetTimestamp());
    }

    private string Doing() => $"{_number} of {experiments}  {_name}  {_status}  {Stopwatch.GetElapsedTime(_began).TotalSeconds:F0} s";
}
