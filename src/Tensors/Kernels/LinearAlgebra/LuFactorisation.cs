using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>
/// P·A = L·U of an A of size n, with the greatest element of a column as its pivot; L without its diagonal of ones and U replace A.
/// <c>pivots[k]</c> is the row that was exchanged with row k. Returns the first pivot that is 0 and goes on behind it.
/// </summary>
internal readonly unsafe struct LuFactorisation(int n) : IMatrixKernel
{
    public int Run<T>(T* a, T* b, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int failed = 0;
        for (int k = 0; k < n; k++)
        {
            T* row = a + ((nint)k * n);
            pivots[k] = Greatest(a, k);
            if (pivots[k] != k)
            {
                RowOperations.Swap(row, a + ((nint)pivots[k] * n), n);
            }

            if (row[k] == T.Zero)
            {
                failed = failed == 0 ? k + 1 : failed;
                continue;
            }

            for (int i = k + 1; i < n; i++)
            {
                T* other = a + ((nint)i * n);
                other[k] /= row[k];
                RowOperations.Subtract(other + k + 1, other[k], row + k + 1, n - k - 1);
            }
        }

        return failed;
    }

    private int Greatest<T>(T* a, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int greatest = column;
        T most = T.Abs(a[((nint)column * n) + column]);
        for (int i = column + 1; i < n; i++)
        {
            T magnitude = T.Abs(a[((nint)i * n) + column]);
            if (magnitude > most)
            {
                (greatest, most) = (i, magnitude);
            }
        }

        return greatest;
    }
}

/// <summary>A·X = B of an A of size n and m right-hand sides; X replaces B. After a pivot that is 0 X is not finite.</summary>
internal readonly unsafe struct LinearSolve(int n, int m) : IMatrixKernel
{
    public int Run<T>(T* a, T* b, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int failed = new LuFactorisation(n).Run(a, b, pivots);
        for (int k = 0; k < n; k++)
        {
            if (pivots[k] != k)
            {
                RowOperations.Swap(b + ((nint)k * m), b + ((nint)pivots[k] * m), m);
            }
        }

        new TriangularSolve(n, m, isUpper: false, isUnit: true).Run(a, b, pivots);
        new TriangularSolve(n, m, isUpper: true, isUnit: false).Run(a, b, pivots);
        return failed;
    }
}

/// <summary>det A; or, of two numbers, its sign and the logarithm of its magnitude. 0 where a pivot is.</summary>
internal readonly unsafe struct Determinant(int n, bool isLogarithm) : IMatrixKernel
{
    public int Run<T>(T* a, T* b, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        new LuFactorisation(n).Run(a, b, pivots);
        T product = T.One;
        T logarithm = T.Zero;
        for (int k = 0; k < n; k++)
        {
            T pivot = a[((nint)k * n) + k];
            pivot = pivots[k] == k ? pivot : -pivot;
            if (isLogarithm)
            {
                logarithm += T.Log(T.Abs(pivot));
                pivot = pivot > T.Zero ? T.One : pivot < T.Zero ? T.NegativeOne : pivot;
            }

            product *= pivot;
        }

        b[0] = product;
        if (isLogarithm)
        {
            b[1] = logarithm;
        }

        return 0;
    }
}
