using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>Whether both elements are other than 0, as bool, broadcast. PyTorch: <c>torch.logical_and</c>.</summary>
    /// <param name="other">The other operand, of any type.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public NDArray LogicalAnd(NDArray other) => Compare<LogicalAnd>(To(DType.Bool), other.To(DType.Bool));

    /// <summary>Whether one of two elements, or both, are other than 0, as bool, broadcast. PyTorch: <c>torch.logical_or</c>.</summary>
    /// <inheritdoc cref="LogicalAnd"/>
    public NDArray LogicalOr(NDArray other) => Compare<LogicalOr>(To(DType.Bool), other.To(DType.Bool));

    /// <summary>Whether just one of two elements is other than 0, as bool, broadcast. PyTorch: <c>torch.logical_xor</c>.</summary>
    /// <inheritdoc cref="LogicalAnd"/>
    public NDArray LogicalXor(NDArray other) => Compare<LogicalXor>(To(DType.Bool), other.To(DType.Bool));

    /// <summary>Whether elements are 0, as bool. PyTorch: <c>torch.logical_not</c>.</summary>
    public NDArray LogicalNot() => To(DType.Bool).BitwiseNot();

    /// <summary>The bits that both have, broadcast; of bools: both. PyTorch: <c>torch.bitwise_and</c>.</summary>
    /// <param name="other">The other operand.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the destination does not fit.</exception>
    /// <exception cref="NotSupportedException">One is floating-point.</exception>
    public NDArray BitwiseAnd(NDArray other, NDArray? destination = null) => IntegerBinary<BitwiseAnd>(this, other, destination);

    /// <inheritdoc cref="BitwiseAnd(NDArray, NDArray?)"/>
    public NDArray BitwiseAnd(Scalar other, NDArray? destination = null) => BitwiseAnd(Beside(other), destination);

    /// <summary>The bits that one has or both, broadcast; of bools: one or both. PyTorch: <c>torch.bitwise_or</c>.</summary>
    /// <inheritdoc cref="BitwiseAnd(NDArray, NDArray?)"/>
    public NDArray BitwiseOr(NDArray other, NDArray? destination = null) => IntegerBinary<BitwiseOr>(this, other, destination);

    /// <inheritdoc cref="BitwiseOr(NDArray, NDArray?)"/>
    public NDArray BitwiseOr(Scalar other, NDArray? destination = null) => BitwiseOr(Beside(other), destination);

    /// <summary>The bits that differ, broadcast; of bools: just one. PyTorch: <c>torch.bitwise_xor</c>.</summary>
    /// <inheritdoc cref="BitwiseAnd(NDArray, NDArray?)"/>
    public NDArray BitwiseXor(NDArray other, NDArray? destination = null) => IntegerBinary<BitwiseXor>(this, other, destination);

    /// <inheritdoc cref="BitwiseXor(NDArray, NDArray?)"/>
    public NDArray BitwiseXor(Scalar other, NDArray? destination = null) => BitwiseXor(Beside(other), destination);

    /// <summary>All bits the other way: −x − 1 of signed integers, the other truth value of bools. PyTorch: <c>torch.bitwise_not</c>.</summary>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The destination does not fit.</exception>
    /// <exception cref="NotSupportedException">The type is floating-point.</exception>
    public NDArray BitwiseNot(NDArray? destination = null)
    {
        const string Name = "bitwise_not";
        NDArray y = Destination(Name, Shape, DType, destination);
        NDArray x = Apart(this, destination);
        switch (DType)
        {
            case DType.Int64: Elementwise.Unary<BitwiseNotRow<long>, long, long>(x, y); break;
            case DType.Int32: Elementwise.Unary<BitwiseNotRow<int>, int, int>(x, y); break;
            case DType.UInt8: Elementwise.Unary<BitwiseNotRow<byte>, byte, byte>(x, y); break;
            case DType.Bool: Elementwise.Unary<NotRow, byte, byte>(x, y); break;
            default: return Throw.DType<NDArray>(Name, DType, DType.Int64);
        }

        return y;
    }

    /// <summary>
    /// this·2^other of integers, broadcast; 0 where the other is negative or not below the number of bits. PyTorch: <c>torch.bitwise_left_shift</c>.
    /// </summary>
    /// <exception cref="NotSupportedException">One is floating-point, or both are bool.</exception>
    /// <inheritdoc cref="BitwiseAnd(NDArray, NDArray?)"/>
    public NDArray BitwiseLeftShift(NDArray other, NDArray? destination = null) => IntegerBinary<LeftShift>(this, other, destination);

    /// <inheritdoc cref="BitwiseLeftShift(NDArray, NDArray?)"/>
    public NDArray BitwiseLeftShift(Scalar other, NDArray? destination = null) => BitwiseLeftShift(Beside(other), destination);

    /// <summary>
    /// ⌊this / 2^other⌋ of integers, broadcast; 0, or −1 of a negative number, where the other is negative or not below the number of bits.
    /// PyTorch: <c>torch.bitwise_right_shift</c>.
    /// </summary>
    /// <inheritdoc cref="BitwiseLeftShift(NDArray, NDArray?)"/>
    public NDArray BitwiseRightShift(NDArray other, NDArray? destination = null) => IntegerBinary<RightShift>(this, other, destination);

    /// <inheritdoc cref="BitwiseRightShift(NDArray, NDArray?)"/>
    public NDArray BitwiseRightShift(Scalar other, NDArray? destination = null) => BitwiseRightShift(Beside(other), destination);
}
