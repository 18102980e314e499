using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>this + other, broadcast; the types meet as PyTorch's do. Of bools: one or both. PyTorch: <c>torch.add</c>.</summary>
    /// <param name="other">The other operand.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the destination does not fit.</exception>
    public NDArray Add(NDArray other, NDArray? destination = null) => Binary<Add>(this, other, destination);

    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Add(Scalar other, NDArray? destination = null) => Binary<Add>(this, other, false, destination);

    /// <summary>this − other, broadcast. PyTorch: <c>torch.sub</c>.</summary>
    /// <exception cref="NotSupportedException">Both are bool: use <see cref="LogicalXor"/>, or <see cref="LogicalNot"/> for 1 − x.</exception>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Subtract(NDArray other, NDArray? destination = null) => Binary<Subtract>(this, other, destination);

    /// <inheritdoc cref="Subtract(NDArray, NDArray?)"/>
    public NDArray Subtract(Scalar other, NDArray? destination = null) => Binary<Subtract>(this, other, false, destination);

    /// <summary>other − this. PyTorch: <c>torch.rsub</c>.</summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray SubtractFrom(Scalar other, NDArray? destination = null) => Binary<Subtract>(this, other, true, destination);

    /// <summary>this · other, element by element, broadcast. Of bools: both. PyTorch: <c>torch.mul</c>.</summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Multiply(NDArray other, NDArray? destination = null) => Binary<Multiply>(this, other, destination);

    /// <inheritdoc cref="Multiply(NDArray, NDArray?)"/>
    public NDArray Multiply(Scalar other, NDArray? destination = null) => Binary<Multiply>(this, other, false, destination);

    /// <summary>this / other, broadcast; integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.div</c>.</summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Divide(NDArray other, NDArray? destination = null) => DTypes.Promote(DType, other.DType).IsFloatingPoint()
        ? Binary<Divide>(this, other, destination)
        : Binary<Divide>(ToFloat(), other.ToFloat(), destination);

    /// <inheritdoc cref="Divide(NDArray, NDArray?)"/>
    public NDArray Divide(Scalar other, NDArray? destination = null) => Binary<Divide>(ToFloat(), other, false, destination);

    /// <summary>other / this.</summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray DivideInto(Scalar other, NDArray? destination = null) => Binary<Divide>(ToFloat(), other, true, destination);

    /// <summary>−x. PyTorch: <c>torch.neg</c>.</summary>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    public NDArray Negate(NDArray? destination = null) => Unary<Negate>(this, destination);

    /// <summary>max(x, 0); NaN stays NaN. PyTorch: <c>torch.relu</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Relu(NDArray? destination = null) => Unary<Relu>(this, destination);

    /// <summary>√x; NaN below 0. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.sqrt</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Sqrt(NDArray? destination = null) => FloatUnary<Sqrt>(this, destination);

    /// <summary>eˣ. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.exp</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Exp(NDArray? destination = null) => FloatUnary<Exp>(this, destination);

    /// <summary>ln x; −∞ at 0, NaN below. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.log</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Log(NDArray? destination = null) => FloatUnary<Log>(this, destination);

    /// <summary>tanh x. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.tanh</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Tanh(NDArray? destination = null) => FloatUnary<Tanh>(this, destination);

    /// <summary>1 / (1 + e⁻ˣ). Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.sigmoid</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Sigmoid(NDArray? destination = null) => FloatUnary<Sigmoid>(this, destination);

    /// <summary>Whether elements are equal, as bool, broadcast. PyTorch: <c>torch.eq</c>.</summary>
    public NDArray Eq(NDArray other) => Compare<Equal>(this, other);

    /// <inheritdoc cref="Eq(NDArray)"/>
    public NDArray Eq(Scalar other) => Compare<Equal>(this, Meet(other));

    /// <summary>Whether elements are greater than the other's, as bool, broadcast. PyTorch: <c>torch.gt</c>.</summary>
    public NDArray Gt(NDArray other) => Compare<Greater>(this, other);

    /// <inheritdoc cref="Gt(NDArray)"/>
    public NDArray Gt(Scalar other) => Compare<Greater>(this, Meet(other));

    /// <summary>Whether elements are less than the other's, as bool, broadcast. PyTorch: <c>torch.lt</c>.</summary>
    public NDArray Lt(NDArray other) => Compare<Less>(this, other);

    /// <inheritdoc cref="Lt(NDArray)"/>
    public NDArray Lt(Scalar other) => Compare<Less>(this, Meet(other));

    /// <summary>The gradient of <see cref="Relu"/> times <paramref name="gradient"/>: it where this, the result of relu, is above 0, else 0.</summary>
    internal NDArray ReluBackward(NDArray gradient) => Backward<ReluBackward>(this, gradient);

    /// <summary>The gradient of <see cref="Tanh"/> times <paramref name="gradient"/>, from its result y: g(1 − y²).</summary>
    internal NDArray TanhBackward(NDArray gradient) => Backward<TanhBackward>(this, gradient);

    /// <summary>The gradient of <see cref="Sigmoid"/> times <paramref name="gradient"/>, from its result y: g·y(1 − y).</summary>
    internal NDArray SigmoidBackward(NDArray gradient) => Backward<SigmoidBackward>(this, gradient);

    /// <summary>The derivative of <see cref="Gelu"/> at this times <paramref name="gradient"/>.</summary>
    internal NDArray GeluBackward(NDArray gradient, GeluApproximation approximate) =>
        approximate == GeluApproximation.Tanh ? Backward<GeluTanhBackward>(this, gradient) : Backward<GeluBackward>(this, gradient);

    /// <summary>factor·exp(rate·x) where this, x, is at most 0, else scale, times <paramref name="gradient"/>: the derivative of elu and its kin.</summary>
    internal NDArray ExponentialBackward(NDArray gradient, double factor, double scale, double rate) =>
        Ternary(new ExponentialBackward(factor, scale, rate), this, gradient, gradient, DType, destination: null);

    /// <summary>This array if it has a floating-point type, else a copy in <see cref="DTypes.Default"/>: what division and the transcendental functions work on.</summary>
    internal NDArray ToFloat() => DType.IsFloatingPoint() ? this : To(DTypes.Default);

    /// <summary>A number as an array to compare with; an integer as int64, so that 300 beside uint8 stays 300.</summary>
    private NDArray Meet(Scalar number)
    {
        DType meeting = DTypes.Promote(DType, number);
        return Empty(Shape.Scalar, meeting.IsFloatingPoint() ? meeting : DType.Int64).FillCast(number);
    }
}
