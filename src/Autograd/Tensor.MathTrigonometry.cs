namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>sin x, of radians. PyTorch: <c>torch.sin</c>.</summary>
    public Tensor Sin() => Sin(this);

    /// <summary>cos x, of radians. PyTorch: <c>torch.cos</c>.</summary>
    public Tensor Cos() => Cos(this);

    /// <summary>tan x, of radians. PyTorch: <c>torch.tan</c>.</summary>
    public Tensor Tan() => Tan(this);

    /// <summary>The angle in [−π/2, π/2] whose sine is x; NaN outside [−1, 1]. The derivative is ∞ at ±1. PyTorch: <c>torch.asin</c>.</summary>
    public Tensor Asin() => Asin(this);

    /// <summary>The angle in [0, π] whose cosine is x; NaN outside [−1, 1]. The derivative is −∞ at ±1. PyTorch: <c>torch.acos</c>.</summary>
    public Tensor Acos() => Acos(this);

    /// <summary>The angle in [−π/2, π/2] whose tangent is x. PyTorch: <c>torch.atan</c>.</summary>
    public Tensor Atan() => Atan(this);

    /// <summary>(eˣ − e⁻ˣ) / 2. PyTorch: <c>torch.sinh</c>.</summary>
    public Tensor Sinh() => Sinh(this);

    /// <summary>(eˣ + e⁻ˣ) / 2. PyTorch: <c>torch.cosh</c>.</summary>
    public Tensor Cosh() => Cosh(this);

    /// <summary>The number whose sinh is x. PyTorch: <c>torch.asinh</c>.</summary>
    public Tensor Asinh() => Asinh(this);

    /// <summary>The number ≥ 0 whose cosh is x; NaN below 1. The derivative is ∞ at 1. PyTorch: <c>torch.acosh</c>.</summary>
    public Tensor Acosh() => Acosh(this);

    /// <summary>The number whose tanh is x; ±∞ at ±1, NaN beyond. PyTorch: <c>torch.atanh</c>.</summary>
    public Tensor Atanh() => Atanh(this);

    private static Tensor Sin(Tensor x, NDArray? destination = null) =>
        Op.Record("sin", x.Value.Sin(destination), save: [x], (x, static (s, g) => g * s[0].Cos()));

    private static Tensor Cos(Tensor x, NDArray? destination = null) =>
        Op.Record("cos", x.Value.Cos(destination), save: [x], (x, static (s, g) => -(g * s[0].Sin())));

    private static Tensor Tan(Tensor x, NDArray? destination = null) =>
        Op.Record("tan", x.Value.Tan(destination), save: [Op.Output], (x, static (s, g) => g * (s[0].Square() + 1)));

    private static Tensor Asin(Tensor x, NDArray? destination = null) =>
        Op.Record("asin", x.Value.Asin(destination), save: [x], (x, static (s, g) => g * ((1 - s[0]) * (1 + s[0])).Rsqrt()));

    private static Tensor Acos(Tensor x, NDArray? destination = null) =>
        Op.Record("acos", x.Value.Acos(destination), save: [x], (x, static (s, g) => -(g * ((1 - s[0]) * (1 + s[0])).Rsqrt())));

    private static Tensor Atan(Tensor x, NDArray? destination = null) =>
        Op.Record("atan", x.Value.Atan(destination), save: [x], (x, static (s, g) => g / (s[0].Square() + 1)));

    private static Tensor Sinh(Tensor x, NDArray? destination = null) =>
        Op.Record("sinh", x.Value.Sinh(destination), save: [x], (x, static (s, g) => g * s[0].Cosh()));

    private static Tensor Cosh(Tensor x, NDArray? destination = null) =>
        Op.Record("cosh", x.Value.Cosh(destination), save: [x], (x, static (s, g) => g * s[0].Sinh()));

    private static Tensor Asinh(Tensor x, NDArray? destination = null) =>
        Op.Record("asinh", x.Value.Asinh(destination), save: [x], (x, static (s, g) => g * (s[0].Square() + 1).Rsqrt()));

    private static Tensor Acosh(Tensor x, NDArray? destination = null) =>
        Op.Record("acosh", x.Value.Acosh(destination), save: [x], (x, static (s, g) => g * ((s[0] - 1) * (s[0] + 1)).Rsqrt()));

    private static Tensor Atanh(Tensor x, NDArray? destination = null) =>
        Op.Record("atanh", x.Value.Atanh(destination), save: [x], (x, static (s, g) => g / ((1 - s[0]) * (1 + s[0]))));
}
