using System.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

/// <summary>The matrix product of integers, modulo the type's range: a row of C is a sum of rows of B. In any order it is the same.</summary>
internal unsafe struct IntegerProduct<T> : IParallelBody
    where T : unmanaged, INumber<T>
{
    // Multiplications that are worth another thread.
    private const long Chunk = 1 << 17;

    private MatrixView<T> _a, _b;
    private T* _c;
    private int _m, _n, _k, _chunkRows;

    /// <summary>C = A·B, C row-major and dense, A and B of any strides.</summary>
    public static void Multiply(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* c)
    {
        IntegerProduct<T> body = new() { _a = a, _b = b, _c = c, _m = m, _n = n, _k = k };
        body._chunkRows = (int)Math.Max(1, Chunk / Math.Max(1, (long)n * k));
        Workers.For((int)(((long)m + body._chunkRows - 1) / body._chunkRows), ref body);
    }

    public readonly void Invoke(int chunk)
    {
        int end = (int)Math.Min(_m, (long)(chunk + 1) * _chunkRows);
        for (int i = chunk * _chunkRows; i < end; i++)
        {
            var row = new Span<T>(_c + ((nint)i * _n), _n);
            row.Clear();
            for (int p = 0; p < _k; p++)
            {
                AddTimes(*_a.At(i, p), _b.At(p, 0), row);
            }
        }
    }

    private readonly void AddTimes(T factor, T* b, Span<T> row)
    {
        if (_b.ColumnStride == 1)
        {
            TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(b, _n), factor, row, row);
            return;
        }

        for (int j = 0; j < row.Length; j++)
        {
            row[j] += factor * b[j * _b.ColumnStride];
        }
    }
}
