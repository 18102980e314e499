namespace MiniTorch.Optim;

/// <summary>A group of parameters of <see cref="Muon"/>.</summary>
public sealed class MuonGroup : ParamGroup
{
    private readonly RealOption _weightDecay;
    private readonly RealOption _momentum;
    private readonly FlagOption _nesterov;
    private readonly TripleOption _nsCoefficients;
    private readonly RealOption _eps;
    private readonly CountOption _nsSteps;
    private readonly ChoiceOption<MuonAdjustLrFn> _adjustLrFn;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of a floating-point type with two dimensions, at least one.</param>
    public MuonGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _weightDecay = Real("weight_decay", Bound.NonNegative);
        _momentum = Real("momentum", Bound.Decay);
        _nesterov = Flag("nesterov");
        _nsCoefficients = Options.Add(new TripleOption(Options, "ns_coefficients", Bound.Finite));
        _eps = Real("eps", Bound.NonNegative);
        _nsSteps = Options.Add(new CountOption(Options, "ns_steps", limit: 100));
        _adjustLrFn = Options.Add(new ChoiceOption<MuonAdjustLrFn>(
            Options, "adjust_lr_fn", (MuonAdjustLrFn.Original, "original"), (MuonAdjustLrFn.MatchRmsAdamW, "match_rms_adamw"))
        {
            TakesNone = true,
        });
        EndOptions();
    }

    /// <summary>The factor λ of the decoupled weight decay, at least 0.</summary>
    public double WeightDecay { get => _weightDecay.Value; set => _weightDecay.Value = value; }

    /// <summary>The decay rate μ of the average of the gradient, in [0, 1).</summary>
    public double Momentum { get => _momentum.Value; set => _momentum.Value = value; }

    /// <summary>Whether the gradient is mixed into the average once more before it is orthogonalized.</summary>
    public bool Nesterov { get => _nesterov.Value; set => _nesterov.Value = value; }

    /// <summary>The coefficients (a, b, c) of the Newton–Schulz polynomial ax + bx³ + cx⁵.</summary>
    public (double A, double B, double C) NsCoefficients { get => _nsCoefficients.Value; set => _nsCoefficients.Value = value; }

    /// <summary>The least norm ε that an average is divided by, at least 0.</summary>
    public double Eps { get => _eps.Value; set => _eps.Value = value; }

    /// <summary>Number of Newton–Schulz steps, at least 1 and below 100.</summary>
    public int NsSteps { get => _nsSteps.Value; set => _nsSteps.Value = value; }

    /// <summary>How the rate is fitted to the shape of a parameter.</summary>
    public MuonAdjustLrFn AdjustLrFn { get => _adjustLrFn.Value; set => _adjustLrFn.Value = value; }

    internal override double? Inertia { get => Momentum; set => Momentum = value!.Value; }
}
