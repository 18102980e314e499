using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>sin x, of radians. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.sin</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Sin(NDArray? destination = null) => FloatUnary<Sin>(this, destination);

    /// <summary>cos x, of radians. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.cos</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Cos(NDArray? destination = null) => FloatUnary<Cos>(this, destination);

    /// <summary>tan x, of radians. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.tan</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Tan(NDArray? destination = null) => FloatUnary<ByElement<Tan>>(this, destination);

    /// <summary>The angle in [−π/2, π/2] whose sine is x; NaN outside [−1, 1]. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.asin</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Asin(NDArray? destination = null) => FloatUnary<ByElement<Asin>>(this, destination);

    /// <summary>The angle in [0, π] whose cosine is x; NaN outside [−1, 1]. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.acos</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Acos(NDArray? destination = null) => FloatUnary<ByElement<Acos>>(this, destination);

    /// <summary>The angle in [−π/2, π/2] whose tangent is x. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.atan</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Atan(NDArray? destination = null) => FloatUnary<ByElement<Atan>>(this, destination);

    /// <summary>(eˣ − e⁻ˣ) / 2. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.sinh</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Sinh(NDArray? destination = null) => FloatUnary<Sinh>(this, destination);

    /// <summary>(eˣ + e⁻ˣ) / 2. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.cosh</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Cosh(NDArray? destination = null) => FloatUnary<Cosh>(this, destination);

    /// <summary>The number whose sinh is x. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.asinh</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Asinh(NDArray? destination = null) => FloatUnary<ByElement<Asinh>>(this, destination);

    /// <summary>The number ≥ 0 whose cosh is x; NaN below 1. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.acosh</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Acosh(NDArray? destination = null) => FloatUnary<ByElement<Acosh>>(this, destination);

    /// <summary>The number whose tanh is x; ±∞ at ±1, NaN beyond. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.atanh</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Atanh(NDArray? destination = null) => FloatUnary<ByElement<Atanh>>(this, destination);
}
