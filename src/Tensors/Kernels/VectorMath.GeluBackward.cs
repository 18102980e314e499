using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>The gradient g of x·Φ(x) times its derivative Φ(x) + x·φ(x), φ the density, and the same of its approximation.</summary>
/// <remarks>Both derivatives at −x are 1 less that at x: computed is the one at −|x|, which loses no digits where it is small.</remarks>
internal static partial class VectorMath
{
    internal static void GeluBackward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> g, Span<T> destination)
        where T : unmanaged => Map<GaussianLinearGradient, T>(x, g, destination);

    internal static void GeluTanhBackward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> g, Span<T> destination)
        where T : unmanaged => Map<GaussianLinearByTanhGradient, T>(x, g, destination);

    internal readonly struct GaussianLinearGradient : IBinary
    {
        private const double Density = 0.3989422804014327;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x, TVec g)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            // −|x|; below the bound the derivative is 0.
            TVec t = TVec.Max(TVec.Create(typeof(T) == typeof(float) ? -15.0 : -39.0), x | TVec.Create(-0.0));
            TVec below = typeof(T) == typeof(float) ? OfSingle<TVec, T>(t) : OfDouble<TVec, T>(t);
            return g * TVec.SelectLess(x, TVec.Zero, below, TVec.Create(1.0) - below);
        }

        // Φ(t) = exp(−t²/2)·P(w + 13/32) / (2⅞ − t), as in the function itself.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVec OfSingle<TVec, T>(TVec t)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec minusHalf = t * TVec.Create(-0.5);
            TVec exponent = t * minusHalf;
            TVec r = Reduce<TVec, T>(exponent, out TVec n, out TVec root) + TVec.ProductError(t, minusHalf, exponent);
            TVec inverse = TVec.Create(1.0) / (TVec.Create(2.875) - t);
            TVec sum = TVec.MultiplyAdd(GaussianTailOfSingle<TVec, T>(t * inverse), inverse, t * TVec.Create(Density));
            return TVec.Scale(ExpOfReduced<TVec, T>(r, root) * sum, n);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVec OfDouble<TVec, T>(TVec t)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec phi = ComplementaryErrorFunction.Invoke<TVec, T>(t * TVec.Create(-0.70710678118654752)) * TVec.Create(0.5);
            return TVec.MultiplyAdd(t * TVec.Create(Density), ExpOfNegative<TVec, T>(t * t * TVec.Create(-0.5)), phi);
        }
    }

    internal readonly struct GaussianLinearByTanhGradient : IBinary
    {
        /// <summary>With v = 2·√(2/π)·(t + 0.044715·t³), e = eᵛ and t = −|x|: σ(v) + t·σ′(v)·v′ = e / (1 + e) + t·v′·e / (1 + e)².</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x, TVec g)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec one = TVec.Create(1.0), linear = TVec.Create(1.5957691216057308);
            TVec t = TVec.Max(TVec.Create(-25.0), x | TVec.Create(-0.0));
            TVec square = t * t;
            TVec e = ExpOfNegative<TVec, T>(t * TVec.MultiplyAdd(square, TVec.Create(0.07135481627260025), linear));
            TVec slope = TVec.MultiplyAdd(square, TVec.Create(0.21406444881780075), linear);
            TVec inverse = one / (one + e);
            TVec sigmoid = e * inverse;
            TVec below = TVec.MultiplyAdd(t * slope * inverse, sigmoid, sigmoid);
            return g * TVec.SelectLess(x, TVec.Zero, below, one - below);
        }
    }
}
