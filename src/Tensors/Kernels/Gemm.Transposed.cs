using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>A·Bᵀ with rows of both contiguous, the forward of a linear layer, where A has fewer rows than B: Cᵀ = B·Aᵀ, then transposed.</summary>
/// <remarks>One operand has to be transposed for the tiles; so it is the smaller one, and the larger streams by where it is.</remarks>
[SkipLocalsInit]
internal unsafe struct TransposedProduct<T, TSimd> : IParallelBody
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    // Less would not pay for the passage of C through memory.
    private const int LeastDepth = 64;

    // Beyond, it no longer matters which operand is transposed.
    private const int MostRows = 512;

    // Of Cᵀ at a time: what waits to be transposed stays in the second-level cache, however large C is.
    private const int SliceElements = 1 << 18;

    private readonly Product<T> _product;
    private readonly MatrixView<T> _sums;
    private readonly int _chunkRows;

    private TransposedProduct(in Product<T> product, MatrixView<T> sums, int chunkRows)
    {
        _product = product;
        _sums = sums;
        _chunkRows = chunkRows;
    }

    /// <summary>Computes the product if it is of this kind.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        if (product.A.ColumnStride != 1 || product.B.RowStride != 1 || product.M >= product.N || product.M > MostRows || product.K < LeastDepth
            || product.Accumulate)
        {
            return false;
        }

        int columns = SliceElements / new Panels<T, TSimd>(product.M).PaddedColumns;
        for (int column = 0; column < product.N; column += columns)
        {
            Product<T> slice = product;
            slice.N = Math.Min(columns, product.N - column);
            slice.B = new(product.B.At(0, column), product.B.RowStride, product.B.ColumnStride);
            slice.C += column;
            slice.Bias = product.Bias == null ? null : product.Bias + column;
            MultiplySlice(slice);
        }

        return true;
    }

    /// <summary>Some columns of C.</summary>
    public readonly void Invoke(int chunk)
    {
        int start = chunk * _chunkRows;
        int end = Math.Min(start + _chunkRows, _product.N);
        TileEnd<T> tileEnd = new(_product.Bias, accumulate: false, _product.Relu);
        T* rows = stackalloc T[TSimd.Count * TSimd.Count];
        for (int column = start; column < end; column += TSimd.Count)
        {
            int columns = Math.Min(TSimd.Count, end - column);
            for (int row = 0; row < _product.M; row += TSimd.Count)
            {
                int count = Math.Min(TSimd.Count, _product.M - row);
                Packing<T, TSimd>.Pack(_sums.At(column, row), _sums.RowStride, 1, columns, TSimd.Count, TSimd.Count, rows);
                tileEnd.From(column).Store<TSimd>(rows, TSimd.Count, count, columns, _product.C + (row * _product.CRow) + column, _product.CRow);
            }
        }
    }

    private static void MultiplySlice(in Product<T> product)
    {
        int width = new Panels<T, TSimd>(product.M).PaddedColumns;
        MatrixView<T> sums = new((T*)PackBuffer.Get(PackBuffer.Use.Sums, (nint)product.N * width * sizeof(T)), width, 1);
        Product<T> transposed = product.Transposed;
        transposed.C = sums.Data;
        transposed.CRow = width;
        transposed.Bias = null;
        transposed.Relu = false;
        BlockedProduct<T, TSimd>.Multiply(transposed);

        int chunkRows = TSimd.Count * Math.Max(1, (1 << 14) / width / TSimd.Count);
        TransposedProduct<T, TSimd> body = new(product, sums, chunkRows);
        Workers.For(Tiling.DivideUp(product.N, chunkRows), ref body);
    }
}
