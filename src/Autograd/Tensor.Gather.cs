namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>y[…, k, …] = this[…, index[…, k, …], …] along a dimension. PyTorch: <c>torch.gather</c>.</summary>
    /// <inheritdoc cref="NDArray.Gather(int, NDArray)"/>
    public Tensor Gather(int dim, Tensor index) => Gather("gather", dim, index);

    /// <summary>
    /// This at the indices along a dimension, where both are broadcast in the other dimensions; without a dimension, of all elements in
    /// row-major order. PyTorch: <c>torch.take_along_dim</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.TakeAlongDim"/>
    public Tensor TakeAlongDim(Tensor indices, int? dim = null)
    {
        if (dim is not { } given)
        {
            return Reshape(-1).Gather("take_along_dim", 0, indices.Reshape(-1));
        }

        (Shape source, Shape index) = NDArray.AlongDim(Shape, indices.Shape, given);
        return Expand(source).Gather("take_along_dim", given, indices.Expand(index));
    }

    /// <summary>
    /// This, with y[…, index[…, k, …], …] = source[…, k, …]; of several for one place the last stays, and each receives the gradient of the place.
    /// PyTorch: <c>torch.scatter</c>.
    /// </summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="index">int64 or int32, of this rank and in no other dimension larger than this.</param>
    /// <param name="source">Of this type and in no dimension smaller than the indices.</param>
    /// <exception cref="ArgumentException">The index has another type, rank or size, or is out of range; negative ones are. The source does not fit.</exception>
    public Tensor Scatter(int dim, Tensor index, Tensor source) => Scatter(this, dim, index, source, null);

    /// <summary>This, with y[…, index[…, k, …], …] = value. PyTorch: <c>torch.scatter</c>.</summary>
    /// <inheritdoc cref="Scatter(int, Tensor, Tensor)"/>
    public Tensor Scatter(int dim, Tensor index, Scalar value) => Scatter(this, dim, index, value, null);

    /// <summary>Sets this[…, index[…, k, …], …] = source[…, k, …]. PyTorch: <c>x.scatter_</c>.</summary>
    /// <inheritdoc cref="Scatter(int, Tensor, Tensor)"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor ScatterInPlace(int dim, Tensor index, Tensor source)
    {
        BeginInPlace("scatter", "x.Scatter", source);
        return EndInPlace(Scatter(new Tensor(Value, Node), dim, index, source, Value));
    }

    /// <summary>Sets this[…, index[…, k, …], …] = value. PyTorch: <c>x.scatter_</c>.</summary>
    /// <inheritdoc cref="ScatterInPlace(int, Tensor, Tensor)"/>
    public Tensor ScatterInPlace(int dim, Tensor index, Scalar value)
    {
        BeginInPlace("scatter", "x.Scatter", null);
        return EndInPlace(Scatter(new Tensor(Value, Node), dim, index, value, Value));
    }

    /// <summary>
    /// This, with y[…, index[…, k, …], …] += source[…, k, …], added in the order of k; bools by "or". PyTorch: <c>torch.scatter_add</c>.
    /// </summary>
    /// <inheritdoc cref="Scatter(int, Tensor, Tensor)"/>
    public Tensor ScatterAdd(int dim, Tensor index, Tensor source) => ScatterAdd(this, dim, index, source, null);

    /// <summary>this[…, index[…, k, …], …] += source[…, k, …]. PyTorch: <c>x.scatter_add_</c>.</summary>
    /// <inheritdoc cref="ScatterInPlace(int, Tensor, Tensor)"/>
    public Tensor ScatterAddInPlace(int dim, Tensor index, Tensor source)
    {
        BeginInPlace("scatter_add", "x.ScatterAdd", source);
        return EndInPlace(ScatterAdd(new Tensor(Value, Node), dim, index, source, Value));
    }

    /// <summary>Zeros of a shape to which this is added: y[…, index[…, k, …], …] += this[…, k, …].</summary>
    /// <inheritdoc cref="NDArray.ScatterAdd(MiniTorch.Shape, int, NDArray)"/>
    internal Tensor ScatterAdd(Shape shape, int dim, Tensor index) => Op.Record(
        "scatter_add", Value.ScatterAdd(shape, dim, index.Value), dim, save: [index], (this, static (s, g) => g.Gather(s.State, s[0])));

    // For an operation that says so in its errors.
    private Tensor Gather(string op, int dim, Tensor index) => Op.Record(
        "gather", Value.Gather(op, dim, index.Value), (Shape, dim), save: [index], (this, static (s, g) => g.ScatterAdd(s.State.Shape, s.State.dim, s[0])));

    private static Tensor Scatter(Tensor x, int dim, Tensor index, Tensor source, NDArray? destination) => Op.Record(
        "scatter",
        x.Value.Scatter(dim, index.Value, source.Value, destination),
        (dim, source.Shape),
        save: [index],
        (x, static (s, g) => g.Scatter(s.State.dim, s[0], 0)),
        (source, static (s, g) => FromSource(g.Gather(s.State.dim, s[0]), s.State.Shape)));

    private static Tensor Scatter(Tensor x, int dim, Tensor index, Scalar value, NDArray? destination) => Op.Record(
        "scatter", x.Value.Scatter(dim, index.Value, value, destination), dim, save: [index], (x, static (s, g) => g.Scatter(s.State, s[0], 0)));

    private static Tensor ScatterAdd(Tensor x, int dim, Tensor index, Tensor source, NDArray? destination) => Op.Record(
        "scatter_add",
        x.Value.ScatterAdd(dim, index.Value, source.Value, destination),
        (dim, source.Shape),
        save: [index],
        (x, static (s, g) => g),
        (source, static (s, g) => FromSource(g.Gather(s.State.dim, s[0]), s.State.Shape)));

    // The gradient of a source of which only the corner of the indices' shape was read.
    private static Tensor FromSource(Tensor gradient, Shape source)
    {
        if (gradient.Shape == source)
        {
            return gradient;
        }

        if (gradient.Rank != source.Rank)
        {
            return gradient.Reshape(source.AsSpan());
        }

        Tensor result = Zeros(source, gradient.DType);
        result.SetPart([.. gradient.Shape.Select(static size => (TensorIndex)(..size))], gradient);
        return result;
    }
}
