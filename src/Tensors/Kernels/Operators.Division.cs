using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>What is left of a / b towards zero; it has the sign of a.</summary>
internal readonly struct Fmod : IPairOp
{
    public static string Name => "fmod";

    public static T Of<T>(T a, T b)
        where T : unmanaged, INumber<T> => Division.Rest(a, b, Name);
}

/// <summary>What is left of a / b downwards; it has the sign of b.</summary>
internal readonly struct Remainder : IPairOp
{
    public static string Name => "remainder";

    public static T Of<T>(T a, T b)
        where T : unmanaged, INumber<T> => Division.Modulo(a, b, Name);
}

/// <summary>a / b towards zero.</summary>
internal readonly struct DivideTrunc : IPairOp
{
    public static string Name => "div";

    public static T Of<T>(T a, T b)
        where T : unmanaged, INumber<T> => Division.IsReal<T>() ? Division.Truncate(a / b) : Division.Whole(a, b, Name);
}

/// <summary>a / b downwards.</summary>
internal readonly struct DivideFloor : IPairOp
{
    public static string Name => "div";

    public static T Of<T>(T a, T b)
        where T : unmanaged, INumber<T>
    {
        if (Division.IsReal<T>())
        {
            return Division.Floor(a, b);
        }

        T quotient = Division.Whole(a, b, Name);
        return T.IsNegative(a) != T.IsNegative(b) && quotient * b != a ? quotient - T.One : quotient;
    }
}

/// <summary>Division of whole numbers, and its like for floats.</summary>
internal static class Division
{
    public static bool IsReal<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>a / b of integers; of the least by −1, whose quotient does not exist, itself.</summary>
    public static T Whole<T>(T a, T b, string op)
        where T : unmanaged, INumber<T>
    {
        if (T.IsZero(b))
        {
            ThrowZero<T>(op);
        }

        return IsMinusOne(b) ? -a : a / b;
    }

    public static T Rest<T>(T a, T b, string op)
        where T : unmanaged, INumber<T>
    {
        if (IsReal<T>())
        {
            return a % b;
        }

        if (T.IsZero(b))
        {
            ThrowZero<T>(op);
        }

        return IsMinusOne(b) ? T.Zero : a % b;
    }

    public static T Modulo<T>(T a, T b, string op)
        where T : unmanaged, INumber<T>
    {
        T rest = Rest(a, b, op);
        return rest != T.Zero && (b < T.Zero) != (rest < T.Zero) ? rest + b : rest;
    }

    /// <summary>⌊a / b⌋, exact where the rounded quotient would not be: 1 / 0.1 is 9 here, as in Python and PyTorch.</summary>
    public static T Floor<T>(T a, T b)
        where T : unmanaged, INumber<T>
    {
        if (T.IsZero(b))
        {
            return a / b;
        }

        T rest = a % b;
        T quotient = (a - rest) / b;
        if (rest != T.Zero && (b < T.Zero) != (rest < T.Zero))
        {
            quotient -= T.One;
        }

        if (T.IsZero(quotient))
        {
            return T.CopySign(T.Zero, a / b);
        }

        T whole = Truncate(quotient);
        whole = whole > quotient ? whole - T.One : whole;
        return quotient - whole > T.CreateTruncating(0.5) ? whole + T.One : whole;
    }

    public static T Truncate<T>(T x)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Unsafe.BitCast<float, T>(MathF.Truncate(Unsafe.BitCast<T, float>(x)))
            : Unsafe.BitCast<double, T>(Math.Truncate(Unsafe.BitCast<T, double>(x)));

    private static bool IsMinusOne<T>(T b)
        where T : unmanaged, INumber<T> => T.IsNegative(b) && b == -T.One;

    private static void ThrowZero<T>(string op)
        where T : unmanaged => Throw.Argument(op, $"integers cannot be divided by 0; got a divisor of 0 in {DTypes.Of<T>().Name()}; convert with To(DType.Float32) for ∞ and NaN");
}
