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
