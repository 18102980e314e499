namespace MiniTorch.Tests;

internal static partial class SortProofs
{
    private static OpProof[] Choices =>
    [
        new OpProof("Topk", "torch.topk")
            .Case(static x => x.Topk(2).Values, static x => x.Along(-1, Descending).Take([.. x.Shape.AsSpan()[..^1], 2], static i => i), [[3, 4], [5], [0, 3]])
            .Case(static x => x.Topk(2, 0, largest: false).Values, static x => x.Along(0, Ascending).Take([2, x.Shape[1]], static i => i), [[3, 4], [40, 2]])
            .Case(static x => x.Topk(0, 0).Values, static x => x.Take([0, 4], static i => i), [[3, 4]])
            .Case(static x => x.Topk(1).Values, static x => x, [[], [1]])
            .Case(static x => x.Topk(3).Indices, static x => x.Along(-1, static row => Places(row, true)).Take([.. x.Shape.AsSpan()[..^1], 3], static i => i), [[3, 4], [5]], IsIndex)
            .Case(static x => x.Topk(3, largest: false).Indices, static x => x.Along(-1, static row => Places(row, false)).Take([.. x.Shape.AsSpan()[..^1], 3], static i => i), [[3, 4], [5]], IsIndex),
        new OpProof("Kthvalue", "torch.kthvalue")
            .Case(static x => x.Kthvalue(2).Values, static x => x.Reduce([-1], false, static row => Ascending(row)[1]), [[3, 4], [5], [0, 3]])
            .Case(static x => x.Kthvalue(3, 0, keepDim: true).Values, static x => x.Reduce([0], true, static row => Ascending(row)[2]), [[3, 4], [40, 2]])
            .Case(static x => x.Kthvalue(1).Values, static x => x, [[]])
            .Case(static x => x.Kthvalue(2).Indices, static x => x.Reduce([-1], false, static row => Places(row, false)[1]), [[3, 4], [5]], IsIndex),
        new OpProof("Median", "torch.median")
            .Case(static x => x.Median(), static x => x.Reduce([], false, Middle), [[5], [3, 4], [1], [2, 3, 2]])
            .Case(static x => x.Median(-1).Values, static x => x.Reduce([-1], false, Middle), NotEmpty)
            .Case(static x => x.Median(0, keepDim: true).Values, static x => x.Reduce([0], true, Middle), [[3, 4], [4, 1], [2, 0]])
            .Case(static x => x.Median(0).Values, static x => x, [[]])
            .Case(static x => x.Median(-1).Indices, static x => x.Reduce([-1], false, static row => Places(row, false)[(row.Length - 1) / 2]), NotEmpty, IsIndex),
        new OpProof("NanMedian", "torch.nanmedian")
            .Case(static x => Sparse(x).NanMedian(), static x => Sparse(x).Reduce([], false, MiddleNumber), [[5], [3, 4], [2, 3, 2]])
            .Case(static x => Sparse(x).NanMedian(-1).Values, static x => Sparse(x).Reduce([-1], false, MiddleNumber), [[5], [3, 4], [0, 3], [2, 40]])
            .Case(static x => x.NanMedian(0, keepDim: true).Values, static x => x.Reduce([0], true, Middle), [[3, 4]])
            .Case(static x => x.NanMedian(0).Indices, static x => x.Reduce([0], false, static row => Places(row, false)[(row.Length - 1) / 2]), [[3, 4]], IsIndex),
        new OpProof("Quantile", "torch.quantile")
            .Case(static x => x.Quantile(0.3), static x => x.Reduce([], false, static row => Rank(row, 0.3)), [[5], [3, 4], [], [1]])
            .Case(static x => x.Quantile(0.6, -1, keepDim: true), static x => x.Reduce([-1], true, static row => Rank(row, 0.6)), [[3, 4], [2, 3, 2], [0, 3]])
            .Case(static x => x.Quantile(0.6, keepDim: true), static x => x.Reduce([], true, static row => Rank(row, 0.6)), [[3, 4], []])
            .Case(static x => x.Quantile(1, 0), static x => x.Reduce([0], false, static row => row.Max()), [[3, 4]])
            .Case(static x => x.Quantile(Tensor.From([0.25, 0.5, 1]), 1), static x => Stacked(x, 1, 0.25, 0.5, 1), [[3, 4], [2, 3, 2]])
            .Case(static (x, q) => x.Quantile(q, 0), static (x, q) => q.Shape.Rank == 0 ? x.Reduce([0], false, row => Rank(row, q.Data[0])) : Stacked(x, 0, q.Data), [([5, 2], []), ([5, 2], [2]), ([3], [0])], new OpTestOptions { Low = 0, High = 1 })
            .Case(static x => x.Quantile(0.4, 0, interpolation: QuantileInterpolation.Lower), static x => x.Reduce([0], false, static row => Ascending(row)[(int)(0.4 * (row.Length - 1))]), [[4, 2], [7]])
            .Case(static x => x.Quantile(0.4, 0, interpolation: QuantileInterpolation.Higher), static x => x.Reduce([0], false, static row => Ascending(row)[(int)Math.Ceiling(0.4 * (row.Length - 1))]), [[4, 2], [7]])
            .Case(static x => x.Quantile(0.4, 0, interpolation: QuantileInterpolation.Nearest), static x => x.Reduce([0], false, static row => Ascending(row)[(int)Math.Round(0.4 * (row.Length - 1))]), [[4, 2], [7]])
            .Case(static x => x.Quantile(0.4, 0, interpolation: QuantileInterpolation.Midpoint), static x => x.Reduce([0], false, static row => (Ascending(row)[(int)(0.4 * (row.Length - 1))] + Ascending(row)[(int)Math.Ceiling(0.4 * (row.Length - 1))]) / 2), [[4, 2], [7]]),
        new OpProof("NanQuantile", "torch.nanquantile")
            .Case(static x => Sparse(x).NanQuantile(0.3), static x => Sparse(x).Reduce([], false, static row => Rank([.. row.Where(double.IsFinite)], 0.3)), [[5], [3, 4]])
            .Case(static x => Sparse(x).NanQuantile(Tensor.From([0.25, 0.5]), -1), static x => Stacked(Sparse(x), -1, 0.25, 0.5), [[3, 4], [7]])
            .Case(static x => x.NanQuantile(0.6, 0, keepDim: true), static x => x.Reduce([0], true, static row => Rank(row, 0.6)), [[3, 4]]),
    ];

