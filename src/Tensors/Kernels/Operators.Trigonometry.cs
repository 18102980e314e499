using System.Numerics;
using System.Runtime.InteropServices;

namespace MiniTorch.Kernels;

/// <summary>sin x: float32 in vectors, float64 as <see cref="ByElement{TFunction}"/> has it.</summary>
internal readonly struct Sin : IFloatUnaryOp, IRealFunction
{
    public static string Name => "sin";

    public static double Of(double x) => Math.Sin(x);

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            VectorMath.Sin(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y));
        }
        else
        {
            ByElement<Sin>.Row(x, y);
        }
    }
}

/// <summary>cos x, likewise.</summary>
internal readonly struct Cos : IFloatUnaryOp, IRealFunction
{
    public static string Name => "cos";

    public static double Of(double x) => Math.Cos(x);

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            VectorMath.Cos(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y));
        }
        else
        {
            ByElement<Cos>.Row(x, y);
        }
    }
}
