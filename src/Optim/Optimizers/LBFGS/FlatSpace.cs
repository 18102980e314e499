namespace MiniTorch.Optim;

/// <summary>
/// Parameters as one vector, one behind the other, and the sweeps over such vectors. They are cut where their length says, shared by the
/// workers, and what the segments sum up is added in order. Vectors are filled up with zeros to whole blocks.
/// </summary>
internal sealed class FlatSpace
{
    // A vector's length is a multiple of this, so that sweeps of any width come out even.
    private const int Block = 32;

    private readonly Tensor[] _parameters;

    // Where each parameter begins; behind the last one the end.
    private readonly int[] _offsets;
    private readonly SegmentPlan _plan = new();
    private readonly FlatSums[] _partials;

    // During a sweep what it reads or writes of each parameter: its values or its gradient, or a contiguous copy. Null where there is none.
    private readonly NDArray?[] _memory;

    public FlatSpace(Tensor[] parameters)
    {
        _parameters = parameters;
        _memory = new NDArray?[parameters.Length];
        _offsets = new int[parameters.Length + 1];
        for (int i = 0; i < parameters.Length; i++)
        {
            _offsets[i + 1] = checked(_offsets[i] + parameters[i].Count);
        }

        _plan.Add(0, Padded(Count));
        _plan.EndChunk();
        _partials = new FlatSums[_plan.SegmentCount];
    }

    /// <summary>Number of elements of all parameters.</summary>
    public int Count => _offsets[^1];

    public DType DType => _parameters[0].DType;

    /// <summary>A vector of <paramref name="count"/> elements that outlives every scope: saved values and zeros behind them, or zeros.</summary>
    public static NDArray Vector(int count, DType dtype, NDArray? values = null)
    {
        NDArray vector = NDArray.Zeros([Padded(count)], dtype);
        BufferScope.Escape(vector);
        if (values is not null)
        {
            vector.Slice(0, 0, count).CopyFrom(values);
        }

        return vector;
    }

    /// <inheritdoc cref="Vector(int, DType, NDArray?)"/>
    public NDArray Vector() => Vector(Count, DType);

    /// <summary>A vector without its padding, as a copy that outlives every scope.</summary>
    public static NDArray Trimmed(NDArray vector, int count) => ParamState.Copy(vector.Slice(0, 0, count), vector.DType);

    /// <summary>Whether numbers of this magnitude are finite in the parameters' type.</summary>
    public bool Holds(double magnitude) => magnitude <= (DType == DType.Float32 ? float.MaxValue : double.MaxValue);

    /// <summary>Collects the gradients, zeros where there is none: gᵀd, ‖g‖₁ and max |g|.</summary>
    public FlatSums Gather(NDArray gradient, NDArray direction)
    {
        for (int i = 0; i < _memory.Length; i++)
        {
            NDArray? own = _parameters[i].GradValue;
            _memory[i] = own is { IsContiguous: false } ? own.Clone() : own;
        }

        FlatSums sums = Run(new GatherOp(this, gradient, direction));
        for (int i = 0; i < _memory.Length; i++)
        {
            if (_memory[i] is { } memory && memory != _parameters[i].GradValue)
            {
                memory.Storage.Return();
            }
        }

        Array.Clear(_memory);
        return sums;
    }

    /// <summary>The parameters become x + td.</summary>
    /// <param name="x">Where to start.</param>
    /// <param name="direction">The direction d.</param>
    /// <param name="t">How far.</param>
    /// <param name="saves">Whether the parameters are x, which is yet to be written.</param>
    public void Move(NDArray x, NDArray direction, double t, bool saves)
    {
        for (int i = 0; i < _memory.Length; i++)
        {
            NDArray values = _parameters[i].Value;
            _memory[i] = values.IsContiguous ? values : values.Clone();
        }

        Run(new MoveOp(this, x, direction, t, saves));
        for (int i = 0; i < _memory.Length; i++)
        {
            NDArray values = _parameters[i].Value;
            if (_memory[i] == values)
            {
                values.Storage.BumpVersion();
            }
            else
            {
                values.CopyFrom(_memory[i]!);
                _memory[i]!.Storage.Return();
            }
        }

        Array.Clear(_memory);
    }

    public FlatSums Run<TOp>(TOp op)
        where TOp : struct, IFlatOp
    {
        var body = new Body<TOp> { Op = op, Plan = _plan, Partials = _partials, IsSingle = DType == DType.Float32 };
        Workers.For(_plan.ChunkCount, ref body);
        FlatSums total = default;
        foreach (FlatSums share in _partials)
        {
            total = total.Plus(share);
        }

        return total;
    }

    /// <summary>Copies what a segment covers of the gradients or the parameters, whichever the sweep is over.</summary>
    public void Read<T>(NDArray vector, Segment segment)
        where T : unmanaged
    {
        Span<T> flat = vector.Elements<T>();
        for (int i = First(segment); Piece(i, segment, out int start, out int end); i++)
        {
            Span<T> piece = flat[start..end];
            if (_memory[i] is { } memory)
            {
                memory.Elements<T>()[(start - _offsets[i])..(end - _offsets[i])].CopyTo(piece);
            }
            else
            {
                piece.Clear();
            }
        }
    }

    /// <summary>Writes x + td over what a segment covers of the parameters.</summary>
    public void Write<T>(NDArray x, NDArray direction, double t, Segment segment)
        where T : unmanaged
    {
        Span<T> from = x.Elements<T>(), along = direction.Elements<T>();
        for (int i = First(segment); Piece(i, segment, out int start, out int end); i++)
        {
            Span<T> to = _memory[i]!.Elements<T>()[(start - _offsets[i])..(end - _offsets[i])];
            Lanes.MultiplyAdd<T>(from[start..end], along[start..end], t, to);
        }
    }

    private static int Padded(int count) => checked(count + Block - 1) / Block * Block;

    // The parameter that the segment's first element belongs to, or one before it.
    private int First(Segment segment)
    {
        int found = Array.BinarySearch(_offsets, segment.Start);
        return found >= 0 ? found : ~found - 1;
    }

    // What of a parameter lies in the segment; false behind it.
    private bool Piece(int parameter, Segment segment, out int start, out int end)
    {
        bool isThere = parameter < _parameters.Length && _offsets[parameter] < segment.Start + segment.Length;
        (start, end) = isThere
            ? (Math.Max(segment.Start, _offsets[parameter]), Math.Min(segment.Start + segment.Length, _offsets[parameter + 1]))
            : default;
        return isThere;
    }

    private struct Body<TOp> : IParallelBody
        where TOp : struct, IFlatOp
    {
        public TOp Op;
        public SegmentPlan Plan;
        public FlatSums[] Partials;
        public bool IsSingle;

        public readonly void Invoke(int chunk)
        {
            int i = Plan.First(chunk);
            foreach (Segment segment in Plan.Chunk(chunk))
            {
                Partials[i++] = IsSingle ? Op.Invoke<float>(segment) : Op.Invoke<double>(segment);
            }
        }
    }
}
