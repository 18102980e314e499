using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>x·Φ(x), Φ the normal distribution's, and its approximation.</summary>
internal static partial class VectorMath
{
    /// <summary>x·Φ(x) within 5 ulp, denormal results included; 0 at −∞.</summary>
    internal static void Gelu<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<GaussianLinear, T>(x, y);

    /// <summary>x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2 = x·sigmoid(2·√(2/π)·(…)), the exponent with an error of an ulp; 0 at −∞.</summary>
    internal static void GeluTanh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<GaussianLinearByTanh, T>(x, y);

    internal readonly struct GaussianLinear : IUnary
    {
        /// <summary>
        /// With a = |x|: max(x, 0) − a·Φ(−a), and Φ(−a) = exp(−a²/2)·h(a), which loses no relative precision. In float64 x·(½ + ½·erf(w)) for
        /// w = x/√2 in (−½, ½).
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            bool isSingle = typeof(T) == typeof(float);

            // −a; below the bound a·Φ(−a) is 0. The square is in two parts, for an exponent of any size keeps its fraction.
            TVec t = TVec.Max(TVec.Create(isSingle ? -14.5 : -39.0), x | TVec.Create(-0.0));
            TVec minusHalf = t * TVec.Create(-0.5);
            TVec exponent = t * minusHalf;
            TVec r = Reduce<TVec, T>(exponent, out TVec n, out TVec root) + TVec.ProductError(t, minusHalf, exponent);
            TVec scaled = isSingle ? ScaledGaussianTailOfSingle<TVec, T>(t) : ScaledGaussianTailOfDouble<TVec, T>(t);
            TVec far = TVec.Max(TVec.Zero, x) + TVec.Scale(ExpOfReduced<TVec, T>(r, root) * scaled, n);
            if (isSingle)
            {
                return far;
            }

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
            TVec r = Reduce<TVec, T>(t * cubic, out TVec n, out TVec root);
            TVec e = ExpOfReduced<TVec, T>(r, root);

            // a·e / (1 + e) is scaled last, so that its denormal values are rounded once.
            TVec tail = TVec.Scale(t * e / (one + TVec.Scale(e, n)), n);
            return TVec.Max(TVec.Zero, x) + tail;
        }
    }

    /// <summary>
    /// t·exp(t²/2)·Φ(t) for t from −14½ to 0, as w·P(w + 13/32) with w = t / (2⅞ − t), where P's terms do not cancel; the greatest error is as small as
    /// this degree allows, 3e−8.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ScaledGaussianTailOfSingle<TVec, T>(TVec t)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec w = t / (TVec.Create(2.875) - t);
        return w * GaussianTailOfSingle<TVec, T>(w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec GaussianTailOfSingle<TVec, T>(TVec w)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec s = w + TVec.Create(0.40625);
        TVec p = TVec.Create(-0.08298338204622269);
        p = TVec.MultiplyAdd(p, s, TVec.Create(0.02187497913837433));
        p = TVec.MultiplyAdd(p, s, TVec.Create(0.15519900619983673));
        p = TVec.MultiplyAdd(p, s, TVec.Create(-0.08976656198501587));
        p = TVec.MultiplyAdd(p, s, TVec.Create(-0.2884649336338043));
        p = TVec.MultiplyAdd(p, s, TVec.Create(0.1536019891500473));
        p = TVec.MultiplyAdd(p, s, TVec.Create(0.883721113204956));
        p = TVec.MultiplyAdd(p, s, TVec.Create(1.1457327604293823));
        return TVec.MultiplyAdd(p, s, TVec.Create(0.8240733742713928));
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
