namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>this ← sin(this). PyTorch: <c>x.sin_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor SinInPlace() => InPlace("sin", "x.Sin()", x => Sin(x, Value), OldValue.Read);

    /// <summary>this ← cos(this). PyTorch: <c>x.cos_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor CosInPlace() => InPlace("cos", "x.Cos()", x => Cos(x, Value), OldValue.Read);

    /// <summary>this ← tan(this). PyTorch: <c>x.tan_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor TanInPlace() => InPlace("tan", "x.Tan()", x => Tan(x, Value));

    /// <summary>this ← asin(this). PyTorch: <c>x.asin_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AsinInPlace() => InPlace("asin", "x.Asin()", x => Asin(x, Value), OldValue.Read);

    /// <summary>this ← acos(this). PyTorch: <c>x.acos_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AcosInPlace() => InPlace("acos", "x.Acos()", x => Acos(x, Value), OldValue.Read);

    /// <summary>this ← atan(this). PyTorch: <c>x.atan_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AtanInPlace() => InPlace("atan", "x.Atan()", x => Atan(x, Value), OldValue.Read);

    /// <summary>this ← sinh(this). PyTorch: <c>x.sinh_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor SinhInPlace() => InPlace("sinh", "x.Sinh()", x => Sinh(x, Value), OldValue.Read);

    /// <summary>this ← cosh(this). PyTorch: <c>x.cosh_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor CoshInPlace() => InPlace("cosh", "x.Cosh()", x => Cosh(x, Value), OldValue.Read);

    /// <summary>this ← asinh(this). PyTorch: <c>x.asinh_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AsinhInPlace() => InPlace("asinh", "x.Asinh()", x => Asinh(x, Value), OldValue.Read);

    /// <summary>this ← acosh(this). PyTorch: <c>x.acosh_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AcoshInPlace() => InPlace("acosh", "x.Acosh()", x => Acosh(x, Value), OldValue.Read);

    /// <summary>this ← atanh(this). PyTorch: <c>x.atanh_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AtanhInPlace() => InPlace("atanh", "x.Atanh()", x => Atanh(x, Value), OldValue.Read);
}
