using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MiniTorch.Kernels;

/// <summary>A product in blocks of k and of columns, each cut into rectangles of C that are computed tile by tile.</summary>
/// <remarks>
/// For each block, B is packed if that pays, by all workers together; then they share the rectangles. The block stays in the second-level cache, six or eight
/// rows of A, read in place or packed, in the first. A tile goes on from what the blocks of k before it left in C, so an element is one chain of
/// multiply-adds in the order of k, whatever the blocks.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct BlockedProduct<T, TSimd> : IParallelBody
    where T : unmanaged, INumber<T>
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    // Up to so many terms in one go; beyond, blocks of at most DepthBlock.
    private const int MostDepth = 1024;
    private const int DepthBlock = 512;

    // Of B in a block: what stays in a second-level cache while A and C pass by.
    private const int BlockBytes = 1 << 19;

    // Packing B, as dear as multiplying it by a few rows of A, saves walks from page to page; and where its rows are askew, not whole vectors
    // apart, loads that take two lines each.
    private const int PackedRows = 48;
    private const int PackedRowsAskew = 24;
    private const long PackedElements = 200_000;
    private const long PackedElementsAskew = 4_000;

    // A transposed A is read where it is, a line a term, unless it is too large for a first-level cache and a tile of it is used often enough
    // to pay for its packing.
    private const int UnpackedBytes = 1 << 14;
    private const int UnpackedPanels = 4;

    private readonly Product<T> _product;
    private readonly bool _packA, _packB;

    private Block _block;
    private T* _packed;
    private int _tileRows, _rowChunks, _panelChunks;

    private BlockedProduct(in Product<T> product)
    {
        _product = product;
        bool readable = product.A.ColumnStride == 1
            || (product.A.RowStride == 1 && product.A.ColumnStride != 0
                && (product.N <= UnpackedPanels * Panels<T, TSimd>.FullWidth || Math.Abs(product.A.ColumnStride) * product.K * sizeof(T) <= UnpackedBytes));
        _packA = !readable;
        bool isAskew = product.B.RowStride * sizeof(T) % sizeof(TSimd) != 0;
        _packB = product.B.ColumnStride != 1
            || (product.M > (isAskew ? PackedRowsAskew : PackedRows)
                && (long)product.K * product.N > (isAskew ? PackedElementsAskew : PackedElements));
    }

    public static void Multiply(in Product<T> product)
    {
        BlockedProduct<T, TSimd> body = new(product);
        body.Run();
    }

    public readonly void Invoke(int chunk)
    {
        Panels<T, TSimd> panels = new(_block.Columns);
        (int rowChunk, int panelChunk) = Math.DivRem(chunk, _panelChunks);
        int tiles = Tiling.DivideUp(_product.M, _tileRows);
        int row = Tiling.Start(rowChunk, tiles, _rowChunks) * _tileRows;
        int end = Math.Min(Tiling.Start(rowChunk + 1, tiles, _rowChunks) * _tileRows, _product.M);
        int first = Tiling.Start(panelChunk, panels.Count, _panelChunks);
        int last = Tiling.Start(panelChunk + 1, panels.Count, _panelChunks);
        bool isRagged = last == panels.Count && panels.IsRagged;
        int direct = isRagged ? DirectTerms(panels) : _block.Depth;
        Scratch scratch = new(_packA ? _block.Depth : 0, _block.Depth - direct, isRagged || !AreSumsDone);
        if (scratch.B != null)
        {
            Pack(panels, last - 1, direct, scratch.B);
        }

        // Tiles of one panel are computed in one call, as otherwise those of one row are: a call takes as long as a dozen terms.
        bool isColumn = last - first == 1 && !_packA && IsStoredAtOnce(panels, first);
        for (int i = row, height, strips; i < end; i += height * strips)
        {
            height = Tiling.Even(end - i, _tileRows);
            strips = isColumn ? Tiling.Alike(end - i, _tileRows) : 1;
            MatrixView<T> a = new(_product.A.At(i, _block.Depths), _product.A.RowStride, _product.A.ColumnStride);
            if (_packA)
            {
                Packing<T, TSimd>.Pack(a.Data, a.RowStride, a.ColumnStride, height, _tileRows, _block.Depth, scratch.A);
                a = new(scratch.A, 1, _tileRows);
            }

            TileOperands<T> operands = new() { A = a };
            for (int panel = first, count; panel < last; panel += count)
            {
                count = IsStoredAtOnce(panels, panel) ? panels.Alike(panel, last) : 1;
                operands.B = BPanel(panels, panel);
                if (isColumn)
                {
                    operands.Tiles = strips;
                    operands.ANext = height * a.RowStride;
                    operands.CNext = height * _product.CRow;
                }
                else
                {
                    operands.Tiles = count;
                    operands.BNext = _packB ? (nint)panels.Width(panel) * _block.Depth : panels.Width(panel);
                    operands.CNext = panels.Width(panel);
                }

                MultiplyTiles(ref operands, i, height, panels, panel, panels.Lanes(panel) < panels.Width(panel) ? direct : _block.Depth, scratch);
            }
        }
    }

    private void Run()
    {
        int depth = _product.K <= MostDepth ? _product.K : Tiling.Even(_product.K, DepthBlock);
        int fullPanels = Math.Max(1, BlockBytes / sizeof(T) / Math.Max(1, depth) / Panels<T, TSimd>.FullWidth);
        int columns = _packB ? Tiling.Even(new Panels<T, TSimd>(_product.N).Count, fullPanels) * Panels<T, TSimd>.FullWidth : _product.N;
        for (int column = 0; column < _product.N; column += columns)
        {
            int p = 0;
            do
            {
                _block = new(column, Math.Min(columns, _product.N - column), p, Math.Min(depth, _product.K - p));
                RunBlock();
                p += depth;
            }
            while (p < _product.K);
        }
    }

    private void RunBlock()
    {
        Panels<T, TSimd> panels = new(_block.Columns);
        if (_packB)
        {
            _packed = (T*)PackBuffer.Get(PackBuffer.Use.Block, (nint)panels.PaddedColumns * _block.Depth * sizeof(T));
            BlockPacking packing = new(this);
            Workers.For(packing.Chunks, ref packing);
        }

        int chunks = Tiling.Chunks((long)_product.M * _block.Columns * _block.Depth);
        _tileRows = TileShape<TSimd>.Rows(panels.Width(0) / TSimd.Count);
        _rowChunks = Math.Min(chunks, Tiling.DivideUp(_product.M, _tileRows));
        _panelChunks = Math.Min(Tiling.DivideUp(chunks, _rowChunks), panels.Count);
        Workers.For(_rowChunks * _panelChunks, ref this);
    }

    private readonly MatrixView<T> BPanel(in Panels<T, TSimd> panels, int panel)
    {
        int start = panels.Start(panel);
        return _packB
            ? new(_packed + ((nint)start * _block.Depth), panels.Width(panel), 1)
            : new(_product.B.At(_block.Depths, _block.Column + start), _product.B.RowStride, 1);
    }

    // How many terms of a last panel that is not full can be read where they are: beyond a row its vectors read the beginning of the next, into lanes
    // that are not stored. Only the last rows have no next.
    private readonly int DirectTerms(in Panels<T, TSimd> panels)
    {
        if (_packB)
        {
            return _block.Depth;
        }

        int beyond = panels.PaddedColumns - _block.Columns;
        nint row = _product.B.RowStride;
        return row <= 0 ? 0 : (int)Math.Clamp(_product.K - ((beyond + row - 1) / row) - _block.Depths, 0, _block.Depth);
    }

    // Whether nothing is to be done to the sums of the block before they are stored.
    private readonly bool AreSumsDone => !IsLast || (_product.Bias == null && !_product.Relu);

    private readonly bool IsStoredAtOnce(in Panels<T, TSimd> panels, int panel) => panels.Lanes(panel) == panels.Width(panel) && AreSumsDone;

    private readonly bool IsLast => _block.Depths + _block.Depth == _product.K;

    private readonly void MultiplyTiles(ref TileOperands<T> operands, int row, int height, in Panels<T, TSimd> panels, int panel, int direct, in Scratch scratch)
    {
        T* tile = scratch.Tile;
        int column = _block.Column + panels.Start(panel), width = panels.Width(panel), lanes = panels.Lanes(panel), vectors = width / TSimd.Count;
        T* c = _product.C + (row * _product.CRow) + column;
        operands.Seed = _product.Accumulate || _block.Depths > 0 ? c : null;
        operands.SeedRow = _product.CRow;
        operands.Depth = direct;
        if (IsStoredAtOnce(panels, panel))
        {
            operands.C = c;
            operands.CRow = _product.CRow;
            Tile<T, TSimd>.Compute(height, vectors, operands);
            return;
        }

        if (operands.Seed != null && lanes < width)
        {
            // Not to read beyond C.
            Packing<T, TSimd>.Pack(c, 1, _product.CRow, lanes, width, height, tile);
            operands.Seed = tile;
            operands.SeedRow = width;
        }

        operands.C = tile;
        operands.CRow = width;
        Tile<T, TSimd>.Compute(height, vectors, operands);
        if (direct < _block.Depth)
        {
            TileOperands<T> rest = operands;
            rest.A = new(operands.A.At(0, direct), operands.A.RowStride, operands.A.ColumnStride);
            rest.B = new(scratch.B, width, 1);
            rest.Depth = _block.Depth - direct;
            rest.Seed = tile;
            rest.SeedRow = width;
            Tile<T, TSimd>.Compute(height, vectors, rest);
        }

        TileEnd<T> end = new(IsLast ? _product.Bias : null, accumulate: false, IsLast && _product.Relu);
        end.From(column).Store<TSimd>(tile, width, height, lanes, c, _product.CRow);
    }

    private readonly void Pack(in Panels<T, TSimd> panels, int panel, int first, T* packed) =>
        Packing<T, TSimd>.Pack(
            _product.B.At(_block.Depths + first, _block.Column + panels.Start(panel)), _product.B.ColumnStride, _product.B.RowStride,
            panels.Lanes(panel), panels.Width(panel), _block.Depth - first, packed);

    /// <summary>The block that is multiplied: columns of C, and the terms of their sums.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Block(int column, int columns, int depths, int depth)
    {
        public readonly int Column = column, Columns = columns, Depths = depths, Depth = depth;
    }

    /// <summary>Packs the B of a block: contiguous rows some at a time, otherwise panel by panel.</summary>
    private readonly struct BlockPacking : IParallelBody
    {
        private const int ChunkElements = 1 << 15;

        private readonly BlockedProduct<T, TSimd> _product;
        private readonly Panels<T, TSimd> _panels;
        private readonly int _rowPanels, _rows;

        public BlockPacking(in BlockedProduct<T, TSimd> product)
        {
            _product = product;
            _panels = new(product._block.Columns);
            _rowPanels = product._product.B.ColumnStride == 1 ? _panels.FullCount : 0;
            _rows = Math.Max(1, ChunkElements / product._block.Columns);
            RowChunks = _rowPanels > 0 ? (product._block.Depth + _rows - 1) / _rows : 0;
        }

        public int Chunks => RowChunks + _panels.Count - _rowPanels;

        private int RowChunks { get; }

        public void Invoke(int chunk)
        {
            ref readonly Block block = ref _product._block;
            if (chunk < RowChunks)
            {
                int row = chunk * _rows;
                Packing<T, TSimd>.PackRows(
                    _product._product.B.At(block.Depths + row, block.Column), _product._product.B.RowStride, _rowPanels, Panels<T, TSimd>.FullWidth,
                    Math.Min(_rows, block.Depth - row), (nint)Panels<T, TSimd>.FullWidth * block.Depth, _product._packed + ((nint)row * Panels<T, TSimd>.FullWidth));
                return;
            }

            int panel = chunk - RowChunks + _rowPanels;
            _product.Pack(_panels, panel, 0, _product._packed + ((nint)_panels.Start(panel) * block.Depth));
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly ref struct Scratch
    {
        /// <summary>A packed tile of A, the last rows of a panel of B that is not full (null if there are none), sums that do not go to C at once.</summary>
        public readonly T* A, B, Tile;

        public Scratch(int depthOfA, int depthOfB, bool waits)
        {
            nint aBytes = PackBuffer.Aligned((nint)TileShape<TSimd>.MostRows * depthOfA * sizeof(T));
            nint bBytes = PackBuffer.Aligned((nint)Panels<T, TSimd>.FullWidth * depthOfB * sizeof(T));
            nint tileBytes = waits ? TileShape<TSimd>.MostRows * Panels<T, TSimd>.FullWidth * sizeof(T) : 0;
            byte* start = aBytes + bBytes + tileBytes > 0 ? PackBuffer.Get(PackBuffer.Use.Chunk, aBytes + bBytes + tileBytes) : null;
            A = (T*)start;
            B = depthOfB > 0 ? (T*)(start + aBytes) : null;
            Tile = (T*)(start + aBytes + bBytes);
        }
    }
}
