namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The sum of all elements, shape []. PyTorch: <c>x.sum(dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.Sum(DType?)"/>
    public Tensor Sum(DType? dtype = null) => Sum([], dtype: dtype);

    /// <summary>Sums over one dimension. PyTorch: <c>x.sum(dim, keepdim, dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.Sum(int, bool, DType?)"/>
    public Tensor Sum(int dim, bool keepDim = false, DType? dtype = null) => Sum([dim], keepDim, dtype);

    /// <summary>Sums over several dimensions; over all if none is named. PyTorch: <c>x.sum(dims, keepdim, dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.Sum(ReadOnlySpan{int}, bool, DType?)"/>
    public Tensor Sum(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null) => Op.Record(
        "sum",
        Value.Sum(dims, keepDim, dtype),
        (Shape, Kept: ShapeWithKept(dims)),
        save: [],
        (this, static (s, g) => g.Reshape(s.State.Kept.AsSpan()).Expand(s.State.Shape)));

    /// <summary>The mean of all elements, shape []; of none NaN. PyTorch: <c>x.mean(dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.Mean(DType?)"/>
    public Tensor Mean(DType? dtype = null) => Mean([], dtype: dtype);

    /// <summary>Means over one dimension. PyTorch: <c>x.mean(dim, keepdim, dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.Mean(int, bool, DType?)"/>
    public Tensor Mean(int dim, bool keepDim = false, DType? dtype = null) => Mean([dim], keepDim, dtype);

    /// <summary>Means over several dimensions; over all if none is named. PyTorch: <c>x.mean(dims, keepdim, dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.Mean(ReadOnlySpan{int}, bool, DType?)"/>
    public Tensor Mean(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null) => Op.Record(
        "mean",
        Value.Mean(dims, keepDim, dtype),
        (Shape, Kept: ShapeWithKept(dims)),
        save: [],
        (this, static (s, g) => (g / Math.Max(1.0, (double)s.State.Shape.Count / s.State.Kept.Count)).Reshape(s.State.Kept.AsSpan()).Expand(s.State.Shape)));

    /// <summary>The product of all elements, shape []; of none 1. The gradient is right with zeros among them. PyTorch: <c>x.prod(dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.Prod(DType?)"/>
    public Tensor Prod(DType? dtype = null) => Prod([], dtype: dtype);

    /// <summary>Products over one dimension. The gradient is right with zeros among the factors. PyTorch: <c>x.prod(dim, keepdim, dtype)</c>.</summary>
    /// <inheritdoc cref="NDArray.Prod(int, bool, DType?)"/>
    public Tensor Prod(int dim, bool keepDim = false, DType? dtype = null) => Prod([dim], keepDim, dtype);

    /// <summary>
    /// Products over several dimensions, over all if none is named. The gradient is right with zeros among the factors. PyTorch, for one dimension:
    /// <c>x.prod(dim, keepdim, dtype)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Prod(ReadOnlySpan{int}, bool, DType?)"/>
    public Tensor Prod(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null)
    {
        Tensor x = Factors(dtype);
        return Op.Record(
            "prod",
            x.Value.Prod(dims, keepDim, dtype),
            (Dims: dims.ToArray(), Kept: ShapeWithKept(dims)),
            save: [x],
            (x, static (s, g) => ProdBackward(s[0], s.State.Dims, s.State.Kept, g)));
    }

    /// <summary>ln Σ eˣ of all elements, shape []. PyTorch: <c>x.logsumexp(dims)</c> over all of them.</summary>
    /// <inheritdoc cref="LogSumExp(ReadOnlySpan{int}, bool)"/>
    public Tensor LogSumExp() => LogSumExp([]);

    /// <summary>ln Σ eˣ over one dimension. PyTorch: <c>x.logsumexp(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="NDArray.LogSumExp(int, bool)"/>
    public Tensor LogSumExp(int dim, bool keepDim = false) => LogSumExp([dim], keepDim);

    /// <summary>
    /// ln Σ eˣ over several dimensions, over all if none is named; stable for any finite values. −∞ of nothing and where all elements are −∞, ∞ if one is ∞.
    /// The derivative is the softmax: 0 for −∞ beside other numbers, NaN, as in PyTorch, where all are −∞ and for ∞. PyTorch: <c>x.logsumexp(dims, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.LogSumExp(ReadOnlySpan{int}, bool)"/>
    public Tensor LogSumExp(ReadOnlySpan<int> dims, bool keepDim = false) => Op.Record(
        "logsumexp",
        Value.LogSumExp(dims, keepDim),
        ShapeWithKept(dims),
        save: [this, Op.Output],
        (this, static (s, g) => g.Reshape(s.State.AsSpan()) * (s[0] - s[1].Reshape(s.State.AsSpan())).Exp()));

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

    private Shape ShapeWithKept(ReadOnlySpan<int> dims)
    {
        Span<int> sizes = stackalloc int[Rank];
        Shape.AsSpan().CopyTo(sizes);
        if (dims.IsEmpty)
        {
            sizes.Fill(1);
        }

        foreach (int dim in Rank == 0 ? [] : dims)
        {
            sizes[Shape.Dim(dim, "sum")] = 1;
        }

        return Shape.Of(sizes);
    }
}
