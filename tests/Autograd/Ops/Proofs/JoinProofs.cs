namespace MiniTorch.Tests;

/// <summary>Tensors put together.</summary>
internal static class JoinProofs
{
    public static OpProof[] All =>
    [
        new OpProof("Cat", "torch.cat")
            .Case(static x => Tensor.Cat(x), static x => Cat(x, 0), [[[2, 3], [4, 3], [1, 3]], [[3], [1]], [[2, 3]], [[0, 3], [2, 3]], [[0], [0]]])
            .Case(static x => Tensor.Cat(x, -1), static x => Cat(x, x[0].Shape.Rank - 1), [[[2, 3, 1], [2, 3, 4]], [[2, 0], [2, 2]], [[0, 2], [0, 3]]])
            .Case(static x => Tensor.Cat(x, 1), static x => Cat([x[1], x[2]], 1), [[[0], [2, 3], [2, 2]]])
            .Golden("cat", static (x, args) => Tensor.Cat(x, args["dim"].Int)),
        new OpProof("Stack", "torch.stack")
            .Case(static x => Tensor.Stack(x), static x => Stack(x, 0), [.. OpTest.UnaryShapes.Select(static shape => (Shape[])[shape, shape, shape]), [[2, 3]]])
            .Case(static x => Tensor.Stack(x, -1), static x => Stack(x, x[0].Shape.Rank), [.. OpTest.UnaryShapes.Select(static shape => (Shape[])[shape, shape])])
            .Case(static x => Tensor.Stack(x, 1), static x => Stack(x, 1), [[[2, 3], [2, 3]], [[2], [2]], [[0, 3, 2], [0, 3, 2], [0, 3, 2]]])
            .Case(static x => Tensor.Stack(x, -2), static x => Stack(x, 1), [[[2, 3], [2, 3]]])
            .Golden("stack", static (x, args) => Tensor.Stack(x, args["dim"].Int)),
        new OpProof("HStack", "torch.hstack")
            .Case(static x => Tensor.HStack(x), static x => Cat(x, 1), [[[3, 2], [3, 4]], [[2, 1, 3], [2, 2, 3]], [[0, 2], [0, 1]]])
            .Case(static x => Tensor.HStack(x), static x => Cat([.. x.Select(static v => v.Reshape([v.Shape.Count]))], 0), [[[], [2]], [[], []], [[3], [0], [2]]]),
        new OpProof("VStack", "torch.vstack")
            .Case(static x => Tensor.VStack(x), static x => Cat(x, 0), [[[2, 3], [1, 3]], [[0, 3], [2, 3]]])
            .Case(static x => Tensor.VStack(x), static x => Cat([.. x.Select(static v => v.Reshape([v.Shape.Count / 2, 2]))], 0), [[[2], [3, 2]], [[2], [2]]])
            .Case(static x => Tensor.VStack(x), static x => Cat([.. x.Select(static v => v.Reshape([1, 1]))], 0), [[[], [1]], [[], []]]),
        new OpProof("DStack", "torch.dstack")
            .Case(static x => Tensor.DStack(x), static x => Cat(x, 2), [[[2, 3, 1], [2, 3, 2]]])
            .Case(static x => Tensor.DStack(x), static x => Cat([.. x.Select(static v => v.Reshape([2, 3, v.Shape.Count / 6]))], 2), [[[2, 3], [2, 3, 2]], [[2, 3], [2, 3]]])
            .Case(static x => Tensor.DStack(x), static x => Cat([.. x.Select(static v => v.Reshape([1, v.Shape.Count, 1]))], 2), [[[3], [3]], [[], []], [[0], [0]]]),
        new OpProof("ColumnStack", "torch.column_stack")
            .Case(static x => Tensor.ColumnStack(x), static x => Cat([.. x.Select(static v => v.Reshape([2, v.Shape.Count / 2]))], 1), [[[2], [2, 3]], [[2], [2]], [[2, 2], [2, 0]]])
            .Case(static x => Tensor.ColumnStack(x), static x => Cat([.. x.Select(static v => v.Reshape([1, 1]))], 1), [[[], []]]),
        new OpProof("BlockDiag", "torch.block_diag")
            .Case(
                static x => Tensor.BlockDiag(x),
                static x => Plain.Build([5, 6], i => i[0] < 2 ? (i[1] < 3 ? x[0][i] : 0) : i[0] < 4 ? (i[1] is 3 or 4 ? x[1][i[0] - 2, i[1] - 3] : 0) : i[1] == 5 ? x[2][[]] : 0),
                [[[2, 3], [2, 2], []]])
            .Case(static x => Tensor.BlockDiag(x), static x => Plain.Build([2, 5], i => i[0] == 0 ? (i[1] < 3 ? x[0][i[1]] : 0) : i[1] > 2 ? x[1][0, i[1] - 3] : 0), [[[3], [1, 2]]])
            .Case(static x => Tensor.BlockDiag(x), static x => Plain.Build([3, 2], i => i[0] < 1 ? 0 : x[1][i[0] - 1, i[1]]), [[[0], [2, 2]]]),
        new OpProof("Meshgrid", "torch.meshgrid")
            .Case(static x => Tensor.Meshgrid(x)[0], static x => Plain.Build([2, 3], i => x[0][i[0]]), [[[2], [3]]])
            .Case(static x => Tensor.Meshgrid(x)[1], static x => Plain.Build([2, 3], i => x[1][i[1]]), [[[2], [3]]])
            .Case(static x => Tensor.Meshgrid(x)[2], static x => Plain.Build([2, 1, 3], i => x[2][i[2]]), [[[2], [], [3]]])
            .Case(static x => Tensor.Meshgrid(MeshgridIndexing.XY, x)[0], static x => Plain.Build([3, 2, 4], i => x[0][i[1]]), [[[2], [3], [4]]])
            .Case(static x => Tensor.Meshgrid(MeshgridIndexing.XY, x)[1], static x => Plain.Build([3, 2, 4], i => x[1][i[0]]), [[[2], [3], [4]]])
            .Case(static x => Tensor.Meshgrid(MeshgridIndexing.XY, x)[2], static x => Plain.Build([3, 2, 4], i => x[2][i[2]]), [[[2], [3], [4]]])
            .Case(static x => Tensor.Meshgrid(MeshgridIndexing.XY, x)[0], static x => x[0], [[[3]], [[0]]])
            .Case(static x => Tensor.Meshgrid(x)[0], static x => Plain.Build([2, 0], i => x[0][i[0]]), [[[2], [0]]]),
        new OpProof("CartesianProd", "torch.cartesian_prod")
            .Case(static x => Tensor.CartesianProd(x), static x => Plain.Build([6, 2], i => i[1] == 0 ? x[0][i[0] / 3] : x[1][i[0] % 3]), [[[2], [3]]])
            .Case(static x => Tensor.CartesianProd(x), static x => Plain.Build([8, 3], i => x[i[1]][(i[0] >> (2 - i[1])) & 1]), [[[2], [2], [2]]])
            .Case(static x => Tensor.CartesianProd(x), static x => Plain.Build([0, 2], static _ => 0), [[[2], [0]]])
            .Case(static x => Tensor.CartesianProd(x), static x => x[0], [[[3]]]),
        new OpProof("Combinations", "torch.combinations")
            .Case(static x => x.Combinations(), static x => Chosen(x, 2, false), [[4], [2], [1], [0]])
            .Case(static x => x.Combinations(3), static x => Chosen(x, 3, false), [[5], [3]])
            .Case(static x => x.Combinations(3, withReplacement: true), static x => Chosen(x, 3, true), [[3], [1], [0]])
            .Case(static x => x.Combinations(1), static x => x.Reshape([x.Shape.Count, 1]), [[3]])
            .Case(static x => x.Combinations(0), static x => new Plain([0], []), [[3]]),
    ];

