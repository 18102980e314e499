using System.Numerics;
using System.Runtime.Intrinsics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

/// <summary>The greater of two; NaN if one is NaN.</summary>
internal readonly struct Maximum : IBinaryOp
{
    public static string Name => "maximum";

    public static BoolForm Bools => BoolForm.Or;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.Max(a, b, y);

    public static void Row<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.Max(a, b, y);

    public static void Row<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.Max(b, a, y);
}

/// <summary>The smaller of two; NaN if one is NaN.</summary>
internal readonly struct Minimum : IBinaryOp
{
    public static string Name => "minimum";

    public static BoolForm Bools => BoolForm.And;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.Min(a, b, y);

    public static void Row<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.Min(a, b, y);

    public static void Row<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.Min(b, a, y);
}

/// <summary>min(max(x, low), high), the upper bound holding where they cross; NaN if one of the three is NaN.</summary>
internal readonly struct ClampRow<T>(Scalar low, Scalar high) : IUnaryRow<T, T>
    where T : unmanaged, INumber<T>
{
    private readonly T _low = T.Min(low.To<T>(), high.To<T>());
    private readonly T _high = high.To<T>();

    public void Row(ReadOnlySpan<T> x, Span<T> y)
    {
        if (T.IsNaN(_low))
        {
            y.Fill(_low);
            return;
        }

        TensorPrimitives.Clamp(x, _low, _high, y);
    }
}

/// <summary>|x|; of the least integer, which has no positive counterpart, itself, as in PyTorch (TensorPrimitives throws).</summary>
internal readonly struct Abs : IUnaryOp
{
    public static string Name => "abs";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            TensorPrimitives.Abs(x, y);
            return;
        }

        for (int i = 0; i < y.Length; i++)
        {
            y[i] = T.IsNegative(x[i]) ? -x[i] : x[i];
        }
    }
}

/// <summary>−1, 0 or 1; of NaN 0, as in PyTorch.</summary>
internal readonly struct Sign : IUnaryOp
{
    public static string Name => "sign";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            VectorMath.Sign(x, y);
            return;
        }

        for (int i = 0; i < y.Length; i++)
        {
            y[i] = T.CreateTruncating(T.Sign(x[i]));
        }
    }
}

internal readonly struct Square : IUnaryOp
{
    public static string Name => "square";

    public static void Row<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.Multiply(x, x, y);
}

internal readonly struct GreaterOrEqual : ICompareOp
{
    public static string Name => "ge";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => a >= b;

    public static Vector512<T> Holds<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged => Vector512.GreaterThanOrEqual(a, b);
}

internal readonly struct LessOrEqual : ICompareOp
{
    public static string Name => "le";

    public static bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T> => a <= b;

    public static Vector512<T> Holds<T>(Vector512<T> a, Vector512<T> b)
        where T : unmanaged => Vector512.LessThanOrEqual(a, b);
}
