namespace MiniTorch.Tests;

internal static partial class ReductionProofs
{
    private static OpProof[] Statistics =>
    [
        new OpProof("Cov", "torch.cov")
            .Case(static x => x.Cov(), static x => Covariances(x, 1), [[3, 4], [5], [1, 4], [2, 3]], Rounding)
            .Case(static x => x.Cov(correction: 0), static x => Covariances(x, 0), [[3, 4], [], [1], [5], [0, 3]], Rounding),
        new OpProof("Corrcoef", "torch.corrcoef")
            .Case(static x => x.Corrcoef(), static x => Correlations(x), [[3, 4], [5], [1, 4], [2, 5], [0, 3]], Rounding),
        new OpProof("Trapezoid", "torch.trapezoid")
            .Case(static y => y.Trapezoid(), static y => y.Reduce([-1], false, static row => Areas(row).Sum()), [[5], [1], [0], [3, 4], [2, 3, 2], [2, 0]])
            .Case(static y => y.Trapezoid(0.25, 0), static y => y.Reduce([0], false, static row => Areas(row).Sum() / 4), [[3, 4], [2, 3, 2], [0, 2]])
            .Case(static (y, x) => y.Trapezoid(x), static (y, x) => Areas(y, x, y.Shape.Rank - 1).Reduce([-1], false, Enumerable.Sum), AlongLast, ByItself)
            .Case(static (y, x) => y.Trapezoid(x, 0), static (y, x) => Areas(y, x, 0).Reduce([0], false, Enumerable.Sum), AlongFirst, ByItself),
        new OpProof("CumulativeTrapezoid", "torch.cumulative_trapezoid")
            .Case(
                static y => y.CumulativeTrapezoid(),
                static y => Shortened(y, y.Shape.Rank - 1, static row => Running(Areas(row), Enumerable.Sum)),
                [[5], [1], [0], [3, 4], [2, 3, 2], [2, 0]])
            .Case(
                static y => y.CumulativeTrapezoid(4, -2),
                static y => Shortened(y, y.Shape.Rank - 2, static row => Running(Areas(row), static part => part.Sum() * 4)),
                [[3, 4], [2, 3, 2], [0, 2]])
            .Case(
                static (y, x) => y.CumulativeTrapezoid(x),
                static (y, x) => Areas(y, x, y.Shape.Rank - 1).Along(-1, static row => Running(row, Enumerable.Sum)),
                AlongLast,
                ByItself)
            .Case(
                static (y, x) => y.CumulativeTrapezoid(x, 0),
                static (y, x) => Areas(y, x, 0).Along(0, static row => Running(row, Enumerable.Sum)),
                AlongFirst,
                ByItself),
    ];

    private static (Shape, Shape)[] AlongLast => [([4], [4]), ([3, 4], [4]), ([2, 3, 2], [2, 3, 2]), ([2, 1], [1]), ([2, 0], [0]), ([2, 3], [1, 3])];

    private static (Shape, Shape)[] AlongFirst => [([4], [4]), ([3, 4], [3]), ([3, 2, 2], [3, 1, 2]), ([0, 2], [0])];

    private static Plain Rows(Plain x) => x.Shape.Rank == 2 ? x : x.Reshape([1, x.Shape.Count]);

    private static Plain Covariances(Plain x, double correction)
    {
        Plain rows = Rows(x), means = rows.Reduce([1], true, Mean);
        int count = rows.Shape[1];
        Plain result = Plain.Build([rows.Shape[0], rows.Shape[0]], index => Enumerable.Range(0, count).Sum(
            k => (rows[index[0], k] - means[index[0], 0]) * (rows[index[1], k] - means[index[1], 0])) / Math.Max(0, count - correction));
        return result.Shape.Count == 1 ? result.Reshape([]) : result;
    }

    private static Plain Correlations(Plain x)
    {
        Plain covariances = Covariances(x, 0), rows = Rows(x), deviations = rows.Reduce([1], false, static row => Math.Sqrt(Var(row, 0)));
        return Plain.Build(covariances.Shape, index => covariances.Shape.Rank == 0 ? 1 : covariances[index] / (deviations[index[0]] * deviations[index[1]]));
    }

    private static double[] Areas(double[] row) => [.. row.Skip(1).Zip(row, static (next, before) => (next + before) / 2)];

    private static Plain Areas(Plain y, Plain x, int dim)
    {
        Plain means = Shortened(y, dim, Areas);
        return Plain.Build(means.Shape, index => means[index] * (Point(index, 1) - Point(index, 0)));

        double Point(int[] index, int further) =>
            x.Shape.Rank == 1 ? x[index[dim] + further] : x[[.. index[..dim], index[dim] + further, .. index[(dim + 1)..]]];
    }
}
