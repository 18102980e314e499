using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

internal static partial class VectorMath
{
    /// <summary>−1, 0 or 1, exactly; 0 for −0 and for NaN.</summary>
    internal static void Sign<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<SignOf, T>(x, y);

    internal readonly struct SignOf : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged
        {
            TVec positive = TVec.LessThan(TVec.Zero, x) & TVec.Create(1.0);
            return positive | (TVec.LessThan(x, TVec.Zero) & TVec.Create(-1.0));
        }
    }
}
