using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>Functions from the logarithm and its parts.</summary>
internal static partial class VectorMath
{
    /// <summary>log₂ x within 3 ulp, exact for powers of two.</summary>
    internal static void Log2<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<LogarithmOfBaseTwo, T>(x, y);

    /// <summary>ln(1 + x) within 3 ulp, near 0 too.</summary>
    internal static void Log1p<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<LogarithmOfOnePlus, T>(x, y);

    /// <summary>ln(1 + eˣ) within 4 ulp.</summary>
    internal static void Softplus<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<SoftPlus, T>(x, y);

    /// <summary>ln(1 / (1 + e⁻ˣ)) within 4 ulp.</summary>
    internal static void LogSigmoid<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<LogarithmOfSigmoid, T>(x, y);

    internal readonly struct LogarithmOfBaseTwo : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec f = TVec.Mantissa(x, out TVec e) - TVec.Create(1.0);
            TVec logarithm = f + LogQuadraticTerms<TVec, T>(f, TVec.Zero);
            return TVec.MultiplyAdd(logarithm, TVec.Create(1.4426950408889634), e);
        }
    }

    internal readonly struct LogarithmOfOnePlus : IUnary
    {
        /// <summary>With u = 1 + x as it is rounded: ln u + (x − (u − 1)) / u.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec one = TVec.Create(1.0);
            TVec u = one + x;
            TVec isRegular = TVec.LessThan(TVec.Zero, u) & TVec.LessThan(u, TVec.Create(double.PositiveInfinity));
            TVec correction = ((x - (u - one)) / u) & isRegular;
            return TVec.CopySign(Logarithm.Invoke<TVec, T>(u) + correction, x);
        }
    }

    internal readonly struct SoftPlus : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged => TVec.Select(TVec.LessThan(x, TVec.Zero), TVec.Zero, x) + Bend<TVec, T>(x);
    }

    internal readonly struct LogarithmOfSigmoid : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged => TVec.Select(TVec.LessThan(TVec.Zero, x), TVec.Zero, x) - Bend<TVec, T>(x);
    }

    /// <summary>ln(1 + e^−|x|), by which softplus is above max(x, 0); it cannot overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Bend<TVec, T>(TVec x)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        LogarithmOfOnePlus.Invoke<TVec, T>(Exponential.Invoke<TVec, T>(TVec.Zero - TVec.Abs(x)));
}
