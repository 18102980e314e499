using MiniTorch.Kernels;

namespace MiniTorch;

// Questions about one number, of any type: integers and bools are finite.
public partial class NDArray
{
    /// <summary>Whether elements are NaN, as bool. PyTorch: <c>torch.isnan</c>.</summary>
    public NDArray IsNaN() => Predicate<IsNaN>(this);

    /// <summary>Whether elements are ∞ or −∞, as bool. PyTorch: <c>torch.isinf</c>.</summary>
    public NDArray IsInf() => Predicate<IsInf>(this);

    /// <summary>Whether elements are ∞, as bool. PyTorch: <c>torch.isposinf</c>.</summary>
    public NDArray IsPosInf() => Predicate<IsPosInf>(this);

    /// <summary>Whether elements are −∞, as bool. PyTorch: <c>torch.isneginf</c>.</summary>
    public NDArray IsNegInf() => Predicate<IsNegInf>(this);

    /// <summary>Whether elements are neither infinite nor NaN, as bool. PyTorch: <c>torch.isfinite</c>.</summary>
    public NDArray IsFinite() => Predicate<IsFinite>(this);

    /// <summary>Whether the sign bit is set, as bool: of numbers below 0, of −0, and of a NaN that has it. PyTorch: <c>torch.signbit</c>.</summary>
    public NDArray SignBit() => Predicate<SignBit>(this);

    /// <summary>Numbers in place of NaN and the infinities; integers stay what they are. PyTorch: <c>torch.nan_to_num</c>.</summary>
    /// <param name="nan">In place of NaN.</param>
    /// <param name="posInf">In place of ∞; the type's greatest number if null.</param>
    /// <param name="negInf">In place of −∞; the type's smallest number if null.</param>
    /// <param name="destination">Where to write; a new array if null. It has the result's shape and type.</param>
    public NDArray NanToNum(double nan = 0, double? posInf = null, double? negInf = null, NDArray? destination = null)
    {
        const string Name = "nan_to_num";
        if (!DType.IsFloatingPoint())
        {
            return Unchanged(Name, this, destination);
        }

        double greatest = DType == DType.Float32 ? float.MaxValue : double.MaxValue;
        NDArray result = Where(IsNaN(), Number(nan), this);
        result = Where(IsPosInf(), Number(posInf ?? greatest), result);
        result = Where(IsNegInf(), Number(negInf ?? -greatest), result);
        return destination is null ? result : Unchanged(Name, result, destination);

        NDArray Number(double value) => Full(Shape.Scalar, value, DType);
    }

    private static NDArray Predicate<TOp>(NDArray x)
        where TOp : struct, IPredicateOp
    {
        NDArray y = Empty(x.Shape, DType.Bool);
        switch (x.DType)
        {
            case DType.Float32: Elementwise.Unary<PredicateRow<TOp, float>, float, byte>(x, y); break;
            case DType.Float64: Elementwise.Unary<PredicateRow<TOp, double>, double, byte>(x, y); break;
            case DType.Int64: Elementwise.Unary<PredicateRow<TOp, long>, long, byte>(x, y); break;
            case DType.Int32: Elementwise.Unary<PredicateRow<TOp, int>, int, byte>(x, y); break;
            default: Elementwise.Unary<PredicateRow<TOp, byte>, byte, byte>(x, y); break;
        }

        return y;
    }
}
