namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The angle of the point (other, this) in (−π, π], broadcast; at (0, 0) the derivatives are NaN. PyTorch: <c>torch.atan2</c>.</summary>
    /// <inheritdoc cref="NDArray.Atan2"/>
    public Tensor Atan2(Tensor other) => Atan2(this, other);

    /// <summary>√(this² + other²), broadcast, without overflow on the way; at (0, 0) the derivatives are NaN. PyTorch: <c>torch.hypot</c>.</summary>
    /// <inheritdoc cref="NDArray.Hypot"/>
    public Tensor Hypot(Tensor other) => Hypot(this, other);

    /// <summary>|this| with the other's sign, that of −0 too, broadcast; the derivative at 0 and for the other is 0. PyTorch: <c>torch.copysign</c>.</summary>
    /// <inheritdoc cref="NDArray.CopySign(NDArray, NDArray?)"/>
    public Tensor CopySign(Tensor other) => CopySign(this, other);

    /// <inheritdoc cref="CopySign(Tensor)"/>
    public Tensor CopySign(Scalar other) => CopySign(this, BesideFloat(other));

    /// <summary>ln(e^this + e^other), broadcast, without overflow on the way. PyTorch: <c>torch.logaddexp</c>.</summary>
    /// <inheritdoc cref="NDArray.LogAddExp"/>
    public Tensor LogAddExp(Tensor other) => Op.Record(
        "logaddexp",
        Value.LogAddExp(other.Value),
        save: [this, other],
        (this, static (s, g) => g * (s[0] - s[1]).Sigmoid()),
        (other, static (s, g) => g * (s[1] - s[0]).Sigmoid()));

    /// <summary>log₂(2^this + 2^other), broadcast, without overflow on the way. PyTorch: <c>torch.logaddexp2</c>.</summary>
    /// <inheritdoc cref="NDArray.LogAddExp2"/>
    public Tensor LogAddExp2(Tensor other) => Op.Record(
        "logaddexp2",
        Value.LogAddExp2(other.Value),
        save: [this, other],
        (this, static (s, g) => g * ((s[0] - s[1]) * LnTwo).Sigmoid()),
        (other, static (s, g) => g * ((s[1] - s[0]) * LnTwo).Sigmoid()));

    /// <summary>this·ln(other), broadcast; 0 where this is 0, unless the other is NaN. PyTorch: <c>torch.xlogy</c>.</summary>
    /// <inheritdoc cref="NDArray.Xlogy(NDArray, NDArray?)"/>
    public Tensor Xlogy(Tensor other) => Xlogy(this, other);

    /// <inheritdoc cref="Xlogy(Tensor)"/>
    public Tensor Xlogy(Scalar other) => Xlogy(this, BesideFloat(other));

    /// <inheritdoc cref="Xlogy(Tensor)"/>
    public static Tensor Xlogy(Scalar input, Tensor other) => Xlogy(other.BesideFloat(input), other);

    /// <summary>this·ln(1 + other), broadcast; 0 where this is 0, unless the other is NaN. PyTorch: <c>torch.special.xlog1py</c>.</summary>
    /// <inheritdoc cref="NDArray.Xlog1py(NDArray, NDArray?)"/>
    public Tensor Xlog1py(Tensor other) => Op.Record(
        "xlog1py",
        Value.Xlog1py(other.Value),
        save: [this, other],
        (this, static (s, g) => Xlog1pyBackward(s[0], s[1], g)),
        (other, static (s, g) => g * (s[0] / (s[1] + 1))));

    /// <inheritdoc cref="Xlog1py(Tensor)"/>
    public Tensor Xlog1py(Scalar other) => Xlog1py(BesideFloat(other));

    /// <summary>
    /// 0 where this is below 0 or NaN, 1 above, and <paramref name="values"/>, which then receive the gradient, where it is 0; all broadcast. PyTorch:
    /// <c>torch.heaviside</c>, which has no derivative.
    /// </summary>
    /// <inheritdoc cref="NDArray.Heaviside"/>
    public Tensor Heaviside(Tensor values) => Heaviside(this, values);

    /// <summary>The greater of two elements, broadcast; of NaN and a number the number. Of equal ones this receives the gradient. PyTorch: <c>torch.fmax</c>.</summary>
    /// <inheritdoc cref="NDArray.Fmax"/>
    public Tensor Fmax(Tensor other) => Op.Record(
        "fmax",
        Value.Fmax(other.Value),
        save: [this, other],
        (this, static (s, g) => Where(s[0].Ge(s[1]) | IsNaNOf(s[1]), g, 0)),
        (other, static (s, g) => Where(s[0].Ge(s[1]) | IsNaNOf(s[1]), 0, g)));

    /// <summary>The smaller of two elements, broadcast; of NaN and a number the number. Of equal ones this receives the gradient. PyTorch: <c>torch.fmin</c>.</summary>
    /// <inheritdoc cref="NDArray.Fmin"/>
    public Tensor Fmin(Tensor other) => Op.Record(
        "fmin",
        Value.Fmin(other.Value),
        save: [this, other],
        (this, static (s, g) => Where(s[0].Le(s[1]) | IsNaNOf(s[1]), g, 0)),
        (other, static (s, g) => Where(s[0].Le(s[1]) | IsNaNOf(s[1]), 0, g)));

    /// <summary>this·2^other, broadcast; integers give <see cref="DefaultDType"/>. PyTorch: <c>torch.ldexp</c>.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor Ldexp(Tensor other) => this * Pow(2.0, other);

    private const double LnTwo = 0.6931471805599453;

    // A number as a tensor of rank 0, in the type in which the two meet.
    private Tensor Beside(Scalar number) => new(Value.Beside(number));

    private Tensor BesideFloat(Scalar number) => new(Value.BesideFloat(number));

    private static Tensor IsNaNOf(Tensor x) => x.Ne(x);

    private static Tensor Atan2(Tensor y, Tensor x, NDArray? destination = null) => Op.Record(
        "atan2",
        y.Value.Atan2(x.Value, destination),
        save: [y, x],
        (y, static (s, g) => g * (s[1] / SquaredDistance(s[0], s[1], g.DType))),
        (x, static (s, g) => -(g * (s[0] / SquaredDistance(s[0], s[1], g.DType)))));

    // Squares of integers would wrap.
    private static Tensor SquaredDistance(Tensor a, Tensor b, DType dtype) => a.To(dtype).Square() + b.To(dtype).Square();

    private static Tensor Hypot(Tensor a, Tensor b, NDArray? destination = null) => Op.Record(
        "hypot",
        a.Value.Hypot(b.Value, destination),
        save: [a, b, Op.Output],
        (a, static (s, g) => g * (s[0] / s[2])),
        (b, static (s, g) => g * (s[1] / s[2])));

    private static Tensor CopySign(Tensor a, Tensor b, NDArray? destination = null) => Op.Record(
        "copysign",
        a.Value.CopySign(b.Value, destination),
        save: [a, Op.Output],
        (a, static (s, g) => g * (s[0].Sign() * s[1].Sign())),
        (b, static (s, g) => Zeros(g.Shape, g.DType)));

    private static Tensor Xlogy(Tensor a, Tensor b, NDArray? destination = null) => Op.Record(
        "xlogy",
        a.Value.Xlogy(b.Value, destination),
        save: [a, b],
        (a, static (s, g) => XlogyBackward(s[0], s[1], g)),
        (b, static (s, g) => g * (s[0] / s[1])));

    // ln(b), but nothing where 0 is multiplied with −∞ or NaN.
    private static Tensor XlogyBackward(Tensor a, Tensor b, Tensor gradient)
    {
        Tensor isNothing = a.Eq(0) & b.Le(0);
        return Where(isNothing, 0, Xlogy(gradient, Where(isNothing, 1, b)));
    }

    private static Tensor Xlog1pyBackward(Tensor a, Tensor b, Tensor gradient)
    {
        Tensor isNothing = a.Eq(0) & b.Le(-1);
        return Where(isNothing, 0, gradient.Xlog1py(Where(isNothing, 0, b)));
    }

    private static Tensor Heaviside(Tensor x, Tensor values, NDArray? destination = null) => Op.Record(
        "heaviside",
        x.Value.Heaviside(values.Value, destination),
        save: [x],
        (x, static (s, g) => Zeros(g.Shape, g.DType)),
        (values, static (s, g) => Where(s[0].Eq(0), g, 0)));
}
