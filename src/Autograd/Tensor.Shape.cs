namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// The part that ints (one index, the dimension vanishes) and ranges (a stretch) select, one a dimension from the first:
    /// <c>x[..32, ^1]</c>. A view. Assigning to it changes this tensor in place, by <see cref="AddInPlace(Tensor)"/>'s rules; the value is broadcast and
    /// converted. PyTorch: <c>x[:32, -1]</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There are more entries than dimensions, an index lies outside its dimension, or the value does not
    /// broadcast to the part.</exception>
    /// <exception cref="InvalidOperationException">Assigning while operations are recorded: this is a leaf that requires a gradient, or a view.</exception>
    [System.Runtime.CompilerServices.IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            if (indices.Length > Rank)
            {
                Throw.Argument("index", $"there are at most {Rank} dimensions to index in shape {Shape}; got {indices.Length} indices");
            }

            Tensor result = this;
            int dim = 0;
            foreach (TensorIndex index in indices)
            {
                result = index.Apply(result, ref dim);
            }

            return result;
        }

        set => SetPart(indices, value);
    }

    /// <summary>The same elements in another shape; one size may be −1. A view where the strides allow it. PyTorch: <c>x.reshape</c>.</summary>
    /// <inheritdoc cref="NDArray.Reshape"/>
    public Tensor Reshape(params ReadOnlySpan<int> sizes) =>
        Op.Record("reshape", Value.Reshape(sizes), Shape, save: [], (this, static (s, g) => g.Reshape(s.State.AsSpan())));

    /// <summary>All dimensions from <paramref name="startDim"/> to <paramref name="endDim"/> as one. PyTorch: <c>torch.flatten</c>.</summary>
    /// <exception cref="ArgumentException">The end lies before the start, or a dimension does not exist.</exception>
    public Tensor Flatten(int startDim = 0, int endDim = -1)
    {
        if (Rank == 0)
        {
            return Reshape(1);
        }

        int start = Shape.Dim(startDim, "flatten");
        int end = Shape.Dim(endDim, "flatten");
        if (end < start)
        {
            Throw.Argument("flatten", $"the end must not lie before the start; got dimensions {startDim} to {endDim} of shape {Shape}");
        }

        ReadOnlySpan<int> sizes = Shape.AsSpan();
        return Reshape([.. sizes[..start], Shape.Of(sizes[start..(end + 1)]).Count, .. sizes[(end + 1)..]]);
    }

    /// <summary>A view with two dimensions exchanged. PyTorch: <c>x.transpose</c>.</summary>
    public Tensor Transpose(int dim0, int dim1) => Op.Record(
        "transpose", Value.Transpose(dim0, dim1), (dim0, dim1), save: [], (this, static (s, g) => g.Transpose(s.State.dim0, s.State.dim1)));

    /// <summary>A view with the dimensions in the given order. PyTorch: <c>x.permute</c>.</summary>
    public Tensor Permute(params ReadOnlySpan<int> dims)
    {
        NDArray value = Value.Permute(dims);
        var inverse = new int[dims.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            inverse[Shape.Dim(dims[i], "permute")] = i;
        }

        return Op.Record("permute", value, inverse, save: [], (this, static (s, g) => g.Permute(s.State)));
    }

    /// <summary>
    /// A view of the elements start, start + step, … below <paramref name="stop"/> of one dimension. PyTorch: <c>x[..., start:stop:step]</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Slice"/>
    public Tensor Slice(int dim, int start, int stop = int.MaxValue, int step = 1) => Op.Record(
        "slice",
        Value.Slice(dim, start, stop, step),
        (Shape, dim, start, stop, step),
        save: [],
        (this, static (s, g) => SliceBackward(g, s.State)));

    /// <summary>A view of one index of a dimension, which vanishes. PyTorch: <c>x.select</c>.</summary>
    /// <inheritdoc cref="NDArray.Select"/>
    public Tensor Select(int dim, int index)
    {
        _ = Value.Select(dim, index);
        return Slice(dim, index, index == -1 ? int.MaxValue : index + 1).Squeeze(dim);
    }

    /// <summary>A view without one dimension of size 1; unchanged if it has another size. PyTorch: <c>x.squeeze(dim)</c>.</summary>
    public Tensor Squeeze(int dim) =>
        Op.Record("squeeze", Value.Squeeze(dim), Shape, save: [], (this, static (s, g) => g.Reshape(s.State.AsSpan())));

    /// <summary>A view with a dimension of size 1 inserted before <paramref name="dim"/>. PyTorch: <c>x.unsqueeze</c>.</summary>
    public Tensor Unsqueeze(int dim) =>
        Op.Record("unsqueeze", Value.Unsqueeze(dim), Shape, save: [], (this, static (s, g) => g.Reshape(s.State.AsSpan())));

    /// <summary>A view in which dimensions of size 1 are repeated without copying. PyTorch: <c>x.expand</c>.</summary>
    /// <inheritdoc cref="NDArray.Expand"/>
    public Tensor Expand(Shape shape) => Op.Record("expand", Value.Expand(shape), save: [], (this, static (s, g) => g));

    /// <summary>This tensor if its elements lie in row-major order without gaps, else a copy that does. PyTorch: <c>x.contiguous()</c>.</summary>
    public Tensor Contiguous() => Value.IsContiguous ? this : Clone();

    /// <summary>A contiguous copy; gradients flow through it. PyTorch: <c>x.clone()</c>.</summary>
    public Tensor Clone() => Op.Record("clone", Value.Clone(), save: [], (this, static (s, g) => g));

    /// <summary>This tensor if it has the type, else a copy in it; gradients flow between the floating-point types. PyTorch: <c>x.to(dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.To"/>
    public Tensor To(DType dtype) => dtype == DType ? this : Op.Record("to", Value.To(dtype), save: [], (this, static (s, g) => g));

    private static Tensor SliceBackward(Tensor gradient, (Shape Shape, int Dim, int Start, int Stop, int Step) slice)
    {
        NDArray value = NDArray.Zeros(slice.Shape, gradient.DType);
        value.Slice(slice.Dim, slice.Start, slice.Stop, slice.Step).CopyFrom(gradient.Value);
        return Op.Record(
            "slice_backward",
            value,
            slice,
            save: [],
            (gradient, static (s, h) => h.Slice(s.State.Dim, s.State.Start, s.State.Stop, s.State.Step)));
    }
}
