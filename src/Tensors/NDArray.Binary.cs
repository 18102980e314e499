using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>this + alpha·other, broadcast. PyTorch: <c>torch.add(…, alpha)</c>.</summary>
    /// <param name="other">The other operand.</param>
    /// <param name="alpha">The factor; it has no part in the result's type.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The factor of integers is not whole, the shapes do not broadcast, or the destination does not fit.</exception>
    public NDArray Add(NDArray other, Scalar alpha, NDArray? destination = null) => Add(Scaled("add", other, alpha), destination);

    /// <summary>this − alpha·other, broadcast. PyTorch: <c>torch.sub(…, alpha)</c>.</summary>
    /// <inheritdoc cref="Add(NDArray, Scalar, NDArray?)"/>
    public NDArray Subtract(NDArray other, Scalar alpha, NDArray? destination = null) => Subtract(Scaled("sub", other, alpha), destination);

    /// <summary>
    /// this^exponent, broadcast: 1 for an exponent of 0, NaN for a negative base and an exponent that is not whole. Integers stay integers and wrap.
    /// PyTorch: <c>torch.pow</c>, which gives 0 for negative powers of integers; here they are an error, as for a number.
    /// </summary>
    /// <param name="exponent">The exponents.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">An exponent of integers is negative, the shapes do not broadcast, or the destination does not fit.</exception>
    /// <exception cref="NotSupportedException">Both are bool.</exception>
    public NDArray Pow(NDArray exponent, NDArray? destination = null) => Meeting(this, exponent).IsFloatingPoint()
        ? FloatBinary<Power>(this, exponent, destination)
        : IntegerBinary<IntegerPower>(this, exponent, destination);

    /// <summary>Powers of a number. PyTorch: <c>torch.pow(number, exponent)</c>.</summary>
    /// <param name="input">The base.</param>
    /// <param name="exponent">The exponents.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <inheritdoc cref="Pow(NDArray, NDArray?)"/>
    public static NDArray Pow(Scalar input, NDArray exponent, NDArray? destination = null) => exponent.Beside(input).Pow(exponent, destination);

    /// <summary>this^exponent, broadcast, computed in float64, which the result is in. PyTorch: <c>torch.float_power</c>.</summary>
    /// <param name="exponent">The exponents.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the destination does not fit.</exception>
    public NDArray FloatPower(NDArray exponent, NDArray? destination = null) => To(DType.Float64).Pow(exponent.To(DType.Float64), destination);

    /// <inheritdoc cref="FloatPower(NDArray, NDArray?)"/>
    public NDArray FloatPower(Scalar exponent, NDArray? destination = null) => FloatPower(Of(exponent.AsDouble), destination);

    /// <summary>The angle of the point (other, this) in (−π, π], broadcast. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.atan2</c>.</summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Atan2(NDArray other, NDArray? destination = null) => FloatBinary<ByPair<ArcTangent>>(this, other, destination);

    /// <summary>√(this² + other²), broadcast, without overflow on the way. PyTorch: <c>torch.hypot</c>.</summary>
    /// <exception cref="NotSupportedException">Neither is floating-point.</exception>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Hypot(NDArray other, NDArray? destination = null) => FloatBinary<ByPair<Hypotenuse>>(this, other, destination, takesIntegers: false);

    /// <summary>|this| with the other's sign, that of −0 too, broadcast. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.copysign</c>.</summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray CopySign(NDArray other, NDArray? destination = null) => FloatBinary<ByPair<CopySign>>(this, other, destination);

    /// <inheritdoc cref="CopySign(NDArray, NDArray?)"/>
    public NDArray CopySign(Scalar other, NDArray? destination = null) => CopySign(BesideFloat(other), destination);

    /// <summary>ln(e^this + e^other), broadcast, without overflow on the way. PyTorch: <c>torch.logaddexp</c>.</summary>
    /// <inheritdoc cref="Hypot"/>
    public NDArray LogAddExp(NDArray other, NDArray? destination = null) => FloatBinary<ByPair<LogAddExp>>(this, other, destination, takesIntegers: false);

    /// <summary>log₂(2^this + 2^other), broadcast, without overflow on the way. PyTorch: <c>torch.logaddexp2</c>.</summary>
    /// <inheritdoc cref="Hypot"/>
    public NDArray LogAddExp2(NDArray other, NDArray? destination = null) => FloatBinary<ByPair<LogAddExp2>>(this, other, destination, takesIntegers: false);

    /// <summary>
    /// this·ln(other), broadcast; 0 where this is 0, unless the other is NaN. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.xlogy</c>.
    /// </summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Xlogy(NDArray other, NDArray? destination = null) => FloatBinary<ByPair<Xlogy>>(this, other, destination);

    /// <inheritdoc cref="Xlogy(NDArray, NDArray?)"/>
    public NDArray Xlogy(Scalar other, NDArray? destination = null) => Xlogy(BesideFloat(other), destination);

    /// <summary>
    /// this·ln(1 + other), broadcast; 0 where this is 0, unless the other is NaN. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.special.xlog1py</c>.
    /// </summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Xlog1py(NDArray other, NDArray? destination = null) => FloatBinary<ByPair<Xlog1py>>(this, other, destination);

    /// <inheritdoc cref="Xlog1py(NDArray, NDArray?)"/>
    public NDArray Xlog1py(Scalar other, NDArray? destination = null) => Xlog1py(BesideFloat(other), destination);

    /// <summary>0 where this is below 0 or NaN, 1 above, and <paramref name="values"/> where it is 0, broadcast. PyTorch: <c>torch.heaviside</c>.</summary>
    /// <param name="values">What 0 becomes.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the destination does not fit.</exception>
    public NDArray Heaviside(NDArray values, NDArray? destination = null) => Binary<Pairwise<Heaviside>>(this, values, destination);

    /// <summary>The greater of two elements, broadcast; of NaN and a number the number. PyTorch: <c>torch.fmax</c>.</summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Fmax(NDArray other, NDArray? destination = null) => Binary<MaximumNumber>(this, other, destination);

    /// <summary>The smaller of two elements, broadcast; of NaN and a number the number. PyTorch: <c>torch.fmin</c>.</summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Fmin(NDArray other, NDArray? destination = null) => Binary<MinimumNumber>(this, other, destination);

    private NDArray Scaled(string op, NDArray other, Scalar alpha)
    {
        DType meeting = Meeting(this, other);
        if (alpha.Kind == ScalarKind.Real && !meeting.IsFloatingPoint())
        {
            Throw.Argument(op, $"alpha must be whole for operands that are; got {alpha} for {DType.Name()} and {other.DType.Name()}");
        }

        return other.To(meeting).Multiply(meeting == DType.Bool ? alpha.To<bool>() : alpha);
    }
}
