namespace MiniTorch.Optim;

/// <summary>A group of parameters of <see cref="Adadelta"/>.</summary>
public sealed class AdadeltaGroup : ParamGroup
{
    private readonly RealOption _rho;
    private readonly RealOption _eps;
    private readonly RealOption _weightDecay;
    private readonly FlagOption _maximize;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    public AdadeltaGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _rho = Real("rho", Bound.Fraction);
        _eps = Real("eps", Bound.NonNegative);
        _weightDecay = Real("weight_decay", Bound.NonNegative);
        _maximize = Flag("maximize");
        EndOptions();
    }

    /// <summary>The decay rate ρ of the averages of squares, in [0, 1].</summary>
    public double Rho { get => _rho.Value; set => _rho.Value = value; }

    /// <summary>The number ε inside both roots, at least 0.</summary>
    public double Eps { get => _eps.Value; set => _eps.Value = value; }

    /// <summary>The factor λ of the L2 penalty ½λ‖θ‖², at least 0.</summary>
    public double WeightDecay { get => _weightDecay.Value; set => _weightDecay.Value = value; }

    /// <summary>Whether to ascend.</summary>
    public bool Maximize { get => _maximize.Value; set => _maximize.Value = value; }
}