    private static double Middle(double[] row) => Ascending(row)[(row.Length - 1) / 2];

    private static double MiddleNumber(double[] row) => row.Any(double.IsFinite) ? Middle([.. row.Where(double.IsFinite)]) : double.NaN;

    // NaN in place of what is above 1; integers have none.
    private static Tensor Sparse(Tensor x) => x.DType.IsFloatingPoint() ? x.MaskedFill(x.Gt(1), double.NaN) : x;

    private static Plain Sparse(Plain x) => x.Data.All(double.IsInteger) ? x : x.Map(static value => value > 1 ? double.NaN : value);

    private static double Rank(double[] row, double q)
    {
        double[] sorted = Ascending(row);
        double rank = q * (row.Length - 1);
        double low = sorted[(int)rank];
        return low + ((rank - Math.Floor(rank)) * (sorted[(int)Math.Ceiling(rank)] - low));
    }

    private static Plain Stacked(Plain x, int dim, params double[] quantiles)
    {
        Plain[] parts = [.. quantiles.Select(q => x.Reduce([dim], false, row => Rank([.. row.Where(double.IsFinite)], q)))];
        int[] rest = [.. x.Shape];
        return new Plain([quantiles.Length, .. rest.Where((_, i) => i != (dim < 0 ? dim + rest.Length : dim))], [.. parts.SelectMany(static part => part.Data)]);
    }
}
