using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>Functions of three rows, none of which loses or gains digits by the vectors: products are rounded before they are added.</summary>
internal static unsafe partial class VectorMath
{
    /// <summary>A function of three numbers and perhaps one that it holds.</summary>
    internal interface ITernary<T>
        where T : unmanaged
    {
        TVec Invoke<TVec>(TVec a, TVec b, TVec c)
            where TVec : unmanaged, ISimd<TVec, T>;
    }

    /// <summary>y = op(a, b, c) for floating-point types.</summary>
    internal static void MapTernary<TOp, T>(TOp op, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where TOp : struct, ITernary<T>
        where T : unmanaged
    {
        Debug.Assert(a.Length == y.Length && b.Length == y.Length && c.Length == y.Length);
        fixed (T* pa = a, pb = b, pc = c, py = y)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                MapTernary<TOp, Simd512<T>, T>(op, pa, pb, pc, py, y.Length);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                MapTernary<TOp, Simd256<T>, T>(op, pa, pb, pc, py, y.Length);
            }
            else
            {
                MapTernary<TOp, Simd128<T>, T>(op, pa, pb, pc, py, y.Length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MapTernary<TOp, TVec, T>(TOp op, T* a, T* b, T* c, T* y, int length)
        where TOp : struct, ITernary<T>
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec.Store(op.Invoke(TVec.Load(a + i), TVec.Load(b + i), TVec.Load(c + i)), y + i);
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            TVec lastA = TVec.LoadPartial(a + i, rest, TVec.Zero), lastB = TVec.LoadPartial(b + i, rest, TVec.Zero), lastC = TVec.LoadPartial(c + i, rest, TVec.Zero);
            TVec.StorePartial(op.Invoke(lastA, lastB, lastC), y + i, rest);
        }
    }

    internal readonly struct SumWithProduct<T>(T factor) : ITernary<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVec Invoke<TVec>(TVec a, TVec b, TVec c)
            where TVec : unmanaged, ISimd<TVec, T> => a + (TVec.Create(factor) * b * c);
    }

    internal readonly struct SumWithQuotient<T>(T factor) : ITernary<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVec Invoke<TVec>(TVec a, TVec b, TVec c)
            where TVec : unmanaged, ISimd<TVec, T> => a + (TVec.Create(factor) * b / c);
    }

    internal readonly struct Interpolation<T> : ITernary<T>
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVec Invoke<TVec>(TVec a, TVec b, TVec c)
            where TVec : unmanaged, ISimd<TVec, T>
        {
            TVec way = b - a;
            return TVec.SelectLess(TVec.Abs(c), TVec.Create(0.5), a + (c * way), b - (way * (TVec.Create(1.0) - c)));
        }
    }
}
