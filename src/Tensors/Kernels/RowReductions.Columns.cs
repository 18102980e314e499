using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

internal static unsafe partial class RowReductions
{
    private const int RowBlock = 32;

    /// <summary>
    /// The sum of each column of a row-major matrix: destination[j] = Σᵢ matrix[i·rowStride + j]. The order of the additions depends on
    /// the number of rows alone: blocks of rows one after another, the blocks in pairs.
    /// </summary>
    internal static void SumColumns<T>(ReadOnlySpan<T> matrix, int rows, int columns, int rowStride, Span<T> destination)
        where T : unmanaged
    {
        Debug.Assert(destination.Length == columns);
        Debug.Assert(rows == 0 || ((long)(rows - 1) * rowStride) + columns <= matrix.Length);
        if (typeof(T) == typeof(int))
        {
            AddRows(MemoryMarshal.Cast<T, int>(matrix), rows, rowStride, MemoryMarshal.Cast<T, int>(destination));
        }
        else if (typeof(T) == typeof(long))
        {
            AddRows(MemoryMarshal.Cast<T, long>(matrix), rows, rowStride, MemoryMarshal.Cast<T, long>(destination));
        }
        else if (typeof(T) == typeof(byte))
        {
            AddRows(MemoryMarshal.Cast<T, byte>(matrix), rows, rowStride, MemoryMarshal.Cast<T, byte>(destination));
        }
        else
        {
            Debug.Assert(typeof(T) == typeof(float) || typeof(T) == typeof(double));
            fixed (T* x = matrix, y = destination)
            {
                if (Vector512.IsHardwareAccelerated)
                {
                    SumColumns<Simd512<T>, T>(x, rows, columns, rowStride, y);
                }
                else if (Vector256.IsHardwareAccelerated)
                {
                    SumColumns<Simd256<T>, T>(x, rows, columns, rowStride, y);
                }
                else
                {
                    SumColumns<Simd128<T>, T>(x, rows, columns, rowStride, y);
                }
            }
        }
    }

    private static void AddRows<T>(ReadOnlySpan<T> matrix, int rows, int rowStride, Span<T> destination)
        where T : IAdditionOperators<T, T, T>, IAdditiveIdentity<T, T>
    {
        destination.Fill(T.AdditiveIdentity);
        for (int i = 0; i < rows; i++)
        {
            TensorPrimitives.Add(destination, matrix.Slice(i * rowStride, destination.Length), destination);
        }
    }

    private static void SumColumns<TVec, T>(T* x, int rows, int columns, nint rowStride, T* y)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        int j = 0;
        for (; j <= columns - (4 * TVec.Count); j += 4 * TVec.Count)
        {
            Strip<TVec, T> sum = Strip<TVec, T>.SumRows(x + j, rows, rowStride);
            TVec.Store(sum.A, y + j);
            TVec.Store(sum.B, y + j + TVec.Count);
            TVec.Store(sum.C, y + j + (2 * TVec.Count));
            TVec.Store(sum.D, y + j + (3 * TVec.Count));
        }

        for (; j < columns; j += TVec.Count)
        {
            int width = Math.Min(TVec.Count, columns - j);
            TVec.StorePartial(SumRows<TVec, T>(x + j, rows, rowStride, width), y + j, width);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TVec SumRows<TVec, T>(T* x, int rows, nint rowStride, int width)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        if (rows > RowBlock)
        {
            int split = PairwiseSplit(rows, RowBlock);
            return SumRows<TVec, T>(x, split, rowStride, width) + SumRows<TVec, T>(x + (split * rowStride), rows - split, rowStride, width);
        }

        TVec sum = TVec.Zero;
        for (int i = 0; i < rows; i++, x += rowStride)
        {
            sum += TVec.LoadPartial(x, width, TVec.Zero);
        }

        return sum;
    }

    /// <summary>Four neighbouring vectors of columns.</summary>
    private readonly struct Strip<TVec, T>(TVec a, TVec b, TVec c, TVec d)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        internal readonly TVec A = a, B = b, C = c, D = d;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        internal static Strip<TVec, T> SumRows(T* x, int rows, nint rowStride)
        {
            if (rows > RowBlock)
            {
                int split = PairwiseSplit(rows, RowBlock);
                Strip<TVec, T> first = SumRows(x, split, rowStride);
                Strip<TVec, T> second = SumRows(x + (split * rowStride), rows - split, rowStride);
                return new(first.A + second.A, first.B + second.B, first.C + second.C, first.D + second.D);
            }

            TVec a = TVec.Zero, b = a, c = a, d = a;
            for (int i = 0; i < rows; i++, x += rowStride)
            {
                a += TVec.Load(x);
                b += TVec.Load(x + TVec.Count);
                c += TVec.Load(x + (2 * TVec.Count));
                d += TVec.Load(x + (3 * TVec.Count));
            }

            return new(a, b, c, d);
        }
    }
}
