namespace MiniTorch.Tests;

/// <summary>Products of vectors and matrices.</summary>
internal static class LinearAlgebraProofs
{
    private static readonly (Shape, Shape)[] AllRanks =
    [
        ([3], [3]), ([2, 3], [3]), ([3], [3, 4]), ([2, 3], [3, 4]), ([1, 1], [1, 1]), ([1], [1]),
        ([4, 2, 3], [3]), ([3], [4, 3, 2]), ([4, 2, 3], [3, 2]), ([2, 3], [4, 3, 2]), ([4, 2, 3], [4, 3, 2]),
        ([1, 2, 3], [4, 3, 2]), ([4, 2, 3], [1, 3, 2]), ([2, 1, 2, 3], [3, 3, 2]), ([2, 2, 1, 3], [3, 2]), ([2, 2, 1, 3], [3]), ([3], [2, 2, 3, 1]),
        ([0], [0]), ([0, 3], [3, 4]), ([2, 0], [0, 4]), ([2, 3], [3, 0]), ([0, 3], [3]), ([2, 0], [0]), ([0], [0, 2]), ([3], [3, 0]),
        ([2, 2, 0], [0, 3]), ([2, 2, 0], [0]), ([2, 2, 3], [3, 0]), ([0, 2, 3], [3, 2]), ([2, 0, 3], [3, 2]), ([0, 2, 3], [0, 3, 2]), ([2, 3], [0, 3, 2]),
        ([1, 2, 3], [0, 3, 2]), ([0, 2, 3], [3]),
    ];

    private static readonly (Shape, Shape)[] MatrixPairs = [([2, 3], [3, 4]), ([1, 1], [1, 1]), ([0, 3], [3, 2]), ([2, 0], [0, 2]), ([2, 3], [3, 0])];
    private static readonly (Shape, Shape)[] BatchPairs = [([2, 2, 3], [2, 3, 2]), ([1, 1, 1], [1, 1, 1]), ([0, 2, 3], [0, 3, 2]), ([2, 2, 0], [2, 0, 1])];

