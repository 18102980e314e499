namespace MiniTorch.Tests;

/// <summary>The same elements in another shape.</summary>
internal static class ShapeProofs
{
    private static readonly Shape[] Cube = [[2, 3, 4]];
    private static readonly Shape[] Matrices = [[3, 4], [1, 3], [1, 1], [0, 3], [3, 0]];

    public static OpProof[] All =>
    [
        new OpProof("Reshape", "torch.reshape")
            .Case(static x => x.Reshape(4, -1), static x => x.Reshape([4, 6]), Cube)
            .Case(static x => x.Reshape(2, 3, 2, 2), static x => x.Reshape([2, 3, 2, 2]), Cube)
            .Case(static x => x.Reshape(1, 24, 1), static x => x.Reshape([1, 24, 1]), Cube)
            .Case(static x => x.Reshape(-1), static x => x.Reshape([x.Shape.Count]))
            .Case(static x => x.Reshape([]), static x => x.Reshape([]), [[], [1], [1, 1]])
            .Case(static x => x.Reshape(3, 0), static x => x.Reshape([3, 0]), [[0], [2, 0, 3]])
            .Golden("reshape", static (x, args) => x[0].Reshape(args["shape"].Ints)),
        new OpProof("ReshapeAs", "Tensor.reshape_as")
            .Case(static x => x.ReshapeAs(Tensor.Zeros([4, 6])), static x => x.Reshape([4, 6]), Cube),
        new OpProof("View", "Tensor.view")
            .Case(static x => x.View(2, 3, 2, -1), static x => x.Reshape([2, 3, 2, 2]), Cube)
            .Case(static x => x.View(1, 2, 1, 3, 4, 1), static x => x.Reshape([1, 2, 1, 3, 4, 1]), Cube)
            .Case(static x => x.View([]), static x => x.Reshape([]), [[], [1], [1, 1]])
            .Case(static x => x.View(0, 7), static x => x.Reshape([0, 7]), [[0], [2, 0, 3]]),
        new OpProof("ViewAs", "Tensor.view_as")
            .Case(static x => x.ViewAs(Tensor.Zeros([2, 3, 2, 2])), static x => x.Reshape([2, 3, 2, 2]), Cube),
        new OpProof("Flatten", "torch.flatten")
            .Case(static x => x.Flatten(), static x => x.Reshape([x.Shape.Count]))
            .Case(static x => x.Flatten(1), static x => x.Reshape([2, 12]), Cube)
            .Case(static x => x.Flatten(0, 1), static x => x.Reshape([6, 4]), Cube)
            .Case(static x => x.Flatten(-2, -1), static x => x.Reshape([2, 12]), Cube)
            .Case(static x => x.Flatten(1), static x => x.Reshape([2, 0]), [[2, 0, 3]]),
        new OpProof("Unflatten", "torch.unflatten")
            .Case(static x => x.Unflatten(-1, 2, -1), static x => x.Reshape([2, 3, 2, 2]), Cube)
            .Case(static x => x.Unflatten(1, 1, 3), static x => x.Reshape([2, 1, 3, 4]), Cube)
            .Case(static x => x.Unflatten(0, 0, 5), static x => x.Reshape([0, 5, 3]), [[0, 3]]),
        new OpProof("T", "Tensor.T")
            .Case(static x => x.T, static x => x.Take([x.Shape[1], x.Shape[0]], static i => [i[1], i[0]]), Matrices)
            .Case(static x => x.T, static x => x, [[], [1], [5], [0]]),
        new OpProof("MT", "Tensor.mT")
            .Case(static x => x.MT, static x => x.Take([x.Shape[1], x.Shape[0]], static i => [i[1], i[0]]), Matrices)
            .Case(static x => x.MT, static x => x.Take([2, 4, 3], static i => [i[0], i[2], i[1]]), Cube),
        new OpProof("Transpose", "torch.transpose")
            .Case(static x => x.Transpose(0, -1), static x => x.Take([4, 3, 2], static i => [i[2], i[1], i[0]]), Cube)
            .Case(static x => x.Transpose(1, 1), static x => x, Cube)
            .Case(static x => x.Transpose(0, -1), static x => x, [[]])
            .Case(static x => x.Transpose(0, 1), static x => x.Reshape([3, 0]), [[0, 3]])
            .Golden("transpose", static (x, args) => x[0].Transpose(args["dim0"].Int, args["dim1"].Int)),
        new OpProof("Permute", "torch.permute")
            .Case(static x => x.Permute(2, 0, 1), static x => x.Take([4, 2, 3], static i => [i[1], i[2], i[0]]), Cube)
            .Case(static x => x.Permute(-1, 0, -2), static x => x.Take([4, 2, 3], static i => [i[1], i[2], i[0]]), Cube)
            .Case(static x => x.Permute([]), static x => x, [[]])
            .Golden("permute", static (x, args) => x[0].Permute(args["dims"].Ints)),
        new OpProof("MoveDim", "torch.movedim")
            .Case(static x => x.MoveDim(0, -1), static x => x.Take([3, 4, 2], static i => [i[2], i[0], i[1]]), Cube)
            .Case(static x => x.MoveDim(2, 0), static x => x.Take([4, 2, 3], static i => [i[1], i[2], i[0]]), Cube)
            .Case(static x => x.MoveDim([2, 0], [0, 1]), static x => x.Take([4, 2, 3], static i => [i[1], i[2], i[0]]), Cube)
            .Case(static x => x.MoveDim([-1, 0], [1, -1]), static x => x.Take([3, 4, 2], static i => [i[2], i[0], i[1]]), Cube)
            .Case(static x => x.MoveDim([], []), static x => x, [[], [2, 3], [0, 2]])
            .Case(static x => x.MoveDim(0, -1), static x => x, [[], [3]]),
        new OpProof("Squeeze", "torch.squeeze")
            .Case(static x => x.Squeeze(), static x => x.Reshape([2, 3]), [[2, 1, 3], [1, 2, 3, 1], [2, 3]])
            .Case(static x => x.Squeeze(), static x => x.Reshape([]), [[], [1], [1, 1]])
            .Case(static x => x.Squeeze(1), static x => x.Reshape([2, 3]), [[2, 1, 3]])
            .Case(static x => x.Squeeze(-1), static x => x.Reshape([2]), [[2, 1]])
            .Case(static x => x.Squeeze(0), static x => x, [[2, 3, 4], []])
            .Case(static x => x.Squeeze(0), static x => x.Reshape([0]), [[1, 0]])
            .Case(static x => x.Squeeze(0, -1, 1), static x => x.Reshape([2, 1]), [[1, 2, 1, 1]])
            .Case(static x => x.Squeeze([]), static x => x, [[1, 2, 1]]),
        new OpProof("Unsqueeze", "torch.unsqueeze")
            .Case(static x => x.Unsqueeze(0), static x => x.Reshape([1, .. x.Shape]))
            .Case(static x => x.Unsqueeze(-1), static x => x.Reshape([.. x.Shape, 1]))
            .Case(static x => x.Unsqueeze(-2), static x => x.Reshape([2, 3, 1, 4]), Cube),
        new OpProof("Expand", "Tensor.expand")
            .Case(static x => x.Expand(4, 3, 2), static x => x.Take([4, 3, 2], static i => [i[1], 0]), [[3, 1]])
            .Case(static x => x.Expand(4, -1, 2), static x => x.Take([4, 3, 2], static i => [i[1], 0]), [[3, 1]])
            .Case(static x => x.Expand(2, 3), static x => x.Take([2, 3], static _ => []), [[]])
            .Case(static x => x.Expand(3, 1), static x => x, [[3, 1]])
            .Case(static x => x.Expand(-1, -1), static x => x, [[3, 1], [0, 1]])
            .Case(static x => x.Expand(0, 3), static x => x.Take([0, 3], static i => i), [[1, 3], [3]])
            .Case(static x => x.Expand(2, 0), static x => x.Take([2, 0], static i => i), [[2, 1], [1, 0]])
            .Golden("expand", static (x, args) => x[0].Expand(args["shape"].Ints)),
        new OpProof("ExpandAs", "Tensor.expand_as")
            .Case(static x => x.ExpandAs(Tensor.Zeros([4, 3, 2])), static x => x.Take([4, 3, 2], static i => [i[1], 0]), [[3, 1]]),
        new OpProof("BroadcastTensors", "torch.broadcast_tensors")
            .Case(static (a, b) => Tensor.BroadcastTensors(a, b)[0], static (a, b) => a.Zip(b, static (x, _) => x), OpTest.BinaryShapes)
            .Case(static (a, b) => Tensor.BroadcastTensors(a, b)[1], static (a, b) => a.Zip(b, static (_, y) => y), OpTest.BinaryShapes),
        new OpProof("AtLeast1D", "torch.atleast_1d").Case(static x => x.AtLeast1D(), static x => x.Shape.Rank == 0 ? x.Reshape([1]) : x),
        new OpProof("AtLeast2D", "torch.atleast_2d").Case(static x => x.AtLeast2D(), static x => x.Shape.Rank < 2 ? x.Reshape([1, x.Shape.Count]) : x),
        new OpProof("AtLeast3D", "torch.atleast_3d")
            .Case(static x => x.AtLeast3D(), static x => x, [[2, 3, 4], [0, 1, 2], [1, 2, 1, 2]])
            .Case(static x => x.AtLeast3D(), static x => x.Reshape([2, 3, 1]), [[2, 3]])
            .Case(static x => x.AtLeast3D(), static x => x.Reshape([1, x.Shape.Count, 1]), [[], [3], [0]]),
        new OpProof("Clone", "torch.clone").Elementwise(static x => x.Clone(), static x => x),
        new OpProof("To", "Tensor.to")
            .Elementwise(static x => x.To(x.DType), static x => x)
            .Case(static x => x.To(DType.Float64), static x => x, options: new() { DType = DType.Float64 })
            .Case(static x => x.To(DType.Int64), static x => x.Map(Math.Truncate), options: new() { DType = DType.Int64 }),
        new OpProof("Contiguous", "Tensor.contiguous").Elementwise(static x => x.Contiguous(), static x => x),
    ];
}
