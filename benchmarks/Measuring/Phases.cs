using System.Diagnostics;

namespace MiniTorch.Benchmarks;

/// <summary>Where the time of a step goes. A clock reading a phase is part of what it shows, so the sum is a little more than the step.</summary>
internal sealed class Phases
{
    private readonly List<(string Name, List<long> Ticks)> _phases = [];
    private int _next;
    private long _start;

    public void Begin()
    {
        _next = 0;
        _start = Stopwatch.GetTimestamp();
    }

    public void End(string phase)
    {
        long now = Stopwatch.GetTimestamp();
        if (_next == _phases.Count)
        {
            _phases.Add((phase, []));
        }

        _phases[_next++].Ticks.Add(now - _start);
        _start = Stopwatch.GetTimestamp();
    }

    public void Forget() => _phases.Clear();

    /// <summary>What so many percent of the measurements of one phase do not exceed, in microseconds.</summary>
    public double Percentile(int phase, double percent) =>
        Contestant.Percentile([.. _phases[phase].Ticks.Select(static ticks => ticks * 1e6 / Stopwatch.Frequency)], percent);

    /// <summary>The median of each phase.</summary>
    public override string ToString() => string.Join(", ", _phases.Select(static phase => $"{phase.Name} {Nanoseconds(phase.Ticks):N0}"));

    private static double Nanoseconds(List<long> ticks) =>
        ticks.Order().ElementAt(ticks.Count / 2) * 1e9 / Stopwatch.Frequency;
}
