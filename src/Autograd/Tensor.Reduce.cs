namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The sum of all elements, shape []. PyTorch: <c>x.sum()</c>.</summary>
    public Tensor Sum() => Sum([]);

    /// <summary>Sums over one dimension. PyTorch: <c>x.sum(dim, keepdim)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    public Tensor Sum(int dim, bool keepDim = false) => Sum([dim], keepDim);

    /// <summary>Sums over several dimensions; over all if none is named. PyTorch: <c>x.sum(dims, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor Sum(ReadOnlySpan<int> dims, bool keepDim = false) => Op.Record(
        "sum",
        Value.Sum(dims, keepDim),
        (Shape, Kept: ShapeWithKept(dims)),
        save: [],
        (this, static (s, g) => g.Reshape(s.State.Kept.AsSpan()).Expand(s.State.Shape)));

    /// <summary>The mean of all elements, shape []. PyTorch: <c>x.mean()</c>.</summary>
    public Tensor Mean() => Mean([]);

    /// <summary>Means over one dimension. PyTorch: <c>x.mean(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor Mean(int dim, bool keepDim = false) => Mean([dim], keepDim);

    /// <summary>Means over several dimensions; over all if none is named. PyTorch: <c>x.mean(dims, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor Mean(ReadOnlySpan<int> dims, bool keepDim = false) => Op.Record(
        "mean",
        Value.Mean(dims, keepDim),
        (Shape, Kept: ShapeWithKept(dims)),
        save: [],
        (this, static (s, g) => (g / Math.Max(1.0, (double)s.State.Shape.Count / s.State.Kept.Count)).Reshape(s.State.Kept.AsSpan()).Expand(s.State.Shape)));

    /// <summary>The greatest of all elements, shape []; the gradient is shared by equal ones. PyTorch: <c>x.max()</c>.</summary>
    public Tensor Max() => Amax([]);

    /// <summary>
    /// The greatest elements over several dimensions, over all if none is named; equal ones share the gradient evenly. PyTorch: <c>x.amax(dims, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor Amax(ReadOnlySpan<int> dims, bool keepDim = false) => Op.Record(
        "amax",
        Value.Amax(dims, keepDim),
        (Dims: dims.ToArray(), Kept: ShapeWithKept(dims)),
        save: [this, Op.Output],
        (this, static (s, g) => AmaxBackward(s[0].Detach(), s[1].Detach(), s.State.Dims, s.State.Kept, g)));

    /// <summary>
    /// The greatest elements over one dimension and the index of the first of them, which alone receives the gradient. PyTorch: <c>x.max(dim, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public (Tensor Values, Tensor Indices) Max(int dim, bool keepDim = false)
    {
        dim = Shape.Dim(dim, "max");
        (NDArray values, NDArray indexValues) = Value.Max(dim, keepDim);
        var indices = new Tensor(indexValues);
        Tensor max = Op.Record(
            "max",
            values,
            (Shape, Dim: dim),
            save: [indices],
            (this, static (s, g) => MaxBackward(s[0].Value, s.State.Shape, s.State.Dim, g)));
        return (max, indices);
    }

    /// <summary>Where the greatest element is in row-major order, the first of several, as int64 of shape []. PyTorch: <c>x.argmax()</c>.</summary>
    public Tensor ArgMax() => new(Value.ArgMax());

    /// <summary>The index of the greatest element along a dimension, the first of several, as int64. PyTorch: <c>x.argmax(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor ArgMax(int dim, bool keepDim = false) => new(Value.ArgMax(dim, keepDim));

    /// <summary>exp(x) / Σ exp(x) along a dimension. PyTorch: <c>torch.softmax</c>.</summary>
    public Tensor Softmax(int dim) => Rank == 0 ? Unsqueeze(0).Softmax(dim).Squeeze(0) : Op.Record(
        "softmax",
        Value.Softmax(dim),
        dim,
        save: [Op.Output],
        (this, static (s, g) => s[0] * (g - (g * s[0]).Sum(s.State, keepDim: true))));

    /// <summary>ln softmax(x) along a dimension. PyTorch: <c>torch.log_softmax</c>.</summary>
    public Tensor LogSoftmax(int dim) => Rank == 0 ? Unsqueeze(0).LogSoftmax(dim).Squeeze(0) : Op.Record(
        "log_softmax",
        Value.LogSoftmax(dim),
        dim,
        save: [Op.Output],
        (this, static (s, g) => g - (s[0].Exp() * g.Sum(s.State, keepDim: true))));

    /// <summary>Summed over what broadcasting repeated, down to a shape that broadcasts to this one's.</summary>
    internal Tensor SumTo(Shape shape)
    {
        int shift = Rank - shape.Rank;
        Span<int> dims = stackalloc int[Rank];
        int count = 0;
        for (int i = 0; i < Rank; i++)
        {
            if (i < shift || (shape.AsSpan()[i - shift] == 1 && Shape.AsSpan()[i] != 1))
            {
                dims[count++] = i;
            }
        }

        return count == 0 ? this : Sum(dims[..count], keepDim: true).Reshape(shape.AsSpan());
    }

    private static Tensor AmaxBackward(Tensor x, Tensor max, int[] dims, Shape kept, Tensor gradient)
    {
        Tensor isMax = x.Eq(max.Reshape(kept.AsSpan())).To(gradient.DType);
        return gradient.Reshape(kept.AsSpan()) * (isMax / isMax.Sum(dims, keepDim: true));
    }

    private static Tensor MaxBackward(NDArray indices, Shape shape, int dim, Tensor gradient)
    {
        Shape kept = shape.With(dim, 1);
        NDArray places = NDArray.Arange(shape[dim]).Reshape([shape[dim], .. Enumerable.Repeat(1, shape.Rank - 1 - dim)]);
        NDArray isMax = places.Eq(indices.Reshape(kept.AsSpan()));
        return gradient.Reshape(kept.AsSpan()) * new Tensor(isMax.To(gradient.DType));
    }

    private Shape ShapeWithKept(ReadOnlySpan<int> dims)
    {
        Span<int> sizes = stackalloc int[Rank];
        Shape.AsSpan().CopyTo(sizes);
        if (dims.IsEmpty)
        {
            sizes.Fill(1);
        }

        foreach (int dim in dims)
        {
            sizes[Shape.Dim(dim, "sum")] = 1;
        }

        return Shape.Of(sizes);
    }
}
