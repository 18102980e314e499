using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>A tile of dot products of rows of A with rows of B, all contiguous, in place, without packing.</summary>
/// <remarks>Each sum runs in the lanes of a vector, which are added at the end; lanes beyond the last term are 0. That order depends on the number of terms alone.</remarks>
internal static unsafe class DotTile<T, TSimd>
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    /// <summary>The most rows of A, whose sums with a row of B stand side by side.</summary>
    public const int Rows = 4;

    /// <summary>The most rows of B: with <see cref="Rows"/> of A, as many sums as there are registers, less those for the operands.</summary>
    public static int Columns => sizeof(TSimd) == 64 ? 6 : 3;

    /// <summary>The sum of row i of A with row j of B goes to j·<paramref name="sumsRow"/> + i, and for each j <see cref="Rows"/> places are written.</summary>
    /// <param name="rows">Rows of A.</param>
    /// <param name="columns">Rows of B.</param>
    /// <param name="depth">Terms.</param>
    /// <param name="a">The first row of A, contiguous.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="b">The first row of B, contiguous.</param>
    /// <param name="bRow">Elements from one row of B to the next.</param>
    /// <param name="sums">Place for the sums.</param>
    /// <param name="sumsRow">Elements from the sums with one row of B to those with the next.</param>
    public static void Compute(int rows, int columns, nint depth, T* a, nint aRow, T* b, nint bRow, T* sums, nint sumsRow)
    {
        switch (rows)
        {
            case 1:
                Compute<One>(columns, depth, a, aRow, b, bRow, sums, sumsRow);
                break;
            case 2:
                Compute<Two>(columns, depth, a, aRow, b, bRow, sums, sumsRow);
                break;
            case 3:
                Compute<Three>(columns, depth, a, aRow, b, bRow, sums, sumsRow);
                break;
            default:
                Compute<Four>(columns, depth, a, aRow, b, bRow, sums, sumsRow);
                break;
        }
    }

    private static void Compute<TRows>(int columns, nint depth, T* a, nint aRow, T* b, nint bRow, T* sums, nint sumsRow)
        where TRows : IConstant
    {
        switch (columns)
        {
            case 1:
                Run<TRows, One>(depth, a, aRow, b, bRow, sums, sumsRow);
                break;
            case 2:
                Run<TRows, Two>(depth, a, aRow, b, bRow, sums, sumsRow);
                break;
            case 3:
                Run<TRows, Three>(depth, a, aRow, b, bRow, sums, sumsRow);
                break;
            case 4:
                Run<TRows, Four>(depth, a, aRow, b, bRow, sums, sumsRow);
                break;
            case 5:
                Run<TRows, Five>(depth, a, aRow, b, bRow, sums, sumsRow);
                break;
            default:
                Run<TRows, Six>(depth, a, aRow, b, bRow, sums, sumsRow);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows, TColumns>(nint depth, T* a, nint aRow, T* b, nint bRow, T* sums, nint sumsRow)
        where TRows : IConstant
        where TColumns : IConstant
    {
        T* a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
        T* b1p = b + bRow, b2p = b1p + bRow, b3p = b2p + bRow, b4p = b3p + bRow, b5p = b4p + bRow;
        TSimd c00 = default, c01 = default, c02 = default, c03 = default, c04 = default, c05 = default,
            c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default,
            c20 = default, c21 = default, c22 = default, c23 = default, c24 = default, c25 = default,
            c30 = default, c31 = default, c32 = default, c33 = default, c34 = default, c35 = default;

        nint p = 0;
        for (; p <= depth - TSimd.Count; p += TSimd.Count)
        {
            TSimd b0 = TSimd.Load(b + p);
            TSimd b1 = TColumns.Value > 1 ? TSimd.Load(b1p + p) : default;
            TSimd b2 = TColumns.Value > 2 ? TSimd.Load(b2p + p) : default;
            TSimd b3 = TColumns.Value > 3 ? TSimd.Load(b3p + p) : default;
            TSimd b4 = TColumns.Value > 4 ? TSimd.Load(b4p + p) : default;
            TSimd b5 = TColumns.Value > 5 ? TSimd.Load(b5p + p) : default;
            Row<TColumns>(TSimd.Load(a + p), b0, b1, b2, b3, b4, b5, ref c00, ref c01, ref c02, ref c03, ref c04, ref c05);
            if (TRows.Value > 1)
            {
                Row<TColumns>(TSimd.Load(a1 + p), b0, b1, b2, b3, b4, b5, ref c10, ref c11, ref c12, ref c13, ref c14, ref c15);
            }

            if (TRows.Value > 2)
            {
                Row<TColumns>(TSimd.Load(a2 + p), b0, b1, b2, b3, b4, b5, ref c20, ref c21, ref c22, ref c23, ref c24, ref c25);
            }

            if (TRows.Value > 3)
            {
                Row<TColumns>(TSimd.Load(a3 + p), b0, b1, b2, b3, b4, b5, ref c30, ref c31, ref c32, ref c33, ref c34, ref c35);
            }
        }

        if (p < depth)
        {
            int rest = (int)(depth - p);
            TSimd b0 = TSimd.LoadPartial(b + p, rest, TSimd.Zero);
            TSimd b1 = TColumns.Value > 1 ? TSimd.LoadPartial(b1p + p, rest, TSimd.Zero) : default;
            TSimd b2 = TColumns.Value > 2 ? TSimd.LoadPartial(b2p + p, rest, TSimd.Zero) : default;
            TSimd b3 = TColumns.Value > 3 ? TSimd.LoadPartial(b3p + p, rest, TSimd.Zero) : default;
            TSimd b4 = TColumns.Value > 4 ? TSimd.LoadPartial(b4p + p, rest, TSimd.Zero) : default;
            TSimd b5 = TColumns.Value > 5 ? TSimd.LoadPartial(b5p + p, rest, TSimd.Zero) : default;
            Row<TColumns>(TSimd.LoadPartial(a + p, rest, TSimd.Zero), b0, b1, b2, b3, b4, b5, ref c00, ref c01, ref c02, ref c03, ref c04, ref c05);
            if (TRows.Value > 1)
            {
                Row<TColumns>(TSimd.LoadPartial(a1 + p, rest, TSimd.Zero), b0, b1, b2, b3, b4, b5, ref c10, ref c11, ref c12, ref c13, ref c14, ref c15);
            }

            if (TRows.Value > 2)
            {
                Row<TColumns>(TSimd.LoadPartial(a2 + p, rest, TSimd.Zero), b0, b1, b2, b3, b4, b5, ref c20, ref c21, ref c22, ref c23, ref c24, ref c25);
            }

            if (TRows.Value > 3)
            {
                Row<TColumns>(TSimd.LoadPartial(a3 + p, rest, TSimd.Zero), b0, b1, b2, b3, b4, b5, ref c30, ref c31, ref c32, ref c33, ref c34, ref c35);
            }
        }

        TSimd.Sums(c00, c10, c20, c30, sums);
        if (TColumns.Value > 1)
        {
            TSimd.Sums(c01, c11, c21, c31, sums + sumsRow);
        }

        if (TColumns.Value > 2)
        {
            TSimd.Sums(c02, c12, c22, c32, sums + (2 * sumsRow));
        }

        if (TColumns.Value > 3)
        {
            TSimd.Sums(c03, c13, c23, c33, sums + (3 * sumsRow));
        }

        if (TColumns.Value > 4)
        {
            TSimd.Sums(c04, c14, c24, c34, sums + (4 * sumsRow));
        }

        if (TColumns.Value > 5)
        {
            TSimd.Sums(c05, c15, c25, c35, sums + (5 * sumsRow));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TColumns>(
        TSimd a, TSimd b0, TSimd b1, TSimd b2, TSimd b3, TSimd b4, TSimd b5,
        ref TSimd c0, ref TSimd c1, ref TSimd c2, ref TSimd c3, ref TSimd c4, ref TSimd c5)
        where TColumns : IConstant
    {
        TSimd.AddProduct(a, b0, ref c0);
        if (TColumns.Value > 1)
        {
            TSimd.AddProduct(a, b1, ref c1);
        }

        if (TColumns.Value > 2)
        {
            TSimd.AddProduct(a, b2, ref c2);
        }

        if (TColumns.Value > 3)
        {
            TSimd.AddProduct(a, b3, ref c3);
        }

        if (TColumns.Value > 4)
        {
            TSimd.AddProduct(a, b4, ref c4);
        }

        if (TColumns.Value > 5)
        {
            TSimd.AddProduct(a, b5, ref c5);
        }
    }
}
