namespace MiniTorch;

public partial class NDArray
{
    /// <summary>This, with <paramref name="value"/> where the mask holds, both broadcast. PyTorch: <c>torch.masked_fill</c>.</summary>
    /// <param name="mask">Of type bool.</param>
    /// <param name="value">A number that this type holds; a fraction is cut by integers.</param>
    /// <param name="destination">Where to write, perhaps this array; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The mask is not bool, the shapes do not broadcast, or the type does not hold the value.</exception>
    public NDArray MaskedFill(NDArray mask, Scalar value, NDArray? destination = null) => Masked(mask, Number("masked_fill", value, DType), destination);

    /// <param name="mask">Of type bool.</param>
    /// <param name="value">A single number, of shape [], which is converted.</param>
    /// <param name="destination">Where to write, perhaps this array; a new array if null. It has the result's shape and type.</param>
    /// <inheritdoc cref="MaskedFill(NDArray, Scalar, NDArray?)"/>
    public NDArray MaskedFill(NDArray mask, NDArray value, NDArray? destination = null)
    {
        CheckSingle("masked_fill", value);
        return Masked(mask, value.To(DType), destination);
    }

    /// <summary>The elements where the mask holds, both broadcast, in row-major order. PyTorch: <c>torch.masked_select</c>.</summary>
    /// <param name="mask">Of type bool.</param>
    /// <returns>An array of one dimension.</returns>
    /// <exception cref="ArgumentException">The mask is not bool, or the shapes do not broadcast.</exception>
    public NDArray MaskedSelect(NDArray mask)
    {
        CheckMask("masked_select", mask);
        Shape shape = Shape.Broadcast(Shape, mask.Shape, "masked_select");
        return AtLeast1D(Expand(shape)).Index(AtLeast1D(mask.Expand(shape)));
    }

    internal static void CheckMask(string op, NDArray mask)
    {
        if (mask.DType != DType.Bool)
        {
            Throw.Argument(op, $"the mask must be bool; got {mask.DType.Name()} {mask.Shape}");
        }
    }

    private NDArray Masked(NDArray mask, NDArray value, NDArray? destination)
    {
        CheckMask("masked_fill", mask);
        Shape shape = Shape.Broadcast(Shape, mask.Shape, "masked_fill");
        if (destination is not null)
        {
            CheckDestination("masked_fill", shape, DType, destination);
        }

        NDArray result = Where(mask, value, this);
        return destination is null ? result : destination.CopyFrom(result);
    }
}
