using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>
/// Functions of float32 that are computed in vectors of double and rounded once, at the end. Arguments that the vectors do not take are found
/// beforehand, for the destination may be the source, and computed one at a time.
/// </summary>
internal static unsafe partial class VectorMath
{
    private const int Block = 256;

    /// <summary>A function of two numbers; one of one number ignores the second.</summary>
    internal interface IWidened
    {
        /// <summary>Where the vectors do not do.</summary>
        static abstract TVec IsOutside<TVec>(TVec x, TVec y)
            where TVec : unmanaged, ISimd<TVec, float>;

        static abstract bool IsOutside(float x, float y);

        static abstract TVec Invoke<TVec>(TVec x, TVec y)
            where TVec : unmanaged, ISimd<TVec, double>;

        static abstract double Of(double x, double y);
    }

    internal static void MapWidened<TOp>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TOp : struct, IWidened
    {
        Debug.Assert(x.Length == z.Length && y.Length == z.Length);
        fixed (float* px = x, py = y, pz = z)
        {
            for (int i = 0; i < z.Length; i += Block)
            {
                int length = Math.Min(Block, z.Length - i);
                if (Vector512.IsHardwareAccelerated)
                {
                    MapBlock<TOp, Simd512<float>, Simd512<double>>(px + i, py + i, pz + i, length);
                }
                else if (Vector256.IsHardwareAccelerated)
                {
                    MapBlock<TOp, Simd256<float>, Simd256<double>>(px + i, py + i, pz + i, length);
                }
                else
                {
                    MapBlock<TOp, Simd128<float>, Simd128<double>>(px + i, py + i, pz + i, length);
                }
            }
        }
    }

    [SkipLocalsInit]
    private static void MapBlock<TOp, TSingle, TDouble>(float* x, float* y, float* z, int length)
        where TOp : struct, IWidened
        where TSingle : unmanaged, ISimd<TSingle, float>
        where TDouble : unmanaged, ISimd<TDouble, double>
    {
        if (!AnyOutside<TOp, TSingle>(x, y, length))
        {
            MapWidened<TOp, TDouble>(x, y, z, length);
            return;
        }

        float* a = stackalloc float[Block];
        float* b = stackalloc float[Block];
        new ReadOnlySpan<float>(x, length).CopyTo(new Span<float>(a, length));
        new ReadOnlySpan<float>(y, length).CopyTo(new Span<float>(b, length));
        MapWidened<TOp, TDouble>(a, b, z, length);
        for (int i = 0; i < length; i++)
        {
            z[i] = TOp.IsOutside(a[i], b[i]) ? (float)TOp.Of(a[i], b[i]) : z[i];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static bool AnyOutside<TOp, TVec>(float* x, float* y, int length)
        where TOp : struct, IWidened
        where TVec : unmanaged, ISimd<TVec, float>
    {
        TVec outside = TVec.Zero;
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            outside |= TOp.IsOutside(TVec.Load(x + i), TVec.Load(y + i));
        }

        int rest = (int)(length - i);
        TVec one = TVec.Create(1.0);
        outside |= TOp.IsOutside(TVec.LoadPartial(x + i, rest, one), TVec.LoadPartial(y + i, rest, one));
        return TVec.IndexOfFirst(outside) >= 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MapWidened<TOp, TVec>(float* x, float* y, float* z, int length)
        where TOp : struct, IWidened
        where TVec : unmanaged, ISimd<TVec, double>
    {
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec.StoreNarrowed(TOp.Invoke(TVec.LoadWidened(x + i), TVec.LoadWidened(y + i)), z + i);
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            float* last = stackalloc float[2 * TVec.Count];
            new ReadOnlySpan<float>(x + i, rest).CopyTo(new Span<float>(last, rest));
            new ReadOnlySpan<float>(y + i, rest).CopyTo(new Span<float>(last + TVec.Count, rest));
            TVec.StoreNarrowed(TOp.Invoke(TVec.LoadWidened(last), TVec.LoadWidened(last + TVec.Count)), last);
            new ReadOnlySpan<float>(last, rest).CopyTo(new Span<float>(z + i, rest));
        }
    }
}
