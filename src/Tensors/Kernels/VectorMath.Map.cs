using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

internal static unsafe partial class VectorMath
{
    /// <summary>A function of one number, written once for every vector width and both float types.</summary>
    internal interface IUnary
    {
        static abstract TVec Invoke<TVec, T>(TVec x)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged;
    }

    /// <summary>A function of two numbers.</summary>
    internal interface IBinary
    {
        static abstract TVec Invoke<TVec, T>(TVec x, TVec y)
            where TVec : unmanaged, ISimd<TVec, T>
            where T : unmanaged;
    }

    private static void Map<TOp, T>(ReadOnlySpan<T> x, Span<T> y)
        where TOp : struct, IUnary
        where T : unmanaged
    {
        Debug.Assert(x.Length == y.Length);
        fixed (T* px = x, py = y)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Map<TOp, Simd512<T>, T>(px, py, x.Length);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Map<TOp, Simd256<T>, T>(px, py, x.Length);
            }
            else
            {
                Map<TOp, Simd128<T>, T>(px, py, x.Length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Map<TOp, TVec, T>(T* x, T* y, int length)
        where TOp : struct, IUnary
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec.Store(TOp.Invoke<TVec, T>(TVec.Load(x + i)), y + i);
        }

        if (i < length)
        {
            MapLast<TOp, TVec, T>(x + i, y + i, (int)(length - i));
        }
    }

    // By itself: the compiler puts only so much of other methods into one.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MapLast<TOp, TVec, T>(T* x, T* y, int count)
        where TOp : struct, IUnary
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        TVec.StorePartial(TOp.Invoke<TVec, T>(TVec.LoadPartial(x, count, TVec.Zero)), y, count);

    private static void Map<TOp, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where TOp : struct, IBinary
        where T : unmanaged
    {
        Debug.Assert(x.Length == z.Length && y.Length == z.Length);
        fixed (T* px = x, py = y, pz = z)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Map<TOp, Simd512<T>, T>(px, py, pz, z.Length);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Map<TOp, Simd256<T>, T>(px, py, pz, z.Length);
            }
            else
            {
                Map<TOp, Simd128<T>, T>(px, py, pz, z.Length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Map<TOp, TVec, T>(T* x, T* y, T* z, int length)
        where TOp : struct, IBinary
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec.Store(TOp.Invoke<TVec, T>(TVec.Load(x + i), TVec.Load(y + i)), z + i);
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            TVec.StorePartial(
                TOp.Invoke<TVec, T>(TVec.LoadPartial(x + i, rest, TVec.Zero), TVec.LoadPartial(y + i, rest, TVec.Zero)), z + i, rest);
        }
    }
}
