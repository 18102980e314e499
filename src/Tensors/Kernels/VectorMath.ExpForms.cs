using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>Functions from the parts of the exponential: eˣ = 2ⁿ·(1 + p), p = eʳ − 1.</summary>
internal static partial class VectorMath
{
    /// <summary>2ˣ within 2 ulp, exact for whole x, denormal results included.</summary>
    internal static void Exp2<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<PowerOfBaseTwo, T>(x, y);

    /// <summary>eˣ − 1 within 3 ulp, near 0 too.</summary>
    internal static void Expm1<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<ExponentialMinusOne, T>(x, y);

    /// <summary>sinh x within 4 ulp, odd to the bit.</summary>
    internal static void Sinh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<HyperbolicSine, T>(x, y);

    /// <summary>cosh x within 3 ulp, even to the bit.</summary>
    internal static void Cosh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<HyperbolicCosine, T>(x, y);

    internal readonly struct PowerOfBaseTwo : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            // Beyond these bounds the result is 0 or ∞ in any case.
            x = typeof(T) == typeof(float)
                ? TVec.Clamp(x, TVec.Create(-1000.0), TVec.Create(128.0))
                : TVec.Clamp(x, TVec.Create(-10000.0), TVec.Create(1024.0));
            TVec n = TVec.Round(x);
            TVec p = ExpMinusOne<TVec, T>((x - n) * TVec.Create(0.6931471805599453));
            return TVec.Scale(p + TVec.Create(1.0), n);
        }
    }

    internal readonly struct ExponentialMinusOne : IUnary
    {
        /// <summary>2ⁿ·p + (2ⁿ − 1), of which the second part is exact; for greater x the 1 is taken from the whole, which cannot overflow early.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec one = TVec.Create(1.0);
            TVec near = TVec.Clamp(x, TVec.Create(-60.0), TVec.Create(10.0));
            TVec r = ReduceWhole<TVec, T>(near, out TVec n);
            TVec power = TVec.PowerOfTwo(n);
            TVec small = TVec.MultiplyAdd(power, ExpMinusOne<TVec, T>(r), power - one);
            TVec great = Exponential.Invoke<TVec, T>(x) - one;
            return TVec.CopySign(TVec.Select(TVec.LessThan(TVec.Create(10.0), x), great, small), x);
        }
    }

    internal readonly struct HyperbolicSine : IUnary
    {
        /// <summary>With e = exp(|x|) − 1: (e + e / (e + 1)) / 2 below 1, which keeps its relative precision near zero.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec a = TVec.Abs(x);
            TVec e = ExponentialMinusOne.Invoke<TVec, T>(TVec.Clamp(a, TVec.Zero, TVec.Create(1.0)));
            TVec small = (e + (e / (e + TVec.Create(1.0)))) * TVec.Create(0.5);
            TVec half = HalfExponential<TVec, T>(a);
            TVec great = half - (TVec.Create(0.25) / half);
            return TVec.CopySign(TVec.Select(TVec.LessThan(TVec.Create(1.0), a), great, small), x);
        }
    }

    internal readonly struct HyperbolicCosine : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec half = HalfExponential<TVec, T>(TVec.Abs(x));
            return half + (TVec.Create(0.25) / half);
        }
    }

    /// <summary>eˣ / 2 for x ≥ 0, finite where eˣ is not any more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec HalfExponential<TVec, T>(TVec x)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        x = TVec.Clamp(x, TVec.Zero, TVec.Create(typeof(T) == typeof(float) ? 90.0 : 711.0));
        TVec r = ReduceWhole<TVec, T>(x, out TVec n);
        return TVec.Scale(ExpMinusOne<TVec, T>(r) + TVec.Create(1.0), n - TVec.Create(1.0));
    }
}
