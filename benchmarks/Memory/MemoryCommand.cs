using System.CommandLine;
using System.Runtime.CompilerServices;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>memory</c>: what training costs without a scope, compared with a scope, in turn in one run; what a step with a scope allocates; and
/// whether anything grows over many steps.
/// </summary>
internal static class MemoryCommand
{
    private static readonly int[] Batches = [128, 512];

    public static Command Create()
    {
        Option<int> threads = CountOption.Of("--threads", "Threads to compute with", 1);
        Option<int> steps = CountOption.Of("--steps", "Measured training steps of each kind at batch 128; a quarter as many at 512", 1000);
        Option<int> longRun = CountOption.Of("--long-run", "Steps over which nothing may grow", 10_000);
        Option<int> longRunBatch = CountOption.Of("--long-run-batch", "Batch of those steps", 32);
        Option<int> live = CountOption.Of("--live", "Live objects beside the second round of chains", 2_000_000);
        var command = new Command("memory", "Training steps and chains of operations with a scope and without: time, allocation, peak, growth")
        {
            threads, steps, longRun, longRunBatch, live, PeakMemory.Create(),
        };
        command.SetAction(result =>
        {
            Workers.Count = result.GetValue(threads);
            WatchGrowth(result.GetValue(longRunBatch), result.GetValue(longRun));
            foreach (int batch in Batches)
            {
                CompareSteps(batch, Math.Max(1, result.GetValue(steps) * Batches[0] / batch));
            }

            CompareChains("");
            object beside = LiveObjects(result.GetValue(live));
            CompareChains($", {result.GetValue(live):N0} live objects beside");
            GC.KeepAlive(beside);
        });
        return command;
    }

    private static void CompareSteps(int batch, int steps)
    {
        const int Turns = 5;
        var mlp = new Mlp(batch);
        var alone = new Contestant("with a scope, alone", mlp.Scoped);
        Contestant.WarmUp(2, alone);
        Contestant.InTurn(1, 100, 1, alone);
        var scoped = new Contestant("with a scope", mlp.Scoped);
        var unscoped = new Contestant("without", mlp.Unscoped);
        Contestant.WarmUp(3, scoped, unscoped);
        Contestant.InTurn(Turns, Math.Max(1, steps / Turns), 1, scoped, unscoped);
        Console.WriteLine($"training step, MLP 784-512-256-10, batch {batch}, {Workers.Count} thread(s), {steps} steps of each kind in turn");
        foreach (Contestant contestant in (ReadOnlySpan<Contestant>)[scoped, unscoped])
        {
            Console.WriteLine(
                $"  {contestant.Name,-13} median {contestant.Median,6:N0} µs, 99th percentile {contestant.Percentile(99),6:N0} µs");
        }

        long scopedPeak = PeakMemory.Measure(batch, steps, scoped: true, Workers.Count);
        long unscopedPeak = PeakMemory.Measure(batch, steps, scoped: false, Workers.Count);
        Goal.Print("median, without / with a scope", unscoped.Median / scoped.Median, 1.15);
        Goal.Print("99th percentile, without / with a scope", unscoped.Percentile(99) / scoped.Percentile(99), 2);
        Goal.Print($"peak memory, {unscopedPeak >> 20} / {scopedPeak >> 20} MB", (double)unscopedPeak / scopedPeak, 3);
        Goal.Print("KB allocated a step with a scope, run alone", alone.Bytes / 1024, 8);
    }

    private static void WatchGrowth(int batch, int steps)
    {
        const int Parts = 5;
        Console.WriteLine($"{steps:N0} steps with a scope, batch {batch}, after {steps / Parts:N0} others: what is held between them");
        var mlp = new Mlp(batch);
        Held first = default;
        Held last = default;
        for (int part = 0; part <= Parts; part++)
        {
            for (int i = 0; i < steps / Parts; i++)
            {
                mlp.Scoped();
            }

            last = Held.Now();
            first = part == 0 ? last : first;
            Console.WriteLine($"  {steps * part / Parts,6:N0}: {last}");
        }

        Goal.Print("KB that the heap grew", (last.Heap - first.Heap) / 1024.0, 64);
        Goal.Print("KB that the pool grew", (last.Pool - first.Pool) / 1024.0, 0);
        Goal.Print("times the process at the beginning", (double)last.Process / first.Process, 1.1);
    }

    private static void CompareChains(string circumstances)
    {
        foreach (bool backward in (ReadOnlySpan<bool>)[false, true])
        {
            var chain = new Chain(backward);
            var scoped = new Contestant("with a scope", chain.Scoped);
            var unscoped = new Contestant("without", chain.Unscoped);
            Contestant.WarmUp(1, scoped, unscoped);

            // A sample holds many collections: it is their mean that counts.
            Contestant.InTurn(21, 1, 100, scoped, unscoped);
            Console.WriteLine(
                $"10 operations on 1 MB, forward{(backward ? " and backward" : "")}{circumstances}: {unscoped.Median:N0} µs without a scope, {scoped.Median:N0} µs with one");
            Goal.Print("without / with a scope", unscoped.Median / scoped.Median, 2);
        }
    }

    // A list that refers to every object, and each object to the one before, so that a collection has to mark them all.
    private static StrongBox<object?>[] LiveObjects(int count)
    {
        var objects = new StrongBox<object?>[count];
        for (int i = 0; i < count; i++)
        {
            objects[i] = new StrongBox<object?>(i == 0 ? null : objects[i - 1]);
        }

        return objects;
    }
}
