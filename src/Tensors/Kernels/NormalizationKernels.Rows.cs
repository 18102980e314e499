using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

// The loops over one contiguous row.
internal static unsafe partial class NormalizationKernels
{
    // The first level's cache holds as many.
    private const int MomentsBlock = 2048;

    /// <summary>One number for a whole row, or one for each of its elements.</summary>
    internal readonly struct Operand<T>(T value, T* each)
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVec At<TVec>(nint i, int width)
            where TVec : unmanaged, ISimd<TVec, T> => each == null ? TVec.Create(value) : Load<TVec, T>(each + i, width);
    }

    /// <summary>What elements are shifted and scaled by: x ↦ ((x − Mean) − Rest)·Scale, where Mean + Rest is the mean to more digits than T has.</summary>
    internal readonly struct Standard<T>(Operand<T> mean, Operand<T> rest, Operand<T> scale)
        where T : unmanaged
    {
        public Standard(double mean, double scale)
            : this(Same<T>(mean), Same<T>(mean - Rounded(mean)), Same<T>(scale))
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVec Apply<TVec>(TVec x, nint i, int width)
            where TVec : unmanaged, ISimd<TVec, T> => ((x - mean.At<TVec>(i, width)) - rest.At<TVec>(i, width)) * scale.At<TVec>(i, width);

        private static double Rounded(double value) => typeof(T) == typeof(float) ? (float)value : value;
    }

    /// <summary>The operand that is one number.</summary>
    internal static Operand<T> Same<T>(double value)
        where T : unmanaged => new(Convert<T>(value), null);

    internal static T Convert<T>(double value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);

    internal static double Widen<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    /// <summary>1/√(variance + ε).</summary>
    internal static double InverseDeviation(double variance, double epsilon) => 1 / Math.Sqrt(variance + epsilon);

    /// <summary>The mean and the sum of the squared deviations from it; 0 and the sum of squares if not centred. Blocks meet by Chan's formula.</summary>
    internal static (double Mean, double Squares) RowMoments<TWide, T>(T* x, int length, bool isCentered)
        where TWide : unmanaged, ISimd<TWide, double>
        where T : unmanaged
    {
        (double mean, double squares) = BlockMoments<TWide, T>(x, Math.Min(length, MomentsBlock), isCentered);
        for (int done = MomentsBlock; done < length; done += MomentsBlock)
        {
            int size = Math.Min(MomentsBlock, length - done);
            (double nextMean, double nextSquares) = BlockMoments<TWide, T>(x + done, size, isCentered);
            double difference = nextMean - mean;
            double weight = size / ((double)done + size);
            mean += difference * weight;
            squares += nextSquares + (difference * difference * weight * done);
        }

        return (mean, squares);
    }

    /// <summary>y = standard(x)·weight + shift.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Normalize<TVec, T>(T* x, Standard<T> standard, Operand<T> weight, Operand<T> shift, T* y, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec z = standard.Apply(TVec.Load(x + i), i, TVec.Count);
            TVec.Store(TVec.MultiplyAdd(z, weight.At<TVec>(i, TVec.Count), shift.At<TVec>(i, TVec.Count)), y + i);
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            TVec z = standard.Apply(TVec.LoadPartial(x + i, rest, TVec.Zero), i, rest);
            TVec.StorePartial(TVec.MultiplyAdd(z, weight.At<TVec>(i, rest), shift.At<TVec>(i, rest)), y + i, rest);
        }
    }

    /// <summary>Σ g·weight and Σ g·weight·standard(x).</summary>
    internal static (double Plain, double Standardized) RowSums<TVec, T>(T* x, T* g, Standard<T> standard, T* weight, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        double plain = 0;
        double standardized = 0;
        T* sums = stackalloc T[2];
        for (int done = 0; done < length; done += MomentsBlock)
        {
            T* w = weight == null ? null : weight + done;
            BlockSums<TVec, T>(x + done, g + done, standard, w, Math.Min(MomentsBlock, length - done), sums);
            plain += Widen(sums[0]);
            standardized += Widen(sums[1]);
        }

        return (plain, standardized);
    }

    /// <summary>y = scale·(g·weight − mean − standard(x)·slope).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<TVec, T>(
        T* x, T* g, Standard<T> standard, Operand<T> weight, Operand<T> mean, Operand<T> slope, Operand<T> scale, T* y, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            TVec z = standard.Apply(TVec.Load(x + i), i, TVec.Count);
            TVec u = (TVec.Load(g + i) * weight.At<TVec>(i, TVec.Count)) - mean.At<TVec>(i, TVec.Count);
            TVec.Store((u - (z * slope.At<TVec>(i, TVec.Count))) * scale.At<TVec>(i, TVec.Count), y + i);
        }

        int rest = (int)(length - i);
        if (rest > 0)
        {
            TVec z = standard.Apply(TVec.LoadPartial(x + i, rest, TVec.Zero), i, rest);
            TVec u = (TVec.LoadPartial(g + i, rest, TVec.Zero) * weight.At<TVec>(i, rest)) - mean.At<TVec>(i, rest);
            TVec.StorePartial((u - (z * slope.At<TVec>(i, rest))) * scale.At<TVec>(i, rest), y + i, rest);
        }
    }

    /// <summary>To each element's sums: plain += g, unless it is null, and standardized += g·standard(x).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void AddToSums<TVec, T>(T* x, T* g, Standard<T> standard, T* plain, T* standardized, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        for (nint i = 0; i < length; i += TVec.Count)
        {
            int width = (int)Math.Min(TVec.Count, length - i);
            TVec gradient = Load<TVec, T>(g + i, width);
            TVec sum = Load<TVec, T>(standardized + i, width) + (gradient * standard.Apply(Load<TVec, T>(x + i, width), i, width));
            TVec.StorePartial(sum, standardized + i, width);
            if (plain != null)
            {
                TVec.StorePartial(Load<TVec, T>(plain + i, width) + gradient, plain + i, width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Load<TVec, T>(T* source, int width)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged => width == TVec.Count ? TVec.Load(source) : TVec.LoadPartial(source, width, TVec.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWide LoadWide<TWide, T>(T* source)
        where TWide : unmanaged, ISimd<TWide, double>
        where T : unmanaged => typeof(T) == typeof(float) ? TWide.LoadWidened((float*)source) : TWide.Load((double*)source);

    // What the first mean's rounding left is found from the deviations and taken out of both.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static (double Mean, double Squares) BlockMoments<TWide, T>(T* x, int length, bool isCentered)
        where TWide : unmanaged, ISimd<TWide, double>
        where T : unmanaged
    {
        int whole = length - (length % TWide.Count);
        int rest = length - whole;
        double* last = stackalloc double[TWide.Count];
        for (int i = 0; i < rest; i++)
        {
            last[i] = Widen(x[whole + i]);
        }

        TWide a = TWide.Zero, b = a, c = a, d = a;
        double first = 0;
        if (isCentered)
        {
            nint i = 0;
            for (; i <= whole - (4 * TWide.Count); i += 4 * TWide.Count)
            {
                a += LoadWide<TWide, T>(x + i);
                b += LoadWide<TWide, T>(x + i + TWide.Count);
                c += LoadWide<TWide, T>(x + i + (2 * TWide.Count));
                d += LoadWide<TWide, T>(x + i + (3 * TWide.Count));
            }

            for (; i < whole; i += TWide.Count)
            {
                a += LoadWide<TWide, T>(x + i);
            }

            if (rest > 0)
            {
                b += TWide.LoadPartial(last, rest, TWide.Zero);
            }

            first = TWide.Sum((a + b) + (c + d)) / length;
        }

        TWide mean = TWide.Create(first);
        (a, b, c, d) = (TWide.Zero, TWide.Zero, TWide.Zero, TWide.Zero);
        nint k = 0;
        for (; k <= whole - (2 * TWide.Count); k += 2 * TWide.Count)
        {
            TWide p = LoadWide<TWide, T>(x + k) - mean;
            TWide q = LoadWide<TWide, T>(x + k + TWide.Count) - mean;
            a += p;
            b += q;
            c += p * p;
            d += q * q;
        }

        if (k < whole)
        {
            TWide p = LoadWide<TWide, T>(x + k) - mean;
            a += p;
            c += p * p;
        }

        if (rest > 0)
        {
            TWide p = TWide.LoadPartial(last, rest, mean) - mean;
            b += p;
            d += p * p;
        }

        double squares = TWide.Sum(c + d);
        if (!isCentered)
        {
            return (0, squares);
        }

        double left = TWide.Sum(a + b);
        return (first + (left / length), Math.Max(0, squares - (left * left / length)));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void BlockSums<TVec, T>(T* x, T* g, Standard<T> standard, T* weight, int length, T* sums)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec a = TVec.Zero, b = a, c = a, d = a;
        nint i = 0;
        for (; i <= length - (2 * TVec.Count); i += 2 * TVec.Count)
        {
            nint next = i + TVec.Count;
            TVec p = TVec.Load(g + i);
            TVec q = TVec.Load(g + next);
            if (weight != null)
            {
                p *= TVec.Load(weight + i);
                q *= TVec.Load(weight + next);
            }

            a += p;
            b += q;
            c += p * standard.Apply(TVec.Load(x + i), i, TVec.Count);
            d += q * standard.Apply(TVec.Load(x + next), next, TVec.Count);
        }

        for (; i < length; i += TVec.Count)
        {
            int width = (int)Math.Min(TVec.Count, length - i);
            TVec p = Load<TVec, T>(g + i, width);
            if (weight != null)
            {
                p *= Load<TVec, T>(weight + i, width);
            }

            a += p;
            c += p * standard.Apply(Load<TVec, T>(x + i, width), i, width);
        }

        sums[0] = TVec.Sum(a + b);
        sums[1] = TVec.Sum(c + d);
    }
}
