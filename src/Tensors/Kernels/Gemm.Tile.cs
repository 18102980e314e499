using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>What a tile adds to its sums and does with them as it stores them.</summary>
internal readonly unsafe struct TileEnd<T>(T* bias, bool accumulate, bool relu)
    where T : unmanaged, INumber<T>
{
    /// <summary>One value a column, or null.</summary>
    public readonly T* Bias = bias;

    /// <summary>Whether C is added.</summary>
    public readonly bool Accumulate = accumulate;

    public readonly bool Relu = relu;

    /// <summary>Stores one element, with one bias, as a tile stores a vector.</summary>
    public void Store(T* c, T sum)
    {
        if (Accumulate)
        {
            sum += *c;
        }

        if (Bias != null)
        {
            sum += *Bias;
        }

        *c = Relu && sum < T.Zero ? T.Zero : sum;
    }
}

/// <summary>The inner kernel: a tile of C, up to 8 rows by 3 vectors, that stays in registers while k runs.</summary>
/// <remarks>
/// Written once; the constants choose how much of it exists. An element is one chain of multiply-adds in the order of k, whatever its place in
/// the tile. The accumulators are locals of their own because an array of vectors would live in memory, at a third of the speed.
/// </remarks>
internal static unsafe class Tile<T, TSimd>
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    /// <summary>Computes <paramref name="rows"/> rows of <paramref name="vectors"/> vectors of C.</summary>
    /// <remarks>
    /// There are at least one row, one vector and one term, at most <see cref="TileShape{TSimd}.Rows"/> rows and
    /// <see cref="TileShape{TSimd}.Vectors"/> vectors. Element (i, p) of A is at i·<paramref name="aRow"/> + p·<paramref name="aStep"/>, <paramref name="aStep"/> not 0; row p of B, contiguous,
    /// at p·<paramref name="bStep"/>.
    /// </remarks>
    public static void Compute(int rows, int vectors, nint depth, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, in TileEnd<T> end)
    {
        switch (vectors)
        {
            case 1:
                Compute<One>(rows, depth, a, aRow, aStep, b, bStep, c, cRow, end);
                break;
            case 2:
                Compute<Two>(rows, depth, a, aRow, aStep, b, bStep, c, cRow, end);
                break;
            default:
                Compute<Three>(rows, depth, a, aRow, aStep, b, bStep, c, cRow, end);
                break;
        }
    }

    private static void Compute<TVectors>(int rows, nint depth, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, in TileEnd<T> end)
        where TVectors : IConstant
    {
        switch (rows)
        {
            case 1:
                Run<One, TVectors>(rows, depth, a, aRow, aStep, b, bStep, c, cRow, end);
                break;
            case 2:
                Run<Two, TVectors>(rows, depth, a, aRow, aStep, b, bStep, c, cRow, end);
                break;
            case <= 4:
                Run<Four, TVectors>(rows, depth, a, aRow, aStep, b, bStep, c, cRow, end);
                break;
            default:
                Run<Eight, TVectors>(rows, depth, a, aRow, aStep, b, bStep, c, cRow, end);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows, TVectors>(
        int rows, nint depth, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, in TileEnd<T> end)
        where TRows : IConstant
        where TVectors : IConstant
    {
        // Rows that the tile has and C has not compute the last row again.
        int last = rows - 1;
        T* a1 = a + (Math.Min(1, last) * aRow), a2 = a + (Math.Min(2, last) * aRow), a3 = a + (Math.Min(3, last) * aRow);
        T* a4 = a + (Math.Min(4, last) * aRow), a5 = a + (Math.Min(5, last) * aRow), a6 = a + (Math.Min(6, last) * aRow);
        T* a7 = a + (Math.Min(7, last) * aRow);

        TSimd c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        TSimd c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        TSimd c40 = default, c41 = default, c42 = default, c50 = default, c51 = default, c52 = default;
        TSimd c60 = default, c61 = default, c62 = default, c70 = default, c71 = default, c72 = default;

        nint stop = depth * aStep;
        for (nint p = 0; p != stop; p += aStep)
        {
            TSimd b0 = TSimd.Load(b);
            TSimd b1 = TVectors.Value > 1 ? TSimd.Load(b + TSimd.Count) : default;
            TSimd b2 = TVectors.Value > 2 ? TSimd.Load(b + (2 * TSimd.Count)) : default;
            b += bStep;
            MultiplyAdd<TVectors>(a[p], b0, b1, b2, ref c00, ref c01, ref c02);
            if (TRows.Value > 1)
            {
                MultiplyAdd<TVectors>(a1[p], b0, b1, b2, ref c10, ref c11, ref c12);
            }

            if (TRows.Value > 2)
            {
                MultiplyAdd<TVectors>(a2[p], b0, b1, b2, ref c20, ref c21, ref c22);
                MultiplyAdd<TVectors>(a3[p], b0, b1, b2, ref c30, ref c31, ref c32);
            }

            if (TRows.Value > 4)
            {
                MultiplyAdd<TVectors>(a4[p], b0, b1, b2, ref c40, ref c41, ref c42);
                MultiplyAdd<TVectors>(a5[p], b0, b1, b2, ref c50, ref c51, ref c52);
            }

            if (TRows.Value > 4 && TileShape<TSimd>.Rows > 6)
            {
                MultiplyAdd<TVectors>(a6[p], b0, b1, b2, ref c60, ref c61, ref c62);
                MultiplyAdd<TVectors>(a7[p], b0, b1, b2, ref c70, ref c71, ref c72);
            }
        }

        Store<TVectors>(c, c00, c01, c02, end);
        if (rows > 1)
        {
            Store<TVectors>(c + cRow, c10, c11, c12, end);
        }

        if (rows > 2)
        {
            Store<TVectors>(c + (2 * cRow), c20, c21, c22, end);
        }

        if (rows > 3)
        {
            Store<TVectors>(c + (3 * cRow), c30, c31, c32, end);
        }

        if (TRows.Value > 4)
        {
            Store<TVectors>(c + (4 * cRow), c40, c41, c42, end);
            if (rows > 5)
            {
                Store<TVectors>(c + (5 * cRow), c50, c51, c52, end);
            }

            if (rows > 6)
            {
                Store<TVectors>(c + (6 * cRow), c60, c61, c62, end);
            }

            if (rows > 7)
            {
                Store<TVectors>(c + (7 * cRow), c70, c71, c72, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd<TVectors>(T a, TSimd b0, TSimd b1, TSimd b2, ref TSimd c0, ref TSimd c1, ref TSimd c2)
        where TVectors : IConstant
    {
        TSimd x = TSimd.Create(a);
        TSimd.AddProduct(x, b0, ref c0);
        if (TVectors.Value > 1)
        {
            TSimd.AddProduct(x, b1, ref c1);
        }

        if (TVectors.Value > 2)
        {
            TSimd.AddProduct(x, b2, ref c2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(T* c, TSimd c0, TSimd c1, TSimd c2, in TileEnd<T> end)
        where TVectors : IConstant
    {
        Store(c, 0, c0, end);
        if (TVectors.Value > 1)
        {
            Store(c, TSimd.Count, c1, end);
        }

        if (TVectors.Value > 2)
        {
            Store(c, 2 * TSimd.Count, c2, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* c, int column, TSimd sum, in TileEnd<T> end)
    {
        if (end.Accumulate)
        {
            sum += TSimd.Load(c + column);
        }

        if (end.Bias != null)
        {
            sum += TSimd.Load(end.Bias + column);
        }

        if (end.Relu)
        {
            // As the scalar form does, this keeps NaN and −0.
            sum = TSimd.Select(TSimd.LessThan(sum, TSimd.Zero), TSimd.Zero, sum);
        }

        TSimd.Store(sum, c + column);
    }
}
