using System.Diagnostics;
using System.Text.Json.Nodes;

namespace MiniTorch.Benchmarks;

/// <summary>Two trainings at once on two threads that know nothing of each other, beside each alone on one thread.</summary>
internal static class SimultaneousTrainings
{
    private const double OfBoth = 0.9;
    private static readonly int[] Batches = [32, 128];

    /// <summary>Measures, prints, and returns the figures.</summary>
    public static JsonArray Run(int rounds, int milliseconds, int threads)
    {
        Console.WriteLine($"two trainings at once, MLP 784-512-256-10, {threads} thread(s) allowed: steps a second of both together");
        return [.. Batches.Select(batch => (JsonNode)Measure(batch, rounds, milliseconds * 20, threads))];
    }

    private static JsonObject Measure(int batch, int rounds, int milliseconds, int threads)
    {
        Mlp first = new(batch), second = new(batch);
        List<double> alone = [], together = [];
        Workers.Count = 1;
        Contestant.WarmUp(2, new Contestant("first", first.Scoped), new Contestant("second", second.Scoped));
        for (int round = 0; round < rounds; round++)
        {
            Workers.Count = 1;
            alone.Add(StepsASecond(first, milliseconds) + StepsASecond(second, milliseconds));
            Workers.Count = threads;
            together.Add(Together(first, second, milliseconds));
        }

        (double one, double both) = (Contestant.Percentile(alone, 50), Contestant.Percentile(together, 50));
        Console.WriteLine($"  batch {batch}: {both:N0}; each alone on one thread, added: {one:N0}");
        Goal.PrintLeast($"both at once / each alone, batch {batch}", both / one, OfBoth);
        return new JsonObject { ["batch"] = batch, ["alone"] = Math.Round(one, 1), ["together"] = Math.Round(both, 1) };
    }

    private static double Together(Mlp first, Mlp second, int milliseconds)
    {
        double other = 0;
        var thread = new Thread(() => other = StepsASecond(second, milliseconds));
        thread.Start();
        double mine = StepsASecond(first, milliseconds);
        thread.Join();
        return mine + other;
    }

    private static double StepsASecond(Mlp mlp, int milliseconds)
    {
        mlp.Scoped();
        int steps = 0;
        long start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            mlp.Scoped();
            steps++;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed.TotalMilliseconds < milliseconds);
        return steps / elapsed.TotalSeconds;
    }
}
