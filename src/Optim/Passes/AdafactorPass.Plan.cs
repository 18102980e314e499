namespace MiniTorch.Optim;

internal sealed partial class AdafactorPass
{
    /// <summary>Elements of a block at most, unless it would be of fewer than <see cref="LeastRows"/> rows.</summary>
    private const int MaxLength = 1 << 14;

    // Each block of a matrix has its own sums over columns, which should be few beside the elements.
    private const int LeastRows = 16;

    // What a block costs beside its elements, in elements.
    private const int BlockCost = 64;

    private readonly List<AdafactorTask> _tasks = [];
    private readonly List<AdafactorBlock> _blocks = [];

    // Chunks of similar work for the workers. The cuts depend on sizes alone.
    private readonly List<int> _chunkEnds = [];

    // Those that are in more than one block.
    private readonly List<AdafactorTask> _splitTasks = [];
    private readonly List<(AdafactorTask Task, int Matrix)> _splitMatrices = [];
    private double[] _scratch = [];
    private long _scratchUsed;
    private int _work;

    private void Plan(List<ParamState> states)
    {
        _tasks.Clear();
        _blocks.Clear();
        _chunkEnds.Clear();
        _splitTasks.Clear();
        _splitMatrices.Clear();
        _scratchUsed = 0;
        foreach (ParamState state in states)
        {
            var task = new AdafactorTask(state) { FirstBlock = _blocks.Count };
            _tasks.Add(task);
            if (state.Parameter.Count > 0)
            {
                Cut(task);
            }
        }

        EndChunk();
        if (_scratch.Length < _scratchUsed)
        {
            _scratch = GC.AllocateUninitializedArray<double>(checked((int)_scratchUsed));
        }

        if (_updateSquares.Length < _blocks.Count)
        {
            (_parameterSquares, _updateSquares) = (new double[_blocks.Count], new double[_blocks.Count]);
        }
    }

    private void Cut(AdafactorTask task)
    {
        if (task.IsFactored)
        {
            CutMatrices(task);
        }
        else
        {
            for (int start = 0; start < task.Columns; start += MaxLength)
            {
                int length = Math.Min(MaxLength, task.Columns - start);
                Add(new AdafactorBlock(task, 0, 1, start, length), length);
            }
        }

        task.BlockCount = _blocks.Count - task.FirstBlock;
        if (task.BlockCount > 1)
        {
            _splitTasks.Add(task);
        }
    }

    // A block is several rows of a matrix, or several matrices.
    private void CutMatrices(AdafactorTask task)
    {
        int matrix = task.Rows * task.Columns;
        task.RowsPerBlock = Math.Min(task.Rows, Math.Max(LeastRows, MaxLength / task.Columns));
        task.BlocksPerMatrix = (task.Rows + task.RowsPerBlock - 1) / task.RowsPerBlock;
        int matrices = task.BlocksPerMatrix > 1 ? 1 : Math.Max(1, MaxLength / matrix);
        for (int i = 0; i < task.Matrices; i += matrices)
        {
            int taken = Math.Min(matrices, task.Matrices - i);
            for (int row = 0; row < task.Rows; row += task.RowsPerBlock)
            {
                int rows = Math.Min(task.RowsPerBlock, task.Rows - row);
                Add(new AdafactorBlock(task, i, taken, row, rows), taken * rows * task.Columns);
            }

            if (task.BlocksPerMatrix > 1)
            {
                _splitMatrices.Add((task, i));
            }
        }

        task.Scratch = _scratchUsed;
        _scratchUsed += (((long)task.ScratchPerMatrix * task.Matrices * task.State.Parameter.DType.Size()) + sizeof(double) - 1) / sizeof(double);
    }

    private void Add(in AdafactorBlock block, int elements)
    {
        _blocks.Add(block);
        _work += elements + BlockCost;
        if (_work >= MaxLength)
        {
            EndChunk();
        }
    }

    private void EndChunk()
    {
        if (_work > 0)
        {
            _chunkEnds.Add(_blocks.Count);
            _work = 0;
        }
    }
}

/// <summary>
/// A share of a parameter: rows of one matrix, or all rows of several; of a vector, elements, which here are its rows.
/// </summary>
internal readonly record struct AdafactorBlock(AdafactorTask Task, int Matrix, int Matrices, int Row, int Rows);

/// <summary>A parameter in a step of <see cref="Adafactor"/>: how it is cut, and its coefficients.</summary>
internal sealed class AdafactorTask
{
    private double _eps2;
    private double _threshold;
    private double _rate;

    public AdafactorTask(ParamState state)
    {
        State = state;
        Shape shape = state.Parameter.Shape;
        IsFactored = shape.Rank >= 2;
        Columns = IsFactored ? shape[-1] : shape.Count;
        Rows = IsFactored ? shape[-2] : 1;
        Matrices = shape.Count == 0 ? 0 : shape.Count / (Rows * Columns);
    }

    public ParamState State { get; }

    /// <summary>Whether it is of matrices, whose averages are kept by rows and columns.</summary>
    public bool IsFactored { get; }

    public int Matrices { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int RowsPerBlock { get; set; }

    public int BlocksPerMatrix { get; set; }

    public int FirstBlock { get; set; }

    public int BlockCount { get; set; }

    /// <summary>Where its scratch begins.</summary>
    public long Scratch { get; set; }

    /// <summary>Sums over columns for each block, of which the first become the factors of the columns; then factors of the rows; then the
    /// largest factor of a column.</summary>
    public int ScratchPerMatrix => (BlocksPerMatrix * Columns) + Rows + 1;

    /// <summary>The weight 1 − β̂ of the new squares.</summary>
    public double Taken { get; private set; }

    /// <summary>ε₁.</summary>
    public double Eps { get; private set; }

    /// <summary>The most that a gradient is multiplied by: 1/ε₁, or the largest number.</summary>
    public double Most { get; private set; }

    /// <summary>What the weight decay leaves of the parameter.</summary>
    public double Shrink { get; private set; }

    /// <summary>What the update is multiplied by before it is added; known at last.</summary>
    public double Scale { get; private set; }

    /// <param name="group">The options.</param>
    /// <param name="step">Which step of the parameter it is, from 1.</param>
    /// <param name="taken">step^τ.</param>
    public void Begin(AdafactorGroup group, long step, double taken)
    {
        bool single = State.Parameter.DType == DType.Float32;
        (double? eps, _eps2) = group.Eps;
        Taken = taken;
        Eps = eps ?? (single ? 1.1920928955078125e-07 : 2.220446049250313e-16);
        Most = Math.Min(1 / Eps, single ? float.MaxValue : double.MaxValue);
        Shrink = 1 - (group.Lr * group.WeightDecay);
        _threshold = group.D;
        _rate = Math.Min(group.Lr, 1 / Math.Sqrt(step)) * (group.Maximize ? 1 : -1);
    }

    /// <param name="parameter">The root mean square of the parameter before the step.</param>
    /// <param name="update">The root mean square of the update.</param>
    public void Settle(double parameter, double update) =>
        Scale = _rate * (parameter > _eps2 ? parameter : _eps2) / (update > _threshold ? update / _threshold : 1);
}
