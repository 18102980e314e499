using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>
/// A = Uᵀ·U of a symmetric A of size n, of which the upper triangle is read; U replaces A, with zeros below. Fails where a leading minor is not positive.
/// In blocks of rows: what a finished block takes from all rows below it is one product of matrices. Golub and Van Loan, "Matrix Computations", 4.2.
/// </summary>
internal readonly unsafe struct CholeskyFactorisation(int n) : IMatrixKernel
{
    private const int Block = 96;

    // Rows of the rest that one product updates: above their diagonal blocks nothing is computed in vain.
    private const int Strip = 192;

    public int Run<T>(T* a, T* b, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] negated = n > Block ? new T[Block * (n - Block)] : [];
        for (int start = 0; start < n; start += Block)
        {
            int end = Math.Min(start + Block, n);
            int failed = FactorRows(a, start, end);
            if (failed > 0)
            {
                return failed;
            }

            if (end < n)
            {
                fixed (T* scratch = negated)
                {
                    Update(a, start, end, scratch);
                }
            }
        }

        return 0;
    }

    // The rows of a block, all the way to the right.
    private int FactorRows<T>(T* a, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = start; k < end; k++)
        {
            T* row = a + ((nint)k * n);
            if (!(row[k] > T.Zero))
            {
                return k + 1;
            }

            new Span<T>(row, k).Clear();
            row[k] = T.Sqrt(row[k]);
            RowOperations.Divide(row + k + 1, row[k], n - k - 1);
            for (int i = k + 1; i < end; i++)
            {
                RowOperations.Subtract(a + ((nint)i * n) + i, row[i], row + i, n - i);
            }
        }

        return 0;
    }

    // The upper triangle behind the block −= Pᵀ·P, where P is what the block's rows have there.
    private void Update<T>(T* a, int start, int end, T* negated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = n - end, depth = end - start;
        for (int k = 0; k < depth; k++)
        {
            T* row = a + ((nint)(start + k) * n) + end, copy = negated + ((nint)k * width);
            for (int j = 0; j < width; j++)
            {
                copy[j] = -row[j];
            }
        }

        for (int i = end; i < n; i += Strip)
        {
            var left = new MatrixView<T>(negated + (i - end), 1, width);
            var right = new MatrixView<T>(a + ((nint)start * n) + i, n, 1);
            Gemm.Multiply(Math.Min(Strip, n - i), n - i, depth, left, right, a + ((nint)i * n) + i, n, null, Epilogue.None, accumulate: true);
        }
    }
}
