namespace MiniTorch;

public partial class NDArray
{
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

    /// <summary>A view of <paramref name="length"/> elements of a dimension from <paramref name="start"/> on. PyTorch: <c>torch.narrow</c>.</summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="start">The first; a negative one counts from the end.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentException">The stretch is not inside the dimension.</exception>
    public NDArray Narrow(int dim, int start, int length)
    {
        dim = Shape.Dim(dim, "narrow");
        int size = Shape.AsSpan()[dim];
        int first = start < 0 ? start + size : start;
        if (first < 0 || length < 0 || (long)first + length > size)
        {
            Throw.Argument("narrow", $"the stretch must lie inside dimension {dim} of shape {Shape}; got start {start} and length {length}");
        }

        return Slice(dim, first, first + length);
    }

    /// <summary>
    /// A view of the windows of <paramref name="size"/> elements that stand at 0, <paramref name="step"/>, 2·<paramref name="step"/>, … of a dimension: it
    /// becomes the number of windows, and their elements a new last dimension. [8] → [3, 4] for size 4 and step 2. PyTorch: <c>x.unfold</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The size is negative or larger than the dimension, or the step is not positive.</exception>
    public NDArray Unfold(int dim, int size, int step)
    {
        dim = Shape.DimOrScalar(dim, "unfold");
        int whole = Rank == 0 ? 1 : Shape.AsSpan()[dim];
        if (size < 0 || size > whole || step <= 0)
        {
            Throw.Argument("unfold", $"a window must fit into dimension {dim} of shape {Shape}, and the step must be positive; got size {size} and step {step}");
        }

        if (Rank == 0)
        {
            return Unsqueeze(0).Slice(0, 0, size);
        }

        int windows = ((whole - size) / step) + 1;
        Span<int> sizes = stackalloc int[Rank + 1];
        Span<int> strides = stackalloc int[Rank + 1];
        Shape.AsSpan().CopyTo(sizes);
        Strides.CopyTo(strides);
        (sizes[dim], sizes[Rank]) = (windows, size);
        (strides[dim], strides[Rank]) = (windows > 1 ? strides[dim] * step : strides[dim], strides[dim]);
        return View(Shape.Of(sizes, "unfold"), strides, _offset);
    }

    /// <summary>
    /// A view of the elements whose index in <paramref name="dim2"/> is that in <paramref name="dim1"/> plus <paramref name="offset"/>. The two dimensions vanish, and the
    /// diagonal is a new last one. PyTorch: <c>torch.diagonal</c>.
    /// </summary>
    /// <param name="offset">0 is the main diagonal, positive ones lie above it, negative ones below; beyond the corners a diagonal has no elements.</param>
    /// <param name="dim1">The dimension of the rows.</param>
    /// <param name="dim2">The dimension of the columns.</param>
    /// <exception cref="ArgumentException">The dimensions are the same, or one does not exist.</exception>
    public NDArray Diagonal(int offset = 0, int dim1 = 0, int dim2 = 1)
    {
        (int row, int column) = (Shape.Dim(dim1, "diagonal"), Shape.Dim(dim2, "diagonal"));
        CheckDiagonal("diagonal", row, column, dim1, dim2, Shape);
        ReadOnlySpan<int> from = Shape.AsSpan();
        long firstRow = Math.Max(0, -(long)offset), firstColumn = Math.Max(0, offset);
        int length = (int)Math.Max(0, Math.Min(from[row] - firstRow, from[column] - firstColumn));
        Span<int> sizes = stackalloc int[Rank - 1];
        Span<int> strides = stackalloc int[Rank - 1];
        for (int i = 0, j = 0; i < Rank; i++)
        {
            if (i != row && i != column)
            {
                sizes[j] = from[i];
                strides[j++] = Strides[i];
            }
        }

        sizes[^1] = length;
        strides[^1] = length > 1 ? Strides[row] + Strides[column] : 1;
        Shape shape = Shape.Of(sizes);
        return View(shape, strides, shape.Count == 0 ? _offset : _offset + (int)((firstRow * Strides[row]) + (firstColumn * Strides[column])));
    }

    private static void CheckDiagonal(string op, int row, int column, int dim1, int dim2, Shape shape)
    {
        if (row == column)
        {
            Throw.Argument(op, $"a diagonal lies in two dimensions; got {dim1} and {dim2} of shape {shape}");
        }
    }

    // Whether two elements may lie in one place: in some dimension a step is no longer than what the shorter steps span.
    private bool OverlapsItself()
    {
        if (IsContiguous)
        {
            return false;
        }

        Span<(int Stride, int Size)> dims = stackalloc (int, int)[Rank];
        int rank = 0;
        for (int i = 0; i < Rank; i++)
        {
            if (Shape.AsSpan()[i] > 1)
            {
                dims[rank++] = (Strides[i], Shape.AsSpan()[i]);
            }
        }

        dims[..rank].Sort(static (x, y) => x.Stride.CompareTo(y.Stride));
        long span = 0;
        foreach ((int stride, int size) in dims[..rank])
        {
            if (stride <= span)
            {
                return true;
            }

            span += (size - 1L) * stride;
        }

        return false;
    }
}
