namespace MiniTorch.Tests;

/// <summary>Tensors made from nothing, for the list of operations.</summary>
internal static class CreationProofs
{
    public static OpProof[] All =>
    [
    ];
}
