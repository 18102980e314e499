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
            TVec low = LogQuadraticTerms<TVec, T>(f, e * TVec.Create(LnTwoLow<T>()));
            return TVec.MultiplyAdd(e, TVec.Create(LnTwoHigh<T>()), f + low);
        }
    }

    /// <summary>ln(1 + f) − f, and another number added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec LogQuadraticTerms<TVec, T>(TVec f, TVec addend)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec square = f * f;
        return typeof(T) == typeof(float)
            ? TVec.MultiplyAdd(square, LogQuadraticTermsOfSingle<TVec, T>(f), addend)
            : TVec.MultiplyAdd(square, TVec.Create(-0.5), addend + CubicTermsOfDouble<TVec, T>(f, square));
    }

    /// <summary>(ln(1 + f) − f) / f²; the greatest error is as small as this degree allows, 3e−8 of the logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec LogQuadraticTermsOfSingle<TVec, T>(TVec f)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec p = TVec.Create(0.054132482221494777);
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.12067368063350631));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.14983915827451363));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.16822811463091666));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.199770772958072));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.2499344227404441));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.3333354855309727));
        return TVec.MultiplyAdd(p, f, TVec.Create(-0.5000006064914208));
    }

    /// <summary>
    /// ln(1 + f) − f + f²/2 as s·(f²/2 + z·R(z)), s = f / (2 + f), z = s² (the form of fdlibm's log): a polynomial in f would be twice as long.
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
