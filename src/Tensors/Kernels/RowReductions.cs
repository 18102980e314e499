using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

/// <summary>
/// Reductions of contiguous rows. Float sums are added in an order that depends on the length alone: short runs in the lanes of several
/// vectors, and the runs in pairs, so that the rounding error grows with the logarithm of the length.
/// </summary>
internal static unsafe partial class RowReductions
{
    /// <summary>The sum in <typeparamref name="T"/> (float, double, int, long or byte; integers wrap). 0 for an empty row.</summary>
    internal static T Sum<T>(ReadOnlySpan<T> row)
        where T : unmanaged
    {
        if (typeof(T) == typeof(int))
        {
            return Unsafe.BitCast<int, T>(TensorPrimitives.Sum(MemoryMarshal.Cast<T, int>(row)));
        }

        if (typeof(T) == typeof(long))
        {
            return Unsafe.BitCast<long, T>(TensorPrimitives.Sum(MemoryMarshal.Cast<T, long>(row)));
        }

        if (typeof(T) == typeof(byte))
        {
            return Unsafe.BitCast<byte, T>(TensorPrimitives.Sum(MemoryMarshal.Cast<T, byte>(row)));
        }

        Debug.Assert(typeof(T) == typeof(float) || typeof(T) == typeof(double));
        fixed (T* x = row)
        {
            return Vector512.IsHardwareAccelerated ? Sum<Simd512<T>, T>(x, row.Length)
                : Vector256.IsHardwareAccelerated ? Sum<Simd256<T>, T>(x, row.Length)
                : Sum<Simd128<T>, T>(x, row.Length);
        }
    }

    /// <summary>Where to cut n terms that are summed in blocks: after the largest power of two of blocks that leaves a rest.</summary>
    internal static int PairwiseSplit(int n, int block) =>
        (int)(BitOperations.RoundUpToPowerOf2((uint)((n + block - 1) / block)) / 2) * block;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Sum<TVec, T>(T* x, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        int vectors = length / TVec.Count;
        int rest = length - (vectors * TVec.Count);
        TVec sum = SumVectors<TVec, T>(x, vectors);
        return TVec.Sum(rest > 0 ? sum + TVec.LoadPartial(x + (vectors * TVec.Count), rest, TVec.Zero) : sum);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TVec SumVectors<TVec, T>(T* x, int vectors)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        const int Block = 128;
        if (vectors > Block)
        {
            int split = PairwiseSplit(vectors, Block);
            return SumVectors<TVec, T>(x, split) + SumVectors<TVec, T>(x + (split * TVec.Count), vectors - split);
        }

        TVec a = TVec.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        nint i = 0;
        for (; i <= vectors - 8; i += 8)
        {
            T* p = x + (i * TVec.Count);
            a += TVec.Load(p);
            b += TVec.Load(p + TVec.Count);
            c += TVec.Load(p + (2 * TVec.Count));
            d += TVec.Load(p + (3 * TVec.Count));
            e += TVec.Load(p + (4 * TVec.Count));
            f += TVec.Load(p + (5 * TVec.Count));
            g += TVec.Load(p + (6 * TVec.Count));
            h += TVec.Load(p + (7 * TVec.Count));
        }

        for (; i < vectors; i++)
        {
            a += TVec.Load(x + (i * TVec.Count));
        }

        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }
}
