using System.Diagnostics;
using System.Runtime;

namespace MiniTorch.Benchmarks;

/// <summary>One of several ways to do the same thing, and what it took: microseconds and allocated bytes a step.</summary>
/// <param name="name">How it is called.</param>
/// <param name="step">What is measured.</param>
/// <param name="prepare">What comes before each sample, unmeasured.</param>
internal sealed class Contestant(string name, Action step, Action? prepare = null)
{
    private readonly List<double> _microseconds = [];
    private long _bytes;
    private long _steps;

    public string Name => name;

    public Action Step => step;

    public double Median => Percentile(50);

    public double Bytes => (double)_bytes / _steps;

    /// <summary>
    /// Runs contestants in turn, so that what else the machine does meets all alike: in each block each takes
    /// <paramref name="samples"/> samples, a sample being the mean of <paramref name="steps"/> steps.
    /// </summary>
    public static void InTurn(int blocks, int samples, int steps, params ReadOnlySpan<Contestant> contestants)
    {
        for (int block = 0; block < blocks; block++)
        {
            foreach (Contestant contestant in contestants)
            {
                contestant.Run(samples, steps);
            }
        }
    }

    /// <summary>
    /// Runs contestants in turn, unmeasured, for so long at least, and until the compiler has made their final code: until nothing has been compiled for a
    /// while. It waits for a pause in new methods before it looks which are called often: 0.2 s, but 2 s if the process may use one processor alone.
    /// </summary>
    public static void WarmUp(double seconds, params ReadOnlySpan<Contestant> contestants)
    {
        double quiet = Environment.ProcessorCount == 1 ? 3 : 0.5;
        long start = Stopwatch.GetTimestamp();
        long lastCompiled = start;
        long compiled = 0;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds || Stopwatch.GetElapsedTime(lastCompiled).TotalSeconds < quiet)
        {
            foreach (Contestant contestant in contestants)
            {
                contestant.RunUnmeasured();
            }

            if (JitInfo.GetCompiledMethodCount() is var count && count != compiled)
            {
                (compiled, lastCompiled) = (count, Stopwatch.GetTimestamp());
            }
        }
    }

    /// <summary>Takes samples, each the mean of <paramref name="steps"/> steps, for so long, three at least.</summary>
    public void RunFor(double milliseconds, int steps = 1)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            Run(3, steps);
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds);
    }

    /// <summary>The sample that <paramref name="percent"/> percent of the samples do not exceed.</summary>
    public static double Percentile(IReadOnlyCollection<double> samples, double percent)
    {
        double[] sorted = [.. samples.Order()];
        return sorted[Math.Max(0, (int)Math.Ceiling(percent / 100 * sorted.Length) - 1)];
    }

    /// <inheritdoc cref="Percentile(IReadOnlyCollection{double}, double)"/>
    public double Percentile(double percent) => Percentile(_microseconds, percent);

    private void RunUnmeasured()
    {
        prepare?.Invoke();
        Step();
    }

    private void Run(int samples, int steps)
    {
        // What the one before left to be collected is not this one's to pay for.
        RunUnmeasured();
        _microseconds.EnsureCapacity(_microseconds.Count + samples);
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        for (int sample = 0; sample < samples; sample++)
        {
            prepare?.Invoke();
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < steps; i++)
            {
                Step();
            }

            _microseconds.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / steps);
        }

        _bytes += GC.GetTotalAllocatedBytes(precise: true) - bytes;
        _steps += (long)samples * steps;
    }
}
