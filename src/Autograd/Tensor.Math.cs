namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>2ˣ. PyTorch: <c>torch.exp2</c>.</summary>
    public Tensor Exp2() => Exp2(this);

    /// <summary>eˣ − 1, precise near 0 too. PyTorch: <c>torch.expm1</c>.</summary>
    public Tensor Expm1() => Expm1(this);

    /// <summary>log₂ x; −∞ at 0, NaN below. PyTorch: <c>torch.log2</c>.</summary>
    public Tensor Log2() => Log2(this);

    /// <summary>log₁₀ x; −∞ at 0, NaN below. PyTorch: <c>torch.log10</c>.</summary>
    public Tensor Log10() => Log10(this);

    /// <summary>ln(1 + x), precise near 0 too; −∞ at −1, NaN below. PyTorch: <c>torch.log1p</c>.</summary>
    public Tensor Log1p() => Log1p(this);

    /// <summary>1 / √x; ∞ at 0, NaN below. The derivative is −∞ at 0. PyTorch: <c>torch.rsqrt</c>.</summary>
    public Tensor Rsqrt() => Rsqrt(this);

    /// <summary>1 / x. PyTorch: <c>torch.reciprocal</c>.</summary>
    public Tensor Reciprocal() => Reciprocal(this);

    /// <summary>Degrees in radians: x·π / 180. PyTorch: <c>torch.deg2rad</c>.</summary>
    public Tensor Deg2Rad() => Deg2Rad(this);

    /// <summary>Radians in degrees: x·180 / π. PyTorch: <c>torch.rad2deg</c>.</summary>
    public Tensor Rad2Deg() => Rad2Deg(this);

    /// <summary>The tensor itself. PyTorch: <c>+x</c>.</summary>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public static Tensor operator +(Tensor x) => x.Positive();

    /// <summary>This tensor itself. PyTorch: <c>torch.positive</c>.</summary>
    /// <inheritdoc cref="NDArray.Positive"/>
    public Tensor Positive()
    {
        _ = Value.Positive();
        return this;
    }

    private static Tensor Exp2(Tensor x, NDArray? destination = null) =>
        Op.Record("exp2", x.Value.Exp2(destination), save: [Op.Output], (x, static (s, g) => g * s[0] * Math.Log(2)));

    private static Tensor Expm1(Tensor x, NDArray? destination = null) =>
        Op.Record("expm1", x.Value.Expm1(destination), save: [Op.Output], (x, static (s, g) => g * (s[0] + 1)));

    private static Tensor Log2(Tensor x, NDArray? destination = null) =>
        Op.Record("log2", x.Value.Log2(destination), save: [x], (x, static (s, g) => g / (s[0] * Math.Log(2))));

    private static Tensor Log10(Tensor x, NDArray? destination = null) =>
        Op.Record("log10", x.Value.Log10(destination), save: [x], (x, static (s, g) => g / (s[0] * Math.Log(10))));

    private static Tensor Log1p(Tensor x, NDArray? destination = null) =>
        Op.Record("log1p", x.Value.Log1p(destination), save: [x], (x, static (s, g) => g / (s[0] + 1)));

    private static Tensor Rsqrt(Tensor x, NDArray? destination = null) =>
        Op.Record("rsqrt", x.Value.Rsqrt(destination), save: [Op.Output], (x, static (s, g) => g * (s[0] * s[0].Square() * -0.5)));

    private static Tensor Reciprocal(Tensor x, NDArray? destination = null) =>
        Op.Record("reciprocal", x.Value.Reciprocal(destination), save: [Op.Output], (x, static (s, g) => -(g * s[0].Square())));

    private static Tensor Deg2Rad(Tensor x, NDArray? destination = null) =>
        Op.Record("deg2rad", x.Value.Deg2Rad(destination), save: [], (x, static (s, g) => g.Deg2Rad()));

    private static Tensor Rad2Deg(Tensor x, NDArray? destination = null) =>
        Op.Record("rad2deg", x.Value.Rad2Deg(destination), save: [], (x, static (s, g) => g.Rad2Deg()));
}