    public static OpProof[] All =>
    [
        new OpProof("MatMul", "torch.matmul").Case(static (a, b) => a.MatMul(b), static (a, b) => a.MatMul(b), AllRanks),
        new OpProof("Mm", "torch.mm").Case(static (a, b) => a.Mm(b), static (a, b) => a.MatMul(b), MatrixPairs),
        new OpProof("Mv", "torch.mv").Case(static (a, b) => a.Mv(b), static (a, b) => a.MatMul(b), [([2, 3], [3]), ([1, 1], [1]), ([0, 3], [3]), ([2, 0], [0])]),
        new OpProof("Bmm", "torch.bmm").Case(static (a, b) => a.Bmm(b), static (a, b) => a.MatMul(b), BatchPairs),
        new OpProof("Dot", "torch.dot").Case(static (a, b) => a.Dot(b), static (a, b) => a.MatMul(b), [([5], [5]), ([1], [1]), ([0], [0])]),
        new OpProof("Inner", "torch.inner")
            .Case(
                static (a, b) => a.Inner(b),
                static (a, b) => PlainEinsum.Of("abi,ci->abc", [a, b]),
                [([2, 3, 4], [2, 4]), ([1, 1, 1], [1, 1]), ([2, 0, 3], [2, 3]), ([1, 2, 0], [2, 0])])
            .Case(static (a, b) => a.Inner(b), static (a, b) => PlainEinsum.Of("i,i->", [a, b]), [([3], [3])])
            .Case(static (a, b) => a.Inner(b), static (a, b) => a.Zip(b, static (x, y) => x * y), [([], [2, 2]), ([2, 2], []), ([], [])]),
        new OpProof("Outer", "torch.outer")
            .Case(static (a, b) => a.Outer(b), static (a, b) => PlainEinsum.Of("i,j->ij", [a, b]), [([2], [3]), ([1], [1]), ([0], [3]), ([2], [0])]),
        new OpProof("Vecdot", "torch.linalg.vecdot")
            .Case(
                static (a, b) => a.Vecdot(b),
                static (a, b) => a.Zip(b, static (x, y) => x * y).Reduce([-1], false, static row => row.Sum()),
                [([2, 3], [2, 3]), ([3], [3]), ([4, 2, 3], [2, 1]), ([2, 0], [0]), ([0, 2], [2])])
            .Case(
                static (a, b) => a.Vecdot(b, 0),
                static (a, b) => a.Zip(b, static (x, y) => x * y).Reduce([0], false, static row => row.Sum()),
                [([2, 3], [2, 3]), ([3, 2], [2])]),
        Added(
            "Addmm", "torch.addmm", "ij,jk->ik",
            static (x, a, b, beta, alpha) => x.Addmm(a, b, beta, alpha),
            [[2, 4], [2, 3], [3, 4]], [[4], [2, 3], [3, 4]], [[], [0, 3], [3, 4]], [[2, 1], [2, 0], [0, 3]]),
        Added(
            "Addmv", "torch.addmv", "ij,j->i",
            static (x, a, b, beta, alpha) => x.Addmv(a, b, beta, alpha),
            [[2], [2, 3], [3]], [[1], [2, 3], [3]], [[], [0, 3], [3]], [[2], [2, 0], [0]]),
        Added("Addr", "torch.addr", "i,j->ij", static (x, a, b, beta, alpha) => x.Addr(a, b, beta, alpha), [[2, 3], [2], [3]], [[3], [2], [3]], [[], [0], [3]]),
        Added(
            "Baddbmm", "torch.baddbmm", "bij,bjk->bik",
            static (x, a, b, beta, alpha) => x.Baddbmm(a, b, beta, alpha),
            [[2, 2, 2], [2, 2, 3], [2, 3, 2]], [[2, 1], [2, 2, 3], [2, 3, 2]], [[], [0, 2, 3], [0, 3, 2]]),
        Added(
            "Addbmm", "torch.addbmm", "bij,bjk->ik",
            static (x, a, b, beta, alpha) => x.Addbmm(a, b, beta, alpha),
            [[2, 2], [2, 2, 3], [2, 3, 2]], [[2, 1], [2, 2, 3], [2, 3, 2]], [[2], [0, 2, 3], [0, 3, 2]]),
        new OpProof("Trace", "torch.trace")
            .Case(
                static x => x.Trace(),
                static x => Plain.Build([], _ => Enumerable.Range(0, Math.Min(x.Shape[0], x.Shape[1])).Sum(i => x[i, i])),
                [[3, 3], [2, 4], [4, 2], [1, 1], [0, 3], [0, 0]]),
        new OpProof("Kron", "torch.kron")
            .Case(
                static (a, b) => a.Kron(b),
                static (a, b) => PlainEinsum.Of("ij,kl->ikjl", [a, b]).Reshape([a.Shape[0] * b.Shape[0], a.Shape[1] * b.Shape[1]]),
                [([2, 3], [3, 2]), ([1, 1], [2, 2]), ([0, 2], [2, 2])])
            .Case(
                static (a, b) => a.Kron(b),
                static (a, b) => PlainEinsum.Of("ij,k->ijk", [a, b]).Reshape([a.Shape[0], a.Shape[1] * b.Shape[0]]),
                [([2, 3], [2]), ([2, 3], [0])])
            .Case(static (a, b) => a.Kron(b), static (a, b) => PlainEinsum.Of("i,jk->jik", [a, b]).Reshape([b.Shape[0], a.Shape[0] * b.Shape[1]]), [([2], [2, 3])])
            .Case(static (a, b) => a.Kron(b), static (a, b) => a.Zip(b, static (x, y) => x * y), [([], []), ([], [2, 2]), ([3], [])]),
        new OpProof("Cross", "torch.linalg.cross")
            .Case(static (a, b) => a.Cross(b), static (a, b) => Cross(a, b, -1), [([2, 3], [2, 3]), ([3], [3]), ([2, 1, 3], [1, 2, 3]), ([0, 3], [1, 3])])
            .Case(static (a, b) => a.Cross(b, 0), static (a, b) => Cross(a, b, 0), [([3, 2], [3, 2]), ([3, 1], [3, 2])]),
    ];

    private static OpProof Added(
        string name, string torch, string equation, Func<Tensor, Tensor, Tensor, Scalar?, Scalar?, Tensor> op, params Shape[][] shapes)
    {
        return new OpProof(name, torch)
            .Case(x => op(x[0], x[1], x[2], null, null), x => Expected(x, 1, 1), shapes)
            .Case(x => op(x[0], x[1], x[2], 3, -2), x => Expected(x, 3, -2), shapes)
            .Case(x => op(x[0], x[1], x[2], 0, 2), x => Expected(x, 0, 2), shapes);

        Plain Expected(Plain[] x, double beta, double alpha)
        {
            Plain product = PlainEinsum.Of(equation, x[1..]);
            return Plain.Build(product.Shape, index => (beta * x[0][index]) + (alpha * product[index]));
        }
    }

    private static Plain Cross(Plain a, Plain b, int dim)
    {
        Plain all = a.Zip(b, static (x, y) => x * y);
        int at = dim < 0 ? dim + all.Shape.Rank : dim;
        return Plain.Build(all.Shape, index =>
        {
            int[] next = [.. index], second = [.. index];
            next[at] = (index[at] + 1) % 3;
            second[at] = (index[at] + 2) % 3;
            return (a[next] * b[second]) - (a[second] * b[next]);
        });
    }
}
