namespace MiniTorch.Tests;

internal static partial class ReductionProofs
{
    private static OpProof[] Norms
    {
        get
        {
            var norm = new OpProof("Norm", "torch.linalg.vector_norm").Golden("norm", static (x, args) => x[0].Norm(args["p"].Double));
            foreach (double p in (double[])[2, 0, 0.5, 1, 1.5, 2.5, 3, -1, -1.5, double.PositiveInfinity, double.NegativeInfinity])
            {
                Shape[] shapes = p >= 0 && double.IsFinite(p) ? [[2, 3, 2], [1, 1, 1], [2, 0, 3], [0, 3, 2]] : [[2, 3, 2], [1, 1, 1]];
                norm.Over((x, dims, keepDim) => x.Norm(p, dims, keepDim), values => Norm(values, p), shapes, AwayFromZero);
                norm.Case(x => x.Norm(p), x => x.Reduce([], false, values => Norm(values, p)), [[], [1], [5], [3, 4]], AwayFromZero);
                norm.Case(x => x.Norm(p, 1), x => x.Reduce([1], false, values => Norm(values, p)), [[3, 4]], AwayFromZero);
                norm.Case(x => x.Norm(p, -2, keepDim: true), x => x.Reduce([0], true, values => Norm(values, p)), [[3, 4]], AwayFromZero);
            }

            var dist = new OpProof("Dist", "torch.dist")
                .Case(static (a, b) => a.Dist(b), static (a, b) => Difference(a, b).Reduce([], false, static values => Norm(values, 2)), OpTest.BinaryShapes, Rounding);
            foreach (double p in (double[])[1, 3, double.PositiveInfinity])
            {
                dist.Case((a, b) => a.Dist(b, p), (a, b) => Difference(a, b).Reduce([], false, values => Norm(values, p)), [([3, 4], [4]), ([2], [2]), ([], [3])], Rounding);
            }

            return [norm, dist, Renorm];
        }
    }

    private static OpProof Renorm => new OpProof("Renorm", "torch.renorm")
        .Case(static x => x.Renorm(2, 0, 1.75), static x => Renormed(x, 2, 0, 1.75), [[3, 4], [2, 3, 2], [1, 1], [0, 3], [2, 0]], AwayFromZero)
        .Case(static x => x.Renorm(1, -1, 3), static x => Renormed(x, 1, -1, 3), [[3, 4], [2, 3, 2]], AwayFromZero)
        .Case(static x => x.Renorm(double.PositiveInfinity, 1, 1.5), static x => Renormed(x, double.PositiveInfinity, 1, 1.5), [[3, 4], [2, 3, 2]], AwayFromZero);

    private static Plain Difference(Plain a, Plain b) => a.Zip(b, static (x, y) => x - y);

    private static Plain Renormed(Plain x, double p, int dim, double most)
    {
        int at = dim < 0 ? dim + x.Shape.Rank : dim;
        Plain norms = x.Reduce([.. Enumerable.Range(0, x.Shape.Rank).Where(other => other != at)], true, values => Norm(values, p));
        return x.Zip(norms, (v, norm) => norm > most ? v * most / (norm + 1e-7) : v);
    }

    private static double Norm(double[] values, double p)
    {
        double[] sizes = [.. values.Select(Math.Abs)];
        return p switch
        {
            0 => sizes.Count(static v => v != 0),
            double.PositiveInfinity => sizes.Max(),
            double.NegativeInfinity => sizes.Min(),
            _ => Math.Pow(sizes.Sum(v => Math.Pow(v, p)), 1 / p),
        };
    }
}
