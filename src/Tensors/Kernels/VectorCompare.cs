using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>Comparisons in AVX-512, whose masks become bytes in one instruction. Each row gives the number of elements that filled vectors.</summary>
internal static unsafe class VectorCompare
{
    internal static int Row<TOp, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<byte> y)
        where TOp : struct, ICompareOp
        where T : unmanaged
    {
        int i = 0;
        fixed (T* pa = a, pb = b)
        fixed (byte* py = y)
        {
            for (; IsSupported<T>() && i <= y.Length - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                Store(TOp.Holds(Vector512.Load(pa + i), Vector512.Load(pb + i)), py + i);
            }
        }

        return i;
    }

    internal static int Row<TOp, T>(ReadOnlySpan<T> a, T b, Span<byte> y)
        where TOp : struct, ICompareOp
        where T : unmanaged
    {
        int i = 0;
        var repeated = Vector512.Create(b);
        fixed (T* pa = a)
        fixed (byte* py = y)
        {
            for (; IsSupported<T>() && i <= y.Length - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                Store(TOp.Holds(Vector512.Load(pa + i), repeated), py + i);
            }
        }

        return i;
    }

    internal static int Row<TOp, T>(T a, ReadOnlySpan<T> b, Span<byte> y)
        where TOp : struct, ICompareOp
        where T : unmanaged
    {
        int i = 0;
        var repeated = Vector512.Create(a);
        fixed (T* pb = b)
        fixed (byte* py = y)
        {
            for (; IsSupported<T>() && i <= y.Length - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                Store(TOp.Holds(repeated, Vector512.Load(pb + i)), py + i);
            }
        }

        return i;
    }

    private static bool IsSupported<T>()
        where T : unmanaged => sizeof(T) == 1 ? Avx512BW.IsSupported : Avx512F.IsSupported && sizeof(T) >= 4;

    // The lowest byte of every lane, as 0 or 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector512<T> mask, byte* y)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
        {
            (mask.AsByte() & Vector512<byte>.One).Store(y);
        }
        else if (sizeof(T) == 4)
        {
            Avx512F.ConvertToVector128Byte(mask.AsInt32() & Vector512<int>.One).Store(y);
        }
        else
        {
            Unsafe.WriteUnaligned(y, Avx512F.ConvertToVector128Byte(mask.AsInt64() & Vector512<long>.One).AsInt64().ToScalar());
        }
    }
}
