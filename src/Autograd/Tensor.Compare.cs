namespace MiniTorch;

// == and != compare references, as for every class: use Eq and Ne.
public sealed partial class Tensor
{
    /// <inheritdoc cref="Gt(Tensor)"/>
    public static Tensor operator >(Tensor left, Tensor right) => left.Gt(right);

    /// <inheritdoc cref="Gt(Tensor)"/>
    public static Tensor operator >(Tensor left, Scalar right) => left.Gt(right);

    /// <inheritdoc cref="Gt(Tensor)"/>
    public static Tensor operator >(Scalar left, Tensor right) => right.Lt(left);

    /// <inheritdoc cref="Lt(Tensor)"/>
    public static Tensor operator <(Tensor left, Tensor right) => left.Lt(right);

    /// <inheritdoc cref="Lt(Tensor)"/>
    public static Tensor operator <(Tensor left, Scalar right) => left.Lt(right);

    /// <inheritdoc cref="Lt(Tensor)"/>
    public static Tensor operator <(Scalar left, Tensor right) => right.Gt(left);

    /// <inheritdoc cref="Ge(Tensor)"/>
    public static Tensor operator >=(Tensor left, Tensor right) => left.Ge(right);

    /// <inheritdoc cref="Ge(Tensor)"/>
    public static Tensor operator >=(Tensor left, Scalar right) => left.Ge(right);

    /// <inheritdoc cref="Ge(Tensor)"/>
    public static Tensor operator >=(Scalar left, Tensor right) => right.Le(left);

    /// <inheritdoc cref="Le(Tensor)"/>
    public static Tensor operator <=(Tensor left, Tensor right) => left.Le(right);

    /// <inheritdoc cref="Le(Tensor)"/>
    public static Tensor operator <=(Tensor left, Scalar right) => left.Le(right);

    /// <inheritdoc cref="Le(Tensor)"/>
    public static Tensor operator <=(Scalar left, Tensor right) => right.Ge(left);

    /// <summary>Whether elements are equal, as bool, broadcast. PyTorch: <c>torch.eq</c>.</summary>
    public Tensor Eq(Tensor other) => new(Value.Eq(other.Value));

    /// <inheritdoc cref="Eq(Tensor)"/>
    public Tensor Eq(Scalar other) => new(Value.Eq(other));

    /// <summary>Whether elements differ, as bool, broadcast; NaN differs from itself. PyTorch: <c>torch.ne</c>.</summary>
    public Tensor Ne(Tensor other) => new(Value.Ne(other.Value));

    /// <inheritdoc cref="Ne(Tensor)"/>
    public Tensor Ne(Scalar other) => new(Value.Ne(other));

    /// <summary>Whether elements are greater than the other's, as bool, broadcast. PyTorch: <c>torch.gt</c>.</summary>
    public Tensor Gt(Tensor other) => new(Value.Gt(other.Value));

    /// <inheritdoc cref="Gt(Tensor)"/>
    public Tensor Gt(Scalar other) => new(Value.Gt(other));

    /// <summary>Whether elements are less than the other's, as bool, broadcast. PyTorch: <c>torch.lt</c>.</summary>
    public Tensor Lt(Tensor other) => new(Value.Lt(other.Value));

    /// <inheritdoc cref="Lt(Tensor)"/>
    public Tensor Lt(Scalar other) => new(Value.Lt(other));

    /// <summary>Whether elements are at least the other's, as bool, broadcast. PyTorch: <c>torch.ge</c>.</summary>
    public Tensor Ge(Tensor other) => new(Value.Ge(other.Value));

    /// <inheritdoc cref="Ge(Tensor)"/>
    public Tensor Ge(Scalar other) => new(Value.Ge(other));

    /// <summary>Whether elements are at most the other's, as bool, broadcast. PyTorch: <c>torch.le</c>.</summary>
    public Tensor Le(Tensor other) => new(Value.Le(other.Value));

    /// <inheritdoc cref="Le(Tensor)"/>
    public Tensor Le(Scalar other) => new(Value.Le(other));

    /// <summary>
    /// Whether |this − other| ≤ atol + rtol·|other|, as bool, broadcast; an infinity is close to itself alone. PyTorch: <c>torch.isclose</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.IsClose"/>
    public Tensor IsClose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equalNaN = false) =>
        new(Value.IsClose(other.Value, rtol, atol, equalNaN));

    /// <summary>Whether all elements are close. PyTorch: <c>torch.allclose</c>.</summary>
    /// <inheritdoc cref="NDArray.IsClose"/>
    public bool AllClose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equalNaN = false) =>
        Value.AllClose(other.Value, rtol, atol, equalNaN);

    /// <summary>Whether both have one shape and equal elements; NaN equals nothing. PyTorch: <c>torch.equal</c>.</summary>
    public bool Equal(Tensor other) => Value.Equal(other.Value);
}
