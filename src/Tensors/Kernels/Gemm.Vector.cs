using System.Numerics;

namespace MiniTorch.Kernels;

/// <summary>A product in which every element is the dot product of two contiguous vectors and one side has few of them.</summary>
/// <remarks>Matrix times vector is of this kind, and a layer with few inputs or outputs: 1×k · k×n with B transposed, m×k · k×10.</remarks>
internal unsafe struct DotProducts<T, TSimd> : IParallelBody
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    // Beyond, tiles whose lanes are columns waste less than adding up lanes costs; and so with short sums.
    private const int MostNarrow = 12;
    private const int LeastDepth = 64;

    // Multiplications that are worth another thread, about 10 µs if the matrix comes from memory; at most 16 chunks.
    private const long ChunkWork = 1 << 17;
    private const int MostChunks = 16;

    // Rows of B are the many.
    private Product<T> _product;
    private bool _transposed;
    private int _chunkColumns;

    /// <summary>Computes the product if it is of this kind.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        bool isVector = product.M == 1 ? product.B.RowStride == 1 : product.N == 1 && product.A.ColumnStride == 1;
        bool isNarrow = Math.Min(product.M, product.N) <= MostNarrow && product.K >= LeastDepth && product.A.ColumnStride == 1 && product.B.RowStride == 1;
        if (!isVector && !isNarrow)
        {
            return false;
        }

        bool transposed = product.M > product.N;
        DotProducts<T, TSimd> body = new() { _transposed = transposed, _product = transposed ? product.Transposed : product };
        if (body._product.A.ColumnStride != 1)
        {
            body._product.A = Gathered(body._product.A, product.K);
        }

        int chunks = (int)Math.Clamp((long)product.M * product.N * product.K / ChunkWork, 1, MostChunks);
        body._chunkColumns = (body._product.N + chunks - 1) / chunks;
        Workers.For((body._product.N + body._chunkColumns - 1) / body._chunkColumns, ref body);
        return true;
    }

    public readonly void Invoke(int chunk)
    {
        int sumsAtOnce = DotTile<T, TSimd>.Rows * DotTile<T, TSimd>.Columns;
        T* sums = stackalloc T[sumsAtOnce];
        T* lanes = stackalloc T[sumsAtOnce * TSimd.Count];
        TileEnd<T> end = new(_product.Bias, _product.Accumulate, _product.Relu);
        int stop = Math.Min(_product.N, (chunk + 1) * _chunkColumns);
        for (int j = chunk * _chunkColumns, columns; j < stop; j += columns)
        {
            columns = Tiling.Even(stop - j, DotTile<T, TSimd>.Columns);
            for (int i = 0, rows; i < _product.M; i += rows)
            {
                rows = Tiling.Even(_product.M - i, DotTile<T, TSimd>.Rows);
                DotTile<T, TSimd>.Compute(
                    rows, columns, _product.K, _product.A.At(i, 0), _product.A.RowStride, _product.B.At(0, j), _product.B.ColumnStride, lanes, sums);
                Store(sums, i, rows, j, columns, end);
            }
        }
    }

    private readonly void Store(T* sums, int row, int rows, int column, int columns, in TileEnd<T> end)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                (int r, int c) = _transposed ? (column + j, row + i) : (row + i, column + j);
                end.Store(sums[(i * DotTile<T, TSimd>.Columns) + j], c, _product.C + (r * _product.CRow) + c);
            }
        }
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
