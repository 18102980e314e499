using System.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

/// <summary>
/// A = Q·R of an A of m rows and n columns, m ≥ n, by Householder's reflections; Q, m×n, replaces A, and R, n×n, is written to b. A column that has only
/// its first element left keeps its sign, any other's diagonal element in R has the opposite sign of that element, as in LAPACK.
/// </summary>
internal readonly unsafe struct HouseholderQr(int m, int n) : IMatrixKernel
{
    public int Run<T>(T* a, T* b, int* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] scratch = new T[(2 * n) + 1];
        fixed (T* scales = scratch)
        {
            T* sums = scales + n;
            for (int k = 0; k < n; k++)
            {
                scales[k] = Reflector(a, k, out T diagonal);
                Reflect(a, k, k + 1, scales[k], sums);
                a[((nint)k * n) + k] = diagonal;
            }

            for (int i = 0; i < n; i++)
            {
                var row = new Span<T>(b + ((nint)i * n), n);
                row[..i].Clear();
                new ReadOnlySpan<T>(a + ((nint)i * n) + i, n - i).CopyTo(row[i..]);
            }

            // Q is the product of the reflections, applied to the first columns of the identity from the last on.
            for (int k = n - 1; k >= 0; k--)
            {
                new Span<T>(a + ((nint)k * n) + k + 1, n - k - 1).Clear();
                Reflect(a, k, k + 1, scales[k], sums);
                a[((nint)k * n) + k] = T.One - scales[k];
                for (int i = 0; i < m; i++)
                {
                    T* element = a + ((nint)i * n) + k;
                    *element = i < k ? T.Zero : i == k ? *element : -scales[k] * *element;
                }
            }
        }

        return 0;
    }

    // The reflection I − τ·v·vᵀ, v = (1, …), that leaves only the first element of column k below the diagonal. v stays in the column. Returns τ.
    private T Reflector<T>(T* a, int k, out T diagonal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T first = a[((nint)k * n) + k];
        T most = T.Zero;
        for (int i = k + 1; i < m; i++)
        {
            most = T.Max(most, T.Abs(a[((nint)i * n) + k]));
        }

        if (most == T.Zero)
        {
            diagonal = first;
            return T.Zero;
        }

        // Scaled, so that no square overflows.
        most = T.Max(most, T.Abs(first));
        T squares = T.Zero;
        for (int i = k; i < m; i++)
        {
            T element = a[((nint)i * n) + k] / most;
            squares += element * element;
        }

        T norm = T.Sqrt(squares) * most;
        diagonal = first >= T.Zero ? -norm : norm;
        for (int i = k + 1; i < m; i++)
        {
            a[((nint)i * n) + k] /= first - diagonal;
        }

        return (diagonal - first) / diagonal;
    }

    // Applies the reflection of column k to the columns from another on: A −= τ·v·(vᵀ·A).
    private void Reflect<T>(T* a, int k, int column, T scale, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = n - column;
        var total = new Span<T>(sums, length);
        new ReadOnlySpan<T>(a + ((nint)k * n) + column, length).CopyTo(total);
        for (int i = k + 1; i < m; i++)
        {
            T* row = a + ((nint)i * n);
            TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(row + column, length), row[k], total, total);
        }

        TensorPrimitives.Multiply(total, scale, total);
        RowOperations.Subtract(a + ((nint)k * n) + column, T.One, sums, length);
        for (int i = k + 1; i < m; i++)
        {
            T* row = a + ((nint)i * n);
            RowOperations.Subtract(row + column, row[k], sums, length);
        }
    }
}
