namespace MiniTorch.Tests;

/// <summary>All operations, a line a family.</summary>
internal static class OpProofs
{
    public static IReadOnlyList<OpProof> All { get; } =
    [
        .. ArithmeticProofs.All,
        .. UnaryMathProofs.All,
        .. BinaryMathProofs.All,
        .. ComparisonProofs.All,
        .. InPlaceProofs.All,
        .. ReductionProofs.All,
        .. ShapeProofs.All,
        .. SliceProofs.All,
        .. JoinProofs.All,
        .. SplitProofs.All,
        .. RepeatProofs.All,
        .. TriangleProofs.All,
        .. IndexProofs.All,
        .. SortProofs.All,
        .. LinearAlgebraProofs.All,
        .. EinsumProofs.All,
        .. SolveProofs.All,
        .. CreationProofs.All,
        .. RandomProofs.All,
    ];

    public static OpProof Named(string name) => All.Single(proof => proof.Name == name);
}
