using System.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

internal readonly struct Exp2 : IFloatUnaryOp
{
    public static string Name => "exp2";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Exp2(x, y);
}

/// <summary>eˣ − 1. <c>TensorPrimitives.ExpM1</c> subtracts after the fact and loses every digit near 0.</summary>
internal readonly struct Expm1 : IFloatUnaryOp
{
    public static string Name => "expm1";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Expm1(x, y);
}

internal readonly struct Log2 : IFloatUnaryOp
{
    public static string Name => "log2";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Log2(x, y);
}

/// <summary>ln(1 + x). Of <c>TensorPrimitives.LogP1</c> the same is true as of its ExpM1.</summary>
internal readonly struct Log1p : IFloatUnaryOp
{
    public static string Name => "log1p";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Log1p(x, y);
}

/// <summary>ln(1 + eˣ).</summary>
internal readonly struct Softplus : IFloatUnaryOp
{
    public static string Name => "softplus";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Softplus(x, y);
}

/// <summary>ln(1 / (1 + e⁻ˣ)).</summary>
internal readonly struct LogSigmoid : IFloatUnaryOp
{
    public static string Name => "log_sigmoid";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.LogSigmoid(x, y);
}

internal readonly struct Rsqrt : IFloatUnaryOp
{
    public static string Name => "rsqrt";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.ReciprocalSqrt(x, y);
}

internal readonly struct Reciprocal : IFloatUnaryOp
{
    public static string Name => "reciprocal";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Reciprocal(x, y);
}

internal readonly struct Sinh : IFloatUnaryOp
{
    public static string Name => "sinh";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Sinh(x, y);
}

internal readonly struct Cosh : IFloatUnaryOp
{
    public static string Name => "cosh";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Cosh(x, y);
}

internal readonly struct Erf : IFloatUnaryOp
{
    public static string Name => "erf";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Erf(x, y);
}

internal readonly struct Erfc : IFloatUnaryOp
{
    public static string Name => "erfc";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Erfc(x, y);
}

internal readonly struct Erfinv : IFloatUnaryOp
{
    public static string Name => "erfinv";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Erfinv(x, y);
}

/// <summary>x·Φ(x).</summary>
internal readonly struct Gelu : IFloatUnaryOp
{
    public static string Name => "gelu";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Gelu(x, y);
}

/// <summary>Its approximation.</summary>
internal readonly struct GeluTanh : IFloatUnaryOp
{
    public static string Name => Gelu.Name;

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.GeluTanh(x, y);
}
