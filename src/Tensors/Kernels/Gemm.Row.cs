using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>A vector times a matrix whose rows are contiguous: the rows, each times an element of the vector, are added up.</summary>
/// <remarks>Both 1×k · k×n with B row-major and m×k · k×1 with A transposed are of this kind. An element is one chain of multiply-adds in the order of k.</remarks>
[SkipLocalsInit]
internal unsafe struct RowProduct<T, TSimd> : IParallelBody
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    private const int Vectors = 8;

    private Product<T> _product;
    private bool _transposed;
    private int _chunkColumns;

    /// <summary>Computes the product if it is of this kind.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        bool isRow = product.M == 1 && product.B.ColumnStride == 1;
        if (!isRow && !(product.N == 1 && product.A.RowStride == 1))
        {
            return false;
        }

        RowProduct<T, TSimd> body = new() { _transposed = !isRow, _product = isRow ? product : product.Transposed };
        int chunks = Tiling.Chunks((long)body._product.N * product.K);
        body._chunkColumns = Tiling.DivideUp(Tiling.DivideUp(body._product.N, TSimd.Count), chunks) * TSimd.Count;
        Workers.For(Tiling.DivideUp(body._product.N, body._chunkColumns), ref body);
        return true;
    }

    public readonly void Invoke(int chunk)
    {
        T* sums = stackalloc T[Vectors * TSimd.Count];
        TileEnd<T> end = new(_product.Bias, _product.Accumulate, _product.Relu);
        int stop = Math.Min(_product.N, (chunk + 1) * _chunkColumns);
        for (int j = chunk * _chunkColumns, columns; j < stop; j += columns)
        {
            columns = Math.Min(stop - j, Vectors * TSimd.Count);
            if (columns == Vectors * TSimd.Count)
            {
                SumVectors(j, sums);
            }
            else
            {
                columns = Math.Min(columns, TSimd.Count);
                SumLanes(j, columns, sums);
            }

            Store(sums, j, columns, end);
        }
    }

    private readonly void Store(T* sums, int column, int columns, in TileEnd<T> end)
    {
        if (!_transposed)
        {
            end.From(column).Store<TSimd>(sums, 0, 1, columns, _product.C + column, 0);
            return;
        }

        for (int j = 0; j < columns; j++)
        {
            end.Store(sums[j], 0, _product.C + ((column + j) * _product.CRow));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void SumVectors(int column, T* sums)
    {
        T* x = _product.A.Data;
        T* row = _product.B.At(0, column);
        nint xStep = _product.A.ColumnStride, rowStep = _product.B.RowStride;
        TSimd c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        for (int p = _product.K; p > 0; p--)
        {
            TSimd element = TSimd.Create(*x);
            TSimd.AddProduct(element, TSimd.Load(row), ref c0);
            TSimd.AddProduct(element, TSimd.Load(row + TSimd.Count), ref c1);
            TSimd.AddProduct(element, TSimd.Load(row + (2 * TSimd.Count)), ref c2);
            TSimd.AddProduct(element, TSimd.Load(row + (3 * TSimd.Count)), ref c3);
            TSimd.AddProduct(element, TSimd.Load(row + (4 * TSimd.Count)), ref c4);
            TSimd.AddProduct(element, TSimd.Load(row + (5 * TSimd.Count)), ref c5);
            TSimd.AddProduct(element, TSimd.Load(row + (6 * TSimd.Count)), ref c6);
            TSimd.AddProduct(element, TSimd.Load(row + (7 * TSimd.Count)), ref c7);
            x += xStep;
            row += rowStep;
        }

        TSimd.Store(c0, sums);
        TSimd.Store(c1, sums + TSimd.Count);
        TSimd.Store(c2, sums + (2 * TSimd.Count));
        TSimd.Store(c3, sums + (3 * TSimd.Count));
        TSimd.Store(c4, sums + (4 * TSimd.Count));
        TSimd.Store(c5, sums + (5 * TSimd.Count));
        TSimd.Store(c6, sums + (6 * TSimd.Count));
        TSimd.Store(c7, sums + (7 * TSimd.Count));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void SumLanes(int column, int lanes, T* sums)
    {
        T* x = _product.A.Data;
        T* row = _product.B.At(0, column);
        TSimd sum = default;
        for (int p = _product.K; p > 0; p--)
        {
            TSimd.AddProduct(TSimd.Create(*x), TSimd.LoadPartial(row, lanes, TSimd.Zero), ref sum);
            x += _product.A.ColumnStride;
            row += _product.B.RowStride;
        }

        TSimd.Store(sum, sums);
    }
}
