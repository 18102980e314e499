using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>Gradients of activations from their result y and the gradient g of that result.</summary>
internal static partial class VectorMath
{
    /// <summary>y &gt; 0 ? g : 0; g where y is NaN, as in PyTorch.</summary>
    internal static void ReluBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> g, Span<T> destination)
        where T : unmanaged => Map<ReluGradient, T>(y, g, destination);

    /// <summary>g·(1 − y²).</summary>
    internal static void TanhBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> g, Span<T> destination)
        where T : unmanaged => Map<TanhGradient, T>(y, g, destination);

    /// <summary>g·y·(1 − y).</summary>
    internal static void SigmoidBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> g, Span<T> destination)
        where T : unmanaged => Map<SigmoidGradient, T>(y, g, destination);

    internal readonly struct ReluGradient : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec y, TVec g)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged => TVec.Select(TVec.LessThanOrEqual(y, TVec.Zero), TVec.Zero, g);
    }

    internal readonly struct TanhGradient : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec y, TVec g)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged => g * TVec.MultiplyAdd(TVec.Zero - y, y, TVec.Create(1.0));
    }

    internal readonly struct SigmoidGradient : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVec Invoke<TVec, T>(TVec y, TVec g)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged => g * (y * (TVec.Create(1.0) - y));
    }

    /// <summary>x ≤ 0 ? g·factor·exp(rate·x) : g·scale.</summary>
    internal readonly struct ExponentialGradient<T>(T factor, T scale, T rate) : ITernary<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVec Invoke<TVec>(TVec x, TVec g, TVec unused)
            where TVec : unmanaged, ISimd<TVec, T>
        {
            TVec slope = Exponential.Invoke<TVec, T>(x * TVec.Create(rate)) * TVec.Create(factor);
            return g * TVec.Select(TVec.LessThanOrEqual(x, TVec.Zero), slope, TVec.Create(scale));
        }
    }
}
