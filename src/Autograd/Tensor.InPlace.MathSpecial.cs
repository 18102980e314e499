namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>this ← erf(this). PyTorch: <c>x.erf_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor ErfInPlace() => InPlace("erf", "x.Erf()", x => Erf(x, Value), OldValue.Read);

    /// <summary>this ← erfc(this). PyTorch: <c>x.erfc_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor ErfcInPlace() => InPlace("erfc", "x.Erfc()", x => Erfc(x, Value), OldValue.Read);

    /// <summary>this ← erfinv(this). PyTorch: <c>x.erfinv_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor ErfinvInPlace() => InPlace("erfinv", "x.Erfinv()", x => Erfinv(x, Value));

    /// <summary>this ← lgamma(this). PyTorch: <c>x.lgamma_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor LgammaInPlace() => InPlace("lgamma", "x.Lgamma()", x => Lgamma(x, Value), OldValue.Read);

    /// <summary>this ← digamma(this). PyTorch: <c>x.digamma_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor DigammaInPlace() => InPlace("digamma", "x.Digamma()", x => Digamma(x, Value), OldValue.Read);

    /// <summary>this ← sinc(this). PyTorch: <c>x.sinc_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor SincInPlace() => InPlace("sinc", "x.Sinc()", x => Sinc(x, Value), OldValue.Read);

    /// <summary>this ← polygamma(n, this). PyTorch: <c>x.polygamma_(n)</c>.</summary>
    /// <param name="n">The order, 0 to 170.</param>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor PolygammaInPlace(int n) => InPlace("polygamma", "x.Polygamma(n)", x => Polygamma(x, n, Value), OldValue.Read);

    /// <summary>this ← logit(this). PyTorch: <c>x.logit_(eps)</c>.</summary>
    /// <param name="eps">If given, this is first held within [eps, 1 − eps].</param>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor LogitInPlace(double? eps = null) => InPlace("logit", "x.Logit()", x => Logit(x, eps, Value), OldValue.Read);
}
