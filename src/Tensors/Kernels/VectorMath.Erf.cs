using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>The error function: a polynomial below ½, from there on erfc = exp(−x²)·P, so that neither loses relative precision.</summary>
internal static partial class VectorMath
{
    /// <summary>erf x within 3 ulp, odd to the bit.</summary>
    internal static void Erf<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<ErrorFunction, T>(x, y);

    /// <summary>1 − erf x within 4 ulp, denormal results included.</summary>
    internal static void Erfc<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<ComplementaryErrorFunction, T>(x, y);

    /// <summary>The x with erf x = y, within 4 ulp; ±∞ at ±1, NaN beyond.</summary>
    internal static void Erfinv<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<InverseErrorFunction, T>(x, y);

    internal readonly struct ErrorFunction : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec a = TVec.Abs(x);
            TVec great = TVec.CopySign(TVec.Create(1.0) - ErfcTail<TVec, T>(a), x);
            return TVec.Select(TVec.LessThan(a, TVec.Create(0.5)), ErfNearZero<TVec, T>(x), great);
        }
    }

    internal readonly struct ComplementaryErrorFunction : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec a = TVec.Abs(x);
            TVec tail = ErfcTail<TVec, T>(a);
            TVec great = TVec.Select(TVec.LessThan(x, TVec.Zero), TVec.Create(2.0) - tail, tail);
            return TVec.Select(TVec.LessThan(a, TVec.Create(0.5)), TVec.Create(1.0) - ErfNearZero<TVec, T>(x), great);
        }
    }

    internal readonly struct InverseErrorFunction : IUnary
    {
        /// <summary>A guess, and steps of Halley's method, which triple the digits, on erf or, beyond ½, on erfc.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec one = TVec.Create(1.0);
            TVec a = TVec.Abs(x);
            TVec isOne = TVec.Equal(a, one);
            TVec z = Guess<TVec, T>(TVec.Select(isOne, TVec.Zero, a));
            for (int i = typeof(T) == typeof(float) ? 1 : 0; i < 3; i++)
            {
                TVec residual = TVec.Select(
                    TVec.LessThan(z, TVec.Create(0.5)), ErfNearZero<TVec, T>(z) - a, (one - a) - ErfcTail<TVec, T>(z));
                TVec slope = Exponential.Invoke<TVec, T>(TVec.Zero - (z * z)) * TVec.Create(1.1283791670955126);
                TVec step = residual / slope;
                z -= step / TVec.MultiplyAdd(z, step, one);
            }

            return TVec.CopySign(TVec.Select(isOne, TVec.Create(double.PositiveInfinity), z), x);
        }

        /// <summary>Winitzki's: √(√(h² − l / c) − h) with l = ln(1 − x²), c = 0.147, h = 2 / πc + l / 2.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVec Guess<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec one = TVec.Create(1.0);
            TVec l = Logarithm.Invoke<TVec, T>((one - x) * (one + x));
            TVec h = TVec.MultiplyAdd(l, TVec.Create(0.5), TVec.Create(4.330746750799873));
            TVec square = TVec.MultiplyAdd(l, TVec.Create(-6.802721088435375), h * h);

            // Zero and a little above it come out of rounding as zero; a rounding below it must not give NaN.
            TVec difference = TVec.Sqrt(square) - h;
            return TVec.Sqrt(TVec.Select(TVec.LessThan(difference, TVec.Zero), TVec.Zero, difference));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ErfNearZero<TVec, T>(TVec x)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec z = x * x;
        return x * (typeof(T) == typeof(float) ? ErfNearZeroOfSingle<TVec, T>(z) : ErfNearZeroOfDouble<TVec, T>(z));
    }

    /// <summary>The upper half of the digits, whose square is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVec UpperDigits<TVec, T>(TVec x)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        typeof(T) == typeof(float) ? TVec.ShiftLeftBits(TVec.ShiftRightBits(x, 12), 12) : TVec.ShiftLeftBits(TVec.ShiftRightBits(x, 27), 27);

    /// <summary>erfc of x ≥ ½. With h, the upper half of the digits of x, h² is exact, and −x² = −h² + (h − x)(h + x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ErfcTail<TVec, T>(TVec x)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        bool isSingle = typeof(T) == typeof(float);

        // Above the upper bound the result is 0 in any case.
        x = TVec.Clamp(x, TVec.Create(0.5), TVec.Create(isSingle ? 10.5 : 28.0));
        TVec h = UpperDigits<TVec, T>(x);
        TVec rest = (h - x) * (h + x);
        TVec minusSquare = TVec.Zero - (h * h);
        TVec n = TVec.Round((minusSquare + rest) * TVec.Create(1.4426950408889634));
        TVec r = TVec.MultiplyAdd(n, TVec.Create(-LnTwoHigh<T>()), minusSquare) + TVec.MultiplyAdd(n, TVec.Create(-LnTwoLow<T>()), rest);
        TVec exponential = ExpMinusOne<TVec, T>(r) + TVec.Create(1.0);
        TVec center = TVec.Create(isSingle ? 2.0 : 4.0);
        TVec t = (x - center) / (x + center);
        TVec scaled = isSingle
            ? ScaledErfcOfSingle<TVec, T>(t) / (x + TVec.Create(1.0))
            : ScaledErfcOfDouble<TVec, T>(t) / (x + TVec.Create(2.0));
        return TVec.Scale(exponential * scaled, n);
    }
}
