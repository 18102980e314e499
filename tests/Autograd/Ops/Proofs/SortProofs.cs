namespace MiniTorch.Tests;

/// <summary>Order: sorting, selection, search.</summary>
internal static class SortProofs
{
    public static OpProof[] All =>
    [
    ];
}
