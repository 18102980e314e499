namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>Views of parts of <paramref name="size"/> elements along a dimension; the last one has what is left. PyTorch: <c>torch.split</c>.</summary>
    /// <exception cref="ArgumentException">The size is negative, or 0 for a dimension that has elements, or the dimension does not exist.</exception>
    public Tensor[] Split(int size, int dim = 0)
    {
        int at = Shape.Dim(dim, "split");
        int whole = Shape[at];
        if (size < 0 || (size == 0 && whole > 0))
        {
            Throw.Argument("split", $"the size of a part must be positive; got {size} for dimension {dim} of shape {Shape}");
        }

        var ends = new int[size == 0 ? 1 : Math.Max(1, (int)(((long)whole + size - 1) / size))];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = (int)Math.Min(whole, (i + 1L) * size);
        }

        return Parts(at, ends);
    }

    /// <summary>Views of parts of the given sizes along a dimension, which add up to its own. PyTorch: <c>torch.split</c>.</summary>
    /// <exception cref="ArgumentException">A size is negative, they do not add up, or the dimension does not exist.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int dim = 0)
    {
        int at = Shape.Dim(dim, "split");
        var ends = new int[sizes.Length];
        long end = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            end = sizes[i] < 0 ? long.MinValue : end + sizes[i];
            ends[i] = (int)end;
        }

        if (end != Shape[at])
        {
            Throw.Argument("split", $"the sizes of the parts must not be negative and must add up to {Shape[at]}, the size of dimension {dim} of shape {Shape}; got {Shape.Describe(sizes)}");
        }

        return Parts(at, ends);
    }

    /// <summary>
    /// Views of at most <paramref name="chunks"/> parts along a dimension, all but the last of one size: 5 elements in 4 chunks are 2, 2, 1.
    /// PyTorch: <c>torch.chunk</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The number is not positive, or the dimension does not exist.</exception>
    public Tensor[] Chunk(int chunks, int dim = 0)
    {
        int at = Shape.Dim(dim, "chunk");
        if (chunks <= 0)
        {
            Throw.Argument("chunk", $"the number of chunks must be positive; got {chunks} for shape {Shape}");
        }

        int size = (int)(((long)Shape[at] + chunks - 1) / chunks);
        return size == 0 ? Parts(at, new int[chunks]) : Split(size, at);
    }

    /// <summary>
    /// Views of <paramref name="sections"/> parts along a dimension that differ by one element at most, the larger ones first: 5 elements in 3 sections are
    /// 2, 2, 1. PyTorch: <c>torch.tensor_split</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The number is not positive, or the dimension does not exist.</exception>
    public Tensor[] TensorSplit(int sections, int dim = 0)
    {
        int at = Shape.Dim(dim, "tensor_split");
        if (sections <= 0)
        {
            Throw.Argument("tensor_split", $"the number of sections must be positive; got {sections} for shape {Shape}");
        }

        (int size, int larger) = Math.DivRem(Shape[at], sections);
        var ends = new int[sections];
        for (int i = 0; i < sections; i++)
        {
            ends[i] = ((i + 1) * size) + Math.Min(i + 1, larger);
        }

        return Parts(at, ends);
    }

    /// <summary>
    /// Views of the parts between the given indices along a dimension, as by slices: x[..i₀], x[i₀..i₁], …, x[iₙ..]. PyTorch: <c>torch.tensor_split</c>.
    /// </summary>
    /// <param name="indices">Where a part ends and the next begins; negative ones count from the end, and those beyond the ends are cut.</param>
    /// <param name="dim">The dimension.</param>
    /// <exception cref="ArgumentException">The dimension does not exist.</exception>
    public Tensor[] TensorSplit(ReadOnlySpan<int> indices, int dim = 0)
    {
        int at = Shape.Dim(dim, "tensor_split");
        var parts = new Tensor[indices.Length + 1];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int end = i < indices.Length ? indices[i] : int.MaxValue;
            parts[i] = Slice(at, start, end);
            start = end;
        }

        return parts;
    }

    /// <summary>Views of every index of a dimension, which vanishes. PyTorch: <c>torch.unbind</c>.</summary>
    /// <exception cref="ArgumentException">The dimension does not exist.</exception>
    public Tensor[] Unbind(int dim = 0)
    {
        int at = Shape.Dim(dim, "unbind");
        var ends = new int[Shape[at]];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = i + 1;
        }

        return Each(Parts(at, ends), x => x.Squeeze(at));
    }

    private Tensor[] Parts(int dim, int[] ends)
    {
        var parts = new Tensor[ends.Length];
        Parts(dim, 0, ends, parts);
        return parts;
    }

    // By halves: the gradient of a part is as large as what it was cut from, and of many parts not all are cut from the whole.
    private void Parts(int dim, int start, ReadOnlySpan<int> ends, Span<Tensor> parts)
    {
        const int Few = 4;
        int offset = start;
        if (ends.Length <= Few)
        {
            for (int i = 0; i < ends.Length; i++)
            {
                parts[i] = Slice(dim, start - offset, ends[i] - offset);
                start = ends[i];
            }

            return;
        }

        int half = ends.Length / 2, middle = ends[half - 1];
        Slice(dim, 0, middle - offset).Parts(dim, start, ends[..half], parts[..half]);
        Slice(dim, middle - offset).Parts(dim, middle, ends[half..], parts[half..]);
    }
}
