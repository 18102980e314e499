using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>
/// The transform of Box and Muller (1958): u, v uniform → √(−2 ln u)·(cos 2πv, sin 2πv), two independent standard normal numbers.
/// </summary>
/// <remarks>
/// Written in exactly rounded operations alone (+, ·, ÷, √, fused multiply-add) and integer arithmetic, hence the same bits on every CPU.
/// Polynomials of fdlibm (Sun Microsystems 1993, as in FreeBSD's e_log.c, k_sin.c and k_cos.c); below 1 ulp of double each.
/// </remarks>
internal static class BoxMuller
{
    private const ulong TwoTo52Bits = 0x4330000000000000;
    private const double TwoTo52 = 4503599627370496.0;

    // The exponent field of 1.0, and that field and fraction of √½ rounded down: adding their difference carries into the exponent
    // exactly where the fraction is √2 or more.
    private const ulong OneBits = 0x3FF0000000000000;
    private const ulong SqrtHalfBits = 0x3FE6A09E00000000;
    private const ulong FractionMask = 0x000FFFFFFFFFFFFF;

    /// <summary>(n + ½)·<paramref name="scale"/> for integers n below 2⁵²; in (0, 1) with n below 2ᵏ and the scale 2⁻ᵏ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> OpenUnit(Vector<ulong> n, double scale) =>
        (Vector.AsVectorDouble(n | new Vector<ulong>(TwoTo52Bits)) - new Vector<double>(TwoTo52 - 0.5)) * scale;

    /// <summary>n·<paramref name="scale"/> for integers n below 2⁵².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> Scaled(Vector<ulong> n, double scale) =>
        (Vector.AsVectorDouble(n | new Vector<ulong>(TwoTo52Bits)) - new Vector<double>(TwoTo52)) * scale;

    /// <summary>The pair of normal numbers for u in (0, 1) and v in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector<double> Cosine, Vector<double> Sine) Transform(Vector<double> u, Vector<double> v)
    {
        var radius = Vector.SquareRoot(-2.0 * Log(u));

        // v = quarters/4 + x with |x| ≤ 1/8, all exact; the quarters stand in the lowest bits of the rounding constant's sum.
        var rounder = new Vector<double>(1.5 * TwoTo52);
        var rounded = (4.0 * v) + rounder;
        var quarters = Vector.AsVectorUInt64(rounded);
        var x = v - (0.25 * (rounded - rounder));
        var (cosine, sine) = CosSin((2.0 * Math.PI) * x);

        var odd = Vector.Equals(quarters & Vector<ulong>.One, Vector<ulong>.One);
        var two = new Vector<ulong>(2);
        var cosineSign = ((quarters + Vector<ulong>.One) & two) << 62;
        var sineSign = (quarters & two) << 62;
        var a = Vector.AsVectorUInt64(radius * Vector.ConditionalSelect(Vector.AsVectorDouble(odd), sine, cosine)) ^ cosineSign;
        var b = Vector.AsVectorUInt64(radius * Vector.ConditionalSelect(Vector.AsVectorDouble(odd), cosine, sine)) ^ sineSign;
        return (Vector.AsVectorDouble(a), Vector.AsVectorDouble(b));
    }

    // x = m·2^e with m in [√½, √2), f = m − 1, s = f/(2 + f), ln m = f − s(f − R) in fdlibm's arrangement.
    /// <summary>ln x, of positive normal numbers only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> Log(Vector<double> x)
    {
        var bits = Vector.AsVectorUInt64(x) + new Vector<ulong>(OneBits - SqrtHalfBits);
        var exponent = Vector.AsVectorDouble((bits >> 52) | new Vector<ulong>(TwoTo52Bits)) - new Vector<double>(TwoTo52 + 1023);
        var fraction = (bits & new Vector<ulong>(FractionMask)) + new Vector<ulong>(SqrtHalfBits);
        var f = Vector.AsVectorDouble(fraction) - Vector<double>.One;
        var s = f / (f + new Vector<double>(2.0));
        var z = s * s;
        var r = Polynomial(
            z,
            [
                1.479819860511658591e-01, 1.531383769920937332e-01, 1.818357216161805012e-01, 2.222219843214978396e-01,
                2.857142874366239149e-01, 3.999999999940941908e-01, 6.666666666666735130e-01,
            ]) * z;
        var half = 0.5 * (f * f);
        var tail = Vector.FusedMultiplyAdd(s, half + r, -half);
        return Vector.FusedMultiplyAdd(exponent, new Vector<double>(0.693147180559945309), f + tail);
    }

    // |x| ≤ π/4
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<double> Cosine, Vector<double> Sine) CosSin(Vector<double> x)
    {
        var z = x * x;
        var sine = Polynomial(
            z,
            [
                1.58969099521155010221e-10, -2.50507602534068634195e-08, 2.75573137070700676789e-06,
                -1.98412698298579493134e-04, 8.33333333332248946124e-03, -1.66666666666666324348e-01,
            ]);
        var cosine = Polynomial(
            z,
            [
                -1.13596475577881948265e-11, 2.08757232129817482790e-09, -2.75573143513906633035e-07,
                2.48015872894767294178e-05, -1.38888888888741095749e-03, 4.16666666666666019037e-02,
            ]);
        return (
            Vector.FusedMultiplyAdd(z, Vector.FusedMultiplyAdd(z, cosine, new Vector<double>(-0.5)), Vector<double>.One),
            Vector.FusedMultiplyAdd(x * z, sine, x));
    }

    /// <summary>Horner's scheme, highest power first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> Polynomial(Vector<double> x, ReadOnlySpan<double> coefficients)
    {
        var sum = new Vector<double>(coefficients[0]);
        for (int i = 1; i < coefficients.Length; i++)
        {
            sum = Vector.FusedMultiplyAdd(sum, x, new Vector<double>(coefficients[i]));
        }

        return sum;
    }
}
