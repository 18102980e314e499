using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

internal static unsafe partial class RowReductions
{
    /// <summary>The largest element of a row that is not empty (float, double, int, long or byte); NaN if there is one.</summary>
    internal static T Max<T>(ReadOnlySpan<T> row)
        where T : unmanaged
    {
        Debug.Assert(!row.IsEmpty);
        if (typeof(T) == typeof(int))
        {
            return Unsafe.BitCast<int, T>(TensorPrimitives.Max(MemoryMarshal.Cast<T, int>(row)));
        }

        if (typeof(T) == typeof(long))
        {
            return Unsafe.BitCast<long, T>(TensorPrimitives.Max(MemoryMarshal.Cast<T, long>(row)));
        }

        if (typeof(T) == typeof(byte))
        {
            return Unsafe.BitCast<byte, T>(TensorPrimitives.Max(MemoryMarshal.Cast<T, byte>(row)));
        }

        Debug.Assert(typeof(T) == typeof(float) || typeof(T) == typeof(double));
        fixed (T* x = row)
        {
            return Vector512.IsHardwareAccelerated ? Max<Simd512<T>, T>(x, row.Length)
                : Vector256.IsHardwareAccelerated ? Max<Simd256<T>, T>(x, row.Length)
                : Max<Simd128<T>, T>(x, row.Length);
        }
    }

    /// <summary>The index of the first largest element of a row that is not empty; NaN counts as the largest.</summary>
    internal static int ArgMax<T>(ReadOnlySpan<T> row)
        where T : unmanaged
    {
        Debug.Assert(!row.IsEmpty);
        if (typeof(T) == typeof(int))
        {
            return TensorPrimitives.IndexOfMax(MemoryMarshal.Cast<T, int>(row));
        }

        if (typeof(T) == typeof(long))
        {
            return TensorPrimitives.IndexOfMax(MemoryMarshal.Cast<T, long>(row));
        }

        if (typeof(T) == typeof(byte))
        {
            return TensorPrimitives.IndexOfMax(MemoryMarshal.Cast<T, byte>(row));
        }

        Debug.Assert(typeof(T) == typeof(float) || typeof(T) == typeof(double));
        fixed (T* x = row)
        {
            return IndexOf(x, row.Length, Max(row));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static T Max<TVec, T>(T* x, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        // The hardware's maximum drops NaN. Among the bits of absolute values, taken as integers, NaN is the largest.
        TVec lowest = TVec.Create(double.NegativeInfinity);
        TVec a = lowest, b = a, c = a, d = a;
        TVec bits = TVec.Zero;
        nint i = 0;
        for (; i <= length - (4 * TVec.Count); i += 4 * TVec.Count)
        {
            TVec p = TVec.Load(x + i);
            TVec q = TVec.Load(x + i + TVec.Count);
            TVec r = TVec.Load(x + i + (2 * TVec.Count));
            TVec s = TVec.Load(x + i + (3 * TVec.Count));
            a = TVec.Max(a, p);
            b = TVec.Max(b, q);
            c = TVec.Max(c, r);
            d = TVec.Max(d, s);
            TVec pq = TVec.MaxBits(TVec.Abs(p), TVec.Abs(q));
            TVec rs = TVec.MaxBits(TVec.Abs(r), TVec.Abs(s));
            bits = TVec.MaxBits(bits, TVec.MaxBits(pq, rs));
        }

        for (; i < length; i += TVec.Count)
        {
            TVec p = TVec.LoadPartial(x + i, (int)Math.Min(TVec.Count, length - i), lowest);
            a = TVec.Max(a, p);
            bits = TVec.MaxBits(bits, TVec.Abs(p));
        }

        return TVec.IndexOfFirst(TVec.IsNaN(bits)) >= 0
            ? TVec.FirstLane(TVec.Create(double.NaN))
            : TVec.MaxLane(TVec.Max(TVec.Max(a, b), TVec.Max(c, d)));
    }

    private static int IndexOf<T>(T* x, int length, T extreme)
        where T : unmanaged =>
        Vector512.IsHardwareAccelerated ? IndexOf<Simd512<T>, T>(x, length, extreme)
            : Vector256.IsHardwareAccelerated ? IndexOf<Simd256<T>, T>(x, length, extreme)
            : IndexOf<Simd128<T>, T>(x, length, extreme);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int IndexOf<TVec, T>(T* x, int length, T extreme)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        // Only if the extreme is NaN does the row hold NaN, and then nothing equals it.
        TVec wanted = TVec.Create(extreme);
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec v = TVec.Load(x + i);
            int lane = TVec.IndexOfFirst(TVec.Equal(v, wanted) | TVec.IsNaN(v));
            if (lane >= 0)
            {
                return (int)i + lane;
            }
        }

        TVec last = TVec.LoadPartial(x + i, (int)(length - i), wanted);
        return (int)i + TVec.IndexOfFirst(TVec.Equal(last, wanted) | TVec.IsNaN(last));
    }
}
