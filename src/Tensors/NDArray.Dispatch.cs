using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch;

// The dtype switches, one for each kind of operator, and what every elementwise operation does before its kernel runs: promote,
// broadcast, find the destination.
public partial class NDArray
{
    private static NDArray Unary<TOp>(NDArray x, NDArray? destination)
        where TOp : struct, IUnaryOp
    {
        NDArray y = Destination(TOp.Name, x.Shape, x.DType, destination);
        x = Apart(x, destination);
        switch (x.DType)
        {
            case DType.Float32: Elementwise.Unary<UnaryRow<TOp, float>, float, float>(x, y); break;
            case DType.Float64: Elementwise.Unary<UnaryRow<TOp, double>, double, double>(x, y); break;
            case DType.Int64: Elementwise.Unary<UnaryRow<TOp, long>, long, long>(x, y); break;
            case DType.Int32: Elementwise.Unary<UnaryRow<TOp, int>, int, int>(x, y); break;
            case DType.UInt8: Elementwise.Unary<UnaryRow<TOp, byte>, byte, byte>(x, y); break;
            default: return Throw.Bools<NDArray>(TOp.Name, TOp.InsteadForBools);
        }

        return y;
    }

    private static NDArray FloatUnary<TOp>(NDArray x, NDArray? destination)
        where TOp : struct, IFloatUnaryOp
    {
        x = x.ToFloat();
        NDArray y = Destination(TOp.Name, x.Shape, x.DType, destination);
        x = Apart(x, destination);
        if (x.DType == DType.Float32)
        {
            Elementwise.Unary<FloatUnaryRow<TOp, float>, float, float>(x, y);
        }
        else
        {
            Elementwise.Unary<FloatUnaryRow<TOp, double>, double, double>(x, y);
        }

        return y;
    }

    private static NDArray Binary<TOp>(NDArray a, NDArray b, NDArray? destination)
        where TOp : struct, IBinaryOp
    {
        if (a.DType != b.DType)
        {
            DType meeting = Meeting(a, b);
            a = a.To(meeting);
            b = b.To(meeting);
        }

        NDArray y = Destination(TOp.Name, Shape.Broadcast(a.Shape, b.Shape, TOp.Name), a.DType, destination);
        a = Apart(a, destination);
        b = Apart(b, destination);
        switch (a.DType)
        {
            case DType.Float32: Elementwise.Binary<BinaryRow<TOp, float>, float, float>(a, b, y); break;
            case DType.Float64: Elementwise.Binary<BinaryRow<TOp, double>, double, double>(a, b, y); break;
            case DType.Int64: Elementwise.Binary<BinaryRow<TOp, long>, long, long>(a, b, y); break;
            case DType.Int32: Elementwise.Binary<BinaryRow<TOp, int>, int, int>(a, b, y); break;
            case DType.UInt8: Elementwise.Binary<BinaryRow<TOp, byte>, byte, byte>(a, b, y); break;
            default: Bools<TOp>(a, b, y); break;
        }

        return y;
    }

    private static NDArray Binary<TOp>(NDArray a, Scalar number, bool numberFirst, NDArray? destination)
        where TOp : struct, IBinaryOp
    {
        a = a.To(DTypes.Promote(a.DType, number));
        NDArray y = Destination(TOp.Name, a.Shape, a.DType, destination);
        a = Apart(a, destination);
        switch (a.DType)
        {
            case DType.Float32: Elementwise.WithNumber<BinaryRow<TOp, float>, float, float>(a, number.To<float>(), numberFirst, y); break;
            case DType.Float64: Elementwise.WithNumber<BinaryRow<TOp, double>, double, double>(a, number.To<double>(), numberFirst, y); break;
            case DType.Int64: Elementwise.WithNumber<BinaryRow<TOp, long>, long, long>(a, number.To<long>(), numberFirst, y); break;
            case DType.Int32: Elementwise.WithNumber<BinaryRow<TOp, int>, int, int>(a, number.To<int>(), numberFirst, y); break;
            case DType.UInt8: Elementwise.WithNumber<BinaryRow<TOp, byte>, byte, byte>(a, number.To<byte>(), numberFirst, y); break;
            default: Bools<TOp>(a, a.Beside(number), y); break;
        }

        return y;
    }

