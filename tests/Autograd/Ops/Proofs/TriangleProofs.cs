namespace MiniTorch.Tests;

/// <summary>Triangles and diagonals.</summary>
internal static class TriangleProofs
{
    private static readonly Shape[] Matrices = [[3, 4], [4, 3], [2, 3, 3], [2, 2, 2, 3], [1, 1], [1, 5], [0, 3], [3, 0], [2, 0, 3]];

    public static OpProof[] All =>
    [
        new OpProof("Tril", "torch.tril")
            .Case(static x => x.Tril(), static x => Kept(x, static (row, column) => column <= row), Matrices)
            .Case(static x => x.Tril(1), static x => Kept(x, static (row, column) => column <= row + 1), Matrices)
            .Case(static x => x.Tril(-2), static x => Kept(x, static (row, column) => column <= row - 2), Matrices)
            .Case(static x => x.Tril(int.MinValue), static x => Kept(x, static (_, _) => false), [[3, 4]])
            .Golden("tril", static (x, args) => x[0].Tril(args["diagonal"].Int)),
        new OpProof("Triu", "torch.triu")
            .Case(static x => x.Triu(), static x => Kept(x, static (row, column) => column >= row), Matrices)
            .Case(static x => x.Triu(1), static x => Kept(x, static (row, column) => column >= row + 1), Matrices)
            .Case(static x => x.Triu(-2), static x => Kept(x, static (row, column) => column >= row - 2), Matrices)
            .Case(static x => x.Triu(int.MaxValue), static x => Kept(x, static (_, _) => false), [[3, 4]])
            .Golden("triu", static (x, args) => x[0].Triu(args["diagonal"].Int)),
        new OpProof("TrilIndices", "torch.tril_indices")
            .Case(static x => Tensor.TrilIndices(x.Shape[0], x.Shape[1], 1), static x => Places(x, static (row, column) => column <= row + 1), IndexShapes, IsIndex)
            .Case(static x => Tensor.TrilIndices(x.Shape[0], x.Shape[1]), static x => Places(x, static (row, column) => column <= row), IndexShapes, IsIndex)
            .Case(static x => Tensor.TrilIndices(x.Shape[0], x.Shape[1], -9), static x => Places(x, static (_, _) => false), IndexShapes, IsIndex),
        new OpProof("TriuIndices", "torch.triu_indices")
            .Case(static x => Tensor.TriuIndices(x.Shape[0], x.Shape[1], 1), static x => Places(x, static (row, column) => column >= row + 1), IndexShapes, IsIndex)
            .Case(static x => Tensor.TriuIndices(x.Shape[0], x.Shape[1], -2), static x => Places(x, static (row, column) => column >= row - 2), IndexShapes, IsIndex)
            .Case(static x => Tensor.TriuIndices(x.Shape[0], x.Shape[1], -9), static x => Places(x, static (_, _) => true), IndexShapes, IsIndex),
        new OpProof("DiagEmbed", "torch.diag_embed")
            .Case(static x => x.DiagEmbed(), static x => Plain.Build([.. x.Shape, x.Shape[-1]], i => i[^1] == i[^2] ? x[i.AsSpan(..^1)] : 0), [[3], [2, 3], [2, 1, 2], [0], [0, 2]])
            .Case(static x => x.DiagEmbed(1), static x => Plain.Build([2, 4, 4], i => i[2] == i[1] + 1 ? x[i[0], i[1]] : 0), [[2, 3]])
            .Case(static x => x.DiagEmbed(-2), static x => Plain.Build([5, 5], i => i[0] == i[1] + 2 ? x[i[1]] : 0), [[3]])
            .Case(static x => x.DiagEmbed(1, 0, 2), static x => Plain.Build([4, 2, 4], i => i[2] == i[0] + 1 ? x[i[1], i[0]] : 0), [[2, 3]])
            .Case(static x => x.DiagEmbed(1, -1, 0), static x => Plain.Build([4, 2, 4], i => i[0] == i[2] + 1 ? x[i[1], i[2]] : 0), [[2, 3]]),
        new OpProof("Diag", "torch.diag")
            .Case(static x => x.Diag(), static x => Plain.Build([x.Shape[0], x.Shape[0]], i => i[0] == i[1] ? x[i[0]] : 0), [[3], [1], [0]])
            .Case(static x => x.Diag(-1), static x => Plain.Build([4, 4], i => i[0] == i[1] + 1 ? x[i[1]] : 0), [[3]])
            .Case(static x => x.Diag(), static x => x.Take([3], static i => [i[0], i[0]]), [[3, 3], [3, 4], [4, 3]])
            .Case(static x => x.Diag(-1), static x => x.Take([2], static i => [i[0] + 1, i[0]]), [[3, 2], [3, 3]]),
        new OpProof("DiagFlat", "torch.diagflat")
            .Case(static x => x.DiagFlat(), static x => Plain.Build([x.Shape.Count, x.Shape.Count], i => i[0] == i[1] ? x.Data[i[0]] : 0))
            .Case(static x => x.DiagFlat(1), static x => Plain.Build([5, 5], i => i[1] == i[0] + 1 ? x.Data[i[0]] : 0), [[2, 2], [4]]),
    ];

    private static Shape[] IndexShapes => [[3, 3], [3, 5], [5, 2], [1, 1], [0, 3], [3, 0]];

    private static OpTestOptions IsIndex => new() { DType = DType.Int64 };

    private static Plain Kept(Plain x, Func<int, int, bool> isKept) => Plain.Build(x.Shape, index => isKept(index[^2], index[^1]) ? x[index] : 0);

    private static Plain Places(Plain x, Func<int, int, bool> isKept)
    {
        int[][] places = [.. Indices.Of(x.Shape).Where(index => isKept(index[0], index[1]))];
        return Plain.Build([2, places.Length], i => places[i[1]][i[0]]);
    }
}
