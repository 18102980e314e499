using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>Whether elements differ, as bool, broadcast; NaN differs from itself. PyTorch: <c>torch.ne</c>.</summary>
    public NDArray Ne(NDArray other) => Compare<NotEqual>(this, other);

    /// <inheritdoc cref="Ne(NDArray)"/>
    public NDArray Ne(Scalar other) => Compare<NotEqual>(this, Meet(other));

    /// <summary>
    /// Whether |this − other| ≤ atol + rtol·|other|, as bool, broadcast; an infinity is close to itself alone. Integers are compared in float64. PyTorch: <c>torch.isclose</c>.
    /// </summary>
    /// <param name="other">What is compared with.</param>
    /// <param name="rtol">Allowed difference relative to the other.</param>
    /// <param name="atol">Allowed difference besides.</param>
    /// <param name="equalNaN">Whether NaN is close to NaN.</param>
    /// <exception cref="ArgumentException">A tolerance is negative, or the shapes do not broadcast.</exception>
    public NDArray IsClose(NDArray other, double rtol = 1e-5, double atol = 1e-8, bool equalNaN = false)
    {
        const string Name = "isclose";
        if (!(rtol >= 0 && atol >= 0))
        {
            Throw.Argument(Name, FormattableString.Invariant($"tolerances must not be negative; got rtol {rtol} and atol {atol}"));
        }

        Shape.Broadcast(Shape, other.Shape, Name);
        DType meeting = Meeting(this, other);
        bool areIntegers = !meeting.IsFloatingPoint();
        meeting = areIntegers ? DType.Float64 : meeting;
        NDArray a = To(meeting), b = other.To(meeting);
        NDArray difference = a.Subtract(b).Abs();
        if (areIntegers)
        {
            // float64 has no small difference of large integers, int64 no large one.
            difference = difference.Maximum(To(DType.Int64).Subtract(other.To(DType.Int64)).To(meeting).Abs());
        }

        NDArray isWithin = difference.Le(b.Abs().Multiply(rtol).Add(atol)).LogicalAnd(difference.Lt(double.PositiveInfinity));
        NDArray isClose = Eq(other).LogicalOr(isWithin);
        return equalNaN ? isClose.LogicalOr(a.Ne(a).LogicalAnd(b.Ne(b))) : isClose;
    }

    /// <summary>Whether all elements are close. PyTorch: <c>torch.allclose</c>.</summary>
    /// <inheritdoc cref="IsClose"/>
    public bool AllClose(NDArray other, double rtol = 1e-5, double atol = 1e-8, bool equalNaN = false) =>
        IsClose(other, rtol, atol, equalNaN).HoldsThroughout();

    /// <summary>Whether both have one shape and equal elements; NaN equals nothing. The types meet, as for <see cref="Eq(NDArray)"/>. PyTorch: <c>torch.equal</c>.</summary>
    public bool Equal(NDArray other) => Shape == other.Shape && Eq(other).HoldsThroughout();

    // Of a comparison's result, which is contiguous.
    private bool HoldsThroughout()
    {
        bool holds = !Elements<byte>().Contains((byte)0);
        GC.KeepAlive(this);
        return holds;
    }
}
