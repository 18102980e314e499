namespace MiniTorch;

public sealed partial class NDArray
{
    /// <summary>
    /// The same elements, in row-major order, in another shape. One size may be −1: it follows from the others. A view where the strides
    /// allow it, else a copy. PyTorch: <c>x.reshape</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The sizes do not multiply to the number of elements.</exception>
    public NDArray Reshape(params ReadOnlySpan<int> sizes)
    {
        Shape shape = Infer(sizes);
        if (shape == Shape)
        {
            return Alias();
        }

        if (IsContiguous)
        {
            return new NDArray(Storage, shape, DType, null, _offset) { IsView = true, IsDetached = IsDetached };
        }

        Span<int> strides = stackalloc int[shape.Rank];
        return TryReshape(shape, strides) ? View(shape, strides, _offset) : new NDArray(Clone().Storage, shape, DType);
    }

    /// <summary>A view with two dimensions exchanged. PyTorch: <c>x.transpose</c>.</summary>
    public NDArray Transpose(int dim0, int dim1)
    {
        dim0 = Shape.Dim(dim0, "transpose");
        dim1 = Shape.Dim(dim1, "transpose");
        Span<int> sizes = stackalloc int[Rank];
        Span<int> strides = stackalloc int[Rank];
        Shape.AsSpan().CopyTo(sizes);
        Strides.CopyTo(strides);
        (sizes[dim0], sizes[dim1]) = (sizes[dim1], sizes[dim0]);
        (strides[dim0], strides[dim1]) = (strides[dim1], strides[dim0]);
        return View(Shape.Of(sizes), strides, _offset);
    }

    /// <summary>A view with the dimensions in the given order. PyTorch: <c>x.permute</c>.</summary>
    /// <exception cref="ArgumentException">The dims are not a permutation of this array's.</exception>
    public NDArray Permute(params ReadOnlySpan<int> dims)
    {
        if (dims.Length != Rank)
        {
            Throw.Argument("permute", $"one entry a dimension is needed; got {Shape.Describe(dims)} for shape {Shape}");
        }

        Span<int> sizes = stackalloc int[Rank];
        Span<int> strides = stackalloc int[Rank];
        sizes.Fill(-1);
        Span<bool> seen = stackalloc bool[Rank];
        for (int i = 0; i < Rank; i++)
        {
            int dim = Shape.Dim(dims[i], "permute");
            if (seen[dim])
            {
                Throw.Argument("permute", $"every dimension must occur once; got {Shape.Describe(dims)} for shape {Shape}");
            }

            seen[dim] = true;
            sizes[i] = Shape.AsSpan()[dim];
            strides[i] = Strides[dim];
        }

        return View(Shape.Of(sizes), strides, _offset);
    }

    /// <summary>
    /// A view of the elements start, start + step, … below <paramref name="stop"/> of one dimension. Negative bounds count from the end;
    /// bounds beyond the ends are cut, as in Python's slices. PyTorch: <c>x[..., start:stop:step]</c>.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="step"/> is not positive.</exception>
    public NDArray Slice(int dim, int start, int stop = int.MaxValue, int step = 1)
    {
        dim = Shape.Dim(dim, "slice");
        if (step <= 0)
        {
            Throw.Argument("slice", $"step must be positive; got {step}");
        }

        int size = Shape.AsSpan()[dim];
        start = Bound(start, size);
        stop = Math.Max(start, Bound(stop, size));
        int count = (int)(((long)stop - start + step - 1) / step);
        int stride = Strides[dim];
        Span<int> strides = stackalloc int[Rank];
        Strides.CopyTo(strides);
        strides[dim] = count > 1 ? stride * step : stride;
        return View(Shape.With(dim, count), strides, count == 0 || Count == 0 ? _offset : _offset + (start * stride));

        static int Bound(int index, int size) => Math.Clamp(index < 0 ? index + size : index, 0, size);
    }

    /// <summary>A view of one index of a dimension, which vanishes. Negative indices count from the end. PyTorch: <c>x.select</c>.</summary>
    /// <exception cref="ArgumentException">The index is outside the dimension.</exception>
    public NDArray Select(int dim, int index)
    {
        dim = Shape.Dim(dim, "select");
        int size = Shape.AsSpan()[dim];
        int at = index < 0 ? index + size : index;
        if ((uint)at >= (uint)size)
        {
            Throw.Argument("select", $"index {index} is out of range for dimension {dim} of shape {Shape}");
        }

        return Slice(dim, at, at + 1).Squeeze(dim);
    }

