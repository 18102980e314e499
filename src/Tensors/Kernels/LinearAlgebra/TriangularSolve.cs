using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>A·X = B for a triangular A of size n and m right-hand sides; X replaces B. The other triangle, and the diagonal if it is taken for 1, are not read.</summary>
internal readonly unsafe struct TriangularSolve(int n, int m, bool isUpper, bool isUnit) : IMatrixKernel
{
    public int Run<T>(T* a, T* b, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int step = 0; step < n; step++)
        {
            int i = isUpper ? n - 1 - step : step;
            T* row = b + ((nint)i * m);
            T* factors = a + ((nint)i * n);
            for (int j = isUpper ? i + 1 : 0, end = isUpper ? n : i; j < end; j++)
            {
                RowOperations.Subtract(row, factors[j], b + ((nint)j * m), m);
            }

            if (!isUnit)
            {
                RowOperations.Divide(row, factors[i], m);
            }
        }

        return 0;
    }
}
