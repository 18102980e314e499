namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// this^exponent, broadcast; the derivative exponent·this^(exponent − 1) is 0 where the exponent is 0, and ln(this)·this^exponent, that for the exponent, is
    /// 0 where this is 0 and the exponent not negative, NaN below 0. PyTorch: <c>torch.pow</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Pow(NDArray, NDArray?)"/>
    public Tensor Pow(Tensor exponent) => Pow(this, exponent);

    /// <summary>Powers of a number. PyTorch: <c>torch.pow(number, exponent)</c>.</summary>
    /// <inheritdoc cref="NDArray.Pow(Scalar, NDArray, NDArray?)"/>
    public static Tensor Pow(Scalar input, Tensor exponent) => Pow(exponent.Beside(input), exponent);

    /// <summary>this^exponent, broadcast, computed in float64, which the result is in. PyTorch: <c>torch.float_power</c>.</summary>
    /// <inheritdoc cref="NDArray.FloatPower(NDArray, NDArray?)"/>
    public Tensor FloatPower(Tensor exponent) => To(DType.Float64).Pow(exponent.To(DType.Float64));

    /// <inheritdoc cref="FloatPower(Tensor)"/>
    public Tensor FloatPower(Scalar exponent) => To(DType.Float64).Pow(exponent.AsDouble);

    private static Tensor Square(Tensor x, NDArray? destination = null) =>
        Op.Record("square", x.Value.Square(destination), save: [x], (x, static (s, g) => g * (s[0] * 2)));

    private static Tensor Pow(Tensor x, Scalar exponent, NDArray? destination = null) => Op.Record(
        "pow",
        x.Value.Pow(exponent, destination),
        exponent.AsDouble,
        save: [x],
        (x, static (s, g) => s.State == 0 ? Zeros(g.Shape, g.DType) : g * (s[0].Pow(s.State - 1) * s.State)));

    private static Tensor Pow(Tensor x, Tensor exponent, NDArray? destination = null) => Op.Record(
        "pow",
        x.Value.Pow(exponent.Value, destination),
        save: [x, exponent, Op.Output],
        (x, static (s, g) => PowBackward(s[0], s[1], g)),
        (exponent, static (s, g) => PowBackward(s[0], s[1], s[2], g)));

    // Where the exponent is 0 nothing is computed of which a derivative could be NaN; so below where the base is.
    private static Tensor PowBackward(Tensor x, Tensor exponent, Tensor gradient)
    {
        Tensor isZero = exponent.Eq(0);
        return Where(isZero, 0, gradient * (exponent * x.Pow(Where(isZero, 1, exponent) - 1)));
    }

    private static Tensor PowBackward(Tensor x, Tensor exponent, Tensor power, Tensor gradient)
    {
        Tensor isZero = x.Eq(0) & exponent.Ge(0);
        return Where(isZero, 0, gradient * (power * Where(isZero, 1, x).To(power.DType).Log()));
    }
}
