namespace MiniTorch.Optim;

/// <summary>A group of parameters of <see cref="SGD"/>.</summary>
public sealed class SGDGroup : ParamGroup
{
    private readonly RealOption _momentum;
    private readonly RealOption _dampening;
    private readonly RealOption _weightDecay;
    private readonly FlagOption _nesterov;
    private readonly FlagOption _maximize;
    private readonly FlagOption _rateInVelocity;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    public SGDGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _momentum = Real("momentum", Bound.NonNegative);
        _dampening = Real("dampening", Bound.Finite);
        _weightDecay = Real("weight_decay", Bound.NonNegative);
        _nesterov = Flag("nesterov");
        _maximize = Flag("maximize");
        _rateInVelocity = Flag("rate_in_velocity", mayBeMissing: true);
        EndOptions();
    }

    /// <summary>The share μ of the velocity that a step keeps, at least 0; 0 for none.</summary>
    public double Momentum { get => _momentum.Value; set => _momentum.Value = value; }

    /// <summary>The share τ of the gradient that does not enter the velocity.</summary>
    public double Dampening { get => _dampening.Value; set => _dampening.Value = value; }

    /// <summary>The factor λ of the L2 penalty ½λ‖θ‖², at least 0.</summary>
    public double WeightDecay { get => _weightDecay.Value; set => _weightDecay.Value = value; }

    /// <summary>Whether the gradient is looked at beyond the velocity; needs a momentum above 0 and no dampening.</summary>
    public bool Nesterov { get => _nesterov.Value; set => _nesterov.Value = value; }

    /// <summary>Whether to ascend.</summary>
    public bool Maximize { get => _maximize.Value; set => _maximize.Value = value; }

    /// <summary>Whether the velocity holds steps, as in textbooks, rather than gradients, as in PyTorch.</summary>
    public bool RateInVelocity { get => _rateInVelocity.Value; set => _rateInVelocity.Value = value; }

    internal override double? Inertia { get => Momentum; set => Momentum = value!.Value; }

    internal override string? Conflict => Nesterov && (Momentum == 0 || Dampening != 0)
        ? FormattableString.Invariant($"nesterov needs momentum above 0 and dampening 0; got momentum {Momentum} and dampening {Dampening}")
        : null;
}
