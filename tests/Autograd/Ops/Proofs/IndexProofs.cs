namespace MiniTorch.Tests;

/// <summary>Elements by index and by mask.</summary>
internal static class IndexProofs
{
    public static OpProof[] All =>
    [
        new OpProof("Gather", "torch.gather").Golden("gather", static (x, args) => x[0].Gather(args["dim"].Int, x[1])),
        new OpProof("ScatterAdd", "torch.scatter_add")
            .Golden("scatter_add", static (x, args) => x[0] + x[2].ScatterAdd(x[0].Shape, args["dim"].Int, x[1])),
    ];
}
