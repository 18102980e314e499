namespace MiniTorch.Optim;

/// <summary>A group of parameters of <see cref="RAdam"/>.</summary>
public sealed class RAdamGroup : ParamGroup
{
    private readonly PairOption _betas;
    private readonly RealOption _eps;
    private readonly RealOption _weightDecay;
    private readonly FlagOption _maximize;
    private readonly FlagOption _decoupledWeightDecay;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    public RAdamGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _betas = Pair("betas", Bound.Decay);
        _eps = Real("eps", Bound.NonNegative);
        _weightDecay = Real("weight_decay", Bound.NonNegative);
        _maximize = Flag("maximize", mayBeMissing: true);
        _decoupledWeightDecay = Flag("decoupled_weight_decay", mayBeMissing: true);
        EndOptions();
    }

    /// <summary>The decay rates β₁ and β₂ of the averages of the gradient and of its square, each in [0, 1).</summary>
    public (double Beta1, double Beta2) Betas { get => _betas.Value; set => _betas.Value = value; }

    /// <summary>The number ε that keeps the denominator above 0, at least 0.</summary>
    public double Eps { get => _eps.Value; set => _eps.Value = value; }

    /// <summary>The factor λ of the weight decay, at least 0.</summary>
    public double WeightDecay { get => _weightDecay.Value; set => _weightDecay.Value = value; }

    /// <summary>Whether to ascend.</summary>
    public bool Maximize { get => _maximize.Value; set => _maximize.Value = value; }

    /// <summary>Whether weight decay shrinks the parameter directly instead of entering the gradient.</summary>
    public bool DecoupledWeightDecay { get => _decoupledWeightDecay.Value; set => _decoupledWeightDecay.Value = value; }

    internal override double? Inertia { get => Betas.Beta1; set => Betas = (value!.Value, Betas.Beta2); }
}
