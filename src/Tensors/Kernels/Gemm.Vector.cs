using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>A vector times a matrix whose vectors along k are contiguous: one dot product an element, in place, without packing.</summary>
/// <remarks>
/// Both 1×k · k×n with B transposed and m×k · k×1 with A row-major are of this kind. Each sum runs in two vectors of partial sums, then over their
/// lanes, then over the remainder of k; that order depends on k alone.
/// </remarks>
internal unsafe struct VectorProduct<T, TSimd> : IParallelBody
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    // Elements of the matrix that are worth another thread, about 10 µs from memory; at most 16 chunks.
    private const long ChunkElements = 1 << 17;
    private const int MostChunks = 16;
    private const int RowsAtOnce = 4;

    private T* _vector, _rows, _c, _bias;
    private nint _rowStride, _cStride, _biasStride;
    private int _depth, _count, _chunkRows;
    private bool _accumulate, _relu;

    /// <summary>Computes the product if it is of this kind.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        VectorProduct<T, TSimd> body = new()
        {
            _depth = product.K,
            _c = product.C,
            _bias = product.Bias,
            _accumulate = product.Accumulate,
            _relu = product.Relu,
        };
        if (product.M == 1 && product.B.RowStride == 1)
        {
            (body._count, body._cStride, body._biasStride) = (product.N, 1, 1);
            body.Run(product.A, product.B.Transposed);
            return true;
        }

        if (product.N == 1 && product.A.ColumnStride == 1)
        {
            (body._count, body._cStride, body._biasStride) = (product.M, product.CRow, 0);
            body.Run(product.B.Transposed, product.A);
            return true;
        }

        return false;
    }

    public readonly void Invoke(int chunk)
    {
        int end = Math.Min(_count, (chunk + 1) * _chunkRows);
        for (int i = chunk * _chunkRows; i < end; i += RowsAtOnce)
        {
            Dot(i, Math.Min(RowsAtOnce, end - i));
        }
    }

    private void Run(MatrixView<T> vector, MatrixView<T> rows)
    {
        _vector = vector.ColumnStride == 1 ? vector.Data : Gather(vector, _depth);
        _rows = rows.Data;
        _rowStride = rows.RowStride;
        int chunks = (int)Math.Clamp((long)_count * _depth / ChunkElements, 1, MostChunks);
        _chunkRows = (_count + chunks - 1) / chunks;
        Workers.For((_count + _chunkRows - 1) / _chunkRows, ref this);
    }

    private static T* Gather(MatrixView<T> row, int length)
    {
        T* copy = (T*)PackBuffer.Get((nint)length * sizeof(T));
        for (int i = 0; i < length; i++)
        {
            copy[i] = *row.At(0, i);
        }

        return copy;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Dot(int first, int rows)
    {
        // Rows beyond the last compute the last again.
        T* x = _vector;
        T* r0 = _rows + (first * _rowStride);
        T* r1 = r0 + (Math.Min(1, rows - 1) * _rowStride), r2 = r0 + (Math.Min(2, rows - 1) * _rowStride);
        T* r3 = r0 + (Math.Min(3, rows - 1) * _rowStride);
        TSimd even0 = default, even1 = default, even2 = default, even3 = default;
        TSimd odd0 = default, odd1 = default, odd2 = default, odd3 = default;
        int width = TSimd.Count;
        nint p = 0;
        for (; p <= _depth - (2 * width); p += 2 * width)
        {
            TSimd even = TSimd.Load(x + p), odd = TSimd.Load(x + p + width);
            TSimd.AddProduct(even, TSimd.Load(r0 + p), ref even0);
            TSimd.AddProduct(even, TSimd.Load(r1 + p), ref even1);
            TSimd.AddProduct(even, TSimd.Load(r2 + p), ref even2);
            TSimd.AddProduct(even, TSimd.Load(r3 + p), ref even3);
            TSimd.AddProduct(odd, TSimd.Load(r0 + p + width), ref odd0);
            TSimd.AddProduct(odd, TSimd.Load(r1 + p + width), ref odd1);
            TSimd.AddProduct(odd, TSimd.Load(r2 + p + width), ref odd2);
            TSimd.AddProduct(odd, TSimd.Load(r3 + p + width), ref odd3);
        }

        T sum0 = TSimd.Sum(even0 + odd0), sum1 = TSimd.Sum(even1 + odd1);
        T sum2 = TSimd.Sum(even2 + odd2), sum3 = TSimd.Sum(even3 + odd3);
        for (; p < _depth; p++)
        {
            sum0 = T.MultiplyAddEstimate(x[p], r0[p], sum0);
            sum1 = T.MultiplyAddEstimate(x[p], r1[p], sum1);
            sum2 = T.MultiplyAddEstimate(x[p], r2[p], sum2);
            sum3 = T.MultiplyAddEstimate(x[p], r3[p], sum3);
        }

        Store(first, sum0);
        if (rows > 1)
        {
            Store(first + 1, sum1);
        }

        if (rows > 2)
        {
            Store(first + 2, sum2);
        }

        if (rows > 3)
        {
            Store(first + 3, sum3);
        }
    }

    private readonly void Store(int i, T sum)
    {
        T* bias = _bias == null ? null : _bias + (i * _biasStride);
        new TileEnd<T>(bias, _accumulate, _relu).Store(_c + (i * _cStride), sum);
    }
}
