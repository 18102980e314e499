namespace MiniTorch.Tests;

/// <summary>Tensors put together, taken apart and repeated.</summary>
internal static class JoinProofs
{
    public static OpProof[] All =>
    [
        new OpProof("Stack", "torch.stack").Golden("stack", static (x, args) => Tensor.Stack(x, args["dim"].Int)),
    ];
}
