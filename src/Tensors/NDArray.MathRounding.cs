using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The greatest whole number that is at most x. Integers stay what they are. PyTorch: <c>torch.floor</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Floor(NDArray? destination = null) => Rounded<Floor>(this, destination);

    /// <summary>The smallest whole number that is at least x. Integers stay what they are. PyTorch: <c>torch.ceil</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Ceil(NDArray? destination = null) => Rounded<Ceil>(this, destination);

    /// <summary>The whole number between 0 and x that is nearest to x. Integers stay what they are. PyTorch: <c>torch.trunc</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Trunc(NDArray? destination = null) => Rounded<Trunc>(this, destination);

    /// <summary>
    /// The nearest number of <paramref name="decimals"/> decimal places, halves to the even one; computed as round(x·10ᵈ) / 10ᵈ, so that of 2.675, which
    /// binary numbers only approximate, the product decides. Integers stay what they are. PyTorch: <c>torch.round</c>.
    /// </summary>
    /// <param name="decimals">Decimal places; negative ones round to tens, hundreds and so on.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="NotSupportedException">The type is bool, or one of integers and there are decimals.</exception>
    public NDArray Round(int decimals = 0, NDArray? destination = null)
    {
        if (decimals == 0)
        {
            return Rounded<Round>(this, destination);
        }

        Throw.UnlessFloat("round", DType);
        double power = Math.Pow(10, Math.Abs((double)decimals));
        NDArray scaled = decimals > 0 ? Multiply(power, destination) : Divide(power, destination);
        Rounded<Round>(scaled, scaled);
        return decimals > 0 ? scaled.Divide(power, scaled) : scaled.Multiply(power, scaled);
    }

    /// <summary>x without its whole part: x − trunc(x), with the sign of x; NaN for ±∞. PyTorch: <c>torch.frac</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray Frac(NDArray? destination = null)
    {
        Throw.UnlessFloat("frac", DType);
        return FloatUnary<Frac>(this, destination);
    }

    // Of floats; integers are whole already.
    private static NDArray Rounded<TOp>(NDArray x, NDArray? destination)
        where TOp : struct, IFloatUnaryOp =>
        x.DType.IsFloatingPoint() ? FloatUnary<TOp>(x, destination)
        : x.DType == DType.Bool ? Throw.DType<NDArray>(TOp.Name, x.DType, DType.Int64)
        : Unchanged(TOp.Name, x, destination);

    private static NDArray Unchanged(string op, NDArray x, NDArray? destination) =>
        destination is null ? x.Clone() : Destination(op, x.Shape, x.DType, destination).CopyFrom(x);
}
