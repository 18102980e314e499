namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The slices of a dimension at the indices, in their order: y[…, k, …] = this[…, index[k], …]. PyTorch: <c>torch.index_select</c>.</summary>
    /// <inheritdoc cref="NDArray.IndexSelect"/>
    public Tensor IndexSelect(int dim, Tensor index) => Op.Record(
        "index_select",
        Value.IndexSelect(dim, index.Value),
        (Shape, dim),
        save: [index],
        (this, static (s, g) => IndexSelectBackward(g, s.State.Shape, s.State.dim, s[0])));

    /// <summary>
    /// This, with alpha·source added to the slices at the indices, in their order: y[…, index[k], …] += alpha·source[…, k, …]; bools by "or".
    /// PyTorch: <c>torch.index_add</c>.
    /// </summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32 of rank 1, or of rank 0 for one index.</param>
    /// <param name="source">Of this type and shape, but with as many slices in the dimension as there are indices.</param>
    /// <param name="alpha">A factor of the source; 1 if null.</param>
    /// <exception cref="ArgumentException">The index has another type or rank, or is out of range; negative ones are. The source does not fit, or integers
    /// are given a real factor.</exception>
    public Tensor IndexAdd(int dim, Tensor index, Tensor source, Scalar? alpha = null) => IndexAdd(this, dim, index, source, alpha, null);

    /// <summary>Adds alpha·source to the slices at the indices. PyTorch: <c>x.index_add_</c>.</summary>
    /// <inheritdoc cref="IndexAdd(int, Tensor, Tensor, Scalar?)"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor IndexAddInPlace(int dim, Tensor index, Tensor source, Scalar? alpha = null)
    {
        BeginInPlace("index_add", "x.IndexAdd", source);
        return EndInPlace(IndexAdd(new Tensor(Value, Node), dim, index, source, alpha, Value));
    }

    /// <summary>
    /// This, with the slices at the indices replaced: y[…, index[k], …] = source[…, k, …]; of several for one place the last stays, and each receives the
    /// gradient of the place. PyTorch: <c>torch.index_copy</c>.
    /// </summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32 of rank 1, or of rank 0 for one index.</param>
    /// <param name="source">Of this type and shape, but with as many slices in the dimension as there are indices.</param>
    /// <exception cref="ArgumentException">The index has another type or rank, or is out of range; negative ones are. The source does not fit.</exception>
    public Tensor IndexCopy(int dim, Tensor index, Tensor source) => IndexCopy(this, dim, index, source, null);

    /// <summary>Replaces the slices at the indices. PyTorch: <c>x.index_copy_</c>.</summary>
    /// <inheritdoc cref="IndexCopy(int, Tensor, Tensor)"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor IndexCopyInPlace(int dim, Tensor index, Tensor source)
    {
        BeginInPlace("index_copy", "x.IndexCopy", source);
        return EndInPlace(IndexCopy(new Tensor(Value, Node), dim, index, source, Value));
    }

    /// <summary>This, with the slices at the indices filled: y[…, index[k], …] = value. PyTorch: <c>torch.index_fill</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32 of rank 1, or of rank 0 for one index; negative ones count from the end.</param>
    /// <param name="value">A number that this type holds; a fraction is cut by integers.</param>
    /// <exception cref="ArgumentException">The index has another type or rank, or is out of range, or the value does not fit the type.</exception>
    public Tensor IndexFill(int dim, Tensor index, Scalar value) => IndexFill(this, dim, index, value, null);

    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32 of rank 1, or of rank 0 for one index; negative ones count from the end.</param>
    /// <param name="value">A single number, of shape [], which is converted.</param>
    /// <inheritdoc cref="IndexFill(int, Tensor, Scalar)"/>
    public Tensor IndexFill(int dim, Tensor index, Tensor value) => IndexFill(this, dim, index, value, null);

    /// <summary>Fills the slices at the indices. PyTorch: <c>x.index_fill_</c>.</summary>
    /// <inheritdoc cref="IndexFill(int, Tensor, Scalar)"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor IndexFillInPlace(int dim, Tensor index, Scalar value)
    {
        BeginInPlace("index_fill", "x.IndexFill", null);
        return EndInPlace(IndexFill(new Tensor(Value, Node), dim, index, value, Value));
    }

    /// <inheritdoc cref="IndexFillInPlace(int, Tensor, Scalar)"/>
    public Tensor IndexFillInPlace(int dim, Tensor index, Tensor value)
    {
        BeginInPlace("index_fill", "x.IndexFill", value);
        return EndInPlace(IndexFill(new Tensor(Value, Node), dim, index, value, Value));
    }

    private static Tensor IndexSelectBackward(Tensor gradient, Shape shape, int dim, Tensor index)
    {
        NDArray value = NDArray.Zeros(shape, gradient.DType);
        value.IndexAdd(dim, index.Value, gradient.Value, destination: value);
        return Op.Record("index_select_backward", value, dim, save: [index], (gradient, static (s, h) => h.IndexSelect(s.State, s[0])));
    }

    private static Tensor IndexAdd(Tensor x, int dim, Tensor index, Tensor source, Scalar? alpha, NDArray? destination) => Op.Record(
        "index_add",
        x.Value.IndexAdd(dim, index.Value, source.Value, alpha, destination),
        (dim, alpha, source.Shape),
        save: [index],
        (x, static (s, g) => g),
        (source, static (s, g) => Slices(s.State.alpha is { } alpha ? g * alpha : g, s.State.dim, s[0], s.State.Shape)));

    private static Tensor IndexCopy(Tensor x, int dim, Tensor index, Tensor source, NDArray? destination) => Op.Record(
        "index_copy",
        x.Value.IndexCopy(dim, index.Value, source.Value, destination),
        (dim, source.Shape),
        save: [index],
        (x, static (s, g) => g.IndexFill(s.State.dim, s[0], 0)),
        (source, static (s, g) => Slices(g, s.State.dim, s[0], s.State.Shape)));

    private static Tensor IndexFill(Tensor x, int dim, Tensor index, Scalar value, NDArray? destination) => Op.Record(
        "index_fill", x.Value.IndexFill(dim, index.Value, value, destination), dim, save: [index], (x, static (s, g) => g.IndexFill(s.State, s[0], 0)));

    private static Tensor IndexFill(Tensor x, int dim, Tensor index, Tensor value, NDArray? destination) => Op.Record(
        "index_fill",
        x.Value.IndexFill(dim, index.Value, value.Value, destination),
        dim,
        save: [index],
        (x, static (s, g) => g.IndexFill(s.State, s[0], 0)),
        (value, static (s, g) => Where(Zeros(g.Shape, DType.Bool).IndexFill(s.State, s[0], true), g, 0)));

    // The slices that went to the indices, in the shape of the source that they came from.
    private static Tensor Slices(Tensor gradient, int dim, Tensor index, Shape source)
    {
        gradient = gradient.Rank == 0 ? gradient.Reshape(1) : gradient;
        Tensor slices = gradient.IndexSelect(dim, index);
        return slices.Shape == source ? slices : slices.Reshape(source.AsSpan());
    }
}
