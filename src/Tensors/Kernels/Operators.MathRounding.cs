using System.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

internal readonly struct Floor : IFloatUnaryOp
{
    public static string Name => "floor";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Floor(x, y);
}

internal readonly struct Ceil : IFloatUnaryOp
{
    public static string Name => "ceil";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Ceiling(x, y);
}

internal readonly struct Trunc : IFloatUnaryOp
{
    public static string Name => "trunc";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Truncate(x, y);
}

/// <summary>The nearest whole number, halves to the even one.</summary>
internal readonly struct Round : IFloatUnaryOp
{
    public static string Name => "round";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Round(x, y);
}

/// <summary>x − trunc(x); NaN for ±∞, as in PyTorch.</summary>
internal readonly struct Frac : IFloatUnaryOp
{
    public static string Name => "frac";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = x[i] - T.Truncate(x[i]);
        }
    }
}
