using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// this / other, made whole towards zero or downwards, broadcast; integers stay integers. The floor is that of the exact quotient. PyTorch: <c>torch.div(…, rounding_mode)</c>.
    /// </summary>
    /// <param name="other">The divisor.</param>
    /// <param name="rounding">Which way.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">An integer is divided by 0, the shapes do not broadcast, or the destination does not fit.</exception>
    /// <exception cref="NotSupportedException">Both are bool.</exception>
    public NDArray Divide(NDArray other, RoundingMode rounding, NDArray? destination = null) => rounding == RoundingMode.Floor
        ? Binary<Pairwise<DivideFloor>>(this, other, destination)
        : Binary<Pairwise<DivideTrunc>>(this, other, destination);

    /// <inheritdoc cref="Divide(NDArray, RoundingMode, NDArray?)"/>
    public NDArray Divide(Scalar other, RoundingMode rounding, NDArray? destination = null) => Divide(Beside(other), rounding, destination);

    /// <summary>⌊this / other⌋, broadcast. PyTorch: <c>torch.floor_divide</c>, <c>a // b</c>.</summary>
    /// <param name="other">The divisor.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <inheritdoc cref="Divide(NDArray, RoundingMode, NDArray?)"/>
    public NDArray FloorDivide(NDArray other, NDArray? destination = null) => Divide(other, RoundingMode.Floor, destination);

    /// <inheritdoc cref="FloorDivide(NDArray, NDArray?)"/>
    public NDArray FloorDivide(Scalar other, NDArray? destination = null) => Divide(other, RoundingMode.Floor, destination);

    /// <summary>What is left of this / other towards zero, with this array's sign: C#'s %. PyTorch: <c>torch.fmod</c>.</summary>
    /// <inheritdoc cref="FloorDivide(NDArray, NDArray?)"/>
    public NDArray Fmod(NDArray other, NDArray? destination = null) => Binary<Pairwise<Fmod>>(this, other, destination);

    /// <inheritdoc cref="Fmod(NDArray, NDArray?)"/>
    public NDArray Fmod(Scalar other, NDArray? destination = null) => Fmod(Beside(other), destination);

    /// <summary>What is left of this / other downwards, with the divisor's sign: Python's %. PyTorch: <c>torch.remainder</c>.</summary>
    /// <inheritdoc cref="FloorDivide(NDArray, NDArray?)"/>
    public NDArray Remainder(NDArray other, NDArray? destination = null) => Binary<Pairwise<Remainder>>(this, other, destination);

    /// <inheritdoc cref="Remainder(NDArray, NDArray?)"/>
    public NDArray Remainder(Scalar other, NDArray? destination = null) => Remainder(Beside(other), destination);

    /// <summary>The greatest common divisor of integers, broadcast; not negative. PyTorch: <c>torch.gcd</c>.</summary>
    /// <param name="other">The other operand.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the destination does not fit.</exception>
    /// <exception cref="NotSupportedException">The type in which they meet is none of integers.</exception>
    public NDArray Gcd(NDArray other, NDArray? destination = null) => IntegerBinary<GreatestCommonDivisor>(this, other, destination);

    /// <summary>The least common multiple of integers, broadcast; not negative. PyTorch: <c>torch.lcm</c>.</summary>
    /// <inheritdoc cref="Gcd"/>
    public NDArray Lcm(NDArray other, NDArray? destination = null) => IntegerBinary<LeastCommonMultiple>(this, other, destination);
}
