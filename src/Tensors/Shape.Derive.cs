namespace MiniTorch;

// Shapes that follow from a shape.
public sealed partial class Shape
{
    /// <summary>A dimension as by <see cref="Dim"/>; a scalar takes 0 and −1, as in PyTorch.</summary>
    internal int DimOrScalar(int dim, string op) => Rank == 0 && dim is 0 or -1 ? 0 : Dim(dim, op);

    /// <summary>Marks the dimensions named, each once; a scalar takes 0 and −1, and has nothing to mark.</summary>
    internal void Mark(ReadOnlySpan<int> dims, Span<bool> marks, string op)
    {
        marks.Clear();
        bool isSeen = false;
        foreach (int dim in dims)
        {
            int at = DimOrScalar(dim, op);
            ref bool mark = ref Rank == 0 ? ref isSeen : ref marks[at];
            if (mark)
            {
                Throw.Argument(op, $"a dimension must not occur twice; got {Describe(dims)} for shape {this}");
            }

            mark = true;
        }
    }

    /// <summary>The place for a new dimension, before <paramref name="dim"/>, which may be −(rank + 1) to rank.</summary>
    internal int NewDim(int dim, string op)
    {
        int at = dim < 0 ? dim + Rank + 1 : dim;
        if ((uint)at > (uint)Rank)
        {
            Throw.Argument(op, $"dimension {dim} is out of range for shape {this}; it may be {-Rank - 1} to {Rank}");
        }

        return at;
    }

    /// <summary>This shape with a dimension more.</summary>
    internal Shape Insert(int at, int size, string op) => Of([.. _sizes.AsSpan(0, at), size, .. _sizes.AsSpan(at)], op);

    /// <summary>This shape with one dimension's size replaced by one that may be too large.</summary>
    internal Shape With(int dim, long size, string op)
    {
        Span<int> sizes = stackalloc int[Rank];
        _sizes.CopyTo(sizes);
        sizes[dim] = Fitting(size, op);
        return Of(sizes, op);
    }

    /// <summary>The shape of <paramref name="count"/> elements with these sizes, of which one may be −1; null if there is none, or more than one.</summary>
    internal static Shape? TryInfer(ReadOnlySpan<int> sizes, int count, string op)
    {
        int unknown = -1;
        long known = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < -1 || (sizes[i] == -1 && unknown >= 0))
            {
                return null;
            }