    // Every index belongs to the part in whose stretch it lies.
    private static Plain Cat(Plain[] parts, int dim)
    {
        int[] sizes = parts[0].Shape.ToArray();
        sizes[dim] = parts.Sum(part => part.Shape[dim]);
        return Plain.Build(Shape.Of(sizes), index =>
        {
            int[] place = [.. index];
            int number = 0;
            while (place[dim] >= parts[number].Shape[dim])
            {
                place[dim] -= parts[number++].Shape[dim];
            }

            return parts[number][place];
        });
    }

    private static Plain Stack(Plain[] parts, int dim)
    {
        int[] sizes = parts[0].Shape.ToArray();
        return Plain.Build([.. sizes[..dim], parts.Length, .. sizes[dim..]], index => parts[index[dim]][[.. index[..dim], .. index[(dim + 1)..]]]);
    }

    // Of all r-digit numbers those whose digits rise.
    private static Plain Chosen(Plain x, int r, bool again)
    {
        Shape digits = Shape.Of([.. Enumerable.Repeat(x.Shape.Count, r)]);
        int[][] chosen = [.. Indices.Of(digits).Where(index => index.Zip(index.Skip(1), (a, b) => again ? a <= b : a < b).All(static rises => rises))];
        return Plain.Build([chosen.Length, r], i => x[chosen[i[0]][i[1]]]);
    }
}
