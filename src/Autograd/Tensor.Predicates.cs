namespace MiniTorch;

// Questions about one number, of any type: integers and bools are finite.
public sealed partial class Tensor
{
    /// <summary>Whether elements are NaN, as bool. PyTorch: <c>torch.isnan</c>.</summary>
    public Tensor IsNaN() => new(Value.IsNaN());

    /// <summary>Whether elements are ∞ or −∞, as bool. PyTorch: <c>torch.isinf</c>.</summary>
    public Tensor IsInf() => new(Value.IsInf());

    /// <summary>Whether elements are ∞, as bool. PyTorch: <c>torch.isposinf</c>.</summary>
    public Tensor IsPosInf() => new(Value.IsPosInf());

    /// <summary>Whether elements are −∞, as bool. PyTorch: <c>torch.isneginf</c>.</summary>
    public Tensor IsNegInf() => new(Value.IsNegInf());

    /// <summary>Whether elements are neither infinite nor NaN, as bool. PyTorch: <c>torch.isfinite</c>.</summary>
    public Tensor IsFinite() => new(Value.IsFinite());

    /// <summary>Whether the sign bit is set, as bool: of numbers below 0, of −0, and of a NaN that has it. PyTorch: <c>torch.signbit</c>.</summary>
    public Tensor SignBit() => new(Value.SignBit());

    /// <summary>
    /// Numbers in place of NaN and the infinities, which receive no gradient; integers stay what they are. PyTorch: <c>torch.nan_to_num</c>.
    /// </summary>
    /// <param name="nan">In place of NaN.</param>
    /// <param name="posInf">In place of ∞; the type's greatest number if null.</param>
    /// <param name="negInf">In place of −∞; the type's smallest number if null.</param>
    public Tensor NanToNum(double nan = 0, double? posInf = null, double? negInf = null) => NanToNum(this, nan, posInf, negInf);

    private static Tensor NanToNum(Tensor x, double nan, double? posInf, double? negInf, NDArray? destination = null) => Op.Record(
        "nan_to_num", x.Value.NanToNum(nan, posInf, negInf, destination), save: [x], (x, static (s, g) => Where(s[0].IsFinite(), g, 0)));
}
