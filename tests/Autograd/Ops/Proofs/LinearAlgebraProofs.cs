namespace MiniTorch.Tests;

/// <summary>Products, factorizations, solutions.</summary>
internal static class LinearAlgebraProofs
{
    public static OpProof[] All =>
    [
        new OpProof("MatMul", "torch.matmul").Golden("matmul", static (x, _) => x[0].MatMul(x[1])),
    ];
}
