using System.Text.Json.Nodes;

namespace MiniTorch.Benchmarks;

/// <summary><c>cliffs</c>: whether a product takes longer than one that contains it.</summary>
internal static class CliffKernels
{
    // Above what the clock of a shared machine does between two samples.
    private const double Tolerance = 1.05;
    private const int Shown = 20;

    // Of a sample: some 20 µs.
    private const double SampleOperations = 2e6;

    private static readonly int[] Sizes = [1, 4, 7, 8, 9, 10, 15, 16, 17, 24, 31, 32, 33, 47, 48, 49, 63, 64, 65, 96, 97, 127, 128, 129, 200, 255, 256, 257, 384, 385, 512, 513];

    /// <summary>Measures pairs of neighbours, drawn with a fixed seed, prints the worst and returns the figures.</summary>
    public static JsonArray Run(int rounds, int milliseconds)
    {
        var generator = new Generator(0L);
        Pair[] pairs = [.. Enumerable.Range(0, 40 * rounds).Select(_ => Draw(generator))];
        foreach (Pair pair in pairs)
        {
            Contestant.WarmUp(0.002, pair.Inner, pair.Outer);
            for (int turn = 0; turn < 3; turn++)
            {
                pair.Inner.RunFor(milliseconds / 4.0);
                pair.Outer.RunFor(milliseconds / 4.0);
            }
        }

        Array.Sort(pairs, static (x, y) => y.Ratio.CompareTo(x.Ratio));
        Console.WriteLine($"products and neighbours that contain them, {pairs.Length} pairs, {Workers.Count} thread(s): µs of both, 10th percentiles, and their ratio; the worst {Shown}");
        foreach (Pair pair in pairs.Take(Shown))
        {
            Console.WriteLine($"  {pair.Inner.Name,-32} {pair.Inner.Percentile(10) / pair.Calls,9:N2}   {pair.Outer.Name,-32} {pair.Outer.Percentile(10) / pair.Calls,9:N2} {pair.Ratio,6:N2}");
        }

        Goal.Print("worst ratio of a product to a larger one", pairs[0].Ratio, Tolerance);
        return [.. pairs.Select(static pair => (JsonNode)new JsonObject { ["inner"] = pair.Inner.Name, ["outer"] = pair.Outer.Name, ["ratio"] = Math.Round(pair.Ratio, 3) })];
    }

    private static Pair Draw(Generator generator)
    {
        int[] size = [.. Enumerable.Range(0, 3).Select(_ => Below(generator, Sizes.Length))];
        int grown = Below(generator, 3);
        int[] larger = [.. size.Select((at, i) => i == grown ? Math.Min(at + 1, Sizes.Length - 1) : at)];
        int layout = Below(generator, 3);
        int calls = Math.Clamp((int)(SampleOperations / (2.0 * Sizes[larger[0]] * Sizes[larger[1]] * Sizes[larger[2]])), 1, 200);
        return new Pair(Product(size, layout, calls), Product(larger, layout, calls), calls);
    }

    private static int Below(Generator generator, int bound) => (int)NDArray.RandInt(0, bound, [], generator: generator).Item<long>();

    private static Contestant Product(int[] at, int layout, int calls)
    {
        (int m, int n, int k) = (Sizes[at[0]], Sizes[at[1]], Sizes[at[2]]);
        NDArray a = layout == 1 ? KernelInput.Real([k, m], 1).Transpose(0, 1) : KernelInput.Real([m, k], 1);
        NDArray b = layout == 2 ? KernelInput.Real([n, k], 2).Transpose(0, 1) : KernelInput.Real([k, n], 2);
        return new Contestant($"{m}x{n}x{k}{(layout == 1 ? " from Aᵀ" : layout == 2 ? " from Bᵀ" : "")}", () => Repeat(a, b, calls));
    }

    private static void Repeat(NDArray a, NDArray b, int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            using var scope = BufferScope.Begin();
            a.MatMul(b);
        }
    }

    private sealed record Pair(Contestant Inner, Contestant Outer, int Calls)
    {
        public double Ratio => Inner.Percentile(10) / Outer.Percentile(10);
    }
}
