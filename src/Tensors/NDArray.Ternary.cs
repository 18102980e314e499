using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>this + weight·(end − this), broadcast: this at 0, exactly <paramref name="end"/> at 1. PyTorch: <c>torch.lerp</c>.</summary>
    /// <param name="end">The value at weight 1.</param>
    /// <param name="weight">The way from this to the end.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the destination does not fit.</exception>
    /// <exception cref="NotSupportedException">None is floating-point.</exception>
    public NDArray Lerp(NDArray end, NDArray weight, NDArray? destination = null) => Lerp(end, weight, Meeting(this, end, weight), destination);

    /// <inheritdoc cref="Lerp(NDArray, NDArray, NDArray?)"/>
    public NDArray Lerp(NDArray end, Scalar weight, NDArray? destination = null)
    {
        DType meeting = Meeting(this, end);
        return Lerp(end, Full(Shape.Scalar, weight.AsDouble, DType.Float64), meeting, destination);
    }

    /// <summary>this + value·tensor1·tensor2, broadcast. PyTorch: <c>torch.addcmul</c>.</summary>
    /// <param name="tensor1">The first factor.</param>
    /// <param name="tensor2">The second factor.</param>
    /// <param name="value">The number before them; 1 if null. It has no part in the result's type.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The number beside integers is not whole, the shapes do not broadcast, or the destination does not fit.</exception>
    /// <exception cref="NotSupportedException">All are bool.</exception>
    public NDArray Addcmul(NDArray tensor1, NDArray tensor2, Scalar? value = null, NDArray? destination = null)
    {
        DType meeting = Meeting(this, tensor1, tensor2);
        if (value is { Kind: ScalarKind.Real } real && !meeting.IsFloatingPoint())
        {
            Throw.Argument(AddProduct.Name, $"value must be whole for operands that are; got {real} for {DType.Name()}, {tensor1.DType.Name()} and {tensor2.DType.Name()}");
        }

        return Ternary(new AddProduct(value ?? 1), this, tensor1, tensor2, meeting, destination);
    }

    /// <summary>this + value·tensor1/tensor2, broadcast. PyTorch: <c>torch.addcdiv</c>.</summary>
    /// <param name="tensor1">The dividend.</param>
    /// <param name="tensor2">The divisor.</param>
    /// <param name="value">The number before them; 1 if null.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the destination does not fit.</exception>
    /// <exception cref="NotSupportedException">Neither dividend nor divisor is floating-point.</exception>
    public NDArray Addcdiv(NDArray tensor1, NDArray tensor2, Scalar? value = null, NDArray? destination = null)
    {
        DType quotient = Meeting(tensor1, tensor2);
        return quotient.IsFloatingPoint()
            ? Ternary(new AddQuotient(value ?? 1), this, tensor1, tensor2, Meeting(this, tensor1, tensor2), destination)
            : Throw.DType<NDArray>(AddQuotient.Name, quotient, DTypes.Default);
    }

    /// <summary>
    /// min(max(x, <paramref name="min"/>), <paramref name="max"/>), all broadcast; NaN in any stays NaN, and where the lower bound is above the upper
    /// one the upper one holds. The types meet. PyTorch: <c>torch.clamp</c> with tensors.
    /// </summary>
    /// <param name="min">The lower bounds; null for none.</param>
    /// <param name="max">The upper bounds; null for none.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    /// <exception cref="ArgumentException">Neither bound is given, the shapes do not broadcast, or the destination does not fit.</exception>
    /// <exception cref="NotSupportedException">All are bool.</exception>
    public NDArray Clamp(NDArray? min = null, NDArray? max = null, NDArray? destination = null)
    {
        const string Name = "clamp";
        if (min is null && max is null)
        {
            Throw.Argument(Name, "a lower bound, an upper bound or both must be given; got neither");
        }

        NDArray low = min ?? this, high = max ?? this;
        DType meeting = Meeting(this, low, high);
        if (meeting == DType.Bool)
        {
            return Throw.DType<NDArray>(Name, meeting, DType.Int64);
        }

        Shape shape = BroadcastOf(Name, this, low, high);
        if (destination is not null)
        {
            CheckDestination(Name, shape, meeting, destination);
        }

        NDArray x = To(meeting);
        if (max is null)
        {
            return x.Maximum(low.To(meeting), destination);
        }

        return (min is null ? x : x.Maximum(low.To(meeting))).Minimum(high.To(meeting), destination);
    }

    private NDArray Lerp(NDArray end, NDArray weight, DType meeting, NDArray? destination) => meeting.IsFloatingPoint()
        ? Ternary(default(Lerp), this, end, weight, meeting, destination)
        : Throw.DType<NDArray>(Kernels.Lerp.Name, meeting, DTypes.Default);
}
