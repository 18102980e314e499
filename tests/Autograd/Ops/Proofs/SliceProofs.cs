namespace MiniTorch.Tests;

/// <summary>Parts of a tensor as views, and tensors with a part replaced.</summary>
internal static class SliceProofs
{
    private static readonly Shape[] Cube = [[2, 3, 4]];

    public static OpProof[] All =>
    [
        new OpProof("Slice", "torch.ops.aten.slice")
            .Case(static x => x.Slice(1, 0, 3, 2), static x => x.Take([2, 2, 4], static i => [i[0], 2 * i[1], i[2]]), Cube)
            .Case(static x => x.Slice(-1, -3, -1), static x => x.Take([2, 3, 2], static i => [i[0], i[1], i[2] + 1]), Cube)
            .Case(static x => x.Slice(2, 1), static x => x.Take([2, 3, 3], static i => [i[0], i[1], i[2] + 1]), Cube)
            .Case(static x => x.Slice(2, 1, 100, 2), static x => x.Take([2, 3, 2], static i => [i[0], i[1], (2 * i[2]) + 1]), Cube)
            .Case(static x => x.Slice(0, 2), static x => x.Take([0, 3, 4], static i => i), Cube)
            .Case(static x => x.Slice(1, 2, 1), static x => x.Take([2, 0, 4], static i => i), Cube)
            .Case(static x => x.Slice(1, 0, 3, 2).Slice(2, 1, 4, 2), static x => x.Take([2, 2, 2], static i => [i[0], 2 * i[1], (2 * i[2]) + 1]), Cube)
            .Golden("slice", static (x, args) => x[0].Slice(args["dim"].Int, args["start"].Int, args["end"].Int, args["step"].Int)),
        new OpProof("Narrow", "torch.narrow")
            .Case(static x => x.Narrow(1, 1, 2), static x => x.Take([2, 2, 4], static i => [i[0], i[1] + 1, i[2]]), Cube)
            .Case(static x => x.Narrow(-1, -3, 3), static x => x.Take([2, 3, 3], static i => [i[0], i[1], i[2] + 1]), Cube)
            .Case(static x => x.Narrow(0, 0, 2), static x => x, Cube)
            .Case(static x => x.Narrow(0, 2, 0), static x => x.Take([0, 3, 4], static i => i), Cube),
        new OpProof("Select", "torch.select")
            .Case(static x => x.Select(1, 2), static x => x.Take([2, 4], static i => [i[0], 2, i[1]]), Cube)
            .Case(static x => x.Select(-1, -1), static x => x.Take([2, 3], static i => [i[0], i[1], 3]), Cube)
            .Case(static x => x.Select(0, -2), static x => x.Take([3, 4], static i => [0, i[0], i[1]]), Cube)
            .Case(static x => x.Select(0, 1), static x => x.Take([], static _ => [1]), [[3]]),
        new OpProof("Unfold", "Tensor.unfold")
            .Case(static x => x.Unfold(-1, 3, 2), static x => x.Take([2, 3, 3], static i => [i[0], (2 * i[1]) + i[2]]), [[2, 7]])
            .Case(static x => x.Unfold(0, 2, 1), static x => x.Take([4, 2, 2], static i => [i[0] + i[2], i[1]]), [[5, 2]])
            .Case(static x => x.Unfold(1, 6, 1), static x => x.Take([2, 2, 6], static i => [i[0], i[1] + i[2]]), [[2, 7]])
            .Case(static x => x.Unfold(0, 2, 3), static x => x.Take([2, 2], static i => [(3 * i[0]) + i[1]]), [[7]])
            .Case(static x => x.Unfold(0, 3, 1).Unfold(0, 2, 1), static x => x.Take([2, 3, 2], static i => [i[0] + i[1] + i[2]]), [[5]])
            .Case(static x => x.Unfold(0, 0, 2), static x => x.Take([3, 2, 0], static i => i), [[5, 2]])
            .Case(static x => x.Unfold(0, 1, 1), static x => x.Take([1], static _ => []), [[]])
            .Case(static x => x.Unfold(-1, 0, 1), static x => x.Take([0], static _ => []), [[]])
            .Case(static x => x.Unfold(1, 2, 1), static x => x.Take([0, 2, 2], static i => i), [[0, 3]]),
        new OpProof("Diagonal", "torch.diagonal")
            .Case(static x => x.Diagonal(), static x => x.Take([3], static i => [i[0], i[0]]), [[3, 3], [3, 4], [4, 3]])
            .Case(static x => x.Diagonal(1), static x => x.Take([3], static i => [i[0], i[0] + 1]), [[3, 4], [4, 4]])
            .Case(static x => x.Diagonal(-2), static x => x.Take([2], static i => [i[0] + 2, i[0]]), [[4, 2], [4, 3]])
            .Case(static x => x.Diagonal(9), static x => x.Take([0], static i => i), [[3, 4], [0, 4]])
            .Case(static x => x.Diagonal(-2), static x => x.Take([1], static _ => [2, 0]), [[3, 3]])
            .Case(static x => x.Diagonal(1, 0, 2), static x => x.Take([3, 2], static i => [i[1], i[0], i[1] + 1]), Cube)
            .Case(static x => x.Diagonal(1, -1, -2), static x => x.Take([2, 2], static i => [i[0], i[1] + 1, i[1]]), Cube)
            .Case(static x => x.Diagonal(0, 1, 2), static x => x.Take([2, 0], static i => i), [[2, 0, 3]]),
        new OpProof("SliceScatter", "torch.slice_scatter")
            .Case(
                static (x, y) => x.SliceScatter(y, -2, 1, 3),
                static (x, y) => Plain.Build(x.Shape, i => i[0] is 1 or 2 ? y[i[0] - 1, i[1]] : x[i]),
                [([4, 3], [2, 3])])
            .Case(
                static (x, y) => x.SliceScatter(y, 1, 0, step: 2),
                static (x, y) => Plain.Build(x.Shape, i => i[1] % 2 == 0 ? y[i[0], i[1] / 2] : x[i]),
                [([4, 3], [4, 2])])
            .Case(static (x, y) => x.SliceScatter(y, 0, 0), static (_, y) => y, [([3], [3]), ([0], [0]), ([0, 2], [0, 2])])
            .Case(static (x, y) => x.SliceScatter(y, 0, 3), static (x, _) => x, [([3], [0])]),
        new OpProof("SelectScatter", "torch.select_scatter")
            .Case(static (x, y) => x.SelectScatter(y, 1, -1), static (x, y) => Plain.Build(x.Shape, i => i[1] == 2 ? y[i[0]] : x[i]), [([4, 3], [4]), ([0, 3], [0])])
            .Case(static (x, y) => x.SelectScatter(y, 0, 0), static (x, y) => Plain.Build(x.Shape, i => i[0] == 0 ? y[[]] : x[i]), [([3], []), ([1], [])]),
        new OpProof("DiagonalScatter", "torch.diagonal_scatter")
            .Case(
                static (x, y) => x.DiagonalScatter(y, 1),
                static (x, y) => Plain.Build(x.Shape, i => i[1] == i[0] + 1 ? y[i[0]] : x[i]),
                [([3, 4], [3]), ([1, 2], [1]), ([0, 1], [0])])
            .Case(
                static (x, y) => x.DiagonalScatter(y, 0, -1, 0),
                static (x, y) => Plain.Build(x.Shape, i => i[2] == i[0] ? y[i[1], i[0]] : x[i]),
                [([2, 3, 4], [3, 2])]),
    ];
}
