using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>2ˣ. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.exp2</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Exp2(NDArray? destination = null) => FloatUnary<Exp2>(this, destination);

    /// <summary>eˣ − 1, precise near 0 too. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.expm1</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Expm1(NDArray? destination = null) => FloatUnary<Expm1>(this, destination);

    /// <summary>log₂ x; −∞ at 0, NaN below. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.log2</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Log2(NDArray? destination = null) => FloatUnary<Log2>(this, destination);

    /// <summary>log₁₀ x; −∞ at 0, NaN below. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.log10</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Log10(NDArray? destination = null) => FloatUnary<ByElement<Log10>>(this, destination);

    /// <summary>ln(1 + x), precise near 0 too; −∞ at −1, NaN below. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.log1p</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Log1p(NDArray? destination = null) => FloatUnary<Log1p>(this, destination);

    /// <summary>1 / √x; ∞ at 0, NaN below. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.rsqrt</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Rsqrt(NDArray? destination = null) => FloatUnary<Rsqrt>(this, destination);

    /// <summary>1 / x. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.reciprocal</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Reciprocal(NDArray? destination = null) => FloatUnary<Reciprocal>(this, destination);

    /// <summary>Degrees in radians: x·π / 180. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.deg2rad</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Deg2Rad(NDArray? destination = null) => Multiply(Math.PI / 180, destination);

    /// <summary>Radians in degrees: x·180 / π. Integers give <see cref="DTypes.Default"/>. PyTorch: <c>torch.rad2deg</c>.</summary>
    /// <inheritdoc cref="Negate"/>
    public NDArray Rad2Deg(NDArray? destination = null) => Multiply(180 / Math.PI, destination);

    /// <summary>This array itself. PyTorch: <c>torch.positive</c>.</summary>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public NDArray Positive() => DType == DType.Bool ? Throw.DType<NDArray>("positive", DType, DType.Int64) : this;

    // An operation with a number that every element meets.
    private static NDArray FloatWithNumber<TOp>(NDArray x, double number, NDArray? destination)
        where TOp : struct, IFloatBinaryOp
    {
        x = x.ToFloat();
        NDArray y = Destination(TOp.Name, x.Shape, x.DType, destination);
        x = Apart(x, destination);
        if (x.DType == DType.Float32)
        {
            Elementwise.WithNumber<FloatBinaryRow<TOp, float>, float, float>(x, (float)number, numberFirst: false, y);
        }
        else
        {
            Elementwise.WithNumber<FloatBinaryRow<TOp, double>, double, double>(x, number, numberFirst: false, y);
        }

        return y;
    }
}
