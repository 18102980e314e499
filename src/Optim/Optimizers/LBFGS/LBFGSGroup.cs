namespace MiniTorch.Optim;

/// <summary>The group of parameters of an <see cref="LBFGS"/>, which has one.</summary>
public sealed class LBFGSGroup : ParamGroup
{
    private readonly CountOption _maxIter;
    private readonly CountOption _maxEval;
    private readonly RealOption _toleranceGrad;
    private readonly RealOption _toleranceChange;
    private readonly CountOption _historySize;
    private readonly LineSearchOption _lineSearch;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of one floating-point type, at least one.</param>
    public LBFGSGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _maxIter = Options.Add(new CountOption(Options, "max_iter"));
        _maxEval = Options.Add(new CountOption(Options, "max_eval"));
        _toleranceGrad = Real("tolerance_grad", Bound.NonNegative);
        _toleranceChange = Real("tolerance_change", Bound.NonNegative);
        _historySize = Options.Add(new CountOption(Options, "history_size"));
        _lineSearch = Options.Add(new LineSearchOption(Options, "line_search_fn"));
        EndOptions();
    }

    /// <summary>The number of iterations of a step, at least 1.</summary>
    public int MaxIter { get => _maxIter.Value; set => _maxIter.Value = value; }

    /// <summary>The number of evaluations of the closure after which a step begins no further iteration, at least 1.</summary>
    public int MaxEval { get => _maxEval.Value; set => _maxEval.Value = value; }

    /// <summary>A step ends where no element of the gradient is larger, at least 0.</summary>
    public double ToleranceGrad { get => _toleranceGrad.Value; set => _toleranceGrad.Value = value; }

    /// <summary>A step ends after an iteration that moves neither the loss nor any element of the parameters by more, at least 0.</summary>
    public double ToleranceChange { get => _toleranceChange.Value; set => _toleranceChange.Value = value; }

    /// <summary>The number m of pairs that the curvature is known from, at least 1; a smaller one drops the oldest.</summary>
    public int HistorySize { get => _historySize.Value; set => _historySize.Value = value; }

    /// <summary>How the length of a step is found. PyTorch: <c>line_search_fn</c>.</summary>
    public LineSearch LineSearch { get => _lineSearch.Value; set => _lineSearch.Value = value; }

    internal override string? Conflict => OneVector.Conflict(Tensors);
}
