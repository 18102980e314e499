namespace MiniTorch.Tests;

internal static partial class SortProofs
{
    private static readonly double[] Bounds = [-1.5, -1, 0, 0, 1];

    private static OpProof[] Searches =>
    [
        new OpProof("SearchSorted", "torch.searchsorted")
            .Case(static x => Tensor.From(Bounds).SearchSorted(x), static x => x.Map(static value => Bounds.Count(bound => bound < value)), Any, IsIndex)
            .Case(static x => Tensor.From(Bounds).SearchSorted(x, right: true), static x => x.Map(static value => Bounds.Count(bound => bound <= value)), Any, IsIndex)
            .Case(static x => x.Sort().Values.SearchSorted(x), static x => x.Along(-1, static row => [.. row.Select(value => (double)row.Count(other => other < value))]), [[3, 4], [5], [0, 3], [2, 3, 5]], IsIndex)
            .Case(static (x, v) => x.Sort().Values.SearchSorted(v, right: true), static (x, v) => Plain.Build(v.Shape, i => Enumerable.Range(0, x.Shape[-1]).Count(k => x[i[0], k] <= v[i])), [([3, 4], [3, 2]), ([2, 1], [2, 5]), ([2, 0], [2, 5]), ([2, 3], [2, 0])], IsIndex),
        new OpProof("Bucketize", "torch.bucketize")
            .Case(static x => x.Bucketize(Tensor.From(Bounds)), static x => x.Map(static value => Bounds.Count(bound => bound < value)), Any, IsIndex)
            .Case(static x => x.Bucketize(Tensor.From(Bounds), right: true), static x => x.Map(static value => Bounds.Count(bound => bound <= value)), Any, IsIndex),
        new OpProof("IsIn", "torch.isin")
            .Case(static x => Whole(x).IsIn(Tensor.From([1L, -1, 5])), static x => Whole(x).Map(static value => value is 1 or -1 ? 1 : 0), Any, IsTruth)
            .Case(static (x, y) => x.IsIn(y), static (x, y) => x.Map(value => y.Data.Contains(value) ? 1 : 0), [([3, 4], [2, 2]), ([5], [0]), ([], [3]), ([0], [2])], IsTruth)
            .Case(static x => x.IsIn(Tensor.From([0.0, 1]), invert: true), static x => x.Map(static value => value is 0 or 1 ? 0 : 1), Any, IsTruth),
        new OpProof("Bincount", "torch.bincount")
            .Case(static x => Squares(x).Bincount(), static x => Counted(x, 0), [[5], [0], [1]], IsIndex)
            .Case(static x => Squares(x).Bincount(minLength: 7), static x => Counted(x, 7), [[5], [0]], IsIndex)
            .Case(static w => Tensor.From([1L, 3, 1, 0, 1]).Bincount(w.DType == DType.Float32 ? w : w.To(DType.Float64), 6), static w => Plain.Build([6], i => w.Data.Where((_, k) => new int[] { 1, 3, 1, 0, 1 }[k] == i[0]).Sum()), [[5]]),
        new OpProof("OneHot", "torch.nn.functional.one_hot")
            .Case(static x => Squares(x).OneHot(6), static x => Hot(x, 6), [[3, 4], [5], [], [0, 3]], IsIndex)
            .Case(static x => Squares(x).OneHot(), static x => Hot(x, 1 + (int)Square(x).Data.Max()), [[3, 4], [1]], IsIndex),
        new OpProof("Histc", "torch.histc")
            .Case(static x => x.Histc(4, -1, 1).To(DType.Int64), static x => Histogram(x, 4, -1, 1), [[5], [3, 4], [0], []], IsIndex),
    ];

    // Numbers from 0 to 4.
    private static Tensor Squares(Tensor x) => (Whole(x) * Whole(x)).To(DType.Int64);

    private static Plain Square(Plain x) => Whole(x).Map(static value => value * value);

    private static Plain Counted(Plain x, int least)
    {
        double[] numbers = Square(x).Data;
        int length = Math.Max(least, numbers.Length == 0 ? 0 : 1 + (int)numbers.Max());
        return Plain.Build([length], i => numbers.Count(value => value == i[0]));
    }

    private static Plain Hot(Plain x, int classes)
    {
        Plain numbers = Square(x);
        return Plain.Build([.. x.Shape, classes], i => numbers[i.AsSpan(0, i.Length - 1)] == i[^1] ? 1 : 0);
    }

    private static Plain Histogram(Plain x, int bins, double min, double max) =>
        Plain.Build([bins], i => x.Data.Count(value => value >= min && value <= max && Math.Min((int)((value - min) * bins / (max - min)), bins - 1) == i[0]));
}
