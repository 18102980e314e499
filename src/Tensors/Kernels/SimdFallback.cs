using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>What AVX-512 does in one instruction, from the bits of IEEE 754 numbers.</summary>
internal static unsafe class SimdFallback
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVec PowerOfTwo<TVec, T>(TVec n)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        // Adding 1.5·2ᵖ (p mantissa bits) leaves n, in two's complement, in the low bits of the sum; the shift moves it into the exponent.
        TVec bits = TVec.ShiftLeftBits(n + TVec.Create(1.5 * TwoToMantissaBits<T>()), MantissaBits<T>());
        return TVec.AddBits(bits, TVec.Create(1.0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVec Scale<TVec, T>(TVec value, TVec n)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        // Two factors, each a normal number; the first product is exact, so a denormal result is rounded once. What would round to zero
        // is made zero beforehand: an underflow costs a hundred cycles.
        TVec lowest = TVec.Create(typeof(T) == typeof(float) ? -150.0 : -1075.0);
        TVec half = TVec.Round(TVec.Max(n, lowest) * TVec.Create(0.5));
        TVec nonzero = TVec.Select(TVec.LessThan(n, lowest), TVec.Zero, value);
        return nonzero * PowerOfTwo<TVec, T>(half) * PowerOfTwo<TVec, T>(TVec.Max(n, lowest) - half);
    }

    /// <summary>Halves of the digits have exact products, up to that of the lower ones, which hardly counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVec ProductError<TVec, T>(TVec left, TVec right, TVec product)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec a = VectorMath.UpperDigits<TVec, T>(left), b = VectorMath.UpperDigits<TVec, T>(right);
        TVec c = left - a, d = right - b;
        return ((a * b) - product) + (a * d) + (c * b) + (c * d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVec Mantissa<TVec, T>(TVec value, out TVec exponent)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        double minNormal = typeof(T) == typeof(float) ? 1.1754943508222875e-38 : 2.2250738585072014e-308;
        double bias = typeof(T) == typeof(float) ? 127 : 1023;
        TVec infinity = TVec.Create(double.PositiveInfinity);

        TVec denormal = TVec.LessThan(value, TVec.Create(minNormal));
        TVec normal = TVec.Select(denormal, value * TVec.Create(TwoToMantissaBits<T>()), value);

        // Measured from ¾, the exponent field is that of the mantissa in [¾, 3/2); the bits of −∞ mask the sign and exponent fields.
        TVec offset = TVec.SubtractBits(normal, TVec.Create(0.75));
        TVec m = TVec.SubtractBits(normal, offset & TVec.Create(double.NegativeInfinity));

        // The biased exponent, put below the exponent of 2ᵖ, is the number 2ᵖ + e + bias.
        TVec biased = TVec.ShiftRightBits(TVec.AddBits(offset, TVec.Create(1.0)), MantissaBits<T>()) | TVec.Create(TwoToMantissaBits<T>());
        TVec e = biased - TVec.Create(TwoToMantissaBits<T>() + bias);
        e -= denormal & TVec.Create((double)MantissaBits<T>());

        e = TVec.Select(TVec.Equal(value, TVec.Zero), TVec.Create(double.NegativeInfinity), e);
        exponent = TVec.Select(TVec.Equal(value, infinity), infinity, e);
        return TVec.Select(TVec.LessThanOrEqual(TVec.Zero, value), m, TVec.Create(double.NaN));
    }

    internal static TVec LoadPartial<TVec, T>(T* source, int count, TVec fill)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec value = fill;
        new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(&value, count));
        return value;
    }

    internal static void StorePartial<TVec, T>(TVec value, T* destination, int count)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        new ReadOnlySpan<T>(&value, count).CopyTo(new Span<T>(destination, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int MantissaBits<T>() => typeof(T) == typeof(float) ? 23 : 52;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double TwoToMantissaBits<T>() => typeof(T) == typeof(float) ? 8388608 : 4503599627370496;
}
