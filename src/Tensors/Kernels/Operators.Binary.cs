using System.Numerics;
using System.Runtime.InteropServices;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

/// <summary>aᵇ, for every pair as <see cref="Math.Pow"/> has it; float32 in vectors.</summary>
internal readonly struct Power : IFloatBinaryOp, IFloatPairOp
{
    public static string Name => "pow";

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            VectorMath.Pow(MemoryMarshal.Cast<T, float>(a), MemoryMarshal.Cast<T, float>(b), MemoryMarshal.Cast<T, float>(y));
        }
        else
        {
            ByPair<Power>.Row(a, b, y);
        }
    }

    public static T Of<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Pow(a, b);
}

/// <summary>aᵇ by squaring; it wraps.</summary>
internal readonly struct IntegerPower : IIntegerPairOp
{
    public static string Name => "pow";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (T.IsNegative(b))
        {
            Throw.Argument(Name, $"integers have no negative powers; got exponent {b} in {DTypes.Of<T>().Name()}; convert with To(DType.Float32) first");
        }

        T result = T.One;
        for (; b > T.Zero; b >>= 1)
        {
            result = T.IsOddInteger(b) ? result * a : result;
            a *= a;
        }

        return result;
    }
}

internal readonly struct ArcTangent : IFloatPairOp
{
    public static string Name => "atan2";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Atan2(a, b);
}

/// <summary>√(a² + b²), without overflow on the way.</summary>
internal readonly struct Hypotenuse : IFloatPairOp
{
    public static string Name => "hypot";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Hypot(a, b);
}

internal readonly struct CopySign : IFloatPairOp
{
    public static string Name => "copysign";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => T.CopySign(a, b);
}

/// <summary>ln(eᵃ + eᵇ) as max + ln(1 + e^−|a − b|), which does not overflow.</summary>
internal readonly struct LogAddExp : IFloatPairOp
{
    public static string Name => "logaddexp";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        a == b && T.IsInfinity(a) ? a : T.Max(a, b) + OnePlus.Log(T.Exp(-T.Abs(a - b)));
}

/// <summary>log₂(2ᵃ + 2ᵇ).</summary>
internal readonly struct LogAddExp2 : IFloatPairOp
{
    public static string Name => "logaddexp2";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        a == b && T.IsInfinity(a) ? a : T.Max(a, b) + (OnePlus.Log(T.Exp2(-T.Abs(a - b))) / T.CreateTruncating(0.6931471805599453));
}

/// <summary>a·ln b; 0 for a = 0 unless b is NaN.</summary>
internal readonly struct Xlogy : IFloatPairOp
{
    public static string Name => "xlogy";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => T.IsNaN(b) ? b : T.IsZero(a) ? T.Zero : a * T.Log(b);
}

/// <summary>a·ln(1 + b); 0 for a = 0 unless b is NaN.</summary>
internal readonly struct Xlog1py : IFloatPairOp
{
    public static string Name => "xlog1py";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => T.IsNaN(b) ? b : T.IsZero(a) ? T.Zero : a * OnePlus.Log(b);
}

/// <summary>0 below 0, b at 0, 1 above; 0 for NaN, as in PyTorch.</summary>
internal readonly struct Heaviside : IPairOp
{
    public static string Name => "heaviside";

    public static BoolForm Bools => BoolForm.Or;

    public static T Of<T>(T a, T b)
        where T : unmanaged, INumber<T> => T.IsZero(a) ? b : a > T.Zero ? T.One : T.Zero;
}

/// <summary>The greater of two; the other one if one is NaN.</summary>
internal readonly struct MaximumNumber : IBinaryOp
{
    public static string Name => "fmax";

    public static BoolForm Bools => BoolForm.Or;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.MaxNumber(a, b, y);

    public static void Row<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.MaxNumber(a, b, y);

    public static void Row<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.MaxNumber(b, a, y);
}

/// <summary>The smaller of two; the other one if one is NaN.</summary>
internal readonly struct MinimumNumber : IBinaryOp
{
    public static string Name => "fmin";

    public static BoolForm Bools => BoolForm.And;

    public static void Row<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.MinNumber(a, b, y);

    public static void Row<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.MinNumber(a, b, y);

    public static void Row<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T> => TensorPrimitives.MinNumber(b, a, y);
}

internal static class OnePlus
{
    /// <summary>ln(1 + x), precise for small x: the error of the rounded 1 + x is divided out (Kahan).</summary>
    public static T Log<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = T.One + x;
        return sum == T.One || T.IsPositiveInfinity(sum) ? x : T.Log(sum) * (x / (sum - T.One));
    }
}
