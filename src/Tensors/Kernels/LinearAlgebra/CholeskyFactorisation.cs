using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>A = Uᵀ·U of a symmetric A of size n, of which the upper triangle is read; U replaces A, with zeros below. Fails where a leading minor is not positive.</summary>
internal readonly unsafe struct CholeskyFactorisation(int n) : IMatrixKernel
{
    public int Run<T>(T* a, T* b, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = 0; k < n; k++)
        {
            T* row = a + ((nint)k * n);
            if (!(row[k] > T.Zero))
            {
                return k + 1;
            }

            new Span<T>(row, k).Clear();
            row[k] = T.Sqrt(row[k]);
            RowOperations.Divide(row + k + 1, row[k], n - k - 1);
            for (int i = k + 1; i < n; i++)
            {
                RowOperations.Subtract(a + ((nint)i * n) + i, row[i], row + i, n - i);
            }
        }

        return 0;
    }
}
