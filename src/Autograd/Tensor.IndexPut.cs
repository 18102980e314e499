namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// This, with the elements that index tensors name set to values or added to. PyTorch: <c>torch.index_put</c>.
    /// </summary>
    /// <param name="indices">One for each dimension from the first, as <c>x[…]</c> takes them; null takes a dimension whole.</param>
    /// <param name="values">Of this type; broadcast to the shape of <c>x[indices]</c>.</param>
    /// <param name="accumulate">Whether to add the values, all of those for one place; else the last of them stays.</param>
    /// <exception cref="ArgumentException">An index is out of range, indices do not broadcast, a mask or the values do not fit.</exception>
    public Tensor IndexPut(ReadOnlySpan<Tensor?> indices, Tensor values, bool accumulate = false) =>
        IndexPut("index_put", this, Arrays(indices), values, accumulate, null);

    /// <summary>Sets the elements that index tensors name to values or adds to them. PyTorch: <c>x.index_put_</c>.</summary>
    /// <inheritdoc cref="IndexPut(ReadOnlySpan{Tensor?}, Tensor, bool)"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor IndexPutInPlace(ReadOnlySpan<Tensor?> indices, Tensor values, bool accumulate = false)
    {
        BeginInPlace("index_put", "x.IndexPut", values);
        return EndInPlace(IndexPut("index_put", new Tensor(Value, Node), Arrays(indices), values, accumulate, Value));
    }

    /// <summary>The elements at indices of all elements in row-major order. PyTorch: <c>torch.take</c>.</summary>
    /// <param name="index">int64 or int32 of any shape; negative ones count from the end.</param>
    /// <returns>A tensor of the indices' shape.</returns>
    /// <exception cref="ArgumentException">The index has another type or is out of range.</exception>
    public Tensor Take(Tensor index)
    {
        NDArray.AsIndices("take", index.Value);
        return Reshape(-1).Picked("take", [index.Value]);
    }

    /// <summary>This, with the elements at indices of all elements in row-major order set to the source's or added to. PyTorch: <c>torch.put</c>.</summary>
    /// <param name="index">int64 or int32 of any shape; negative ones count from the end.</param>
    /// <param name="source">Of this type, as many elements as there are indices.</param>
    /// <param name="accumulate">Whether to add the elements, all of those for one place; else the last of them stays.</param>
    /// <exception cref="ArgumentException">The index has another type or is out of range, or the source has another type or number of elements.</exception>
    public Tensor Put(Tensor index, Tensor source, bool accumulate = false)
    {
        NDArray.AsIndices("put", index.Value);
        if (source.Count != index.Count)
        {
            Throw.Argument("put", $"the source must have as many elements as there are indices; got source {source.Shape} for indices {index.Shape}");
        }

        return IndexPut("put", Reshape(-1), [index.Value.Reshape(-1)], source.Reshape(-1), accumulate, null).Reshape(Shape.AsSpan());
    }

    /// <summary>The positions of the elements that are not 0, in row-major order, as int64 [n, rank]. PyTorch: <c>torch.nonzero</c>.</summary>
    public Tensor Nonzero() => new(Value.Nonzero());

    private static NDArray?[] Arrays(ReadOnlySpan<Tensor?> indices)
    {
        var arrays = new NDArray?[indices.Length];
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = indices[i]?.Value;
        }

        return arrays;
    }

    private static Tensor IndexPut(string op, Tensor x, ReadOnlySpan<NDArray?> indices, Tensor values, bool accumulate, NDArray? destination)
    {
        if (values.DType != x.DType)
        {
            Throw.Argument(op, $"the values must have the tensor's type, {x.DType.Name()}; got {values.DType.Name()} {values.Shape}");
        }

        Picks picks = Picks.Of(op, x.Shape, indices, out NDArray places);
        NDArray.CheckValues(op, picks.Result, values.Value);
        return Op.Record(
            "index_put",
            (destination ?? x.Value.Clone()).Put(op, picks, places, values.Value, accumulate),
            (picks, accumulate),
            save: [new Tensor(places)],
            (x, static (s, g) => s.State.accumulate ? g : ZeroPart(g, [], s.State.picks, s[0])),
            (values, static (s, g) => g.Picked("index", s.State.picks, s[0])));
    }
}