    private static void Bools<TOp>(NDArray a, NDArray b, NDArray y)
        where TOp : struct, IBinaryOp
    {
        switch (TOp.Bools)
        {
            case BoolForm.Or: Elementwise.Binary<BinaryRow<Maximum, byte>, byte, byte>(a, b, y); break;
            case BoolForm.And: Elementwise.Binary<BinaryRow<Minimum, byte>, byte, byte>(a, b, y); break;
            default: Throw.Bools<NDArray>(TOp.Name, TOp.InsteadForBools); break;
        }
    }

    private static NDArray Compare<TOp>(NDArray a, NDArray b)
        where TOp : struct, ICompareOp
    {
        // Integers in the type that holds both, though one has rank 0: the result is bool all the same, and nothing wraps.
        bool integers = !a.DType.IsFloatingPoint() && !b.DType.IsFloatingPoint();
        DType meeting = integers ? DTypes.Promote(a.DType, b.DType) : Meeting(a, b);
        a = a.To(meeting);
        b = b.To(meeting);
        NDArray y = Empty(Shape.Broadcast(a.Shape, b.Shape, TOp.Name), DType.Bool);
        switch (meeting)
        {
            case DType.Float32: Elementwise.Binary<CompareRow<TOp, float>, float, byte>(a, b, y); break;
            case DType.Float64: Elementwise.Binary<CompareRow<TOp, double>, double, byte>(a, b, y); break;
            case DType.Int64: Elementwise.Binary<CompareRow<TOp, long>, long, byte>(a, b, y); break;
            case DType.Int32: Elementwise.Binary<CompareRow<TOp, int>, int, byte>(a, b, y); break;
            default: Elementwise.Binary<CompareRow<TOp, byte>, byte, byte>(a, b, y); break;
        }

        return y;
    }

    private static NDArray Backward<TOp>(NDArray result, NDArray gradient)
        where TOp : struct, IFloatBinaryOp
    {
        NDArray y = Empty(gradient.Shape, gradient.DType);
        if (gradient.DType == DType.Float32)
        {
            Elementwise.Binary<FloatBinaryRow<TOp, float>, float, float>(result, gradient, y);
        }
        else
        {
            Elementwise.Binary<FloatBinaryRow<TOp, double>, double, double>(result, gradient, y);
        }

        return y;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static NDArray Destination(string op, Shape shape, DType dtype, NDArray? destination)
    {
        if (destination is null)
        {
            return Empty(shape, dtype);
        }

        CheckDestination(op, shape, dtype, destination);
        return destination;
    }

    private static void CheckDestination(string op, Shape shape, DType dtype, NDArray destination)
    {
        if (destination.Shape != shape || destination.DType != dtype)
        {
            Throw.Argument(op, $"the result is {dtype.Name()} {shape}, which the destination, {destination.DType.Name()} {destination.Shape}, does not hold");
        }

        if (destination.OverlapsItself())
        {
            string made = destination.Strides.Contains(0) ? "an expanded array" : "a view of overlapping windows";
            Throw.Argument(op, $"{made} cannot be written to, since several of its elements share one place; got strides {Shape.Describe(destination.Strides)} for shape {shape}");
        }
    }

    // An operand that overlaps the destination without being the same view is copied first: an element might be overwritten before it is read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static NDArray Apart(NDArray operand, NDArray? destination) => destination is null || IsSafe(operand, destination) ? operand : operand.Clone();

    private static bool IsSafe(NDArray operand, NDArray destination) => !operand.SharesStorageWith(destination)
        || (operand._storage == destination._storage && operand._offset == destination._offset
            && operand.Shape == destination.Shape && operand.Strides.SequenceEqual(destination.Strides));
}
