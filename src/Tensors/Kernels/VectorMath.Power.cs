using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>
/// Powers of float32: xʸ = 2^(y·log₂ x) in double, by polynomials of the length that float32 needs. Their greatest errors are as small as their
/// degrees allow.
/// </summary>
internal static partial class VectorMath
{
    /// <summary>xʸ, rounded from double.</summary>
    internal static void Pow(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => MapWidened<PowerOfPositive>(x, y, z);

    private readonly struct PowerOfPositive : IWidened
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec IsOutside<TVec>(TVec x, TVec y)
            where TVec : unmanaged, ISimd<TVec, float>
        {
            // Only of finite numbers is the difference 0.
            TVec isInfinite = TVec.IsNaN((x - x) + (y - y));
            return TVec.LessThanOrEqual(x, TVec.Zero) | isInfinite;
        }

        public static bool IsOutside(float x, float y) => !(x > 0 && float.IsFinite(x) && float.IsFinite(y));

        public static double Of(double x, double y) => Math.Pow(x, y);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec>(TVec x, TVec y)
            where TVec : unmanaged, ISimd<TVec, double>
        {
            TVec f = TVec.Mantissa(x, out TVec e) - TVec.Create(1.0);
            TVec logarithm = TVec.MultiplyAdd(f * f, LogQuadraticTermsForSingle(f), f);
            TVec power = y * TVec.MultiplyAdd(logarithm, TVec.Create(1.4426950408889634), e);

            // Beyond these bounds the result is 0 or ∞ in any case.
            power = TVec.Clamp(power, TVec.Create(-200.0), TVec.Create(200.0));
            TVec whole = TVec.Create(6755399441055744.0);
            TVec n = (power + whole) - whole;
            TVec r = power - n;
            return TVec.Scale(TVec.MultiplyAdd(PowerOfTwoTermsForSingle(r), r, TVec.Create(1.0)), n);
        }
    }

    /// <summary>(ln(1 + f) − f) / f² for f in [−¼, ½), error 3e−12 of the logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec LogQuadraticTermsForSingle<TVec>(TVec f)
        where TVec : unmanaged, ISimd<TVec, double>
    {
        TVec p = TVec.Create(-0.022390373098364717);
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.06275902012405683));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.08784590359440678));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.09466417785360406));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.10033191609351254));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.11085334437050894));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.12495097674051543));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.14286431667725116));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.16666853796073675));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.19999992047887333));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.24999997365226734));
        p = TVec.MultiplyAdd(p, f, TVec.Create(0.33333333360651757));
        p = TVec.MultiplyAdd(p, f, TVec.Create(-0.5000000000997171));
        return p;
    }

    /// <summary>(2ʳ − 1) / r for |r| ≤ ½, error 5e−11 of the power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec PowerOfTwoTermsForSingle<TVec>(TVec r)
        where TVec : unmanaged, ISimd<TVec, double>
    {
        TVec p = TVec.Create(1.5196156618056121e-05);
        p = TVec.MultiplyAdd(p, r, TVec.Create(0.0001546675635829325));
        p = TVec.MultiplyAdd(p, r, TVec.Create(0.0013333935055529116));
        p = TVec.MultiplyAdd(p, r, TVec.Create(0.00961803813192014));
        p = TVec.MultiplyAdd(p, r, TVec.Create(0.055504103659909224));
        p = TVec.MultiplyAdd(p, r, TVec.Create(0.2402265106656221));
        p = TVec.MultiplyAdd(p, r, TVec.Create(0.6931471807045336));
        return p;
    }
}
