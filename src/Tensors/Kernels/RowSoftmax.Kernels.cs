using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

internal static unsafe partial class RowSoftmax
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T LogSumExp<TVec, T>(T* x, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        // An infinite maximum, of an empty row too, or NaN is the result.
        T max = RowReductions.Max<TVec, T>(x, length);
        TVec shift = TVec.Create(max);
        bool isFinite = TVec.IndexOfFirst(TVec.LessThan(TVec.Abs(shift), TVec.Create(double.PositiveInfinity))) >= 0;
        return isFinite ? TVec.FirstLane(shift + LogOfSumExp<TVec, T>(x, length, shift)) : max;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ExpMinus<TVec, T>(T* x, T shift, T scale, T* y, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec subtrahend = TVec.Create(shift);
        TVec factor = TVec.Create(scale);
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec.Store(factor * VectorMath.Exponential.Invoke<TVec, T>(TVec.Load(x + i) - subtrahend), y + i);
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            TVec.StorePartial(factor * VectorMath.Exponential.Invoke<TVec, T>(TVec.LoadPartial(x + i, rest, TVec.Zero) - subtrahend), y + i, rest);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Softmax<TVec, T>(T* x, T* y, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        if (length <= TVec.Count)
        {
            TVec row = TVec.LoadPartial(x, length, TVec.Create(double.NegativeInfinity));
            TVec e = VectorMath.ExpOfNegative<TVec, T>(row - TVec.Create(Maximum<TVec, T>(x, length)));
            TVec.StorePartial(e / TVec.Create(TVec.Sum(e)), y, length);
            return;
        }

        TVec max = TVec.Create(Maximum<TVec, T>(x, length));
        TVec factor = TVec.Create(1.0) / TVec.Create(TVec.Sum(SumExp<TVec, T>(x, y, length, max)));
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec.Store(TVec.Load(y + i) * factor, y + i);
        }

        int rest = (int)(length - i);
        TVec.StorePartial(TVec.LoadPartial(y + i, rest, TVec.Zero) * factor, y + i, rest);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void LogSoftmax<TVec, T>(T* x, T* y, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec max = TVec.Create(Maximum<TVec, T>(x, length));
        TVec log = LogOfSumExp<TVec, T>(x, length, max);
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec.Store((TVec.Load(x + i) - max) - log, y + i);
        }

        int rest = (int)(length - i);
        TVec.StorePartial((TVec.LoadPartial(x + i, rest, TVec.Zero) - max) - log, y + i, rest);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T LogSoftmax<TVec, T>(T* x, int length, int index)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec max = TVec.Create(Maximum<TVec, T>(x, length));
        return TVec.FirstLane((TVec.Create(x[index]) - max) - LogOfSumExp<TVec, T>(x, length, max));
    }

    /// <summary>
    /// The sum of e^(x − shift), in lanes that are yet to be added; each term is also stored in y unless that is null. The blocks have a method of
    /// their own, with no call in it, so that the shift keeps its register.
    /// </summary>
    private static TVec SumExp<TVec, T>(T* x, T* y, int length, TVec shift)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        int block = 32 * TVec.Count;
        if (length <= block)
        {
            return SumExp<TVec, T>(x, y, length, TVec.FirstLane(shift));
        }

        int split = RowReductions.PairwiseSplit(length, block);
        TVec first = SumExp<TVec, T>(x, y, split, shift);
        return first + SumExp<TVec, T>(x + split, y == null ? null : y + split, length - split, shift);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TVec SumExp<TVec, T>(T* x, T* y, int length, T shift)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec subtrahend = TVec.Create(shift);
        TVec sum = TVec.Zero;
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec e = VectorMath.ExpOfNegative<TVec, T>(TVec.Load(x + i) - subtrahend);
            sum += e;
            if (y != null)
            {
                TVec.Store(e, y + i);
            }
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            TVec e = VectorMath.ExpOfNegative<TVec, T>(TVec.LoadPartial(x + i, rest, TVec.Create(double.NegativeInfinity)) - subtrahend);
            sum += e;
            if (y != null)
            {
                TVec.StorePartial(e, y + i, rest);
            }
        }

        return sum;
    }

    /// <summary>The largest element of a row without NaN, of one with NaN any; then the row's sum of exponentials is NaN whatever is subtracted.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Maximum<TVec, T>(T* x, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec lowest = TVec.Create(double.NegativeInfinity);
        TVec a = lowest, b = a, c = a, d = a;
        nint i = 0;
        for (; i <= length - (4 * TVec.Count); i += 4 * TVec.Count)
        {
            a = TVec.Max(a, TVec.Load(x + i));
            b = TVec.Max(b, TVec.Load(x + i + TVec.Count));
            c = TVec.Max(c, TVec.Load(x + i + (2 * TVec.Count)));
            d = TVec.Max(d, TVec.Load(x + i + (3 * TVec.Count)));
        }

        for (; i < length; i += TVec.Count)
        {
            a = TVec.Max(a, TVec.LoadPartial(x + i, (int)Math.Min(TVec.Count, length - i), lowest));
        }

        return TVec.MaxLane(TVec.Max(TVec.Max(a, b), TVec.Max(c, d)));
    }

    private static TVec LogOfSumExp<TVec, T>(T* x, int length, TVec shift)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        VectorMath.Logarithm.Invoke<TVec, T>(TVec.Create(TVec.Sum(SumExp<TVec, T>(x, null, length, shift))));
}
