using System.Numerics;
using System.Runtime.InteropServices;

namespace MiniTorch.Kernels;

/// <summary>A product cut into rectangles of C that are computed independently, each tile by tile, over blocks of k.</summary>
internal unsafe struct BlockedProduct<T, TSimd> : IParallelBody
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    // What a chunk packs stays in the second-level cache, and packing B (as dear as multiplying it by ten rows of A) pays.
    private const int PackedRows = 256;
    private const int PackedPanels = 4;

    // Up to so many terms in one go; beyond, blocks of at most DepthBlock.
    private const int MostDepth = 1024;
    private const int DepthBlock = 512;

    // A chunk is worth the attention of another thread from about 2 µs (m·n·k); more than 16 chunks balance no better.
    private const long ChunkWork = 1 << 17;
    private const int MostChunks = 16;

    private readonly Product<T> _product;
    private readonly bool _packA, _packB;
    private readonly int _rows, _columns, _columnChunks, _depth;

    public BlockedProduct(in Product<T> product)
    {
        _product = product;
        _packA = product.A.ColumnStride != 1;
        _packB = product.B.ColumnStride != 1 || (product.M > 48 && (long)product.K * product.N > 200_000);

        int vectors = DivideUp(product.N, TSimd.Count);
        int tileRows = DivideUp(product.M, TileShape<TSimd>.Rows);
        int wanted = (int)Math.Clamp((long)product.M * product.N * product.K / ChunkWork, 1, MostChunks);
        int mostColumnChunks = DivideUp(vectors, TileShape<TSimd>.Vectors);
        int rowChunks = _packA || _packB ? Math.Max(1, product.M / PackedRows) : 1;
        int columnChunks;
        if (_packB)
        {
            // Cutting rows further would make more chunks pack the same columns.
            columnChunks = Math.Clamp(DivideUp(wanted, rowChunks), DivideUp(mostColumnChunks, PackedPanels), mostColumnChunks);
        }
        else
        {
            rowChunks = Math.Clamp(wanted, rowChunks, tileRows);
            columnChunks = Math.Min(DivideUp(wanted, rowChunks), mostColumnChunks);
        }

        _rows = DivideUp(tileRows, rowChunks) * TileShape<TSimd>.Rows;
        _columns = DivideUp(vectors, columnChunks) * TSimd.Count;
        _columnChunks = DivideUp(product.N, _columns);
        Chunks = DivideUp(product.M, _rows) * _columnChunks;
        _depth = product.K <= MostDepth ? product.K : DivideUp(product.K, DivideUp(product.K, DepthBlock));
    }

    public int Chunks { get; }

    public readonly void Invoke(int chunk)
    {
        int row = chunk / _columnChunks * _rows;
        int column = chunk % _columnChunks * _columns;
        int rows = Math.Min(_rows, _product.M - row);
        int columns = Math.Min(_columns, _product.N - column);
        int p = 0;
        do
        {
            int depth = Math.Min(_depth, _product.K - p);
            bool last = p + depth == _product.K;
            TileEnd<T> end = new(
                last && _product.Bias != null ? _product.Bias + column : null, _product.Accumulate || p > 0, last && _product.Relu);
            MultiplyBlock(row, rows, column, columns, p, depth, end);
            p += depth;
        }
        while (p < _product.K);
    }

    private readonly void MultiplyBlock(int row, int rows, int column, int columns, int p, int depth, in TileEnd<T> end)
    {
        Scratch scratch = new(_packA ? rows : 0, _packB ? columns : TileShape<TSimd>.Vectors * TSimd.Count, depth);
        T* a = _product.A.At(row, p);
        T* b = _product.B.At(p, column);
        PackPanels(b, columns, depth, scratch.B);
        if (_packA)
        {
            for (int i = 0; i < rows; i += TileShape<TSimd>.Rows)
            {
                Packing<T, TSimd>.Pack(
                    a + (i * _product.A.RowStride), _product.A.RowStride, _product.A.ColumnStride,
                    Math.Min(TileShape<TSimd>.Rows, rows - i), TileShape<TSimd>.Rows, depth, scratch.A + ((nint)i * depth));
            }
        }

        T* c = _product.C + (row * _product.CRow) + column;
        for (int i = 0; i < rows; i += TileShape<TSimd>.Rows)
        {
            int tileRows = Math.Min(TileShape<TSimd>.Rows, rows - i);
            T* aTile = _packA ? scratch.A + ((nint)i * depth) : a + (i * _product.A.RowStride);
            nint aRow = _packA ? 1 : _product.A.RowStride;
            nint aStep = _packA ? TileShape<TSimd>.Rows : 1;
            for (int j = 0; j < columns;)
            {
                int width = PanelWidth(columns - j);
                bool ragged = width > columns - j;
                T* bPanel = _packB ? scratch.B + ((nint)j * depth) : ragged ? scratch.B : b + j;
                nint bStep = _packB || ragged ? width : _product.B.RowStride;
                T* cTile = c + (i * _product.CRow) + j;
                T* bias = end.Bias == null ? null : end.Bias + j;
                if (ragged)
                {
                    RaggedTile(
                        tileRows, columns - j, width, depth, aTile, aRow, aStep, bPanel, cTile, new(bias, end.Accumulate, end.Relu), scratch.Tile);
                }
                else
                {
                    Tile<T, TSimd>.Compute(
                        tileRows, width / TSimd.Count, depth, aTile, aRow, aStep, bPanel, bStep, cTile, _product.CRow,
                        new(bias, end.Accumulate, end.Relu));
                }

                j += width;
            }
        }
    }

    // All of B, or, where B can be read in place, only a last panel that is not full.
    private readonly void PackPanels(T* b, int columns, int depth, T* packed)
    {
        for (int j = 0; j < columns;)
        {
            int width = PanelWidth(columns - j);
            int lanes = Math.Min(width, columns - j);
            if (_packB || lanes < width)
            {
                Packing<T, TSimd>.Pack(
                    b + (j * _product.B.ColumnStride), _product.B.ColumnStride, _product.B.RowStride, lanes, width, depth, packed);
                packed += (nint)width * depth;
            }

            j += width;
        }
    }

    // A tile whose last vector reaches beyond C is computed in scratch memory.
    private readonly void RaggedTile(
        int rows, int columns, int width, int depth, T* a, nint aRow, nint aStep, T* b, T* c, in TileEnd<T> end, T* tile)
    {
        T* bias = null;
        if (end.Bias != null)
        {
            bias = tile + (TileShape<TSimd>.Rows * width);
            new ReadOnlySpan<T>(end.Bias, columns).CopyTo(new(bias, columns));
        }

        for (int i = 0; i < rows && end.Accumulate; i++)
        {
            new ReadOnlySpan<T>(c + (i * _product.CRow), columns).CopyTo(new(tile + (i * width), columns));
        }

        Tile<T, TSimd>.Compute(rows, width / TSimd.Count, depth, a, aRow, aStep, b, width, tile, width, new(bias, end.Accumulate, end.Relu));
        for (int i = 0; i < rows; i++)
        {
            new ReadOnlySpan<T>(tile + (i * width), columns).CopyTo(new(c + (i * _product.CRow), columns));
        }
    }

    // The widest that fits, but rather two halves than a full panel and one vector.
    private static int PanelWidth(int columns)
    {
        int vectors = DivideUp(columns, TSimd.Count);
        return TSimd.Count * (vectors == TileShape<TSimd>.Vectors + 1 ? (vectors + 1) / 2 : Math.Min(vectors, TileShape<TSimd>.Vectors));
    }

    private static int DivideUp(int x, int y) => (int)(((uint)x + (uint)y - 1) / (uint)y);

    [StructLayout(LayoutKind.Auto)]
    private readonly ref struct Scratch
    {
        public readonly T* A, B, Tile;

        public Scratch(int rows, int columns, int depth)
        {
            nint aBytes = PackBuffer.Aligned((nint)(rows + TileShape<TSimd>.Rows) * depth * sizeof(T));
            nint bBytes = PackBuffer.Aligned((nint)(columns + TSimd.Count) * depth * sizeof(T));
            nint tileBytes = (TileShape<TSimd>.Rows + 1) * TileShape<TSimd>.Vectors * TSimd.Count * sizeof(T);
            byte* start = PackBuffer.Get(aBytes + bBytes + tileBytes);
            A = (T*)start;
            B = (T*)(start + aBytes);
            Tile = (T*)(start + aBytes + bBytes);
        }
    }
}
