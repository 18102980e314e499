using System.Runtime.CompilerServices;

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
    [OverloadResolutionPriority(1)]
    public Tensor Clamp(Scalar? min = null, Scalar? max = null) => Clamp(this, min, max);

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

    /// <summary>One of two numbers everywhere, in the type in which they meet: float if one is real. PyTorch: <c>torch.where(condition, 1, 0)</c>.</summary>
    /// <inheritdoc cref="NDArray.Where"/>
    public static Tensor Where(Tensor condition, Scalar input, Scalar other)
    {
        DType dtype = DTypes.Promote(Alone(input), other);
        return new(NDArray.Where(condition.Value, NDArray.Full(Shape.Scalar, input, dtype), NDArray.Full(Shape.Scalar, other, dtype)));

        static DType Alone(Scalar number) => number.Kind switch
        {
            ScalarKind.Real => DefaultDType,
            ScalarKind.Integer => DType.Int64,
            _ => DType.Bool,
        };
    }

    private static Tensor Clamp(Tensor x, Scalar? min, Scalar? max, NDArray? destination = null) => Op.Record(
        "clamp",
        x.Value.Clamp(min, max, destination),
        (min, max),
        save: [x],
        (x, static (s, g) => ClampBackward(s[0], s.State.min, s.State.max, g)));

    private static Tensor Halved(Tensor equal, Tensor isOther, Tensor gradient) => Where(equal, gradient / 2, Where(isOther, 0, gradient));

    private static Tensor ClampBackward(Tensor x, Scalar? min, Scalar? max, Tensor gradient)
    {
        gradient = min is { } low ? Where(x.Ge(low), gradient, 0) : gradient;
        return max is { } high ? Where(x.Le(high), gradient, 0) : gradient;
    }
}
