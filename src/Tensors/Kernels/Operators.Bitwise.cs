using System.Numerics;
using System.Runtime.CompilerServices;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

internal readonly struct BitwiseAnd : IIntegerPairOp
{
    public static string Name => "bitwise_and";

    public static bool TakesBools => true;

    public static T Of<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T> => a & b;
}

internal readonly struct BitwiseOr : IIntegerPairOp
{
    public static string Name => "bitwise_or";

    public static bool TakesBools => true;

    public static T Of<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T> => a | b;
}

internal readonly struct BitwiseXor : IIntegerPairOp
{
    public static string Name => "bitwise_xor";

    public static bool TakesBools => true;

    public static T Of<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T> => a ^ b;
}

/// <summary>a·2ᵇ; 0 where b is negative or not below the number of bits.</summary>
internal readonly struct LeftShift : IIntegerPairOp
{
    public static string Name => "bitwise_left_shift";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T> => Bits.Has<T>(b, out int count) ? a << count : T.Zero;
}

/// <summary>⌊a / 2ᵇ⌋; the sign alone where b is negative or not below the number of bits.</summary>
internal readonly struct RightShift : IIntegerPairOp
{
    public static string Name => "bitwise_right_shift";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T> => Bits.Has<T>(b, out int count) ? a >> count : T.IsNegative(a) ? -T.One : T.Zero;
}

/// <summary>The greatest number that divides both, not negative; of 0 and 0, 0.</summary>
internal readonly struct GreatestCommonDivisor : IIntegerPairOp
{
    public static string Name => "gcd";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T> => Bits.Gcd(a, b);
}

/// <summary>The smallest number that both divide, not negative; of 0 and anything, 0.</summary>
internal readonly struct LeastCommonMultiple : IIntegerPairOp
{
    public static string Name => "lcm";

    public static T Of<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (T.IsZero(a) || T.IsZero(b))
        {
            return T.Zero;
        }

        T product = Division.Whole(a, Bits.Gcd(a, b), Name) * b;
        return T.IsNegative(product) ? -product : product;
    }
}

/// <summary>All bits the other way.</summary>
internal readonly struct BitwiseNotRow<T> : IUnaryRow<T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public void Row(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.OnesComplement(x, y);
}

/// <summary>The other truth value, of bools stored as the bytes 0 and 1.</summary>
internal readonly struct NotRow : IUnaryRow<byte, byte>
{
    public void Row(ReadOnlySpan<byte> x, Span<byte> y) => TensorPrimitives.Xor(x, (byte)1, y);
}

internal static class Bits
{
    public static bool Has<T>(T place, out int count)
        where T : unmanaged, IBinaryInteger<T>
    {
        long at = long.CreateTruncating(place);
        count = (int)at;
        return at >= 0 && at < 8 * Unsafe.SizeOf<T>();
    }

    public static T Gcd<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        while (!T.IsZero(b))
        {
            (a, b) = (b, Division.Rest(a, b, "gcd"));
        }

        return T.IsNegative(a) ? -a : a;
    }
}
