using System.Runtime.CompilerServices;

namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>this ← this + alpha·other. PyTorch: <c>x.add_(y, alpha)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AddInPlace(Tensor other, Scalar alpha) => InPlace("add", "x.Add(y, alpha)", other, (x, y, z) => Add(x, y, alpha, z));

    /// <summary>this ← this − alpha·other. PyTorch: <c>x.sub_(y, alpha)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor SubtractInPlace(Tensor other, Scalar alpha) => InPlace("sub", "x.Subtract(y, alpha)", other, (x, y, z) => Subtract(x, y, alpha, z));

    /// <summary>this ← this / other, made whole. PyTorch: <c>x.div_(y, rounding_mode)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor DivideInPlace(Tensor other, RoundingMode rounding) =>
        InPlace("div", "x.Divide(y, rounding)", other, (x, y, z) => Divide(x, y, rounding, z));

    /// <inheritdoc cref="DivideInPlace(Tensor, RoundingMode)"/>
    public Tensor DivideInPlace(Scalar other, RoundingMode rounding) => DivideInPlace(Beside(other), rounding);

    /// <summary>this ← ⌊this / other⌋. PyTorch: <c>x.floor_divide_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor FloorDivideInPlace(Tensor other) => DivideInPlace(other, RoundingMode.Floor);

    /// <inheritdoc cref="FloorDivideInPlace(Tensor)"/>
    public Tensor FloorDivideInPlace(Scalar other) => DivideInPlace(other, RoundingMode.Floor);

    /// <summary>this ← what is left of this / other towards zero. PyTorch: <c>x.fmod_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor FmodInPlace(Tensor other) => InPlace("fmod", "x.Fmod(y)", other, static (x, y, z) => Fmod(x, y, z), OldValue.ReadForOthers);

    /// <inheritdoc cref="FmodInPlace(Tensor)"/>
    public Tensor FmodInPlace(Scalar other) => FmodInPlace(Beside(other));

    /// <summary>this ← what is left of this / other downwards. PyTorch: <c>x.remainder_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor RemainderInPlace(Tensor other) => InPlace("remainder", "x % y", other, static (x, y, z) => Remainder(x, y, z), OldValue.ReadForOthers);

    /// <inheritdoc cref="RemainderInPlace(Tensor)"/>
    public Tensor RemainderInPlace(Scalar other) => RemainderInPlace(Beside(other));

    /// <summary>this ← this^exponent. PyTorch: <c>x.pow_(p)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor PowInPlace(Tensor exponent) => InPlace("pow", "x.Pow(p)", exponent, static (x, y, z) => Pow(x, y, z), OldValue.Read);

    /// <inheritdoc cref="PowInPlace(Tensor)"/>
    public Tensor PowInPlace(Scalar exponent) => InPlace("pow", "x.Pow(p)", x => Pow(x, exponent, Value), OldValue.Read);

    /// <summary>this ← this². PyTorch: <c>x.square_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor SquareInPlace() => InPlace("square", "x.Square()", x => Square(x, Value), OldValue.Read);

    /// <summary>this ← the angle of the point (other, this). PyTorch: <c>y.atan2_(x)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor Atan2InPlace(Tensor other) => InPlace("atan2", "y.Atan2(x)", other, static (x, y, z) => Atan2(x, y, z), OldValue.Read);

    /// <summary>this ← √(this² + other²). PyTorch: <c>x.hypot_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor HypotInPlace(Tensor other) => InPlace("hypot", "x.Hypot(y)", other, static (x, y, z) => Hypot(x, y, z), OldValue.Read);

    /// <summary>this ← |this| with the other's sign. PyTorch: <c>x.copysign_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor CopySignInPlace(Tensor other) => InPlace("copysign", "x.CopySign(y)", other, static (x, y, z) => CopySign(x, y, z), OldValue.Read);

    /// <inheritdoc cref="CopySignInPlace(Tensor)"/>
    public Tensor CopySignInPlace(Scalar other) => CopySignInPlace(BesideFloat(other));

    /// <summary>this ← this·ln(other). PyTorch: <c>x.xlogy_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor XlogyInPlace(Tensor other) => InPlace("xlogy", "x.Xlogy(y)", other, static (x, y, z) => Xlogy(x, y, z), OldValue.Read);

    /// <inheritdoc cref="XlogyInPlace(Tensor)"/>
    public Tensor XlogyInPlace(Scalar other) => XlogyInPlace(BesideFloat(other));

    /// <summary>this ← 0 below 0, <paramref name="values"/> at 0, 1 above. PyTorch: <c>x.heaviside_(values)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor HeavisideInPlace(Tensor values) =>
        InPlace("heaviside", "x.Heaviside(values)", values, static (x, y, z) => Heaviside(x, y, z), OldValue.ReadForOthers);

    /// <summary>this ← this·2^other. PyTorch: <c>x.ldexp_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor LdexpInPlace(Tensor other) => MultiplyInPlace(Pow(2.0, other));

    /// <summary>this ← this held between the bounds. PyTorch: <c>x.clamp_(min, max)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    [OverloadResolutionPriority(1)]
    public Tensor ClampInPlace(Scalar? min = null, Scalar? max = null) =>
        InPlace("clamp", "x.Clamp(min, max)", x => Clamp(x, min, max, Value), OldValue.Read);

    /// <inheritdoc cref="ClampInPlace(Scalar?, Scalar?)"/>
    public Tensor ClampInPlace(Tensor? min = null, Tensor? max = null)
    {
        const string Name = "clamp", Instead = "x.Clamp(min, max)";
        return (min, max) switch
        {
            ({ } low, { } high) => InPlace(Name, Instead, low, high, static (x, y, z, to) => Clamp(x, y, z, to), OldValue.Read),
            ({ } low, null) => InPlace(Name, Instead, low, static (x, y, to) => Clamp(x, y, null, to), OldValue.Read),
            (_, { } high) => InPlace(Name, Instead, high, static (x, y, to) => Clamp(x, null, y, to), OldValue.Read),
            _ => ClampInPlace((Scalar?)null, null),
        };
    }

    /// <summary>this ← this + weight·(end − this). PyTorch: <c>x.lerp_(end, weight)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor LerpInPlace(Tensor end, Tensor weight) =>
        InPlace("lerp", "x.Lerp(end, weight)", end, weight, static (x, y, z, to) => Lerp(x, y, z, to), OldValue.ReadForOthers);

    /// <inheritdoc cref="LerpInPlace(Tensor, Tensor)"/>
    public Tensor LerpInPlace(Tensor end, Scalar weight) => InPlace("lerp", "x.Lerp(end, weight)", end, (x, y, z) => Lerp(x, y, weight, z));

    /// <summary>this ← this + value·tensor1·tensor2. PyTorch: <c>x.addcmul_(t1, t2, value)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AddcmulInPlace(Tensor tensor1, Tensor tensor2, Scalar? value = null) =>
        InPlace("addcmul", "x.Addcmul(t1, t2)", tensor1, tensor2, (x, y, z, to) => Addcmul(x, y, z, value ?? 1, to));

    /// <summary>this ← this + value·tensor1/tensor2. PyTorch: <c>x.addcdiv_(t1, t2, value)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AddcdivInPlace(Tensor tensor1, Tensor tensor2, Scalar? value = null) =>
        InPlace("addcdiv", "x.Addcdiv(t1, t2)", tensor1, tensor2, (x, y, z, to) => Addcdiv(x, y, z, value ?? 1, to));

    /// <summary>this ← the bits that both have. PyTorch: <c>x.bitwise_and_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor BitwiseAndInPlace(Tensor other) => InPlace("bitwise_and", "x & y", other, static (x, y, z) => new(x.Value.BitwiseAnd(y.Value, z)));

    /// <summary>this ← the bits that one has or both. PyTorch: <c>x.bitwise_or_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor BitwiseOrInPlace(Tensor other) => InPlace("bitwise_or", "x | y", other, static (x, y, z) => new(x.Value.BitwiseOr(y.Value, z)));

    /// <summary>this ← the bits that differ. PyTorch: <c>x.bitwise_xor_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor BitwiseXorInPlace(Tensor other) => InPlace("bitwise_xor", "x ^ y", other, static (x, y, z) => new(x.Value.BitwiseXor(y.Value, z)));

    /// <summary>this ← all bits the other way. PyTorch: <c>x.bitwise_not_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor BitwiseNotInPlace() => InPlace("bitwise_not", "~x", x => new(x.Value.BitwiseNot(Value)));
}
