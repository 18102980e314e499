using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

internal static unsafe partial class RowSoftmax
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T LogSumExp<TVec, T>(T* x, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        // An infinite maximum would give ∞ − ∞; unshifted, e^∞ = ∞ and e^−∞ = 0 lead to the right limits.
        TVec max = TVec.Create(RowReductions.Max<TVec, T>(x, length));
        TVec infinite = TVec.Equal(TVec.Abs(max), TVec.Create(double.PositiveInfinity));
        TVec shift = TVec.Select(infinite, TVec.Zero, max);
        return TVec.FirstLane(shift + LogOfSumExp<TVec, T>(x, length, shift));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExpMinus<TVec, T>(T* x, T shift, T scale, T* y, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec subtrahend = TVec.Create(shift);
        TVec factor = TVec.Create(scale);
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec.Store(factor * Exp<TVec, T>(TVec.Load(x + i) - subtrahend), y + i);
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            TVec.StorePartial(factor * Exp<TVec, T>(TVec.LoadPartial(x + i, rest, TVec.Zero) - subtrahend), y + i, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax<TVec, T>(T* x, T* y, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        if (length <= TVec.Count)
        {
            TVec row = TVec.LoadPartial(x, length, TVec.Create(double.NegativeInfinity));
            TVec e = Exp<TVec, T>(row - TVec.Create(RowReductions.Max<TVec, T>(x, length)));
            TVec.StorePartial(e / TVec.Create(TVec.Sum(e)), y, length);
            return;
        }

        TVec max = TVec.Create(RowReductions.Max<TVec, T>(x, length));
        TVec factor = TVec.Create(1.0) / TVec.Create(TVec.Sum(SumExp<TVec, T>(x, y, length, max)));
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec.Store(TVec.Load(y + i) * factor, y + i);
        }

        int rest = (int)(length - i);
        TVec.StorePartial(TVec.LoadPartial(y + i, rest, TVec.Zero) * factor, y + i, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LogSoftmax<TVec, T>(T* x, T* y, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec max = TVec.Create(RowReductions.Max<TVec, T>(x, length));
        TVec log = LogOfSumExp<TVec, T>(x, length, max);
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec.Store((TVec.Load(x + i) - max) - log, y + i);
        }

        int rest = (int)(length - i);
        TVec.StorePartial((TVec.LoadPartial(x + i, rest, TVec.Zero) - max) - log, y + i, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T LogSoftmax<TVec, T>(T* x, int length, int index)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec max = TVec.Create(RowReductions.Max<TVec, T>(x, length));
        return TVec.FirstLane((TVec.Create(x[index]) - max) - LogOfSumExp<TVec, T>(x, length, max));
    }

    /// <summary>The sum of e^(x − shift), in lanes that are yet to be added; each term is also stored in y unless that is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVec SumExp<TVec, T>(T* x, T* y, int length, TVec shift)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        int block = 32 * TVec.Count;
        if (length > block)
        {
            int split = RowReductions.PairwiseSplit(length, block);
            TVec first = SumExp<TVec, T>(x, y, split, shift);
            return first + SumExp<TVec, T>(x + split, y == null ? null : y + split, length - split, shift);
        }

        TVec sum = TVec.Zero;
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec e = Exp<TVec, T>(TVec.Load(x + i) - shift);
            sum += e;
            if (y != null)
            {
                TVec.Store(e, y + i);
            }
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            TVec e = Exp<TVec, T>(TVec.LoadPartial(x + i, rest, TVec.Create(double.NegativeInfinity)) - shift);
            sum += e;
            if (y != null)
            {
                TVec.StorePartial(e, y + i, rest);
            }
        }

        return sum;
    }

    private static TVec LogOfSumExp<TVec, T>(T* x, int length, TVec shift)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        VectorMath.Logarithm.Invoke<TVec, T>(TVec.Create(TVec.Sum(SumExp<TVec, T>(x, null, length, shift))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Exp<TVec, T>(TVec x)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged => VectorMath.Exponential.Invoke<TVec, T>(x);
}
