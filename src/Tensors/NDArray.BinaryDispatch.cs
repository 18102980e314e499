using MiniTorch.Kernels;

namespace MiniTorch;

// The dtype switches of operators that only floats or only integers have.
public partial class NDArray
{
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="destination">Where to write; a new array if null.</param>
    /// <param name="takesIntegers">Whether integers become the default float; else they are refused.</param>
    private static NDArray FloatBinary<TOp>(NDArray a, NDArray b, NDArray? destination, bool takesIntegers = true)
        where TOp : struct, IFloatBinaryOp
    {
        DType meeting = Meeting(a, b);
        if (!meeting.IsFloatingPoint())
        {
            meeting = takesIntegers ? DTypes.Default : Throw.DType<DType>(TOp.Name, meeting, DTypes.Default);
        }

        a = a.To(meeting);
        b = b.To(meeting);
        NDArray y = Destination(TOp.Name, Shape.Broadcast(a.Shape, b.Shape, TOp.Name), meeting, destination);
        a = Apart(a, destination);
        b = Apart(b, destination);
        if (meeting == DType.Float32)
        {
            Elementwise.Binary<FloatBinaryRow<TOp, float>, float, float>(a, b, y);
        }
        else
        {
            Elementwise.Binary<FloatBinaryRow<TOp, double>, double, double>(a, b, y);
        }

        return y;
    }

    private static NDArray IntegerBinary<TOp>(NDArray a, NDArray b, NDArray? destination)
        where TOp : struct, IIntegerPairOp
    {
        DType meeting = Meeting(a, b);
        a = a.To(meeting);
        b = b.To(meeting);
        NDArray y = Destination(TOp.Name, Shape.Broadcast(a.Shape, b.Shape, TOp.Name), meeting, destination);
        a = Apart(a, destination);
        b = Apart(b, destination);
        switch (meeting)
        {
            case DType.Int64: Elementwise.Binary<IntegerPairRow<TOp, long>, long, long>(a, b, y); break;
            case DType.Int32: Elementwise.Binary<IntegerPairRow<TOp, int>, int, int>(a, b, y); break;
            case DType.UInt8: Elementwise.Binary<IntegerPairRow<TOp, byte>, byte, byte>(a, b, y); break;
            case DType.Bool when TOp.TakesBools: Elementwise.Binary<IntegerPairRow<TOp, byte>, byte, byte>(a, b, y); break;
            default: return Throw.DType<NDArray>(TOp.Name, meeting, DType.Int64);
        }

        return y;
    }

    /// <param name="op">The operator, with its number.</param>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="c">The third operand.</param>
    /// <param name="meeting">The type in which they meet.</param>
    /// <param name="destination">Where to write; a new array if null.</param>
    private static NDArray Ternary<TOp>(TOp op, NDArray a, NDArray b, NDArray c, DType meeting, NDArray? destination)
        where TOp : struct, ITernaryOp
    {
        (a, b, c) = (a.To(meeting), b.To(meeting), c.To(meeting));
        NDArray y = Destination(TOp.Name, BroadcastOf(TOp.Name, a, b, c), meeting, destination);
        (a, b, c) = (Apart(a, destination), Apart(b, destination), Apart(c, destination));
        switch (meeting)
        {
            case DType.Float32: Elementwise.Ternary<TOp, float>(op, a, b, c, y); break;
            case DType.Float64: Elementwise.Ternary<TOp, double>(op, a, b, c, y); break;
            case DType.Int64: Elementwise.Ternary<TOp, long>(op, a, b, c, y); break;
            case DType.Int32: Elementwise.Ternary<TOp, int>(op, a, b, c, y); break;
            case DType.UInt8: Elementwise.Ternary<TOp, byte>(op, a, b, c, y); break;
            default: return Throw.DType<NDArray>(TOp.Name, meeting, DType.Int64);
        }

        return y;
    }

    private static Shape BroadcastOf(string op, NDArray a, NDArray b, NDArray c)
    {
        Shape? shape = Shape.TryBroadcast(a.Shape, b.Shape) is { } both ? Shape.TryBroadcast(both, c.Shape) : null;
        if (shape is null)
        {
            Throw.Argument(op, $"the shapes of all three must broadcast: sizes aligned at the last dimension are equal or 1; got {a.Shape}, {b.Shape} and {c.Shape}");
        }

        return shape;
    }
}
