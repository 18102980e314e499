using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>A product in which every element is the dot product of two contiguous vectors and one side has few of them.</summary>
/// <remarks>A matrix times a vector is of this kind, and a layer with few inputs or outputs: 1×k · k×n with B transposed, m×k · k×10.</remarks>
[SkipLocalsInit]
internal unsafe struct DotProducts<T, TSimd> : IParallelBody
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    // Beyond, tiles whose lanes are columns waste less than adding up lanes costs; and so with short sums.
    private const int MostNarrow = 12;
    private const int LeastDepth = 64;

    private Product<T> _product;
    private int _rows, _columns, _columnChunks;

    /// <summary>Computes the product if it is of this kind.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        bool isVector = product.M == 1 ? product.B.RowStride == 1 : product.N == 1 && product.A.ColumnStride == 1;
        bool isNarrow = Math.Min(product.M, product.N) <= MostNarrow && product.K >= LeastDepth && product.A.ColumnStride == 1 && product.B.RowStride == 1;
        if (!isVector && !isNarrow)
        {
            return false;
        }

        DotProducts<T, TSimd> body = new() { _product = product };
        body.Run();
        return true;
    }

    public readonly void Invoke(int chunk)
    {
        T* sums = stackalloc T[DotTile<T, TSimd>.Rows * DotTile<T, TSimd>.Columns];
        TileEnd<T> end = new(_product.Bias, _product.Accumulate, _product.Relu);
        bool isDone = _product.Bias == null && !_product.Accumulate && !_product.Relu;
        int row = chunk / _columnChunks * _rows, column = chunk % _columnChunks * _columns;
        int lastRow = Math.Min(row + _rows, _product.M), lastColumn = Math.Min(column + _columns, _product.N);
        for (int i = row, rows; i < lastRow; i += rows)
        {
            rows = Tiling.Even(lastRow - i, DotTile<T, TSimd>.Columns);
            for (int j = column, columns; j < lastColumn; j += columns)
            {
                columns = Math.Min(lastColumn - j, DotTile<T, TSimd>.Rows);
                T* b = _product.B.At(0, j), a = _product.A.At(i, 0), c = _product.C + (i * _product.CRow) + j;
                if (isDone && columns == DotTile<T, TSimd>.Rows)
                {
                    DotTile<T, TSimd>.Compute(columns, rows, _product.K, b, _product.B.ColumnStride, a, _product.A.RowStride, c, _product.CRow);
                    continue;
                }

                DotTile<T, TSimd>.Compute(columns, rows, _product.K, b, _product.B.ColumnStride, a, _product.A.RowStride, sums, DotTile<T, TSimd>.Rows);
                end.From(j).Store<Simd128<T>>(sums, DotTile<T, TSimd>.Rows, rows, columns, c, _product.CRow);
            }
        }
    }

    private void Run()
    {
        if (_product.A.ColumnStride != 1)
        {
            _product.A = Gathered(_product.A, _product.K);
        }

        if (_product.B.RowStride != 1)
        {
            _product.B = Gathered(_product.B.Transposed, _product.K).Transposed;
        }

        // The larger side is cut, and read once.
        int chunks = Tiling.Chunks((long)_product.M * _product.N * _product.K);
        bool cutRows = _product.M > _product.N;
        _rows = cutRows ? Tiling.DivideUp(_product.M, chunks) : _product.M;
        _columns = cutRows ? _product.N : Tiling.DivideUp(Tiling.DivideUp(_product.N, chunks), DotTile<T, TSimd>.Rows) * DotTile<T, TSimd>.Rows;
        _columnChunks = Tiling.DivideUp(_product.N, _columns);
        Workers.For(Tiling.DivideUp(_product.M, _rows) * _columnChunks, ref this);
    }

    private static MatrixView<T> Gathered(MatrixView<T> row, int length)
    {
        T* copy = (T*)PackBuffer.Get(PackBuffer.Use.Chunk, (nint)length * sizeof(T));
        for (int i = 0; i < length; i++)
        {
            copy[i] = *row.At(0, i);
        }

        return new(copy, length, 1);
    }
}