    /// <summary>A view without one dimension of size 1; unchanged if it has another size. PyTorch: <c>x.squeeze(dim)</c>.</summary>
    public NDArray Squeeze(int dim)
    {
        dim = Shape.Dim(dim, "squeeze");
        if (Shape.AsSpan()[dim] != 1)
        {
            return Alias();
        }

        Span<int> sizes = stackalloc int[Rank - 1];
        Span<int> strides = stackalloc int[Rank - 1];
        for (int i = 0, j = 0; i < Rank; i++)
        {
            if (i != dim)
            {
                sizes[j] = Shape.AsSpan()[i];
                strides[j++] = Strides[i];
            }
        }

        return View(Shape.Of(sizes), strides, _offset);
    }

    /// <summary>A view with a dimension of size 1 inserted before <paramref name="dim"/>. PyTorch: <c>x.unsqueeze</c>.</summary>
    /// <param name="dim">From −(rank + 1) to rank.</param>
    public NDArray Unsqueeze(int dim)
    {
        int at = dim < 0 ? dim + Rank + 1 : dim;
        if ((uint)at > (uint)Rank)
        {
            Throw.Argument("unsqueeze", $"dimension {dim} is out of range for shape {Shape}; it may be {-Rank - 1} to {Rank}");
        }

        Span<int> sizes = stackalloc int[Rank + 1];
        Span<int> strides = stackalloc int[Rank + 1];
        for (int i = 0, j = 0; i <= Rank; i++)
        {
            sizes[i] = i == at ? 1 : Shape.AsSpan()[j];
            strides[i] = i == at ? 1 : Strides[j++];
        }

        return View(Shape.Of(sizes), strides, _offset);
    }

    /// <summary>
    /// A view in which dimensions of size 1 are repeated, and new ones may stand in front, without copying. PyTorch: <c>x.expand</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A size differs and is not 1 here.</exception>
    public NDArray Expand(Shape shape)
    {
        if (shape == Shape)
        {
            return Alias();
        }

        int shift = shape.Rank - Rank;
        Span<int> strides = stackalloc int[shape.Rank];
        strides.Clear();
        bool fits = shift >= 0;
        for (int i = 0; fits && i < Rank; i++)
        {
            int size = Shape.AsSpan()[i];
            int wanted = shape.AsSpan()[shift + i];
            strides[shift + i] = size == wanted ? Strides[i] : 0;
            fits = size == wanted || size == 1;
        }

        if (!fits)
        {
            Throw.Argument("expand", $"only dimensions of size 1 expand, and new ones come in front; got {Shape}, asked for {shape}");
        }

        return View(shape, strides, _offset);
    }

    /// <summary>This array if its elements lie in row-major order without gaps, else a copy that does. PyTorch: <c>x.contiguous()</c>.</summary>
    public NDArray Contiguous() => IsContiguous ? this : Clone();

    private Shape Infer(ReadOnlySpan<int> sizes)
    {
        int unknown = sizes.IndexOf(-1);
        if (unknown < 0)
        {
            Shape given = Shape.Of(sizes);
            return given.Count == Count ? given : Fail(sizes);
        }

        long known = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            known *= i == unknown ? 1 : sizes[i];
        }

        if (known <= 0 || Count % known != 0)
        {
            return Fail(sizes);
        }

        Span<int> full = stackalloc int[sizes.Length];
        sizes.CopyTo(full);
        full[unknown] = (int)(Count / known);
        return full.IndexOf(-1) < 0 ? Shape.Of(full) : Fail(sizes);

        Shape Fail(ReadOnlySpan<int> wanted)
        {
            Throw.Argument("reshape", $"shape {Shape.Describe(wanted)} must hold the {Count} elements of {Shape}, and at most one size may be -1");
            return Shape;
        }
    }

    // Walks both shapes from the end. A group of old dimensions whose strides nest can be cut into new ones.
    private bool TryReshape(Shape shape, Span<int> strides)
    {
        ReadOnlySpan<int> oldSizes = Shape.AsSpan();
        ReadOnlySpan<int> oldStrides = Strides;
        ReadOnlySpan<int> newSizes = shape.AsSpan();
        if (Count == 0)
        {
            return false;
        }

        int j = newSizes.Length - 1;
        for (int i = oldSizes.Length - 1; i >= 0; i--)
        {
            int baseStride = oldStrides[i];
            long group = oldSizes[i];
            while (i > 0 && (oldSizes[i - 1] == 1 || oldStrides[i - 1] == group * baseStride))
            {
                group *= oldSizes[--i];
            }

            long filled = 1;
            while (j >= 0 && (filled < group || newSizes[j] == 1))
            {
                strides[j] = (int)(baseStride * filled);
                filled *= newSizes[j--];
            }

            if (filled != group)
            {
                return false;
            }
        }

        strides[..(j + 1)].Fill(1);
        return true;
    }
}
