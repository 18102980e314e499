namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The bits that both have, broadcast; of bools: both. PyTorch: <c>a &amp; b</c>.</summary>
    public static Tensor operator &(Tensor left, Tensor right) => left.BitwiseAnd(right);

    /// <inheritdoc cref="op_BitwiseAnd(Tensor, Tensor)"/>
    public static Tensor operator &(Tensor left, Scalar right) => left.BitwiseAnd(right);

    /// <summary>The bits that one has or both, broadcast; of bools: one or both. PyTorch: <c>a | b</c>.</summary>
    public static Tensor operator |(Tensor left, Tensor right) => left.BitwiseOr(right);

    /// <inheritdoc cref="op_BitwiseOr(Tensor, Tensor)"/>
    public static Tensor operator |(Tensor left, Scalar right) => left.BitwiseOr(right);

    /// <summary>The bits that differ, broadcast; of bools: just one. PyTorch: <c>a ^ b</c>.</summary>
    public static Tensor operator ^(Tensor left, Tensor right) => left.BitwiseXor(right);

    /// <inheritdoc cref="op_ExclusiveOr(Tensor, Tensor)"/>
    public static Tensor operator ^(Tensor left, Scalar right) => left.BitwiseXor(right);

    /// <summary>All bits the other way; of bools: the other truth value. PyTorch: <c>~x</c>.</summary>
    public static Tensor operator ~(Tensor x) => x.BitwiseNot();

    /// <summary>a·2ᵇ of integers, broadcast. PyTorch: <c>a &lt;&lt; b</c>.</summary>
    public static Tensor operator <<(Tensor left, Tensor right) => left.BitwiseLeftShift(right);

    /// <inheritdoc cref="op_LeftShift(Tensor, Tensor)"/>
    public static Tensor operator <<(Tensor left, Scalar right) => left.BitwiseLeftShift(right);

    /// <summary>⌊a / 2ᵇ⌋ of integers, broadcast. PyTorch: <c>a &gt;&gt; b</c>.</summary>
    public static Tensor operator >>(Tensor left, Tensor right) => left.BitwiseRightShift(right);

    /// <inheritdoc cref="op_RightShift(Tensor, Tensor)"/>
    public static Tensor operator >>(Tensor left, Scalar right) => left.BitwiseRightShift(right);

    /// <summary>Whether both elements are other than 0, as bool, broadcast. PyTorch: <c>torch.logical_and</c>.</summary>
    /// <inheritdoc cref="NDArray.LogicalAnd"/>
    public Tensor LogicalAnd(Tensor other) => new(Value.LogicalAnd(other.Value));

    /// <summary>Whether one of two elements, or both, are other than 0, as bool, broadcast. PyTorch: <c>torch.logical_or</c>.</summary>
    /// <inheritdoc cref="NDArray.LogicalOr"/>
    public Tensor LogicalOr(Tensor other) => new(Value.LogicalOr(other.Value));

    /// <summary>Whether just one of two elements is other than 0, as bool, broadcast. PyTorch: <c>torch.logical_xor</c>.</summary>
    /// <inheritdoc cref="NDArray.LogicalXor"/>
    public Tensor LogicalXor(Tensor other) => new(Value.LogicalXor(other.Value));

    /// <summary>Whether elements are 0, as bool. PyTorch: <c>torch.logical_not</c>.</summary>
    public Tensor LogicalNot() => new(Value.LogicalNot());

    /// <summary>The bits that both have, broadcast; of bools: both. PyTorch: <c>torch.bitwise_and</c>.</summary>
    /// <inheritdoc cref="NDArray.BitwiseAnd(NDArray, NDArray?)"/>
    public Tensor BitwiseAnd(Tensor other) => new(Value.BitwiseAnd(other.Value));

    /// <inheritdoc cref="BitwiseAnd(Tensor)"/>
    public Tensor BitwiseAnd(Scalar other) => new(Value.BitwiseAnd(other));

    /// <summary>The bits that one has or both, broadcast; of bools: one or both. PyTorch: <c>torch.bitwise_or</c>.</summary>
    /// <inheritdoc cref="NDArray.BitwiseOr(NDArray, NDArray?)"/>
    public Tensor BitwiseOr(Tensor other) => new(Value.BitwiseOr(other.Value));

    /// <inheritdoc cref="BitwiseOr(Tensor)"/>
    public Tensor BitwiseOr(Scalar other) => new(Value.BitwiseOr(other));

    /// <summary>The bits that differ, broadcast; of bools: just one. PyTorch: <c>torch.bitwise_xor</c>.</summary>
    /// <inheritdoc cref="NDArray.BitwiseXor(NDArray, NDArray?)"/>
    public Tensor BitwiseXor(Tensor other) => new(Value.BitwiseXor(other.Value));

    /// <inheritdoc cref="BitwiseXor(Tensor)"/>
    public Tensor BitwiseXor(Scalar other) => new(Value.BitwiseXor(other));

    /// <summary>All bits the other way: −x − 1 of signed integers, the other truth value of bools. PyTorch: <c>torch.bitwise_not</c>.</summary>
    /// <inheritdoc cref="NDArray.BitwiseNot"/>
    public Tensor BitwiseNot() => new(Value.BitwiseNot());

    /// <summary>
    /// this·2^other of integers, broadcast; 0 where the other is negative or not below the number of bits. PyTorch: <c>torch.bitwise_left_shift</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.BitwiseLeftShift(NDArray, NDArray?)"/>
    public Tensor BitwiseLeftShift(Tensor other) => new(Value.BitwiseLeftShift(other.Value));

    /// <inheritdoc cref="BitwiseLeftShift(Tensor)"/>
    public Tensor BitwiseLeftShift(Scalar other) => new(Value.BitwiseLeftShift(other));

    /// <summary>
    /// ⌊this / 2^other⌋ of integers, broadcast; 0, or −1 of a negative number, where the other is negative or not below the number of bits.
    /// PyTorch: <c>torch.bitwise_right_shift</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.BitwiseRightShift(NDArray, NDArray?)"/>
    public Tensor BitwiseRightShift(Tensor other) => new(Value.BitwiseRightShift(other.Value));

    /// <inheritdoc cref="BitwiseRightShift(Tensor)"/>
    public Tensor BitwiseRightShift(Scalar other) => new(Value.BitwiseRightShift(other));
}
