namespace MiniTorch.Kernels;

// An elementwise operation does not care for the order of its elements. So they are walked as the destination lies in memory, in blocks:
// parts of neighbouring rows. If an operand has steps along the rows, a block's rows are neighbours in the dimension in which that
// operand lies more closely, so that a block takes whole cache lines of it.
internal unsafe partial struct StridedLoop
{
    private const int Chunk = Elementwise.Chunk;

    // Elements of a tile.
    private const int TileLength = 1 << 12;

    // Rows and columns of a block that takes an operand's cache lines: as few and as long rows as can be, since the others are read and written along
    // them, in long runs. If that operand lies in memory rather than in the second-level cache, there are more, so that several lines side by side are
    // taken of it. And the rows of a block that is copied at once.
    private const int CrossedRows = 16;
    private const int CrossedRowsFar = 64;
    private const int CrossedColumns = 1024;
    private const int CopiedRows = 32;

    // Elements over which the columns of an operand that is far are spread.
    private const int FarReach = 1 << 17;

    // Shorter rows are joined, where the destination's are.
    private const int ShortRow = 64;

    public readonly int Chunks => (int)(((long)_blocks + _blocksPerChunk - 1) / _blocksPerChunk);

    private readonly int RowCount => _rank < 2 ? 1 : _sizes[_rank - 2];

    /// <summary>Plans blocks whose operands become contiguous rows, by way of a tile where they are not. Call once, after all operands are set.</summary>
    /// <param name="hasNumbers">Whether an operand may be a number for each row, which is repeated along it; not all are.</param>
    public void PlanRows(bool hasNumbers)
    {
        Arrange();
        int crossed = Cross();
        bool hasRow = false;
        for (int k = _operands - 1; k >= 0; k--)
        {
            int step = InnerStride(k);
            bool isNumber = hasNumbers && step == 0 && k > (hasRow ? 0 : 1);
            hasRow |= !isNumber;
            Pack(k, step != 1 && !isNumber);
        }

        bool isShort = Inner < ShortRow && IsDense(0);
        bool isJoined = true;
        for (int k = 0; k < _operands; k++)
        {
            Pack(k, isShort && !IsDense(k));
            isJoined &= IsPacked(k) || IsDense(k);
        }

        if (_packed == 0)
        {
            CutRows();
            return;
        }

        int columns = Math.Min(Inner, crossed > 0 ? CrossedColumns : TileLength);
        int rows = Math.Min(RowCount, crossed == 0 ? TileLength / columns : IsFar(crossed) ? CrossedRowsFar : CrossedRows);
        _isJoined = isJoined && columns == Inner;
        Cut(rows, columns);
    }

    /// <summary>Plans blocks that are copied as they are. Call once, after both operands are set.</summary>
    public void PlanCopy()
    {
        Arrange();
        if (Cross() == 0)
        {
            CutRows();
        }
        else if (IsFar(1))
        {
            // By way of a tile: both are then gone through in long runs.
            Pack(1, true);
            Cut(Math.Min(RowCount, CrossedRowsFar), Math.Min(Inner, CrossedColumns));
        }
        else
        {
            Cut(Math.Min(RowCount, Math.Max(CopiedRows, Chunk / Inner)), Math.Min(Inner, CrossedColumns));
        }
    }

    /// <summary>Whether an operand is one number for each row.</summary>
    public readonly bool IsNumber(int operand) => !IsPacked(operand) && InnerStride(operand) == 0;

    private void CutRows() => Cut(Math.Min(RowCount, Math.Max(1, Chunk / Inner)), Math.Min(Inner, Chunk));

    private void Cut(int rows, int columns)
    {
        (_blockRows, _blockColumns) = (rows, columns);
        _blocks = CountBlocks(RowCount, rows) * CountBlocks(Inner, columns);
        for (int i = 0; i < _rank - 2; i++)
        {
            _blocks *= _sizes[i];
        }

        _blocksPerChunk = Math.Max(1, Chunk / (rows * columns));
    }

    private static int CountBlocks(int size, int block) => ((size - 1) / block) + 1;

    private readonly bool IsPacked(int operand) => ((_packed >> operand) & 1) != 0;

    private void Pack(int operand, bool condition) => _packed |= condition ? 1 << operand : 0;

    // Whether each row begins where the one before ends.
    private readonly bool IsDense(int operand) => InnerStride(operand) == 1 && (_rank < 2 || Strides(operand)[_rank - 2] == Inner);

    // The dimensions in the order of the destination's steps, merged.
    private void Arrange()
    {
        for (int i = 1; i < _rank; i++)
        {
            for (int j = i; j > 0 && Reach(j - 1) < Reach(j); j--)
            {
                Swap(j - 1, j);
            }
        }

        Collapse();
    }

    // Those of size 1 come first: they are dropped.
    private readonly int Reach(int dim) => _sizes[dim] == 1 ? int.MaxValue : Math.Abs(_strides[dim]);

    private readonly bool IsFar(int operand) => (long)Math.Min(Inner, CrossedColumns) * Math.Abs(InnerStride(operand)) > FarReach;

    // Makes that dimension the second to last in which an operand with steps along the last has the shortest ones, and returns that operand; 0 if
    // there is none.
    private readonly int Cross()
    {
        for (int k = 1; k < _operands; k++)
        {
            int* strides = Strides(k);
            int shortest = Math.Abs(InnerStride(k));
            int dim = -1;
            for (int i = 0; shortest > 1 && i < _rank - 1; i++)
            {
                if (strides[i] != 0 && Math.Abs(strides[i]) < shortest)
                {
                    (shortest, dim) = (Math.Abs(strides[i]), i);
                }
            }

            if (dim >= 0)
            {
                for (; dim < _rank - 2; dim++)
                {
                    Swap(dim, dim + 1);
                }

                return k;
            }
        }

        return 0;
    }

    private readonly void Swap(int i, int j)
    {
        (_sizes[i], _sizes[j]) = (_sizes[j], _sizes[i]);
        for (int k = 0; k < _operands; k++)
        {
            int* strides = Strides(k);
            (strides[i], strides[j]) = (strides[j], strides[i]);
        }
    }
}
