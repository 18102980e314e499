using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The greater of two elements, broadcast; NaN if one is NaN. PyTorch: <c>torch.maximum</c>.</summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Maximum(NDArray other, NDArray? destination = null) => Binary<Maximum>(this, other, destination);

    /// <summary>The smaller of two elements, broadcast; NaN if one is NaN. PyTorch: <c>torch.minimum</c>.</summary>
    /// <inheritdoc cref="Add(NDArray, NDArray?)"/>
    public NDArray Minimum(NDArray other, NDArray? destination = null) => Binary<Minimum>(this, other, destination);

    /// <summary>
    /// min(max(x, <paramref name="min"/>), <paramref name="max"/>): NaN stays NaN, and where the lower bound is above the upper one the upper
    /// one holds. Integers beside a real bound give <see cref="DTypes.Default"/>. PyTorch: <c>torch.clamp</c>.
    /// </summary>
    /// <param name="min">The lower bound; null for none.</param>
    /// <param name="max">The upper bound; null for none.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">Neither bound is given, or the type of integers cannot hold a bound.</exception>
    [OverloadResolutionPriority(1)]
    public NDArray Clamp(Scalar? min = null, Scalar? max = null, NDArray? destination = null)
    {
        const string Name = "clamp";
        if (min is null && max is null)
        {
            Throw.Argument(Name, "a lower bound, an upper bound or both must be given; got neither");
        }

        NDArray x = To(BoundedType(BoundedType(DType, min), max));
        if (x.DType == DType.Bool)
        {
            return Throw.DType<NDArray>(Name, x.DType, DType.Int64);
        }

        CheckBound(Name, min, x.DType);
        CheckBound(Name, max, x.DType);
        NDArray y = Destination(Name, x.Shape, x.DType, destination);
        x = Apart(x, destination);
        if (max is not { } high)
        {
            return Binary<Maximum>(x, min!.Value, numberFirst: false, y);
        }

        if (min is not { } low)
        {
            return Binary<Minimum>(x, high, numberFirst: false, y);
        }

        switch (x.DType)
        {
            case DType.Float32: Elementwise.Unary<ClampRow<float>, float, float>(x, y, new(low, high)); break;
            case DType.Float64: Elementwise.Unary<ClampRow<double>, double, double>(x, y, new(low, high)); break;
            case DType.Int64: Elementwise.Unary<ClampRow<long>, long, long>(x, y, new(low, high)); break;
            case DType.Int32: Elementwise.Unary<ClampRow<int>, int, int>(x, y, new(low, high)); break;
            default: Elementwise.Unary<ClampRow<byte>, byte, byte>(x, y, new(low, high)); break;
        }

        return y;
    }

    /// <summary>Whether elements are at least the other's, as bool, broadcast. PyTorch: <c>torch.ge</c>.</summary>
    public NDArray Ge(NDArray other) => Compare<GreaterOrEqual>(this, other);

    /// <inheritdoc cref="Ge(NDArray)"/>
    public NDArray Ge(Scalar other) => Compare<GreaterOrEqual>(this, Meet(other));

    /// <summary>Whether elements are at most the other's, as bool, broadcast. PyTorch: <c>torch.le</c>.</summary>
    public NDArray Le(NDArray other) => Compare<LessOrEqual>(this, other);

    /// <inheritdoc cref="Le(NDArray)"/>
    public NDArray Le(Scalar other) => Compare<LessOrEqual>(this, Meet(other));

    /// <summary>
    /// <paramref name="input"/> where the condition holds, else <paramref name="other"/>, all broadcast; the types meet as PyTorch's do. PyTorch: <c>torch.where</c>.
    /// </summary>
    /// <param name="condition">Of type bool.</param>
    /// <param name="input">Taken where the condition is true.</param>
    /// <param name="other">Taken where it is false.</param>
    /// <exception cref="ArgumentException">The condition is not bool, or the shapes do not broadcast.</exception>
    public static NDArray Where(NDArray condition, NDArray input, NDArray other)
    {
        if (condition.DType != DType.Bool)
        {
            Throw.Argument("where", $"the condition must be bool; got {condition.DType.Name()} {condition.Shape}");
        }

        Shape? shape = Shape.TryBroadcast(input.Shape, other.Shape) is { } both ? Shape.TryBroadcast(condition.Shape, both) : null;
        if (shape is null)
        {
            Throw.Argument("where", $"condition and operands must broadcast: sizes aligned at the last dimension are equal or 1; got {condition.Shape}, {input.Shape} and {other.Shape}");
        }

        if (input.DType != other.DType)
        {
            DType meeting = Meeting(input, other);
            (input, other) = (input.To(meeting), other.To(meeting));
        }

        NDArray y = Empty(shape, input.DType);
        switch (y.DType.Size())
        {
            case 4: Elementwise.Where<int>(condition, input, other, y); break;
            case 8: Elementwise.Where<long>(condition, input, other, y); break;
            default: Elementwise.Where<byte>(condition, input, other, y); break;
        }

        return y;
    }

    private static DType BoundedType(DType dtype, Scalar? bound) => bound is { } number ? DTypes.Promote(dtype, number) : dtype;

    private static void CheckBound(string op, Scalar? bound, DType dtype)
    {
        if (bound is { } number && !dtype.IsFloatingPoint() && !number.Fits(dtype))
        {
            Throw.Argument(op, $"a bound must be a number of the array's type, {dtype.Name()}; got {number}");
        }
    }
}
