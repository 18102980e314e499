using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>sin and cos of float32: x = n·π + r with whole n or, for cos, n = k + ½; then they are sin r but for the sign.</summary>
internal static partial class VectorMath
{
    // Up to here the product of n and the upper half of π is exact.
    private const float LargestAngle = 1e6f;

    /// <summary>sin x, rounded from double.</summary>
    internal static void Sin(ReadOnlySpan<float> x, Span<float> y) => MapWidened<Sine>(x, x, y);

    /// <summary>cos x, rounded from double.</summary>
    internal static void Cos(ReadOnlySpan<float> x, Span<float> y) => MapWidened<Cosine>(x, x, y);

    private readonly struct Sine : IWidened
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec IsOutside<TVec>(TVec x, TVec y)
            where TVec : unmanaged, ISimd<TVec, float> => IsGreatAngle(x);

        public static bool IsOutside(float x, float y) => IsGreatAngle(x);

        public static double Of(double x, double y) => Math.Sin(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec>(TVec x, TVec y)
            where TVec : unmanaged, ISimd<TVec, double>
        {
            // The sum's low bits are those of n.
            TVec whole = TVec.Create(6755399441055744.0);
            TVec bits = TVec.MultiplyAdd(x, TVec.Create(1 / Math.PI), whole);
            return SineOfReduced(x, bits - whole, bits);
        }
    }

    private readonly struct Cosine : IWidened
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec IsOutside<TVec>(TVec x, TVec y)
            where TVec : unmanaged, ISimd<TVec, float> => IsGreatAngle(x);

        public static bool IsOutside(float x, float y) => IsGreatAngle(x);

        public static double Of(double x, double y) => Math.Cos(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec>(TVec x, TVec y)
            where TVec : unmanaged, ISimd<TVec, double>
        {
            // Odd: where k is even the sign changes.
            TVec whole = TVec.Create(6755399441055745.0);
            TVec bits = TVec.MultiplyAdd(x, TVec.Create(1 / Math.PI), TVec.Create(-0.5)) + whole;
            return SineOfReduced(x, (bits - whole) + TVec.Create(0.5), bits);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec IsGreatAngle<TVec>(TVec x)
        where TVec : unmanaged, ISimd<TVec, float> => TVec.LessThan(TVec.Create(LargestAngle), TVec.Abs(x)) | TVec.IsNaN(x);

    private static bool IsGreatAngle(float x) => !(MathF.Abs(x) <= LargestAngle);

    /// <summary>sin(x − n·π), the sign changed where the lowest of the bits is set; r + r³·P(r²) with |r| ≤ π/2, error 2e−11.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec SineOfReduced<TVec>(TVec x, TVec n, TVec bits)
        where TVec : unmanaged, ISimd<TVec, double>
    {
        TVec r = TVec.MultiplyAdd(n, TVec.Create(-3.14159265346825122833), x);
        r = TVec.MultiplyAdd(n, TVec.Create(-1.21542010130123852478e-10), r);
        r = TVec.AddBits(r, TVec.ShiftLeftBits(bits, 63));
        TVec z = r * r;
        TVec p = TVec.Create(-2.3888676660927337e-08);
        p = TVec.MultiplyAdd(p, z, TVec.Create(2.752537152807203e-06));
        p = TVec.MultiplyAdd(p, z, TVec.Create(-0.00019840867965033356));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.008333331106784202));
        p = TVec.MultiplyAdd(p, z, TVec.Create(-0.16666666626107973));
        return r * TVec.MultiplyAdd(p, z, TVec.Create(1.0));
    }
}
