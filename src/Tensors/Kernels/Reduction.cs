using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>A reduction of rows to single values.</summary>
internal interface IReduction
{
    /// <summary>Whether the reduction of nothing has a value.</summary>
    static abstract bool HasIdentity { get; }

    static abstract T Row<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T>;

    /// <summary>Reduces each column of a matrix; false if rows are the only way.</summary>
    static abstract bool Columns<T>(ReadOnlySpan<T> matrix, int rows, int columns, int rowStride, Span<T> result)
        where T : unmanaged, INumber<T>;
}

/// <summary>A reduction to one of the elements, which has a place.</summary>
internal interface IChoice : IReduction
{
    /// <summary>The place of the first element that the reduction may have chosen, in a row that is not empty.</summary>
    static abstract int Place<T>(ReadOnlySpan<T> row)
        where T : unmanaged, INumber<T>;

    /// <summary>Whether an element takes the place of the one that was chosen before; not for NaN.</summary>
    static abstract bool Beats<T>(T candidate, T chosen)
        where T : unmanaged, INumber<T>;

    /// <summary>A mask of the lanes in which a candidate does not beat what was chosen; of lanes with NaN it sets none.</summary>
    static abstract TVec Stays<TVec, T>(TVec candidate, TVec chosen)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged;
}

/// <summary>
/// Reductions over any dims. The array is seen as [outer, reduced, inner]: rows where inner is 1, columns elsewhere; dims that do not lie
/// side by side are brought together by a copy. Cuts depend on the sizes alone and partial results meet in a fixed order, so the bits are
/// the same for any number of workers.
/// </summary>
internal static partial class Reduction
{
    private const int Chunk = 1 << 15;
    private const int Strip = 64;
    private const int ShortestRow = 16;

    public static NDArray Run<TOp>(string op, NDArray x, ReadOnlySpan<int> dims, bool keepDim)
        where TOp : struct, IReduction
    {
        if (dims.IsEmpty && !keepDim && x.IsContiguous)
        {
            return Run<TOp>(op, x, NDArray.Empty(Shape.Scalar, x.DType), 1, x.Count, 1);
        }

        Span<bool> reduced = stackalloc bool[x.Rank];
        Mark(x.Shape, dims, op, reduced);
        NDArray y = NDArray.Empty(x.Shape.Reduce(reduced, keepDim), x.DType);
        if (y.Count == 0)
        {
            return y;
        }

        (NDArray source, int outer, int size, int inner) = Arrange(x, reduced);
        return Run<TOp>(op, source, y, outer, size, inner);
    }

    /// <summary>How many elements each result of a reduction is made from.</summary>
    public static int Size(Shape shape, ReadOnlySpan<int> dims, string op)
    {
        if (dims.IsEmpty)
        {
            return shape.Count;
        }

        Span<bool> reduced = stackalloc bool[shape.Rank];
        Mark(shape, dims, op, reduced);
        int size = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            size *= reduced[i] ? shape.AsSpan()[i] : 1;
        }

        return size;
    }

    /// <summary>The last dims, if all are reduced and long enough for rows of their own, and others before one that stays are reduced too.</summary>
    public static int[] DimsBehind(Shape shape, ReadOnlySpan<int> dims, string op)
    {
        Span<bool> reduced = stackalloc bool[shape.Rank];
        Mark(shape, dims, op, reduced);
        int first = shape.Rank;
        long size = 1;
        while (first > 0 && reduced[first - 1])
        {
            size *= shape.AsSpan()[--first];
        }

        bool isKept = false, isReducedBefore = false;
        for (int i = first - 1; i >= 0; i--)
        {
            isKept |= !reduced[i] && shape.AsSpan()[i] != 1;
            isReducedBefore |= isKept && reduced[i] && shape.AsSpan()[i] != 1;
        }

        return size >= ShortestRow && isReducedBefore ? [.. Enumerable.Range(first, shape.Rank - first)] : [];
    }

    private static NDArray Run<TOp>(string op, NDArray x, NDArray y, int outer, int size, int inner)
        where TOp : struct, IReduction
    {
        if (x.Count == 0 && !TOp.HasIdentity)
        {
            Throw.Argument(op, $"of no elements there is none; got shape {x.Shape}");
        }

        switch (x.DType)
        {
            case DType.Float32: Run<TOp, float>(x, y, outer, size, inner); break;
            case DType.Float64: Run<TOp, double>(x, y, outer, size, inner); break;
            case DType.Int64: Run<TOp, long>(x, y, outer, size, inner); break;
            case DType.Int32: Run<TOp, int>(x, y, outer, size, inner); break;
            default: Run<TOp, byte>(x, y, outer, size, inner); break;
        }

        return y;
    }

    private static void Mark(Shape shape, ReadOnlySpan<int> dims, string op, Span<bool> reduced)
    {
        reduced.Fill(dims.IsEmpty);
        foreach (int dim in dims)
        {
            // A scalar has dimension 0 all the same, as in PyTorch.
            if (shape.Rank == 0 && dim is 0 or -1)
            {
                continue;
            }

            int at = shape.Dim(dim, op);
            if (reduced[at])
            {
                Throw.Argument(op, $"dimension {dim} occurs twice in {Shape.Describe(dims)}");
            }

            reduced[at] = true;
        }
    }

    // The array, contiguous, as [outer, reduced, inner].
    private static (NDArray Source, int Outer, int Size, int Inner) Arrange(NDArray x, ReadOnlySpan<bool> reduced)
    {
        ReadOnlySpan<int> sizes = x.Shape.AsSpan();
        Span<int> extents = [1, 1, 1];
        int part = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 1)
            {
                continue;
            }

            if (reduced[i] != (part == 1))
            {
                part++;
            }

            if (part > 2)
            {
                break;
            }

            extents[part] *= sizes[i];
        }

        if (part <= 2)
        {
            return (x.Contiguous(), extents[0], extents[1], extents[2]);
        }

        Span<int> order = stackalloc int[sizes.Length];
        int next = 0;
        int outer = 1;
        int size = 1;
        foreach (bool wanted in (ReadOnlySpan<bool>)[false, true])
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                if (reduced[i] == wanted)
                {
                    order[next++] = i;
                    outer *= wanted ? 1 : sizes[i];
                    size *= wanted ? sizes[i] : 1;
                }
            }
        }

        NDArray rows = x.Permute(order).Contiguous();
        return (rows, outer, size, 1);
    }
}
