namespace MiniTorch.Optim;

/// <summary>A group of parameters of <see cref="Adagrad"/>.</summary>
public sealed class AdagradGroup : ParamGroup
{
    private readonly RealOption _lrDecay;
    private readonly RealOption _eps;
    private readonly RealOption _weightDecay;
    private readonly RealOption _initialAccumulatorValue;
    private readonly FlagOption _maximize;
    private readonly FlagOption _epsInsideRoot;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    public AdagradGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _lrDecay = Real("lr_decay", Bound.NonNegative);
        _eps = Real("eps", Bound.NonNegative);
        _weightDecay = Real("weight_decay", Bound.NonNegative);
        _initialAccumulatorValue = Real("initial_accumulator_value", Bound.NonNegative);
        _maximize = Flag("maximize");
        _epsInsideRoot = Flag("eps_inside_root", mayBeMissing: true);
        EndOptions();
    }

    /// <summary>How fast the rate falls, at least 0: in step t it is η/(1 + (t − 1)·lrDecay).</summary>
    public double LrDecay { get => _lrDecay.Value; set => _lrDecay.Value = value; }

    /// <summary>The number ε that keeps the denominator above 0, at least 0.</summary>
    public double Eps { get => _eps.Value; set => _eps.Value = value; }

    /// <summary>The factor λ of the L2 penalty ½λ‖θ‖², at least 0.</summary>
    public double WeightDecay { get => _weightDecay.Value; set => _weightDecay.Value = value; }

    /// <summary>What the sums of squares start at, at least 0. They are made when the group joins: later changes have no effect.</summary>
    public double InitialAccumulatorValue { get => _initialAccumulatorValue.Value; set => _initialAccumulatorValue.Value = value; }

    /// <summary>Whether to ascend.</summary>
    public bool Maximize { get => _maximize.Value; set => _maximize.Value = value; }

    /// <summary>Whether the denominator is √(ε + r) rather than √r + ε, as in PyTorch.</summary>
    public bool EpsInsideRoot { get => _epsInsideRoot.Value; set => _epsInsideRoot.Value = value; }
}
