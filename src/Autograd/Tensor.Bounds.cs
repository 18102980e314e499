namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>|x|; the derivative at 0 is 0. PyTorch: <c>torch.abs</c>.</summary>
    public Tensor Abs() => Op.Record("abs", Value.Abs(), save: [this], (this, static (s, g) => g * s[0].Sign()));

    /// <summary>−1, 0 or 1, 0 for NaN; the derivative is 0 everywhere. PyTorch: <c>torch.sign</c>.</summary>
    public Tensor Sign() => Op.Record("sign", Value.Sign(), save: [], (this, static (s, g) => Zeros(g.Shape, g.DType)));

    /// <summary>The greater of two elements, broadcast, NaN if one is NaN; equal ones receive half of the gradient each. PyTorch: <c>torch.maximum</c>.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor Maximum(Tensor other) => Op.Record(
        "maximum",
        Value.Maximum(other.Value),
        save: [this, other],
        (this, static (s, g) => Halved(s[0].Eq(s[1]), s[0].Lt(s[1]), g)),
        (other, static (s, g) => Halved(s[0].Eq(s[1]), s[0].Gt(s[1]), g)));

    /// <summary>The smaller of two elements, broadcast, NaN if one is NaN; equal ones receive half of the gradient each. PyTorch: <c>torch.minimum</c>.</summary>
    /// <inheritdoc cref="Maximum"/>
    public Tensor Minimum(Tensor other) => Op.Record(
        "minimum",
        Value.Minimum(other.Value),
        save: [this, other],
        (this, static (s, g) => Halved(s[0].Eq(s[1]), s[0].Gt(s[1]), g)),
        (other, static (s, g) => Halved(s[0].Eq(s[1]), s[0].Lt(s[1]), g)));

    /// <summary>
    /// min(max(x, <paramref name="min"/>), <paramref name="max"/>); NaN stays NaN. The derivative is 1 between the bounds and at them, 0 beyond. PyTorch: <c>torch.clamp</c>.
    /// </summary>
    /// <param name="min">The lower bound; null for none.</param>
    /// <param name="max">The upper bound; null for none.</param>
    /// <exception cref="ArgumentException">Neither bound is given, or the type of integers cannot hold a bound.</exception>
    public Tensor Clamp(Scalar? min = null, Scalar? max = null) =>
        Op.Record("clamp", Value.Clamp(min, max), (min, max), save: [this], (this, static (s, g) => ClampBackward(s[0], s.State.min, s.State.max, g)));

    /// <summary>
    /// <paramref name="input"/> where the condition holds, else <paramref name="other"/>, all broadcast. An element that is not taken receives
    /// no gradient, whatever its value. PyTorch: <c>torch.where</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Where"/>
    public static Tensor Where(Tensor condition, Tensor input, Tensor other) => Op.Record(
        "where",
        NDArray.Where(condition.Value, input.Value, other.Value),
        save: [condition],
        (input, static (s, g) => Where(s[0], g, 0)),
        (other, static (s, g) => Where(s[0], 0, g)));

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor condition, Tensor input, Scalar other) => Where(condition, input, input.Beside(other));

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(Tensor condition, Scalar input, Tensor other) => Where(condition, other.Beside(input), other);

    /// <summary>Whether elements are at least the other's, as bool, broadcast. PyTorch: <c>torch.ge</c>.</summary>
    public Tensor Ge(Tensor other) => new(Value.Ge(other.Value));

    /// <inheritdoc cref="Ge(Tensor)"/>
    public Tensor Ge(Scalar other) => new(Value.Ge(other));

    /// <summary>Whether elements are at most the other's, as bool, broadcast. PyTorch: <c>torch.le</c>.</summary>
    public Tensor Le(Tensor other) => new(Value.Le(other.Value));

    /// <inheritdoc cref="Le(Tensor)"/>
    public Tensor Le(Scalar other) => new(Value.Le(other));

    private static Tensor Halved(Tensor equal, Tensor isOther, Tensor gradient) => Where(equal, gradient / 2, Where(isOther, 0, gradient));

    private static Tensor ClampBackward(Tensor x, Scalar? min, Scalar? max, Tensor gradient)
    {
        gradient = min is { } low ? Where(x.Ge(low), gradient, 0) : gradient;
        return max is { } high ? Where(x.Le(high), gradient, 0) : gradient;
    }

    // A number as a tensor of rank 0, in the type in which the two meet.
    private Tensor Beside(Scalar number) => Full(Shape.Scalar, number, DTypes.Promote(DType, number));
}
