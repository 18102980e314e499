using System.Diagnostics;

namespace MiniTorch.Examples.Mnist;

/// <summary>What the program is doing.</summary>
internal enum Phase
{
    /// <summary>Reading the data set's files.</summary>
    Files,

    /// <summary>Putting batches together.</summary>
    Batches,

    Forward,

    Backward,

    Optimizer,

    Evaluation,

    Other,
}

/// <summary>Adds up where the time goes: one phase at a time is running.</summary>
internal sealed class PhaseTimer
{
    private readonly TimeSpan[] _times = new TimeSpan[Enum.GetValues<Phase>().Length];
    private Phase _current = Phase.Other;
    private long _since = Stopwatch.GetTimestamp();

    public TimeSpan Total => _times.Aggregate(TimeSpan.Zero, static (sum, time) => sum + time);

    /// <summary>The time spent in a phase, without what has passed since the last <see cref="Switch"/>.</summary>
    public TimeSpan this[Phase phase] => _times[(int)phase];

    public void Switch(Phase phase)
    {
        long now = Stopwatch.GetTimestamp();
        _times[(int)_current] += Stopwatch.GetElapsedTime(_since, now);
        _current = phase;
        _since = now;
    }
}
