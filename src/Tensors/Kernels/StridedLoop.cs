namespace MiniTorch.Kernels;

/// <summary>
/// The shape in which an elementwise operation walks its operands: neighbouring dimensions over which every operand steps evenly are
/// merged, so that contiguous operands become one row, and a bias over a batch becomes rows of its length.
/// </summary>
internal unsafe struct StridedLoop
{
    private readonly int* _sizes;
    private readonly int* _strides;
    private readonly int _fullRank;
    private readonly int _operands;
    private int _rank;

    /// <param name="shape">The result's shape.</param>
    /// <param name="operands">Number of operands, the destination included.</param>
    /// <param name="buffer">Stack memory for the plan: <see cref="BufferLength"/> numbers.</param>
    public StridedLoop(Shape shape, int operands, int* buffer)
    {
        _operands = operands;
        _rank = _fullRank = shape.Rank;
        _sizes = buffer;
        _strides = buffer + _rank;
        shape.AsSpan().CopyTo(new Span<int>(_sizes, _rank));
    }

    /// <summary>Length of a row.</summary>
    public readonly int Inner => _rank == 0 ? 1 : _sizes[_rank - 1];

    public static int BufferLength(int rank, int operands) => rank * (operands + 1);

    /// <summary>Step of an operand along a row.</summary>
    public readonly int InnerStride(int operand) => _rank == 0 ? 0 : Strides(operand)[_rank - 1];

    /// <summary>Sets the strides of an operand; dimensions that it lacks or in which its size is 1 are repeated.</summary>
    public readonly void Set(int operand, NDArray array)
    {
        ReadOnlySpan<int> sizes = array.Shape.AsSpan();
        ReadOnlySpan<int> from = array.Strides;
        var to = new Span<int>(Strides(operand), _fullRank);
        int shift = to.Length - sizes.Length;
        to[..shift].Clear();
        for (int i = 0; i < sizes.Length; i++)
        {
            to[shift + i] = sizes[i] == 1 ? 0 : from[i];
        }
    }

    /// <summary>Merges dimensions. Call once, after all operands are set.</summary>
    public void Collapse()
    {
        int last = 0;
        for (int i = 1; i < _rank; i++)
        {
            if (_sizes[last] == 1)
            {
                Copy(i, last);
            }
            else if (_sizes[i] != 1 && !TryMerge(last, i))
            {
                Copy(i, ++last);
            }
        }

        _rank = Math.Min(_rank, last + 1);
    }

    /// <summary>Offset of an operand at the start of a row, in elements.</summary>
    public readonly nint RowOffset(int operand, int row)
    {
        int* strides = Strides(operand);
        if (_rank == 2)
        {
            return (nint)row * strides[0];
        }

        nint offset = 0;
        for (int i = _rank - 2; i >= 0; i--)
        {
            (row, int index) = Math.DivRem(row, _sizes[i]);
            offset += (nint)index * strides[i];
        }

        return offset;
    }

    /// <summary>The stretches of rows that make up so many elements from one on, in order.</summary>
    public readonly Stretches From(int start, int count) => new(this, start, count);

    private readonly int* Strides(int operand) => _strides + (operand * _fullRank);

    private readonly bool TryMerge(int outer, int inner)
    {
        for (int k = 0; k < _operands; k++)
        {
            int* strides = Strides(k);
            if (strides[outer] != (long)strides[inner] * _sizes[inner])
            {
                return false;
            }
        }

        _sizes[outer] *= _sizes[inner];
        for (int k = 0; k < _operands; k++)
        {
            Strides(k)[outer] = Strides(k)[inner];
        }

        return true;
    }

    private readonly void Copy(int from, int to)
    {
        _sizes[to] = _sizes[from];
        for (int k = 0; k < _operands; k++)
        {
            Strides(k)[to] = Strides(k)[from];
        }
    }

    /// <summary>A walk over part of the elements: stretches that lie in one row each.</summary>
    public struct Stretches
    {
        private readonly StridedLoop _loop;
        private int _row;
        private int _place;
        private int _left;

        public Stretches(StridedLoop loop, int start, int count)
        {
            _loop = loop;
            (_row, _place) = Math.DivRem(start, loop.Inner);
            _left = count;
        }

        /// <summary>Number of elements of this stretch.</summary>
        public int Length { get; private set; }

        /// <summary>Goes on to the next stretch, of a length at most.</summary>
        public bool Next(int longest)
        {
            _left -= Length;
            _place += Length;
            if (_place == _loop.Inner)
            {
                _place = 0;
                _row++;
            }

            Length = Math.Min(Math.Min(_loop.Inner - _place, _left), longest);
            return _left > 0;
        }

        /// <summary>Offset of an operand at the start of the stretch, in elements.</summary>
        public readonly nint Offset(int operand) => _loop.RowOffset(operand, _row) + ((nint)_place * _loop.InnerStride(operand));
    }
}
