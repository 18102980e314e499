namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>this ← 2^this. PyTorch: <c>x.exp2_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor Exp2InPlace() => InPlace("exp2", "x.Exp2()", x => Exp2(x, Value));

    /// <summary>this ← e^this − 1. PyTorch: <c>x.expm1_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor Expm1InPlace() => InPlace("expm1", "x.Expm1()", x => Expm1(x, Value));

    /// <summary>this ← log₂ this. PyTorch: <c>x.log2_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor Log2InPlace() => InPlace("log2", "x.Log2()", x => Log2(x, Value), OldValue.Read);

    /// <summary>this ← log₁₀ this. PyTorch: <c>x.log10_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor Log10InPlace() => InPlace("log10", "x.Log10()", x => Log10(x, Value), OldValue.Read);

    /// <summary>this ← ln(1 + this). PyTorch: <c>x.log1p_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor Log1pInPlace() => InPlace("log1p", "x.Log1p()", x => Log1p(x, Value), OldValue.Read);

    /// <summary>this ← 1 / √this. PyTorch: <c>x.rsqrt_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor RsqrtInPlace() => InPlace("rsqrt", "x.Rsqrt()", x => Rsqrt(x, Value));

    /// <summary>this ← 1 / this. PyTorch: <c>x.reciprocal_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor ReciprocalInPlace() => InPlace("reciprocal", "x.Reciprocal()", x => Reciprocal(x, Value));

    /// <summary>this ← this·π / 180. PyTorch: <c>x.deg2rad_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor Deg2RadInPlace() => InPlace("deg2rad", "x.Deg2Rad()", x => Deg2Rad(x, Value));

    /// <summary>this ← this·180 / π. PyTorch: <c>x.rad2deg_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor Rad2DegInPlace() => InPlace("rad2deg", "x.Rad2Deg()", x => Rad2Deg(x, Value));

    /// <summary>this ← floor(this). PyTorch: <c>x.floor_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor FloorInPlace() => InPlace("floor", "x.Floor()", x => Floor(x, Value));

    /// <summary>this ← ceil(this). PyTorch: <c>x.ceil_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor CeilInPlace() => InPlace("ceil", "x.Ceil()", x => Ceil(x, Value));

    /// <summary>this ← trunc(this). PyTorch: <c>x.trunc_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor TruncInPlace() => InPlace("trunc", "x.Trunc()", x => Trunc(x, Value));

    /// <summary>this ← frac(this). PyTorch: <c>x.frac_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor FracInPlace() => InPlace("frac", "x.Frac()", x => Frac(x, Value));

    /// <summary>this ← this, rounded to decimal places. PyTorch: <c>x.round_(decimals)</c>.</summary>
    /// <param name="decimals">Decimal places; negative ones round to tens, hundreds and so on.</param>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor RoundInPlace(int decimals = 0) => InPlace("round", "x.Round()", x => Round(x, decimals, Value));

    /// <summary>this ← numbers in place of NaN and the infinities. PyTorch: <c>x.nan_to_num_(nan, posinf, neginf)</c>.</summary>
    /// <param name="nan">In place of NaN.</param>
    /// <param name="posInf">In place of ∞; the type's greatest number if null.</param>
    /// <param name="negInf">In place of −∞; the type's smallest number if null.</param>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor NanToNumInPlace(double nan = 0, double? posInf = null, double? negInf = null) =>
        InPlace("nan_to_num", "x.NanToNum()", x => NanToNum(x, nan, posInf, negInf, Value), OldValue.Read);
}
