using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

internal unsafe partial struct StridedLoop
{
    private const int MaxOperands = 4;

    /// <summary>The blocks of a chunk, to be walked by <see cref="Blocks.Next"/>. Tiles lie in the thread's <see cref="PackBuffer"/>.</summary>
    /// <param name="chunk">Which one.</param>
    /// <param name="elementSize">The largest of the operands' elements, in bytes.</param>
    public readonly Blocks BlocksOf(int chunk, int elementSize) => new(this, chunk, elementSize);

    /// <summary>Rows of one operand in a block.</summary>
    public readonly struct Rows<T>(T* first, nint step)
        where T : unmanaged
    {
        public T* this[int row]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => first + (row * step);
        }
    }

    /// <summary>A walk over the blocks of a chunk.</summary>
    public struct Blocks
    {
        private readonly StridedLoop _loop;
        private readonly int _end;
        private readonly byte* _tiles;
        private readonly nint _tileBytes;
        private int _next;
        private int _rows;
        private int _columns;
        private fixed long _offsets[MaxOperands];

        public Blocks(in StridedLoop loop, int chunk, int elementSize)
        {
            _loop = loop;
            _next = chunk * loop._blocksPerChunk;
            _end = (int)Math.Min(loop._blocks, (long)_next + loop._blocksPerChunk);
            _tileBytes = PackBuffer.Aligned((nint)loop._blockRows * loop._blockColumns * elementSize);
            _tiles = loop._packed == 0 ? null : PackBuffer.Get(PackBuffer.Use.Chunk, _tileBytes * loop._operands);
        }

        /// <summary>Number of rows, as an operator sees them.</summary>
        public readonly int Count => _loop._isJoined ? 1 : _rows;

        /// <summary>Length of a row, as an operator sees it.</summary>
        public readonly int Length => _loop._isJoined ? _rows * _columns : _columns;

        /// <summary>Goes on to the next block: those of the same columns follow each other.</summary>
        public bool Next()
        {
            if (_next == _end)
            {
                return false;
            }

            (int rest, int row) = Math.DivRem(_next++, CountBlocks(_loop.RowCount, _loop._blockRows));
            (rest, int column) = Math.DivRem(rest, CountBlocks(_loop.Inner, _loop._blockColumns));
            row *= _loop._blockRows;
            column *= _loop._blockColumns;
            _rows = Math.Min(_loop._blockRows, _loop.RowCount - row);
            _columns = Math.Min(_loop._blockColumns, _loop.Inner - column);
            for (int k = 0; k < _loop._operands; k++)
            {
                _offsets[k] = (row * RowStep(k)) + ((nint)column * _loop.InnerStride(k));
            }

            for (int i = _loop._rank - 3; i >= 0; i--)
            {
                (rest, int index) = Math.DivRem(rest, _loop._sizes[i]);
                for (int k = 0; k < _loop._operands; k++)
                {
                    _offsets[k] += (nint)index * _loop.Strides(k)[i];
                }
            }

            return true;
        }

        /// <summary>The rows of an operand, in place or brought into its tile.</summary>
        public readonly Rows<T> Read<T>(int operand, T* first)
            where T : unmanaged
        {
            first += _offsets[operand];
            if (!_loop.IsPacked(operand))
            {
                return new(first, RowStep(operand));
            }

            T* tile = Tile<T>(operand);
            StridedCopy.Run(first, RowStep(operand), _loop.InnerStride(operand), tile, _columns, 1, _rows, _columns);
            return new(tile, _columns);
        }

        /// <summary>Where to write the rows of the destination: in place or in its tile.</summary>
        public readonly Rows<T> Target<T>(T* first)
            where T : unmanaged => _loop.IsPacked(0) ? new(Tile<T>(0), _columns) : new(first + _offsets[0], RowStep(0));

        /// <summary>Brings what was written to the tile to the destination.</summary>
        public readonly void Write<T>(T* first)
            where T : unmanaged
        {
            if (_loop.IsPacked(0))
            {
                StridedCopy.Run(Tile<T>(0), _columns, 1, first + _offsets[0], RowStep(0), _loop.InnerStride(0), _rows, _columns);
            }
        }

        /// <summary>Copies operand 1 to operand 0.</summary>
        public readonly void Copy<T>(T* source, T* destination)
            where T : unmanaged
        {
            bool isPacked = _loop.IsPacked(1);
            StridedCopy.Run(
                Read(1, source)[0],
                isPacked ? _columns : RowStep(1),
                isPacked ? 1 : _loop.InnerStride(1),
                destination + _offsets[0],
                RowStep(0),
                _loop.InnerStride(0),
                _rows,
                _columns);
        }

        private readonly T* Tile<T>(int operand)
            where T : unmanaged => (T*)(_tiles + (operand * _tileBytes));

        private readonly nint RowStep(int operand) => _loop._rank < 2 ? 0 : _loop.Strides(operand)[_loop._rank - 2];
    }
}
