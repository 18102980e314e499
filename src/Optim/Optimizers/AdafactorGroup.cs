namespace MiniTorch.Optim;

/// <summary>A group of parameters of <see cref="Adafactor"/>.</summary>
public sealed class AdafactorGroup : ParamGroup
{
    private static readonly Bound NonPositive = new("must be a finite number of at most 0", static x => x <= 0 && double.IsFinite(x));
    private static readonly Bound AtLeastOne = new("must be a finite number of at least 1", static x => x >= 1 && double.IsFinite(x));

    private readonly RealOption _beta2Decay;
    private readonly OptionalPairOption _eps;
    private readonly RealOption _d;
    private readonly RealOption _weightDecay;
    private readonly FlagOption _maximize;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    public AdafactorGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _beta2Decay = Real("beta2_decay", NonPositive);
        _eps = Options.Add(new OptionalPairOption(Options, "eps", Bound.NonNegative));
        _d = Real("d", AtLeastOne);
        _weightDecay = Real("weight_decay", Bound.NonNegative);
        _maximize = Flag("maximize");
        EndOptions();
    }

    /// <summary>The exponent τ of the decay rate 1 − t^τ of the averages of squares, at most 0.</summary>
    public double Beta2Decay { get => _beta2Decay.Value; set => _beta2Decay.Value = value; }

    /// <summary>The numbers ε₁ that keeps the denominators above 0, the machine epsilon of the parameter's type if null, and ε₂, the least
    /// size that a parameter counts with; each at least 0.</summary>
    public (double? Eps1, double Eps2) Eps { get => _eps.Value; set => _eps.Value = value; }

    /// <summary>The root mean square d beyond which an update is scaled down, at least 1.</summary>
    public double D { get => _d.Value; set => _d.Value = value; }

    /// <summary>The factor λ of the decoupled weight decay, at least 0.</summary>
    public double WeightDecay { get => _weightDecay.Value; set => _weightDecay.Value = value; }

    /// <summary>Whether to ascend.</summary>
    public bool Maximize { get => _maximize.Value; set => _maximize.Value = value; }
}
