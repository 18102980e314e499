namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>What is left of a / b downwards, with b's sign, broadcast: Python's %. PyTorch: <c>a % b</c>.</summary>
    public static Tensor operator %(Tensor left, Tensor right) => Remainder(left, right);

    /// <inheritdoc cref="op_Modulus(Tensor, Tensor)"/>
    public static Tensor operator %(Tensor left, Scalar right) => left.Remainder(right);

    /// <inheritdoc cref="op_Modulus(Tensor, Tensor)"/>
    public static Tensor operator %(Scalar left, Tensor right) => Remainder(right.Beside(left), right);

    /// <summary>
    /// this / other, made whole towards zero or downwards, broadcast; integers stay integers. The derivatives are 0. PyTorch: <c>torch.div(…, rounding_mode)</c>.
    /// </summary>
    /// <param name="other">The divisor.</param>
    /// <param name="rounding">Which way.</param>
    /// <inheritdoc cref="NDArray.Divide(NDArray, RoundingMode, NDArray?)"/>
    public Tensor Divide(Tensor other, RoundingMode rounding) => Divide(this, other, rounding);

    /// <inheritdoc cref="Divide(Tensor, RoundingMode)"/>
    public Tensor Divide(Scalar other, RoundingMode rounding) => Divide(this, Beside(other), rounding);

    /// <summary>⌊this / other⌋, broadcast; the derivatives are 0. PyTorch: <c>torch.floor_divide</c>, <c>a // b</c>.</summary>
    /// <inheritdoc cref="NDArray.FloorDivide(NDArray, NDArray?)"/>
    public Tensor FloorDivide(Tensor other) => Divide(this, other, RoundingMode.Floor);

    /// <inheritdoc cref="FloorDivide(Tensor)"/>
    public Tensor FloorDivide(Scalar other) => Divide(other, RoundingMode.Floor);

    /// <summary>
    /// What is left of this / other towards zero, with this tensor's sign, broadcast: C#'s %. The derivative for the divisor is −trunc(this / other). PyTorch: <c>torch.fmod</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Fmod(NDArray, NDArray?)"/>
    public Tensor Fmod(Tensor other) => Fmod(this, other);

    /// <inheritdoc cref="Fmod(Tensor)"/>
    public Tensor Fmod(Scalar other) => Fmod(this, Beside(other));

    /// <summary>
    /// What is left of this / other downwards, with the divisor's sign, broadcast: Python's %. The derivative for the divisor is −⌊this / other⌋. PyTorch: <c>torch.remainder</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Remainder(NDArray, NDArray?)"/>
    public Tensor Remainder(Tensor other) => Remainder(this, other);

    /// <inheritdoc cref="Remainder(Tensor)"/>
    public Tensor Remainder(Scalar other) => Remainder(this, Beside(other));

    /// <summary>The greatest common divisor of integers, broadcast; not negative. PyTorch: <c>torch.gcd</c>.</summary>
    /// <inheritdoc cref="NDArray.Gcd"/>
    public Tensor Gcd(Tensor other) => new(Value.Gcd(other.Value));

    /// <summary>The least common multiple of integers, broadcast; not negative. PyTorch: <c>torch.lcm</c>.</summary>
    /// <inheritdoc cref="NDArray.Lcm"/>
    public Tensor Lcm(Tensor other) => new(Value.Lcm(other.Value));

    private static Tensor Divide(Tensor a, Tensor b, RoundingMode rounding, NDArray? destination = null) => Op.Record(
        "div",
        a.Value.Divide(b.Value, rounding, destination),
        save: [],
        (a, static (s, g) => Zeros(g.Shape, g.DType)),
        (b, static (s, g) => Zeros(g.Shape, g.DType)));

    private static Tensor Fmod(Tensor a, Tensor b, NDArray? destination = null) => Op.Record(
        "fmod",
        a.Value.Fmod(b.Value, destination),
        save: [a, b],
        (a, static (s, g) => g),
        (b, static (s, g) => -(g * s[0].Divide(s[1], RoundingMode.Trunc))));

    private static Tensor Remainder(Tensor a, Tensor b, NDArray? destination = null) => Op.Record(
        "remainder",
        a.Value.Remainder(b.Value, destination),
        save: [a, b],
        (a, static (s, g) => g),
        (b, static (s, g) => -(g * s[0].Divide(s[1], RoundingMode.Floor))));
}
