namespace MiniTorch.Tests;

/// <summary>All operations, a line a family.</summary>
internal static class OpProofs
{
    public static (string Title, OpProof[] Proofs)[] Families { get; } =
    [
        ("Arithmetic", ArithmeticProofs.All),
        ("Functions of one number", UnaryMathProofs.All),
        ("Functions of two and three numbers, logic", BinaryMathProofs.All),
        ("Comparison", ComparisonProofs.All),
        ("In place", InPlaceProofs.All),
        ("Reductions and running reductions", ReductionProofs.All),
        ("Shape", ShapeProofs.All),
        ("Parts", SliceProofs.All),
        ("Joining", JoinProofs.All),
        ("Splitting", SplitProofs.All),
        ("Repeating, reordering, padding", RepeatProofs.All),
        ("Triangles and diagonals", TriangleProofs.All),
        ("Indexing", IndexProofs.All),
        ("Order, search, counting", SortProofs.All),
        ("Products", [.. LinearAlgebraProofs.All, .. EinsumProofs.All]),
        ("Factorisations and solutions", SolveProofs.All),
        ("Creation", CreationProofs.All),
        ("Random numbers", RandomProofs.All),
    ];

    public static IReadOnlyList<OpProof> All { get; } = [.. Families.SelectMany(static family => family.Proofs)];

    public static OpProof Named(string name) => All.Single(proof => proof.Name == name);
}
