namespace MiniTorch.Optim;

/// <summary>A group of parameters of <see cref="Adamax"/>.</summary>
public sealed class AdamaxGroup : ParamGroup
{
    private readonly PairOption _betas;
    private readonly RealOption _eps;
    private readonly RealOption _weightDecay;
    private readonly FlagOption _maximize;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    public AdamaxGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _betas = Pair("betas", Bound.Decay);
        _eps = Real("eps", Bound.NonNegative);
        _weightDecay = Real("weight_decay", Bound.NonNegative);
        _maximize = Flag("maximize");
        EndOptions();
    }

    /// <summary>The decay rates β₁ of the average of the gradient and β₂ of its largest magnitude, each in [0, 1).</summary>
    public (double Beta1, double Beta2) Betas { get => _betas.Value; set => _betas.Value = value; }

    /// <summary>The number ε that keeps the denominator above 0, at least 0.</summary>
    public double Eps { get => _eps.Value; set => _eps.Value = value; }

    /// <summary>The factor λ of the L2 penalty ½λ‖θ‖², at least 0.</summary>
    public double WeightDecay { get => _weightDecay.Value; set => _weightDecay.Value = value; }

    /// <summary>Whether to ascend.</summary>
    public bool Maximize { get => _maximize.Value; set => _maximize.Value = value; }

    internal override double? Inertia { get => Betas.Beta1; set => Betas = (value!.Value, Betas.Beta2); }
}
