namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>This, with <paramref name="value"/> where the mask holds, both broadcast. PyTorch: <c>torch.masked_fill</c>.</summary>
    /// <param name="mask">Of type bool.</param>
    /// <param name="value">A number that this type holds; a fraction is cut by integers.</param>
    /// <exception cref="ArgumentException">The mask is not bool, the shapes do not broadcast, or the type does not hold the value.</exception>
    public Tensor MaskedFill(Tensor mask, Scalar value) => MaskedFill(this, mask, value, null);

    /// <param name="mask">Of type bool.</param>
    /// <param name="value">A single number, of shape [], which is converted.</param>
    /// <inheritdoc cref="MaskedFill(Tensor, Scalar)"/>
    public Tensor MaskedFill(Tensor mask, Tensor value) => MaskedFill(this, mask, value, null);

    /// <summary>Sets the elements where the mask, which is broadcast, holds. PyTorch: <c>x.masked_fill_</c>.</summary>
    /// <inheritdoc cref="MaskedFill(Tensor, Scalar)"/>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor MaskedFillInPlace(Tensor mask, Scalar value)
    {
        BeginInPlace("masked_fill", "x.MaskedFill", null);
        return EndInPlace(MaskedFill(new Tensor(Value, Node), mask, value, Value));
    }

    /// <inheritdoc cref="MaskedFillInPlace(Tensor, Scalar)"/>
    public Tensor MaskedFillInPlace(Tensor mask, Tensor value)
    {
        BeginInPlace("masked_fill", "x.MaskedFill", value);
        return EndInPlace(MaskedFill(new Tensor(Value, Node), mask, value, Value));
    }

    /// <summary>The elements where the mask holds, both broadcast, in row-major order. PyTorch: <c>torch.masked_select</c>.</summary>
    /// <inheritdoc cref="NDArray.MaskedSelect"/>
    public Tensor MaskedSelect(Tensor mask)
    {
        NDArray.CheckMask("masked_select", mask.Value);
        Shape shape = Shape.Broadcast(Shape, mask.Shape, "masked_select");
        Tensor x = Expand(shape);
        mask = mask.Expand(shape);
        return shape.Rank == 0 ? x.Reshape(1).MaskedSelect(mask) : x.Picked("masked_select", [mask.Value]);
    }

    /// <summary>
    /// This, with the elements where the mask holds, both broadcast, replaced by the first elements of the source, both in row-major order.
    /// PyTorch: <c>torch.masked_scatter</c>.
    /// </summary>
    /// <param name="mask">Of type bool.</param>
    /// <param name="source">Of this type, at least as many elements as the mask has true ones.</param>
    /// <exception cref="ArgumentException">The mask is not bool, the shapes do not broadcast, or the source has another type or too few elements.</exception>
    public Tensor MaskedScatter(Tensor mask, Tensor source)
    {
        const string Name = "masked_scatter";
        NDArray.CheckMask(Name, mask.Value);
        Shape shape = Shape.Broadcast(Shape, mask.Shape, Name);
        Tensor x = Expand(shape).Reshape(-1);
        NDArray places = NDArray.Coordinates(Name, mask.Expand(shape).Reshape(-1).Value);
        if (source.Count < places.Count)
        {
            Throw.Argument(Name, $"the source must have an element for each of the {places.Count} that the mask selects; got {source.DType.Name()} {source.Shape}");
        }

        return IndexPut(Name, x, [places.Reshape(-1)], source.Reshape(-1).Slice(0, 0, places.Count), accumulate: false, null).Reshape(shape.AsSpan());
    }

    private static Tensor MaskedFill(Tensor x, Tensor mask, Scalar value, NDArray? destination) => Op.Record(
        "masked_fill", x.Value.MaskedFill(mask.Value, value, destination), save: [mask], (x, static (s, g) => Where(s[0], 0, g)));

    private static Tensor MaskedFill(Tensor x, Tensor mask, Tensor value, NDArray? destination) => Op.Record(
        "masked_fill",
        x.Value.MaskedFill(mask.Value, value.Value, destination),
        save: [mask],
        (x, static (s, g) => Where(s[0], 0, g)),
        (value, static (s, g) => Where(s[0], g, 0)));
}
