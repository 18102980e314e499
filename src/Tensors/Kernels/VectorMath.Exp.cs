using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>The exponential and what is built on it: eˣ = 2ⁿ·eʳ with n = round(x / ln 2), |r| ≤ ln 2 / 2.</summary>
internal static partial class VectorMath
{
    internal readonly struct Exponential : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            // Beyond these bounds the result is 0 or ∞ in any case. Where there are roots, no upper one is needed: for any r the polynomial is above 0,
            // and Scale makes ∞ of whatever an infinite n belongs to.
            x = typeof(T) != typeof(float) ? TVec.Clamp(x, TVec.Create(-10000.0), TVec.Create(710.0))
                : TVec.HasRootOfTwo ? TVec.Max(TVec.Create(-1000.0), x)
                : TVec.Clamp(x, TVec.Create(-1000.0), TVec.Create(89.0));
            TVec r = Reduce<TVec, T>(x, out TVec n, out TVec root);
            return TVec.Scale(ExpOfReduced<TVec, T>(r, root), n);
        }
    }

    internal readonly struct LogisticSigmoid : IUnary
    {
        /// <summary>With e = e^−|x|, which cannot overflow: 1 / (1 + e) for x ≥ 0 and e / (1 + e) below.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec one = TVec.Create(1.0);
            TVec e = ExpOfNegative<TVec, T>(x | TVec.Create(-0.0));
            return TVec.SelectLess(x, TVec.Zero, e, one) / (one + e);
        }
    }

    internal readonly struct HyperbolicTangent : IUnary
    {
        /// <summary>With e = exp(−2|x|) − 1: tanh |x| = −e / (e + 2), which keeps its relative precision near zero.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            // tanh rounds to 1 well before the clamp: at 9.02 (float) and 19.1 (double).
            TVec a = TVec.Clamp(TVec.Abs(x) * TVec.Create(-2.0), TVec.Create(-50.0), TVec.Zero);
            TVec r = ReduceWhole<TVec, T>(a, out TVec n);
            TVec power = TVec.PowerOfTwo(n);
            TVec e = TVec.MultiplyAdd(power, ExpMinusOne<TVec, T>(r), power - TVec.Create(1.0));
            return TVec.CopySign(e / (e + TVec.Create(2.0)), x);
        }
    }

    /// <summary>eˣ for x ≤ 0, which needs but one bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVec ExpOfNegative<TVec, T>(TVec x)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec r = Reduce<TVec, T>(TVec.Max(TVec.Create(typeof(T) == typeof(float) ? -1000.0 : -10000.0), x), out TVec n, out TVec root);
        return TVec.Scale(ExpOfReduced<TVec, T>(r, root), n);
    }

    /// <summary>eˣ = 2^⌊n⌋·root·eʳ. By roots in registers n has steps of 1/32 and r needs fewer terms; else n is whole and the root 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Reduce<TVec, T>(TVec x, out TVec n, out TVec root)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        if (!TVec.HasRootOfTwo)
        {
            root = TVec.Create(1.0);
            return ReduceWhole<TVec, T>(x, out n);
        }

        TVec steps = TVec.Create(393216.0);
        TVec sum = TVec.MultiplyAdd(x, TVec.Create(1.4426950408889634), steps);
        root = TVec.RootOfTwo(sum);
        n = sum - steps;
        return Remainder<TVec, T>(x, n);
    }

    /// <summary>eˣ = 2ⁿ·eʳ. Adding and subtracting 1.5·2ᵖ (p mantissa bits) rounds, and takes part of the multiplication's instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ReduceWhole<TVec, T>(TVec x, out TVec n)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec whole = TVec.Create(typeof(T) == typeof(float) ? 12582912.0 : 6755399441055744.0);
        n = TVec.MultiplyAdd(x, TVec.Create(1.4426950408889634), whole) - whole;
        return Remainder<TVec, T>(x, n);
    }

    /// <summary>x − n·ln 2, with ln 2 in two parts, the first with zeros at its end, so that its product with n is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Remainder<TVec, T>(TVec x, TVec n)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        TVec.MultiplyAdd(n, TVec.Create(-LnTwoLow<T>()), TVec.MultiplyAdd(n, TVec.Create(-LnTwoHigh<T>()), x));

    /// <summary>root·eʳ: by the smallest greatest error of this degree, 5e−8, for |r| ≤ ln 2 / 64, or by 1 + r·(1 + r·P(r)) for |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ExpOfReduced<TVec, T>(TVec r, TVec root)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        if (TVec.HasRootOfTwo)
        {
            return TVec.MultiplyAdd(root * r, TVec.MultiplyAdd(r, TVec.Create(0.50000005), TVec.Create(1.00001465)), root);
        }

        TVec one = TVec.Create(1.0);
        return TVec.MultiplyAdd(TVec.MultiplyAdd(ExpQuadraticTerms<TVec, T>(r), r, one), r, one);
    }

    /// <summary>eʳ − 1 = r + r²·P(r) for |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ExpMinusOne<TVec, T>(TVec r)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged => TVec.MultiplyAdd(ExpQuadraticTerms<TVec, T>(r), r * r, r);

    /// <summary>P interpolates (eʳ − 1 − r) / r² at the Chebyshev nodes, error 8e−9 and 2e−17.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ExpQuadraticTerms<TVec, T>(TVec r)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec p;
        if (typeof(T) == typeof(float))
        {
            p = TVec.Create(0.0013926181810489343);
        }
        else
        {
            p = TVec.Create(2.510038319586702e-08);
            p = TVec.MultiplyAdd(p, r, TVec.Create(2.7620085455018414e-07));
            p = TVec.MultiplyAdd(p, r, TVec.Create(2.7557268464831627e-06));
            p = TVec.MultiplyAdd(p, r, TVec.Create(2.4801521302241082e-05));
            p = TVec.MultiplyAdd(p, r, TVec.Create(1.9841269863050506e-04));
            p = TVec.MultiplyAdd(p, r, TVec.Create(1.388888891720967e-03));
        }

        p = TVec.MultiplyAdd(p, r, TVec.Create(typeof(T) == typeof(float) ? 0.008363177629994445 : 0.008333333333330063));
        p = TVec.MultiplyAdd(p, r, TVec.Create(typeof(T) == typeof(float) ? 0.041666554627878084 : 0.041666666666624136));
        p = TVec.MultiplyAdd(p, r, TVec.Create(typeof(T) == typeof(float) ? 0.16666576998242924 : 0.16666666666666669));
        return TVec.MultiplyAdd(p, r, TVec.Create(0.5));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LnTwoHigh<T>() => typeof(T) == typeof(float) ? 0.693145751953125 : 6.93147180369123816490e-01;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LnTwoLow<T>() => typeof(T) == typeof(float) ? 1.4286068203094172e-06 : 1.90821492927058770002e-10;
}