            unknown = sizes[i] == -1 ? i : unknown;
            known = Math.Min(known * Math.Abs(sizes[i]), long.MaxValue >> 32);
        }

        if (unknown < 0)
        {
            return known == count ? Of(sizes, op) : null;
        }

        if (known == 0 || count % known != 0)
        {
            return null;
        }

        int[] full = sizes.ToArray();
        full[unknown] = (int)(count / known);
        return Of(full, op);
    }

    /// <summary>The dimensions from one to another as one.</summary>
    internal Shape Flatten(int startDim, int endDim)
    {
        const string Op = "flatten";
        int start = DimOrScalar(startDim, Op);
        int end = DimOrScalar(endDim, Op);
        if (end < start)
        {
            Throw.Argument(Op, $"the end must not lie before the start; got dimensions {startDim} to {endDim} of shape {this}");
        }

        return Rank == 0 ? Of(1) : Of([.. _sizes.AsSpan(0, start), Of(_sizes.AsSpan(start, end + 1 - start), Op).Count, .. _sizes.AsSpan(end + 1)], Op);
    }

    /// <summary>One dimension as several; one of their sizes may be −1.</summary>
    internal Shape Unflatten(int dim, ReadOnlySpan<int> sizes)
    {
        const string Op = "unflatten";
        int at = Dim(dim, Op);
        Shape? parts = sizes.IsEmpty ? null : TryInfer(sizes, _sizes[at], Op);
        if (parts is null)
        {
            Throw.Argument(Op, $"the sizes must multiply to {_sizes[at]}, the size of dimension {dim} of shape {this}, and at most one may be -1; got {Describe(sizes)}");
        }

        return Of([.. _sizes.AsSpan(0, at), .. parts._sizes, .. _sizes.AsSpan(at + 1)], Op);
    }

    /// <summary>This shape with dimensions of size 1 repeated and new ones in front; −1 keeps a size.</summary>
    internal Shape Expand(ReadOnlySpan<int> sizes)
    {
        const string Op = "expand";
        int shift = sizes.Length - Rank;
        bool fits = shift >= 0;
        int[] full = sizes.ToArray();
        for (int i = 0; fits && i < Rank; i++)
        {
            ref int wanted = ref full[shift + i];
            wanted = wanted == -1 ? _sizes[i] : wanted;
            fits = wanted == _sizes[i] || _sizes[i] == 1;
        }

        if (!fits || full.AsSpan().ContainsAnyExceptInRange(0, int.MaxValue))
        {
            Throw.Argument(Op, $"only dimensions of size 1 expand, and new ones come in front; got {this}, asked for {Describe(sizes)}");
        }

        return Of(full, Op);
    }

    /// <summary>The order of the dimensions after some have moved to places of their own.</summary>
    internal int[] Moved(ReadOnlySpan<int> source, ReadOnlySpan<int> destination)
    {
        const string Op = "movedim";
        if (source.Length != destination.Length)
        {
            Throw.Argument(Op, $"every dimension needs one place; got {Describe(source)} to {Describe(destination)} for shape {this}");
        }

        Span<bool> moves = stackalloc bool[Rank];
        Span<bool> taken = stackalloc bool[Rank];
        Mark(source, moves, Op);
        Mark(destination, taken, Op);
        int[] order = new int[Rank];
        for (int i = 0; Rank > 0 && i < source.Length; i++)
        {
            order[Dim(destination[i], Op)] = Dim(source[i], Op);
        }

        for (int place = 0, dim = 0; place < Rank; place++)
        {
            if (!taken[place])
            {
                while (moves[dim])
                {
                    dim++;
                }

                order[place] = dim++;
            }
        }

        return order;
    }

    /// <summary>This shape repeated; further entries in front make new dimensions.</summary>
    internal Shape Repeat(ReadOnlySpan<int> repeats)
    {
        const string Op = "repeat";
        if (repeats.Length < Rank || repeats.ContainsAnyExceptInRange(0, int.MaxValue))
        {
            Throw.Argument(Op, $"every dimension needs a number of repeats, which is not negative; got {Describe(repeats)} for shape {this}");
        }

        int[] sizes = repeats.ToArray();
        for (int i = 0; i < Rank; i++)
        {
            ref int size = ref sizes[^(Rank - i)];
            size = Fitting((long)size * _sizes[i], Op);
        }

        return Of(sizes, Op);
    }

    /// <summary>The repeats and the sizes by turns, [r₀, s₀, r₁, s₁, …]: a repeated array as one that is expanded. Without repeats, 1 each.</summary>
    internal int[] Repeats(ReadOnlySpan<int> repeats)
    {
        int[] sizes = new int[2 * Math.Max(repeats.Length, Rank)];
        int shift = (sizes.Length / 2) - Rank;
        for (int i = 0; i < sizes.Length / 2; i++)
        {
            sizes[2 * i] = repeats.IsEmpty ? 1 : repeats[i];
            sizes[(2 * i) + 1] = i < shift ? 1 : _sizes[i - shift];
        }

        return sizes;
    }

    /// <summary>This shape with what is added and cut off, pairs from the last dimension on.</summary>
    internal Shape Pad(ReadOnlySpan<int> padding)
    {
        const string Op = "pad";
        if (padding.Length % 2 != 0 || padding.Length > 2 * Rank)
        {
            Throw.Argument(Op, $"the padding must be pairs of numbers, at most one pair a dimension; got {Describe(padding)} for shape {this}");
        }

        int[] sizes = ToArray();
        for (int i = 0; i < padding.Length / 2; i++)
        {
            ref int size = ref sizes[^(i + 1)];
            long before = padding[2 * i], after = padding[(2 * i) + 1];
            if (size + Math.Min(before, 0) + Math.Min(after, 0) < 0)
            {
                Throw.Argument(Op, $"more would be cut off from dimension {Rank - 1 - i} of shape {this} than it has; got padding {Describe(padding)}");
            }

            size = Fitting(size + before + after, Op);
        }

        return Of(sizes, Op);
    }

    private int Fitting(long size, string op)
    {
        if (size > int.MaxValue)
        {
            Throw.Argument(op, $"a dimension has a size of at most {int.MaxValue}; of shape {this} one would get {size}");
        }

        return (int)size;
    }
}
