using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>x·Φ(x), Φ the normal distribution's, and its approximation.</summary>
internal static partial class VectorMath
{
    /// <summary>x·Φ(x) within 4 ulp, denormal results included; 0 at −∞.</summary>
    internal static void Gelu<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<GaussianLinear, T>(x, y);

    /// <summary>x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2 = x·sigmoid(2·√(2/π)·(…)), the exponent with an error of an ulp; 0 at −∞.</summary>
    internal static void GeluTanh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<GaussianLinearByTanh, T>(x, y);

    internal readonly struct GaussianLinear : IUnary
    {
        /// <summary>
        /// x·(½ + ½·erf(w)) with w = x/√2 in (−½, ½). Beyond, with a = |x|: max(x, 0) − a·Φ(−a), and Φ(−a) = exp(−a²/2)·h(a). Neither loses relative
        /// precision.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            bool isSingle = typeof(T) == typeof(float);

            // −a; below the bound a·Φ(−a) is 0. The square is in two parts, as in the tail of erfc.
            TVec t = TVec.Max(TVec.Create(isSingle ? -14.5 : -39.0), x | TVec.Create(-0.0));
            TVec upper = UpperDigits<TVec, T>(t);
            TVec exponent = upper * (upper * TVec.Create(-0.5));
            TVec n = NearestExponent<TVec, T>(exponent);
            TVec low = TVec.MultiplyAdd((upper - t) * (upper + t), TVec.Create(0.5), n * TVec.Create(-LnTwoLow<T>()));
            TVec r = TVec.MultiplyAdd(n, TVec.Create(-LnTwoHigh<T>()), exponent) + low;
            TVec scaled = isSingle ? ScaledGaussianTailOfSingle<TVec, T>(t) : ScaledGaussianTailOfDouble<TVec, T>(t);
            TVec far = TVec.Max(TVec.Zero, x) + TVec.Scale(ExpOfReduced<TVec, T>(r) * scaled, n);
            TVec half = TVec.Create(0.5);
            TVec w = x * TVec.Create(0.70710678118654752);
            TVec near = x * TVec.MultiplyAdd(ErfNearZero<TVec, T>(w), half, half);
            return TVec.SelectLess(TVec.Abs(w), half, near, far);
        }
    }

    internal readonly struct GaussianLinearByTanh : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec one = TVec.Create(1.0);

            // −a; below the bound the sigmoid is 0 in any case.
            TVec t = TVec.Max(TVec.Create(-25.0), x | TVec.Create(-0.0));
            TVec cubic = TVec.MultiplyAdd(t * t, TVec.Create(0.07135481627260025), TVec.Create(1.5957691216057308));
            TVec r = Reduce<TVec, T>(t * cubic, out TVec n);
            TVec e = ExpOfReduced<TVec, T>(r);

            // a·e / (1 + e) is scaled last, so that its denormal values are rounded once.
            TVec tail = TVec.Scale(TVec.DivideEstimate(t * e, one + TVec.Scale(e, n)), n);
            return TVec.Max(TVec.Zero, x) + tail;
        }
    }

    /// <summary>t·exp(t²/2)·Φ(t) for t from −14½ to 0, as t·q·P(q) with q = 1 / (3 − t); the greatest error is as small as this degree allows, 2e−8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ScaledGaussianTailOfSingle<TVec, T>(TVec t)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec q = TVec.DivideEstimate(TVec.Create(1.0), TVec.Create(3.0) - t);
        TVec p = TVec.Create(-522.5769570198769);
        p = TVec.MultiplyAdd(p, q, TVec.Create(441.39039824520074));
        p = TVec.MultiplyAdd(p, q, TVec.Create(199.0855968284445));
        p = TVec.MultiplyAdd(p, q, TVec.Create(-324.8905445491219));
        p = TVec.MultiplyAdd(p, q, TVec.Create(91.183101135241));
        p = TVec.MultiplyAdd(p, q, TVec.Create(-1.8062752477475728));
        p = TVec.MultiplyAdd(p, q, TVec.Create(8.55134744413051));
        p = TVec.MultiplyAdd(p, q, TVec.Create(3.1095320702420373));
        p = TVec.MultiplyAdd(p, q, TVec.Create(1.199536500238408));
        p = TVec.MultiplyAdd(p, q, TVec.Create(0.3989043998605997));
        return t * q * p;
    }

    /// <summary>The same for t from −39 to −1/√2 by the polynomial of erfc.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ScaledGaussianTailOfDouble<TVec, T>(TVec t)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec half = TVec.Create(0.5), four = TVec.Create(4.0);
        TVec w = t * TVec.Create(-0.70710678118654752);
        return t * half * ScaledErfcOfDouble<TVec, T>((w - four) / (w + four)) / (w + TVec.Create(2.0));
    }
}
