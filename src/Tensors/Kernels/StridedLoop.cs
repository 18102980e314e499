namespace MiniTorch.Kernels;

/// <summary>
/// The shape in which an elementwise operation walks its operands: neighbouring dimensions over which every operand steps evenly are
/// merged, so that contiguous operands become one row, and a bias over a batch becomes rows of its length.
/// </summary>
internal unsafe partial struct StridedLoop
{
    private readonly int* _sizes;
    private readonly int* _strides;
    private readonly int _fullRank;
    private readonly int _operands;
    private int _rank;
    private int _packed;
    private bool _isJoined;
    private int _blockRows;
    private int _blockColumns;
    private int _blocks;
    private int _blocksPerChunk;

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
    public readonly int InnerStride(int operand) => Inner == 1 ? 1 : Strides(operand)[_rank - 1];

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
}
