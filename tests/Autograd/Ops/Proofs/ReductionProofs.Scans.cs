namespace MiniTorch.Tests;

internal static partial class ReductionProofs
{
    private static readonly OpTestOptions ByItself = new() { OracleKnowsIntegers = false };

    private static OpProof[] Scans =>
    [
        new OpProof("Cumsum", "torch.cumsum")
            .Scan(static (x, dim) => x.Cumsum(dim), static row => Running(row, static part => part.Sum()))
            .Golden("cumsum", static (x, args) => x[0].Cumsum(args["dim"].Int)),
        new OpProof("Cumprod", "torch.cumprod").Scan(static (x, dim) => x.Cumprod(dim), static row => Running(row, Product)),
        new OpProof("Cummax", "torch.cummax")
            .Scan(static (x, dim) => x.Cummax(dim).Values, static row => Running(row, Enumerable.Max))
            .Scan(static (x, dim) => x.Cummax(dim).Indices, static row => Running(row, static part => Array.LastIndexOf(part, part.Max())), IsIndex),
        new OpProof("Cummin", "torch.cummin")
            .Scan(static (x, dim) => x.Cummin(dim).Values, static row => Running(row, Enumerable.Min))
            .Scan(static (x, dim) => x.Cummin(dim).Indices, static row => Running(row, static part => Array.LastIndexOf(part, part.Min())), IsIndex),
        new OpProof("LogCumsumExp", "torch.logcumsumexp").Scan(static (x, dim) => x.LogCumsumExp(dim), static row => Running(row, LogSumExp)),
        new OpProof("Diff", "torch.diff")
            .Case(static x => x.Diff(), static x => Differences(x, 1, x.Shape.Rank - 1), [[5], [1], [0], [3, 4], [2, 3, 2], [2, 0], [0, 3]])
            .Case(static x => x.Diff(1, 0), static x => Differences(x, 1, 0), [[3, 4], [2, 3, 2], [0, 3], [1, 2]])
            .Case(static x => x.Diff(0, 1), static x => x, [[3, 4]])
            .Case(static x => x.Diff(2, -2), static x => Differences(x, 2, x.Shape.Rank - 2), [[4, 3], [2, 3, 2], [1, 2], [0, 2]], ByItself)
            .Case(static x => x.Diff(3), static x => Differences(x, 3, x.Shape.Rank - 1), [[5], [3, 4], [2]], ByItself),
    ];

    private static OpProof[] Softmaxes =>
    [
        new OpProof("Softmax", "torch.softmax").Scan(static (x, dim) => x.Softmax(dim), Softmax),
        new OpProof("LogSoftmax", "torch.log_softmax").Scan(static (x, dim) => x.LogSoftmax(dim), static row => [.. Softmax(row).Select(static p => Math.Log(p))]),
        new OpProof("Softmin", "torch.nn.functional.softmin").Scan(static (x, dim) => x.Softmin(dim), static row => Softmax([.. row.Select(static v => -v)])),
    ];

    /// <summary>Rows that become other rows of their length, along every dimension, of a scalar too.</summary>
    private static OpProof Scan(this OpProof proof, Func<Tensor, int, Tensor> op, Func<double[], double[]> row, OpTestOptions? options = null)
    {
        foreach (int dim in (int[])[0, 1, 2, -1])
        {
            proof.Case(x => op(x, dim), x => x.Along(dim, row), [[2, 3, 2], [0, 3, 2], [2, 0, 3], [2, 3, 0], [1, 3, 1], [2, 1, 2]], options ?? Rounding);
        }

        return proof.Case(x => op(x, 0), x => x.Along(0, row), [[]], options).Case(x => op(x, -1), x => x.Along(-1, row), [[], [5]], options ?? Rounding);
    }

    private static double[] Running(double[] row, Func<double[], double> group) => [.. row.Select((_, m) => group(row[..(m + 1)]))];

    private static double[] Softmax(double[] row)
    {
        double shift = row.Max();
        double sum = row.Sum(x => Math.Exp(x - shift));
        return [.. row.Select(x => Math.Exp(x - shift) / sum)];
    }

    private static Plain Differences(Plain x, int times, int dim) => times == 0 ? x : Differences(
        Shortened(x, dim, static row => [.. row.Skip(1).Zip(row, static (next, before) => next - before)]), times - 1, dim);

    /// <summary>Every row along a dimension becomes one that is shorter by 1.</summary>
    private static Plain Shortened(Plain x, int dim, Func<double[], double[]> function)
    {
        int[] sizes = x.Shape.ToArray();
        sizes[dim] = Math.Max(sizes[dim] - 1, 0);
        return Plain.Build(Shape.Of(sizes), index => function(
            [.. Enumerable.Range(0, x.Shape[dim]).Select(m => x[[.. index[..dim], m, .. index[(dim + 1)..]]])])[index[dim]]);
    }
}
