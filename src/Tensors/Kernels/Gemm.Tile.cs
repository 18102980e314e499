using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>What a tile is computed from and where it goes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TileOperands<T>
    where T : unmanaged
{
    /// <summary>Rows by terms; its column stride is not 0.</summary>
    public MatrixView<T> A;

    /// <summary>Terms by columns, contiguous rows of whole vectors.</summary>
    public MatrixView<T> B;

    /// <summary>How many tiles there are, side by side in C or one below another, and how many elements after one's A, B and C the next one's begin.</summary>
    public nint Tiles, ANext, BNext, CNext;

    /// <summary>The number of terms; may be 0.</summary>
    public nint Depth;

    /// <summary>What the sums begin with, or null for 0; may be C.</summary>
    public T* Seed;

    public nint SeedRow;

    public T* C;

    public nint CRow;
}

/// <summary>The inner kernel: a tile of C, up to 6 rows by 4 vectors or 8 by 3, that stays in registers while k runs.</summary>
/// <remarks>
/// Written once; the constants choose how much of it exists. An element is one chain of multiply-adds in the order of k, whatever its place in
/// the tile. The accumulators are locals of their own because an array of vectors would live in memory, at a third of the speed.
/// </remarks>
internal static unsafe class Tile<T, TSimd>
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    // Lines of C that are far away arrive while k runs, if it runs long enough: a row at a time, so that B need not wait for all of them.
    private const int LeastDepthToPrefetch = 64;

    /// <summary>C = A·B (+ what the sums begin with), tile by tile.</summary>
    /// <param name="rows">At least 1, at most <see cref="TileShape{TSimd}.Rows"/> of so many vectors.</param>
    /// <param name="vectors">Vectors in a row of C: at least 1, at most <see cref="TileShape{TSimd}.Vectors"/>.</param>
    /// <param name="operands">Where they are.</param>
    public static void Compute(int rows, int vectors, in TileOperands<T> operands)
    {
        switch ((8 * vectors) + rows - 9)
        {
            case 0:
                Run<One, One>(operands);
                break;
            case 1:
                Run<Two, One>(operands);
                break;
            case 2:
                Run<Three, One>(operands);
                break;
            case 3:
                Run<Four, One>(operands);
                break;
            case 4:
                Run<Five, One>(operands);
                break;
            case 5:
                Run<Six, One>(operands);
                break;
            case 6:
                Run<Seven, One>(operands);
                break;
            case 7:
                Run<Eight, One>(operands);
                break;
            case 8:
                Run<One, Two>(operands);
                break;
            case 9:
                Run<Two, Two>(operands);
                break;
            case 10:
                Run<Three, Two>(operands);
                break;
            case 11:
                Run<Four, Two>(operands);
                break;
            case 12:
                Run<Five, Two>(operands);
                break;
            case 13:
                Run<Six, Two>(operands);
                break;
            case 14:
                Run<Seven, Two>(operands);
                break;
            case 15:
                Run<Eight, Two>(operands);
                break;
            case 16:
                Run<One, Three>(operands);
                break;
            case 17:
                Run<Two, Three>(operands);
                break;
            case 18:
                Run<Three, Three>(operands);
                break;
            case 19:
                Run<Four, Three>(operands);
                break;
            case 20:
                Run<Five, Three>(operands);
                break;
            case 21:
                Run<Six, Three>(operands);
                break;
            case 22:
                Run<Seven, Three>(operands);
                break;
            case 23:
                Run<Eight, Three>(operands);
                break;
            case 24:
                Run<One, Four>(operands);
                break;
            case 25:
                Run<Two, Four>(operands);
                break;
            case 26:
                Run<Three, Four>(operands);
                break;
            case 27:
                Run<Four, Four>(operands);
                break;
            case 28:
                Run<Five, Four>(operands);
                break;
            default:
                Run<Six, Four>(operands);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows, TVectors>(in TileOperands<T> operands)
        where TRows : IConstant
        where TVectors : IConstant
    {
        nint aRow = operands.A.RowStride, aStep = operands.A.ColumnStride, bStep = operands.B.RowStride;
        nint part = operands.Depth < LeastDepthToPrefetch ? 0 : operands.Depth / TRows.Value, parts = part > 0 ? TRows.Value : 1;
        nint firstTerms = (operands.Depth - (part * (parts - 1))) * aStep, partTerms = part * aStep;

        T* tileA = operands.A.Data, tileB = operands.B.Data, tileC = operands.C;
        for (nint tile = operands.Tiles; tile > 0; tile--)
        {
            TSimd c00 = default, c01 = default, c02 = default, c03 = default, c10 = default, c11 = default, c12 = default, c13 = default;
            TSimd c20 = default, c21 = default, c22 = default, c23 = default, c30 = default, c31 = default, c32 = default, c33 = default;
            TSimd c40 = default, c41 = default, c42 = default, c43 = default, c50 = default, c51 = default, c52 = default, c53 = default;
            TSimd c60 = default, c61 = default, c62 = default, c70 = default, c71 = default, c72 = default, none = default;

            if (operands.Seed != null)
            {
                T* seed = operands.Seed + (tileC - operands.C);
                nint seedRow = operands.SeedRow;
                Load<TVectors>(seed, ref c00, ref c01, ref c02, ref c03);
                if (TRows.Value > 1)
                {
                    Load<TVectors>(seed += seedRow, ref c10, ref c11, ref c12, ref c13);
                }

                if (TRows.Value > 2)
                {
                    Load<TVectors>(seed += seedRow, ref c20, ref c21, ref c22, ref c23);
                }

                if (TRows.Value > 3)
                {
                    Load<TVectors>(seed += seedRow, ref c30, ref c31, ref c32, ref c33);
                }

                if (TRows.Value > 4)
                {
                    Load<TVectors>(seed += seedRow, ref c40, ref c41, ref c42, ref c43);
                }

                if (TRows.Value > 5)
                {
                    Load<TVectors>(seed += seedRow, ref c50, ref c51, ref c52, ref c53);
                }

                if (TRows.Value > 6)
                {
                    Load<TVectors>(seed += seedRow, ref c60, ref c61, ref c62, ref none);
                }

                if (TRows.Value > 7)
                {
                    Load<TVectors>(seed += seedRow, ref c70, ref c71, ref c72, ref none);
                }
            }

            T* a = tileA, b = tileB, c = tileC, line = c;
            nint terms = firstTerms;
            for (nint rest = parts; rest > 0; rest--)
            {
                Prefetch<TVectors>(line);
                line += operands.CRow;

                // The terms are counted up to 0, so that one instruction both counts and compares.
                a += terms;
                T* a1 = a + aRow, a2 = a + (2 * aRow), a3 = a1 + (2 * aRow), a4 = a2 + (2 * aRow), a5 = a3 + (2 * aRow), a6 = a4 + (2 * aRow), a7 = a5 + (2 * aRow);
                for (nint p = -terms; p != 0; p += aStep)
                {
                    TSimd b0 = TSimd.Load(b);
                    TSimd b1 = TVectors.Value > 1 ? TSimd.Load(b + TSimd.Count) : default;
                    TSimd b2 = TVectors.Value > 2 ? TSimd.Load(b + (2 * TSimd.Count)) : default;
                    TSimd b3 = TVectors.Value > 3 ? TSimd.Load(b + (3 * TSimd.Count)) : default;
                    b += bStep;
                    MultiplyAdd<TVectors>(a[p], b0, b1, b2, b3, ref c00, ref c01, ref c02, ref c03);
                    if (TRows.Value > 1)
                    {
                        MultiplyAdd<TVectors>(a1[p], b0, b1, b2, b3, ref c10, ref c11, ref c12, ref c13);
                    }

                    if (TRows.Value > 2)
                    {
                        MultiplyAdd<TVectors>(a2[p], b0, b1, b2, b3, ref c20, ref c21, ref c22, ref c23);
                    }

                    if (TRows.Value > 3)
                    {
                        MultiplyAdd<TVectors>(a3[p], b0, b1, b2, b3, ref c30, ref c31, ref c32, ref c33);
                    }

                    if (TRows.Value > 4)
                    {
                        MultiplyAdd<TVectors>(a4[p], b0, b1, b2, b3, ref c40, ref c41, ref c42, ref c43);
                    }

                    if (TRows.Value > 5)
                    {
                        MultiplyAdd<TVectors>(a5[p], b0, b1, b2, b3, ref c50, ref c51, ref c52, ref c53);
                    }

                    if (TRows.Value > 6)
                    {
                        MultiplyAdd<TVectors>(a6[p], b0, b1, b2, b3, ref c60, ref c61, ref c62, ref none);
                    }

                    if (TRows.Value > 7)
                    {
                        MultiplyAdd<TVectors>(a7[p], b0, b1, b2, b3, ref c70, ref c71, ref c72, ref none);
                    }
                }

                terms = partTerms;
            }

            nint cRow = operands.CRow;
            Store<TVectors>(c, c00, c01, c02, c03);
            if (TRows.Value > 1)
            {
                Store<TVectors>(c += cRow, c10, c11, c12, c13);
            }

            if (TRows.Value > 2)
            {
                Store<TVectors>(c += cRow, c20, c21, c22, c23);
            }

            if (TRows.Value > 3)
            {
                Store<TVectors>(c += cRow, c30, c31, c32, c33);
            }

            if (TRows.Value > 4)
            {
                Store<TVectors>(c += cRow, c40, c41, c42, c43);
            }

            if (TRows.Value > 5)
            {
                Store<TVectors>(c += cRow, c50, c51, c52, c53);
            }

            if (TRows.Value > 6)
            {
                Store<TVectors>(c += cRow, c60, c61, c62, none);
            }

            if (TRows.Value > 7)
            {
                Store<TVectors>(c += cRow, c70, c71, c72, none);
            }

            tileA += operands.ANext;
            tileB += operands.BNext;
            tileC += operands.CNext;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd<TVectors>(T a, TSimd b0, TSimd b1, TSimd b2, TSimd b3, ref TSimd c0, ref TSimd c1, ref TSimd c2, ref TSimd c3)
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

        if (TVectors.Value > 3)
        {
            TSimd.AddProduct(x, b3, ref c3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TVectors>(T* row)
        where TVectors : IConstant
    {
        if (Sse.IsSupported)
        {
            for (int vector = 0; vector < TVectors.Value; vector++)
            {
                Sse.Prefetch0(row + (vector * TSimd.Count));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVectors>(T* c, ref TSimd c0, ref TSimd c1, ref TSimd c2, ref TSimd c3)
        where TVectors : IConstant
    {
        c0 = TSimd.Load(c);
        if (TVectors.Value > 1)
        {
            c1 = TSimd.Load(c + TSimd.Count);
        }

        if (TVectors.Value > 2)
        {
            c2 = TSimd.Load(c + (2 * TSimd.Count));
        }

        if (TVectors.Value > 3)
        {
            c3 = TSimd.Load(c + (3 * TSimd.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(T* c, TSimd c0, TSimd c1, TSimd c2, TSimd c3)
        where TVectors : IConstant
    {
        TSimd.Store(c0, c);
        if (TVectors.Value > 1)
        {
            TSimd.Store(c1, c + TSimd.Count);
        }

        if (TVectors.Value > 2)
        {
            TSimd.Store(c2, c + (2 * TSimd.Count));
        }

        if (TVectors.Value > 3)
        {
            TSimd.Store(c3, c + (3 * TSimd.Count));
        }
    }
}
