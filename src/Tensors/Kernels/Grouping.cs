namespace MiniTorch.Kernels;

/// <summary>A contiguous array seen as [outer, groups, inner]. What is normalised together is a group: its elements over outer and inner.</summary>
internal readonly record struct Grouping(int Outer, int Groups, int Inner)
{
    // Shorter rows cost more to begin than to work through.
    private const int ShortRow = 32;

    /// <summary>Number of elements of a group.</summary>
    public int Size => Outer * Inner;

    /// <summary>Number of contiguous rows, each of one group.</summary>
    public int Rows => Outer * Groups;

    /// <summary>Whether it is worked through as the matrix [outer, groups·inner], each column being of one group, rather than row by row.</summary>
    public bool IsByColumn => Outer > 1 && Inner < ShortRow;

    /// <summary>Number of columns of that matrix.</summary>
    public int Columns => Groups * Inner;
}
