namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The greatest of all elements, shape []; the gradient is shared by equal ones. PyTorch: <c>x.max()</c>.</summary>
    /// <inheritdoc cref="NDArray.Max()"/>
    public Tensor Max() => Evenly("max", Value.Max(), [], sharesNaN: true);

    /// <summary>
    /// The greatest elements over several dimensions, over all if none is named; equal ones share the gradient evenly. PyTorch: <c>x.amax(dims, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Amax"/>
    public Tensor Amax(ReadOnlySpan<int> dims, bool keepDim = false) => Evenly("amax", Value.Amax(dims, keepDim), dims);

    /// <summary>
    /// The greatest elements over one dimension and the index of the first of them, which alone receives the gradient. PyTorch: <c>x.max(dim, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Max(int, bool)"/>
    public (Tensor Values, Tensor Indices) Max(int dim, bool keepDim = false) => Chosen("max", Value.Max(dim, keepDim), dim);

    /// <summary>Where the greatest element is in row-major order, the first of several, as int64 of shape []. PyTorch: <c>x.argmax()</c>.</summary>
    public Tensor ArgMax() => new(Value.ArgMax());

    /// <summary>The index of the greatest element along a dimension, the first of several, as int64. PyTorch: <c>x.argmax(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="NDArray.ArgMax(int, bool)"/>
    public Tensor ArgMax(int dim, bool keepDim = false) => new(Value.ArgMax(dim, keepDim));

    /// <summary>The smallest of all elements, shape []; the gradient is shared by equal ones. PyTorch: <c>x.min()</c>.</summary>
    /// <inheritdoc cref="NDArray.Min()"/>
    public Tensor Min() => Evenly("min", Value.Min(), [], sharesNaN: true);

    /// <summary>
    /// The smallest elements over several dimensions, over all if none is named; equal ones share the gradient evenly. PyTorch: <c>x.amin(dims, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Amin"/>
    public Tensor Amin(ReadOnlySpan<int> dims, bool keepDim = false) => Evenly("amin", Value.Amin(dims, keepDim), dims);

    /// <summary>
    /// The smallest elements over one dimension and the index of the first of them, which alone receives the gradient. PyTorch: <c>x.min(dim, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Min(int, bool)"/>
    public (Tensor Values, Tensor Indices) Min(int dim, bool keepDim = false) => Chosen("min", Value.Min(dim, keepDim), dim);

    /// <summary>Where the smallest element is in row-major order, the first of several, as int64 of shape []. PyTorch: <c>x.argmin()</c>.</summary>
    public Tensor ArgMin() => new(Value.ArgMin());

    /// <summary>The index of the smallest element along a dimension, the first of several, as int64. PyTorch: <c>x.argmin(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="NDArray.ArgMin(int, bool)"/>
    public Tensor ArgMin(int dim, bool keepDim = false) => new(Value.ArgMin(dim, keepDim));

    /// <summary>The smallest and the greatest of all elements; the gradient of each is shared by equal ones. PyTorch: <c>torch.aminmax(x)</c>.</summary>
    /// <inheritdoc cref="NDArray.Aminmax()"/>
    public (Tensor Min, Tensor Max) Aminmax()
    {
        (NDArray min, NDArray max) = Value.Aminmax();
        return (Evenly("aminmax", min, []), Evenly("aminmax", max, []));
    }

    /// <summary>
    /// The smallest and the greatest elements over one dimension; the gradient of each is shared by equal ones. PyTorch: <c>torch.aminmax(x, dim=d, keepdim=k)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Aminmax(int, bool)"/>
    public (Tensor Min, Tensor Max) Aminmax(int dim, bool keepDim = false)
    {
        (NDArray min, NDArray max) = Value.Aminmax(dim, keepDim);
        return (Evenly("aminmax", min, [dim]), Evenly("aminmax", max, [dim]));
    }

    private Tensor Evenly(string op, NDArray extreme, ReadOnlySpan<int> dims, bool sharesNaN = false) => Op.Record(
        op,
        extreme,
        (Dims: dims.ToArray(), Kept: ShapeWithKept(dims), SharesNaN: sharesNaN),
        save: [this, Op.Output],
        (this, static (s, g) => Shared(s[0], s[1], s.State.Dims, s.State.Kept, g, s.State.SharesNaN)));

    // All to the element that was chosen: a mask would make 0·∞ of an infinite gradient.
    private (Tensor Values, Tensor Indices) Chosen(string op, (NDArray Values, NDArray Indices) of, int dim)
    {
        var indices = new Tensor(of.Indices);
        if (Rank == 0)
        {
            return (Op.Record(op, of.Values, save: [], (this, static (s, g) => g)), indices);
        }

        int at = Shape.Dim(dim, op);
        Tensor values = Op.Record(
            op,
            of.Values,
            (Shape, Dim: at),
            save: [indices],
            (this, static (s, g) => Scattered(g, s[0], s.State.Shape, s.State.Dim)));
        return (values, indices);
    }

    private static Tensor Scattered(Tensor gradient, Tensor indices, Shape shape, int dim)
    {
        Shape kept = shape.With(dim, 1);
        return gradient.Reshape(kept.AsSpan()).ScatterAdd(shape, dim, indices.Reshape(kept.AsSpan()));
    }

    // Evenly to all elements that equal the extreme. Of NaN, which nothing equals, 0 / 0; but of all elements' extreme all that are NaN have a share,
    // as in PyTorch.
    private static Tensor Shared(Tensor x, Tensor extreme, int[] dims, Shape kept, Tensor gradient, bool sharesNaN = false)
    {
        Tensor equals = sharesNaN && extreme.Value.IsNaN().Item<bool>() ? x.IsNaN() : x.Eq(extreme.Detach().Reshape(kept.AsSpan()));
        return Where(equals, gradient.Reshape(kept.AsSpan()), 0) / equals.To(gradient.DType).Sum(dims, keepDim: true);
    }
}
