namespace MiniTorch.Tests;

/// <summary>Sums of products over named dimensions, and what is built of products.</summary>
internal static class EinsumProofs
{
    private static readonly OpTestOptions Small = new() { Low = -1, High = 1 };
    private static readonly OpTestOptions Apart = new() { Low = 0.2, High = 2 };

    public static OpProof[] All =>
    [
        new OpProof("Einsum", "torch.einsum")
            .Equation("ij,jk->ik", "ij,jk->ik", [[2, 3], [3, 2]], [[0, 3], [3, 2]], [[2, 0], [0, 3]], [[1, 1], [1, 1]], [[2, 1], [3, 2]], [[2, 3], [1, 0]])
            .Equation("ij", "ij->ij", [[2, 3]])
            .Equation("ba", "ba->ab", [[2, 3]], [[0, 2]])
            .Equation("bA", "bA->Ab", [[2, 3]])
            .Equation("->", "->", [[[]]])
            .Equation("ii", "ii->", [[3, 3]], [[0, 0]])
            .Equation("ii->i", "ii->i", [[3, 3]], [[1, 1]])
            .Equation("iij->ji", "iij->ji", [[2, 2, 3]])
            .Equation("iji,ijk->kj", "iji,ijk->kj", [[2, 3, 2], [2, 3, 2]])
            .Equation("iiji->ij", "iiji->ij", [[2, 2, 3, 2]])
            .Equation("i,j", "i,j->ij", [[2], [3]], [[0], [3]])
            .Equation("i,i->", "i,i->", [[3], [3]], [[3], [1]], [[0], [1]], [[1], [3]])
            .Equation(" b i j , b j k -> b i k ", "bij,bjk->bik", [[2, 2, 3], [2, 3, 2]], [[1, 2, 3], [2, 3, 1]])
            .Equation("...ij,...jk->...ik", "abij,abjk->abik", [[2, 2, 1, 3], [2, 2, 3, 2]], [[1, 2, 2, 2], [2, 1, 2, 1]])
            .Equation("...ij,...jk", "aij,jk->aik", [[2, 2, 3], [3, 2]])
            .Equation("i...,...->...i", "iab,b->abi", [[2, 3, 2], [2]])
            .Equation("i...,...->...i", "iab,ab->abi", [[2, 1, 2], [3, 1]])
            .Equation("...ij->i", "aij->i", [[2, 3, 2]], [[0, 2, 3]])
            .Equation("...", "ab->ab", [[2, 3]])
            .Equation("bn,anm,bm->ba", "bn,anm,bm->ba", [[2, 3], [2, 3, 2], [2, 2]])
            .Equation("ij,jk,kl->il", "ij,jk,kl->il", [[2, 3], [3, 2], [2, 2]], [[2, 0], [0, 2], [2, 1]])
            .Equation("ij,ij,i,->j", "ij,ij,i,->j", [[2, 3], [2, 3], [2], []])
            .Equation("ij,k->k", "ij,k->k", [[2, 3], [2]]),
        new OpProof("Tensordot", "torch.tensordot")
            .Case(static (a, b) => a.Tensordot(b), static (a, b) => PlainEinsum.Of("abc,bcd->ad", [a, b]), [([2, 3, 2], [3, 2, 2]), ([2, 0, 2], [0, 2, 2])])
            .Case(static (a, b) => a.Tensordot(b, 1), static (a, b) => a.MatMul(b), [([2, 3], [3, 2]), ([3], [3])])
            .Case(static (a, b) => a.Tensordot(b, 0), static (a, b) => PlainEinsum.Of("ab,c->abc", [a, b]), [([2, 2], [3])])
            .Case(
                static (a, b) => a.Tensordot(b, [1, -1], [2, 0]),
                static (a, b) => PlainEinsum.Of("abc,cdb->ad", [a, b]),
                [([2, 3, 2], [2, 2, 3]), ([2, 1, 2], [2, 2, 3]), ([2, 3, 2], [1, 2, 3])]),
        new OpProof("MatrixPower", "torch.linalg.matrix_power")
            .Case(static x => x.MatrixPower(1), static x => x, [[2, 2]])
            .Case(static x => x.MatrixPower(2), static x => x.MatMul(x), [[2, 2], [2, 3, 3], [0, 0], [0, 2, 2]])
            .Case(static x => x.MatrixPower(5), static x => x.MatMul(x).MatMul(x).MatMul(x).MatMul(x), [[2, 2]], Small)
            .Case(
                static x => (x + SolveProofs.Identity(x, 3)).MatrixPower(-2),
                static x => x.PlusIdentity(3).Each(static a => PlainMatrices.Inverse(PlainMatrices.Times(a, a))),
                [[2, 2], [2, 2, 2], [1, 1]],
                Small),
        new OpProof("MultiDot", "torch.linalg.multi_dot")
            .Case(
                static x => Tensor.MultiDot(x),
                static x => x.Aggregate(static (a, b) => a.MatMul(b)),
                [[[2, 3], [3, 1], [1, 4]], [[2, 2], [2, 3]], [[3, 1], [1, 3], [3, 1], [1, 2]], [[2], [2, 3], [3, 2]], [[2, 3], [3, 2], [2]], [[2], [2, 2], [2]], [[2], [2]], [[0, 2], [2, 2], [2, 3]]],
                Small),
        new OpProof("Vander", "torch.linalg.vander")
            .Case(static x => x.Vander(), static x => Powers(x, x.Shape[-1]), [[3], [2, 3], [0, 2], [1], [0]])
            .Case(static x => x.Vander(4), static x => Powers(x, 4), [[2], [2, 1], [0]], Small),
        new OpProof("Cdist", "torch.cdist")
            .Case(
                static (a, b) => a.Cdist(b),
                static (a, b) => Distances(a, b, static row => Math.Sqrt(row.Sum(static v => v * v))),
                [([2, 3], [3, 3]), ([2, 2, 3], [1, 3]), ([0, 3], [2, 3]), ([2, 0], [3, 0]), ([1, 1], [1, 1])])
            .Case(static (a, b) => a.Cdist(b, 1), static (a, b) => Distances(a, b, static row => row.Sum(Math.Abs)), [([2, 3], [3, 3])])
            .Case(
                static (a, b) => a.Cdist(b, 3),
                static (a, b) => Distances(a, b, static row => Math.Cbrt(row.Sum(static v => Math.Pow(Math.Abs(v), 3)))),
                [([2, 3], [3, 3])])
            .Case(static (a, b) => a.Cdist(b, 0), static (a, b) => Distances(a, b, static row => row.Count(static v => v != 0)), [([2, 3], [3, 3])])
            .Case(static (a, b) => a.Cdist(b, double.PositiveInfinity), static (a, b) => Distances(a, b, static row => row.Max(Math.Abs)), [([2, 3], [3, 3])]),
        new OpProof("MatrixNorm", "torch.linalg.matrix_norm")
            .Case(
                static x => x.MatrixNorm(),
                static x => x.Reduce([-2, -1], false, static row => Math.Sqrt(row.Sum(static v => v * v))),
                [[2, 3], [2, 3, 2], [1, 1], [0, 2, 2], [2, 0]],
                Apart)
            .Case(static x => x.MatrixNorm(keepDim: true), static x => x.Reduce([-2, -1], true, static row => Math.Sqrt(row.Sum(static v => v * v))), [[2, 3, 2]], Apart)
            .Case(static x => x.MatrixNorm(1), static x => x.Reduce([-2], false, Sum).Reduce([-1], false, static row => row.Max()), [[2, 3], [2, 3, 2]], Apart)
            .Case(static x => x.MatrixNorm(-1, keepDim: true), static x => x.Reduce([-2], true, Sum).Reduce([-1], true, static row => row.Min()), [[2, 3, 2]], Apart)
            .Case(
                static x => x.MatrixNorm(double.PositiveInfinity),
                static x => x.Reduce([-1], false, Sum).Reduce([-1], false, static row => row.Max()),
                [[2, 3], [2, 3, 2]],
                Apart)
            .Case(
                static x => x.MatrixNorm(double.NegativeInfinity),
                static x => x.Reduce([-1], false, Sum).Reduce([-1], false, static row => row.Min()),
                [[2, 3]],
                Apart),
    ];

    private static OpProof Equation(this OpProof proof, string equation, string plain, params Shape[][] shapes) =>
        proof.Case(x => Tensor.Einsum(equation, x), x => PlainEinsum.Of(plain, x), shapes);

    private static double Sum(double[] row) => row.Sum(Math.Abs);

    private static Plain Powers(Plain x, int count) => Plain.Build([.. x.Shape, count], index =>
        Enumerable.Repeat(x[index.AsSpan(0, index.Length - 1)], index[^1]).Aggregate(1.0, static (a, b) => a * b));

    private static Plain Distances(Plain a, Plain b, Func<double[], double> norm) =>
        PlainMatrices.Each(a, b, (x, y) => PlainMatrices.Build(x.GetLength(0), y.GetLength(0), (i, j) =>
            norm([.. Enumerable.Range(0, x.GetLength(1)).Select(k => x[i, k] - y[j, k])])));
}
