namespace MiniTorch.Optim;

/// <summary>
/// One sweep after the other over the gradients of some parameters, shared by the workers. A thread keeps its last one, so that a sweep
/// allocates nothing.
/// </summary>
internal sealed class GradientPass : IDisposable
{
    [ThreadStatic]
    private static GradientPass? t_spare;

    private readonly SegmentPlan _plan = new();
    private readonly List<NDArray> _gradients = [];

    // A gradient met twice would be counted and changed twice, and by two workers at the same time.
    private readonly HashSet<NDArray> _seen = new(ReferenceEqualityComparer.Instance);

    // The gradients, or contiguous copies of those that are views with gaps.
    private readonly List<NDArray> _values = [];
    private double[] _partials = [];

    private GradientPass()
    {
    }

    public static GradientPass Over(IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        GradientPass pass = Take();
        foreach (Tensor parameter in parameters)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
            pass.Add(parameter);
        }

        pass.End();
        return pass;
    }

    /// <summary>Over the parameters of an optimizer, without an enumerator.</summary>
    public static GradientPass Over(List<ParamState> states)
    {
        GradientPass pass = Take();
        foreach (ParamState state in states)
        {
            pass.Add(state.Parameter);
        }

        pass.End();
        return pass;
    }

    public void Dispose()
    {
        for (int i = 0; i < _values.Count; i++)
        {
            if (_values[i] != _gradients[i])
            {
                _values[i].Storage.Return();
            }
        }

        _gradients.Clear();
        _seen.Clear();
        _values.Clear();
        _plan.Clear();
        t_spare = this;
    }

    /// <summary>The norm of all gradients as one vector.</summary>
    public double Norm(double order) => order switch
    {
        1 => Total(default(Magnitudes)),
        2 => Math.Sqrt(Total(default(Squares))),
        double.PositiveInfinity => Total(default(Largest)),
        _ => Math.Pow(Total(new Powers(order)), 1 / order),
    };

    /// <summary>The first gradient that holds an infinity or NaN, or null.</summary>
    public NDArray? FirstNonFinite()
    {
        ReadOnlySpan<double> magnitudes = Run(new GradientNorm<Largest>(default));
        for (int i = 0; i < magnitudes.Length; i++)
        {
            if (!double.IsFinite(magnitudes[i]))
            {
                return _gradients[_plan[i].Array];
            }
        }

        return null;
    }

    public void Scale(double factor)
    {
        Run(new GradientMap<ScaleBy>(new ScaleBy(factor)));
        CountWrites();
    }

    public void Clamp(double bound)
    {
        Run(new GradientMap<HoldWithin>(new HoldWithin(bound)));
        CountWrites();
    }

    // The segments' shares are combined in order.
    private double Total<TTerm>(TTerm term)
        where TTerm : struct, INormTerm
    {
        double total = 0;
        foreach (double share in Run(new GradientNorm<TTerm>(term)))
        {
            total = term.Combine(total, share);
        }

        return total;
    }

    private static GradientPass Take()
    {
        GradientPass pass = t_spare ?? new GradientPass();
        t_spare = null;
        return pass;
    }

    private void Add(Tensor parameter)
    {
        if (parameter.GradValue is { } gradient && _seen.Add(gradient))
        {
            _plan.Add(_gradients.Count, gradient.Count);
            _gradients.Add(gradient);
            _values.Add(gradient.IsContiguous ? gradient : gradient.Clone());
        }
    }

    private void End()
    {
        _plan.EndChunk();
        if (_partials.Length < _plan.SegmentCount)
        {
            _partials = new double[_plan.SegmentCount];
        }
    }

    private ReadOnlySpan<double> Run<TOp>(TOp op)
        where TOp : struct, IGradientOp
    {
        var body = new Body<TOp> { Op = op, Plan = _plan, Values = _values, Partials = _partials };
        Workers.For(_plan.ChunkCount, ref body);
        return _partials.AsSpan(0, _plan.SegmentCount);
    }

    private void CountWrites()
    {
        for (int i = 0; i < _values.Count; i++)
        {
            if (_values[i] == _gradients[i])
            {
                _gradients[i].Storage.BumpVersion();
            }
            else
            {
                _gradients[i].CopyFrom(_values[i]);
            }
        }
    }

    private struct Body<TOp> : IParallelBody
        where TOp : struct, IGradientOp
    {
        public TOp Op;
        public SegmentPlan Plan;
        public List<NDArray> Values;
        public double[] Partials;

        public readonly void Invoke(int chunk)
        {
            int i = Plan.First(chunk);
            foreach (Segment segment in Plan.Chunk(chunk))
            {
                NDArray values = Values[segment.Array];
                Partials[i++] = values.DType == DType.Float32 ? Run<float>(values, segment) : Run<double>(values, segment);
            }
        }

        private readonly double Run<T>(NDArray values, Segment segment)
            where T : unmanaged => Op.Invoke(values.Elements<T>().Slice(segment.Start, segment.Length));
    }
}

/// <summary>What a sweep does to a segment; its share of the result, if there is one.</summary>
internal interface IGradientOp
{
    double Invoke<T>(Span<T> gradient)
        where T : unmanaged;
}
