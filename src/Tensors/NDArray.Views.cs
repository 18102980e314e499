namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The matrix with rows and columns exchanged, a view; a vector or a number is itself. PyTorch: <c>x.T</c>.</summary>
    /// <exception cref="ArgumentException">There are more than two dimensions: <see cref="MT"/> or <see cref="Permute"/> say which.</exception>
    public NDArray T
    {
        get
        {
            if (Rank > 2)
            {
                Throw.Argument("t", $"only a matrix, a vector or a number has a transpose; got {Shape}: use MT for the matrices of a batch, or Permute");
            }

            return Rank == 2 ? Transpose(0, 1) : Alias();
        }
    }

    /// <summary>The last two dimensions exchanged, a view: a matrix, or each of a batch, transposed. PyTorch: <c>x.mT</c>.</summary>
    /// <exception cref="ArgumentException">There are fewer than two dimensions.</exception>
    public NDArray MT
    {
        get
        {
            if (Rank < 2)
            {
                Throw.Argument("mt", $"a matrix or a batch of matrices is needed; got {Shape}");
            }

            return Transpose(-2, -1);
        }
    }

    /// <summary>A view with two dimensions exchanged. PyTorch: <c>x.transpose</c>.</summary>
    public NDArray Transpose(int dim0, int dim1)
    {
        dim0 = Shape.DimOrScalar(dim0, "transpose");
        dim1 = Shape.DimOrScalar(dim1, "transpose");
        if (dim0 == dim1)
        {
            return Alias();
        }

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

    /// <summary>A view with one dimension moved to another place; the others keep their order. PyTorch: <c>x.movedim</c>.</summary>
    /// <exception cref="ArgumentException">A dimension does not exist.</exception>
    public NDArray MoveDim(int source, int destination) => MoveDim([source], [destination]);

    /// <summary>A view with several dimensions moved, each to its own place; the others keep their order. PyTorch: <c>x.movedim</c>.</summary>
    /// <exception cref="ArgumentException">The lists differ in length, or a dimension does not exist or occurs twice.</exception>
    public NDArray MoveDim(ReadOnlySpan<int> source, ReadOnlySpan<int> destination) => Permute(Shape.Moved(source, destination));

    /// <summary>A view without the dimensions of size 1. PyTorch: <c>x.squeeze()</c>.</summary>
    public NDArray Squeeze()
    {
        Span<bool> all = stackalloc bool[Rank];
        all.Fill(true);
        return Squeeze(all);
    }

    /// <summary>A view without those of the given dimensions that have size 1; the others of them stay. PyTorch: <c>x.squeeze(dims)</c>.</summary>
    /// <exception cref="ArgumentException">A dimension does not exist or occurs twice.</exception>
    public NDArray Squeeze(params ReadOnlySpan<int> dims)
    {
        Span<bool> marks = stackalloc bool[Rank];
        Shape.Mark(dims, marks, "squeeze");
        return Squeeze(marks);
    }

    /// <summary>A view with a dimension of size 1 inserted before <paramref name="dim"/>. PyTorch: <c>x.unsqueeze</c>.</summary>
    /// <param name="dim">From −(rank + 1) to rank.</param>
    public NDArray Unsqueeze(int dim)
    {
        int at = Shape.NewDim(dim, "unsqueeze");
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
    /// A view in which dimensions of size 1 are repeated, and new ones may stand in front, without copying; −1 keeps a size. PyTorch: <c>x.expand</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A size differs and is not 1 here.</exception>
    public NDArray Expand(params ReadOnlySpan<int> sizes)
    {
        Shape shape = Shape.Expand(sizes);
        if (shape == Shape)
        {
            return Alias();
        }

        int shift = shape.Rank - Rank;
        Span<int> strides = stackalloc int[shape.Rank];
        strides.Clear();
        for (int i = 0; i < Rank; i++)
        {
            strides[shift + i] = Shape.AsSpan()[i] == shape.AsSpan()[shift + i] ? Strides[i] : 0;
        }

        return View(shape, strides, _offset);
    }

    /// <summary>This array if its elements lie in row-major order without gaps, else a copy that does. PyTorch: <c>x.contiguous()</c>.</summary>
    public NDArray Contiguous() => IsContiguous ? this : Clone();

    private NDArray Squeeze(ReadOnlySpan<bool> marks)
    {
        Span<int> sizes = stackalloc int[Rank];
        Span<int> strides = stackalloc int[Rank];
        int rank = 0;
        for (int i = 0; i < Rank; i++)
        {
            if (!marks[i] || Shape.AsSpan()[i] != 1)
            {
                sizes[rank] = Shape.AsSpan()[i];
                strides[rank++] = Strides[i];
            }
        }

        return View(Shape.Of(sizes[..rank]), strides[..rank], _offset);
    }
}
