namespace MiniTorch.Tests;

/// <summary>Views and copies in another shape.</summary>
internal static class ShapeProofs
{
    public static OpProof[] All =>
    [
        new OpProof("Reshape", "torch.reshape").Golden("reshape", static (x, args) => x[0].Reshape(args["shape"].Ints)),
        new OpProof("Permute", "torch.permute").Golden("permute", static (x, args) => x[0].Permute(args["dims"].Ints)),
        new OpProof("Transpose", "torch.transpose").Golden("transpose", static (x, args) => x[0].Transpose(args["dim0"].Int, args["dim1"].Int)),
        new OpProof("Expand", "Tensor.expand").Golden("expand", static (x, args) => x[0].Expand(Shape.Of(args["shape"].Ints))),
        new OpProof("Slice", "torch.narrow")
            .Golden("slice", static (x, args) => x[0].Slice(args["dim"].Int, args["start"].Int, args["end"].Int, args["step"].Int)),
    ];
}
