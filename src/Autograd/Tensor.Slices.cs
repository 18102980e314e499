namespace MiniTorch;

public sealed partial class Tensor
{
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

    /// <summary>A view of <paramref name="length"/> elements of a dimension from <paramref name="start"/> on. PyTorch: <c>torch.narrow</c>.</summary>
    /// <inheritdoc cref="NDArray.Narrow"/>
    public Tensor Narrow(int dim, int start, int length)
    {
        _ = Value.Narrow(dim, start, length);
        int first = start < 0 ? start + Shape[dim] : start;
        return Slice(dim, first, first + length);
    }

    /// <summary>A view of one index of a dimension, which vanishes. PyTorch: <c>x.select</c>.</summary>
    /// <inheritdoc cref="NDArray.Select"/>
    public Tensor Select(int dim, int index)
    {
        _ = Value.Select(dim, index);
        return Slice(dim, index, index == -1 ? int.MaxValue : index + 1).Squeeze(dim);
    }

    /// <summary>
    /// A view of the windows of <paramref name="size"/> elements that stand at 0, <paramref name="step"/>, 2·<paramref name="step"/>, … of a dimension.
    /// PyTorch: <c>x.unfold</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Unfold"/>
    public Tensor Unfold(int dim, int size, int step) => Op.Record(
        "unfold", Value.Unfold(dim, size, step), (Shape, dim, size, step), save: [], (this, static (s, g) => UnfoldBackward(g, s.State)));

    /// <summary>A copy of this with <paramref name="source"/> in place of the part that <see cref="Slice"/> shows. PyTorch: <c>torch.slice_scatter</c>.</summary>
    /// <param name="source">Of that part's shape; converted to this type.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="start">The first element.</param>
    /// <param name="stop">Behind the last.</param>
    /// <param name="step">From one to the next.</param>
    /// <exception cref="ArgumentException">The source has another shape, the step is not positive, or the dimension does not exist.</exception>
    public Tensor SliceScatter(Tensor source, int dim = 0, int start = 0, int stop = int.MaxValue, int step = 1) => Scatter(
        "slice_scatter", source, (dim, start, stop, step), static (x, at) => x.Slice(at.dim, at.start, at.stop, at.step), static (x, at) => x.Slice(at.dim, at.start, at.stop, at.step));

    /// <summary>A copy of this with <paramref name="source"/> in place of the part that <see cref="Select"/> shows. PyTorch: <c>torch.select_scatter</c>.</summary>
    /// <param name="source">Of that part's shape; converted to this type.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="index">Its index; a negative one counts from the end.</param>
    /// <exception cref="ArgumentException">The source has another shape, or the dimension or the index does not exist.</exception>
    public Tensor SelectScatter(Tensor source, int dim, int index) =>
        Scatter("select_scatter", source, (dim, index), static (x, at) => x.Select(at.dim, at.index), static (x, at) => x.Select(at.dim, at.index));

    /// <summary>A copy of this with <paramref name="source"/> in place of the part that <see cref="Diagonal"/> shows. PyTorch: <c>torch.diagonal_scatter</c>.</summary>
    /// <param name="source">Of that part's shape; converted to this type.</param>
    /// <param name="offset">0 is the main diagonal, positive ones lie above it, negative ones below.</param>
    /// <param name="dim1">The dimension of the rows.</param>
    /// <param name="dim2">The dimension of the columns.</param>
    /// <exception cref="ArgumentException">The source has another shape, the dimensions are the same, or one does not exist.</exception>
    public Tensor DiagonalScatter(Tensor source, int offset = 0, int dim1 = 0, int dim2 = 1) => Scatter(
        "diagonal_scatter",
        source,
        (offset, dim1, dim2),
        static (x, at) => x.Diagonal(at.offset, at.dim1, at.dim2),
        static (x, at) => x.Diagonal(at.offset, at.dim1, at.dim2));

    // A part of a copy is overwritten: its gradient goes to the source, and none to what was there.
    private Tensor Scatter<TAt>(string op, Tensor source, TAt at, Func<NDArray, TAt, NDArray> part, Func<Tensor, TAt, Tensor> partOf)
    {
        NDArray value = Value.Clone();
        NDArray place = part(value, at);
        if (place.Shape != source.Shape)
        {
            Throw.Argument(op, $"the source must have the shape of the part that it replaces, {place.Shape} of {Shape}; got {source.Shape}");
        }

        place.CopyFrom(source.Value);
        return Op.Record(
            op,
            value,
            (op, source.Shape, at, part, partOf),
            save: [],
            (this, static (s, g) => g.Scatter(s.State.op, Zeros(s.State.Shape, g.DType), s.State.at, s.State.part, s.State.partOf)),
            (source, static (s, g) => s.State.partOf(g, s.State.at)));
    }

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

    private static Tensor UnfoldBackward(Tensor gradient, (Shape Shape, int Dim, int Size, int Step) windows) => Op.Record(
        "unfold_backward",
        gradient.Value.UnfoldBackward(windows.Shape, windows.Dim, windows.Size, windows.Step),
        windows,
        save: [],
        (gradient, static (s, h) => h.Unfold(s.State.Dim, s.State.Size, s.State.Step)));
}
