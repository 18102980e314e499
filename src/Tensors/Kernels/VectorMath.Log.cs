using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>ln x = e·ln 2 + ln(1 + f) with x = (1 + f)·2ᵉ, f in [−¼, ½). The infinite e of 0 and ∞ carries through.</summary>
internal static partial class VectorMath
{
    internal readonly struct Logarithm : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec f = TVec.Mantissa(x, out TVec e) - TVec.Create(1.0);
            TVec square = f * f;
            TVec cubic = typeof(T) == typeof(float) ? CubicTermsOfSingle<TVec, T>(f, square) : CubicTermsOfDouble<TVec, T>(f, square);
            TVec low = TVec.MultiplyAdd(square, TVec.Create(-0.5), TVec.MultiplyAdd(e, TVec.Create(LnTwoLow<T>()), cubic));
            return TVec.MultiplyAdd(e, TVec.Create(LnTwoHigh<T>()), f + low);
        }
    }

    /// <summary>ln(1 + f) − f + f²/2 = f³·P(f); P interpolates at the Chebyshev nodes, error 5e−9 of the logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec CubicTermsOfSingle<TVec, T>(TVec f, TVec square)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec p = TVec.Create(0.042871978037293805);
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.09561340013603677));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.11680681790547841));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.12639311138337617));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.14268305970332557));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.16660817530625113));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.2000014089619763));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.2500005671435764));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.33333333147292227));
        return p * f * square;
    }

    /// <summary>
    /// The same as s·(f²/2 + z·R(z)), s = f / (2 + f), z = s² (the form of fdlibm's log): a polynomial in f would be twice as long.
    /// R interpolates (2·artanh(s) − 2s) / s³ at the Chebyshev nodes, error 8e−19.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec CubicTermsOfDouble<TVec, T>(TVec f, TVec square)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec s = f / (f + TVec.Create(2.0));
        TVec z = s * s;
        TVec p = TVec.Create(0.13604015707124079);
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.1321036048513262));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.15388834677801916));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.18181738454723026));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.22222223037807243));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.2857142856733919));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.400000000000078));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.6666666666666666));
        return s * TVec.MultiplyAdd(p, z, square * TVec.Create(0.5));
    }
}
