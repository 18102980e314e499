namespace MiniTorch.Optim;

/// <summary>A group of parameters of <see cref="RMSprop"/>.</summary>
public sealed class RMSpropGroup : ParamGroup
{
    private readonly RealOption _momentum;
    private readonly RealOption _alpha;
    private readonly RealOption _eps;
    private readonly FlagOption _centered;
    private readonly RealOption _weightDecay;
    private readonly FlagOption _maximize;
    private readonly FlagOption _epsInsideRoot;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    public RMSpropGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _momentum = Real("momentum", Bound.NonNegative);
        _alpha = Real("alpha", Bound.Fraction);
        _eps = Real("eps", Bound.NonNegative);
        _centered = Flag("centered");
        _weightDecay = Real("weight_decay", Bound.NonNegative);
        _maximize = Flag("maximize");
        _epsInsideRoot = Flag("eps_inside_root", mayBeMissing: true);
        EndOptions();
    }

    /// <summary>The share μ of the velocity that a step keeps, at least 0; 0 for none.</summary>
    public double Momentum { get => _momentum.Value; set => _momentum.Value = value; }

    /// <summary>The decay rate α of the averages, in [0, 1].</summary>
    public double Alpha { get => _alpha.Value; set => _alpha.Value = value; }

    /// <summary>The number ε that keeps the denominator above 0, at least 0.</summary>
    public double Eps { get => _eps.Value; set => _eps.Value = value; }

    /// <summary>Whether the gradient is divided by its estimated standard deviation rather than its root mean square.</summary>
    public bool Centered { get => _centered.Value; set => _centered.Value = value; }

    /// <summary>The factor λ of the L2 penalty ½λ‖θ‖², at least 0.</summary>
    public double WeightDecay { get => _weightDecay.Value; set => _weightDecay.Value = value; }

    /// <summary>Whether to ascend.</summary>
    public bool Maximize { get => _maximize.Value; set => _maximize.Value = value; }

    /// <summary>Whether the denominator is √(ε + r), as in textbooks, rather than √r + ε, as in PyTorch.</summary>
    public bool EpsInsideRoot { get => _epsInsideRoot.Value; set => _epsInsideRoot.Value = value; }

    internal override double? Inertia { get => Momentum; set => Momentum = value!.Value; }
}
