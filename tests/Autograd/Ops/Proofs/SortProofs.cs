namespace MiniTorch.Tests;

/// <summary>Order: sorting, selection, search.</summary>
internal static partial class SortProofs
{
    private static readonly OpTestOptions IsIndex = new() { DType = DType.Int64 };
    private static readonly OpTestOptions IsTruth = new() { DType = DType.Bool };
    private static readonly Shape[] Any = [[5], [3, 4], [], [1], [0, 3], [2, 0], [2, 40]];
    private static readonly Shape[] NotEmpty = [[5], [3, 4], [1], [0, 3], [2, 40]];

    public static OpProof[] All => [.. Orders, .. Choices, .. Searches];

    private static OpProof[] Orders =>
    [
        new OpProof("Sort", "torch.sort")
            .Case(static x => x.Sort().Values, static x => x.Along(-1, Ascending), Any)
            .Case(static x => x.Sort(0, descending: true).Values, static x => x.Along(0, Descending), [[3, 4], [2, 3, 2], [40, 2], []])
            .Case(static x => x.Sort(-2).Values, static x => x.Along(-2, Ascending), [[3, 4], [2, 3, 2]])
            .Case(static x => x.Sort().Indices, static x => x.Along(-1, static row => Places(row, false)), Any, IsIndex)
            .Case(static x => x.Sort(0, descending: true).Indices, static x => x.Along(0, static row => Places(row, true)), [[3, 4], [40, 2], []], IsIndex)
            .Golden("sort", static (x, args) => x[0].Sort(args["dim"].Int, args["descending"].Bool).Values),
        new OpProof("ArgSort", "torch.argsort")
            .Case(static x => x.ArgSort(), static x => x.Along(-1, static row => Places(row, false)), Any, IsIndex)
            .Case(static x => x.ArgSort(0, descending: true), static x => x.Along(0, static row => Places(row, true)), [[3, 4], [40, 2]], IsIndex),
        new OpProof("MSort", "torch.msort").Case(static x => x.MSort(), static x => x.Along(0, Ascending), [[3, 4], [5], [2, 3, 2], [0, 2]]),
        new OpProof("Unique", "torch.unique")
            .Case(static x => Whole(x).Unique().Values, static x => Row([.. Whole(x).Data.Distinct().Order()]), Any, IsIndex)
            .Case(static x => Whole(x).Unique().Inverse, static x => Whole(x).Map(value => Array.IndexOf([.. Whole(x).Data.Distinct().Order()], value)), Any, IsIndex)
            .Case(static x => Whole(x).Unique().Counts, static x => Row([.. Whole(x).Data.Order().GroupBy(static value => value).Select(static group => (double)group.Count())]), Any, IsIndex)
            .Case(static x => x.Detach().Unique().Values.To(DType.Int64), static x => Row([.. x.Data.Order().Distinct()]).Map(Math.Truncate), [[3, 4]], IsIndex),
        new OpProof("UniqueConsecutive", "torch.unique_consecutive")
            .Case(static x => Whole(x).UniqueConsecutive().Values, static x => Row([.. Runs(x).Select(static run => run.Value)]), Any, IsIndex)
            .Case(static x => Whole(x).UniqueConsecutive().Counts, static x => Row([.. Runs(x).Select(static run => (double)run.Length)]), Any, IsIndex)
            .Case(static x => Whole(x).UniqueConsecutive().Inverse, static x => new Plain(x.Shape, [.. Runs(x).SelectMany(static (run, number) => Enumerable.Repeat((double)number, run.Length))]), Any, IsIndex),
    ];

    private static Plain Row(double[] values) => new([values.Length], values);

    private static double[] Ascending(double[] row) => [.. row.Order()];

    private static double[] Descending(double[] row) => [.. row.OrderDescending()];

    // LINQ's order is stable, as is the library's.
    private static double[] Places(double[] row, bool descending)
    {
        IEnumerable<int> places = Enumerable.Range(0, row.Length);
        return [.. (descending ? places.OrderByDescending(place => row[place]) : places.OrderBy(place => row[place])).Select(static place => (double)place)];
    }

    // Few different values, some beside their equals.
    private static Tensor Whole(Tensor x) => x.Detach().To(DType.Int64);

    private static Plain Whole(Plain x) => x.Map(Math.Truncate).Map(static value => value == 0 ? 0 : value);

    private static List<(double Value, int Length)> Runs(Plain x)
    {
        List<(double Value, int Length)> runs = [];
        foreach (double value in Whole(x).Data)
        {
            if (runs.Count > 0 && runs[^1].Value == value)
            {
                runs[^1] = (value, runs[^1].Length + 1);
            }
            else
            {
                runs.Add((value, 1));
            }
        }

        return runs;
    }
}
