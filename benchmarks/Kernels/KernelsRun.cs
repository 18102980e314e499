using System.Text.Json.Nodes;

namespace MiniTorch.Benchmarks;

/// <summary>How kernels are measured: all of a group in turn, in rounds.</summary>
internal sealed class KernelsRun(Peer? torch, int rounds, int milliseconds, string[] names)
{
    public int Rounds => rounds;

    public int Milliseconds => milliseconds;

    /// <summary>The same, of kernels that torch does not have.</summary>
    public KernelsRun WithoutTorch() => new(null, rounds, milliseconds, names);

    /// <summary>Whether a kernel is among those that are asked for.</summary>
    public bool Selects(string kernel) => names.Length == 0 || names.Any(name => kernel.StartsWith(name, StringComparison.Ordinal));

    /// <summary>Compares the results, measures, prints, and returns the figures; <paramref name="summarize"/> may add lines.</summary>
    public JsonArray Measure(IEnumerable<KernelTable> tables, FmaPeak? peak = null, Action<IReadOnlyList<KernelDuel>>? summarize = null)
    {
        int threads = Workers.Count;
        (KernelTable Table, KernelDuel[] Duels)[] all =
        [
            .. tables.Select(table => (table, table.Kernels.Where(kernel => Selects(kernel.Name)).Select(kernel => new KernelDuel(table, kernel)).ToArray())),
        ];
        KernelDuel[] duels = [.. all.SelectMany(static table => table.Duels)];
        if (duels.Length == 0)
        {
            return [];
        }

        Array.ForEach(duels, duel => duel.Check(torch));
        peak?.WarmUp();
        Contestant.WarmUp(2 + (0.05 * duels.Length), [.. duels.SelectMany(static duel => duel.Contestants)]);
        Array.ForEach(duels, static duel => duel.Calibrate());
        for (int round = 0; round < rounds; round++)
        {
            Array.ForEach(duels, duel =>
            {
                peak?.Run(milliseconds);
                duel.Run(torch, milliseconds);
            });
        }

        // Some kernels set it.
        Workers.Count = threads;
        foreach ((KernelTable table, KernelDuel[] rows) in all)
        {
            Print(table, rows);
        }

        summarize?.Invoke(duels);
        return [.. duels.Select(static duel => (JsonNode)duel.ToJson())];
    }

    private static void Print(KernelTable table, KernelDuel[] duels)
    {
        if (duels.Length == 0)
        {
            return;
        }

        string[] libraries = [.. duels.SelectMany(static duel => duel.Libraries).Distinct()];
        Console.WriteLine($"{table.Title}; {Workers.Count} thread(s): medians, their ratio, that of the 10th percentiles");
        string heads = string.Concat(libraries.Select(static library => $" {library,10}"));
        Console.WriteLine($"{"",-28} {"MiniTorch",10} {"unscoped",10}{heads} {"ratio",7} {"p10",7} {"goal",6}");
        Array.ForEach(duels, duel => Console.WriteLine(duel.ToString(libraries)));
    }
}
