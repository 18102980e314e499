using System.Text.Json.Nodes;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Benchmarks;

/// <summary><c>small</c>: what a call costs beside its arithmetic, with its allocation, in scopes of ten calls and without a scope.</summary>
internal static class SmallKernels
{
    private const int Repeats = 1000;
    private const int InScope = 10;
    private const double FourElements = 30;
    private const double OverBare = 1.5;

    /// <summary>Measures, prints, and returns the figures.</summary>
    public static JsonArray Run(int rounds, int milliseconds, Func<string, bool> selected)
    {
        Contestant[][] operations =
        [
            Make("add", static (x, y) => x.Add(y), static (x, y, result) => TensorPrimitives.Add(x, y, result)),
            Make("mul", static (x, y) => x.Multiply(y), static (x, y, result) => TensorPrimitives.Multiply(x, y, result)),
            Make("exp", static (x, _) => x.Exp(), static (x, _, result) => TensorPrimitives.Exp(x, result)),
            Make("sum", static (x, _) => x.Sum(), static (x, _, result) => result[0] = TensorPrimitives.Sum(x)),
        ];
        operations = [.. operations.Where(operation => operation.Any(contestant => selected(contestant.Name)))];
        if (operations.Length == 0)
        {
            return [];
        }

        Contestant[] all = [.. operations.SelectMany(static operation => operation)];
        Contestant.WarmUp(2, all);
        for (int round = 0; round < rounds; round++)
        {
            Array.ForEach(all, contestant => contestant.RunFor(milliseconds));
        }

        Console.WriteLine($"small arrays, {Workers.Count} thread(s): median time, 10th percentile, bytes a call");
        Array.ForEach(all, static contestant => Console.WriteLine(
            $"  {contestant.Name,-30} {Nanoseconds(contestant, 50),8:N1} ns {Nanoseconds(contestant, 10),8:N1} ns {contestant.Bytes / Repeats,8:N0} B"));
        foreach (Contestant[] operation in operations)
        {
            (Contestant four, Contestant thousand, Contestant unscoped, Contestant bare) = (operation[0], operation[1], operation[2], operation[3]);
            Goal.Print($"ns, {four.Name}", Nanoseconds(four, 50), FourElements);
            Goal.Print($"{thousand.Name} / ({bare.Name} + {four.Name})", thousand.Median / (bare.Median + four.Median), OverBare);
            Console.WriteLine($"  {$"{unscoped.Name} / ({bare.Name} + {four.Name})",-45} {unscoped.Median / (bare.Median + four.Median),8:N2}");
        }

        return [.. all.Select(ToJson)];
    }

    private delegate void Bare(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result);

    private static Contestant[] Make(string name, Func<NDArray, NDArray, NDArray> ours, Bare bare)
    {
        (NDArray x4, NDArray y4) = (KernelInput.Real([4], 1), KernelInput.Real([4], 2));
        (NDArray x, NDArray y) = (KernelInput.Real([1000], 1), KernelInput.Real([1000], 2));
        (float[] bareX, float[] bareY, float[] result) = (x.ToArray<float>(), y.ToArray<float>(), new float[1000]);
        return
        [
            new($"{name}_4", () => Repeat(ours, x4, y4)),
            new($"{name}_1000", () => RepeatInScopes(ours, x, y)),
            new($"{name}_1000_unscoped", () => Repeat(ours, x, y)),
            new($"{name}_1000_bare", () => Repeat(bare, bareX, bareY, result)),
        ];
    }

    private static void Repeat(Func<NDArray, NDArray, NDArray> ours, NDArray x, NDArray y)
    {
        for (int i = 0; i < Repeats; i++)
        {
            ours(x, y);
        }
    }

    private static void RepeatInScopes(Func<NDArray, NDArray, NDArray> ours, NDArray x, NDArray y)
    {
        for (int i = 0; i < Repeats / InScope; i++)
        {
            using var scope = BufferScope.Begin();
            for (int j = 0; j < InScope; j++)
            {
                ours(x, y);
            }
        }
    }

    private static void Repeat(Bare bare, float[] x, float[] y, float[] result)
    {
        for (int i = 0; i < Repeats; i++)
        {
            bare(x, y, result);
        }
    }

    private static double Nanoseconds(Contestant contestant, double percent) => contestant.Percentile(percent) * 1000 / Repeats;

    private static JsonNode ToJson(Contestant contestant) => new JsonObject
    {
        ["name"] = contestant.Name,
        ["ns"] = Math.Round(Nanoseconds(contestant, 50), 2),
        ["ns_p10"] = Math.Round(Nanoseconds(contestant, 10), 2),
        ["bytes"] = Math.Round(contestant.Bytes / Repeats),
    };
}
