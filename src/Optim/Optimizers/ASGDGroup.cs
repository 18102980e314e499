namespace MiniTorch.Optim;

/// <summary>A group of parameters of <see cref="ASGD"/>.</summary>
public sealed class ASGDGroup : ParamGroup
{
    private readonly RealOption _lambd;
    private readonly RealOption _alpha;
    private readonly RealOption _t0;
    private readonly RealOption _weightDecay;
    private readonly FlagOption _maximize;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    public ASGDGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _lambd = Real("lambd", Bound.NonNegative);
        _alpha = Real("alpha", Bound.NonNegative);
        _t0 = Real("t0", Bound.Finite);
        _weightDecay = Real("weight_decay", Bound.NonNegative);
        _maximize = Flag("maximize");
        EndOptions();
    }

    /// <summary>The factor λ by which parameters, and with the steps the rate, decay; at least 0.</summary>
    public double Lambd { get => _lambd.Value; set => _lambd.Value = value; }

    /// <summary>The power α by which the rate decays, at least 0.</summary>
    public double Alpha { get => _alpha.Value; set => _alpha.Value = value; }

    /// <summary>The step t₀ after which averaging starts.</summary>
    public double T0 { get => _t0.Value; set => _t0.Value = value; }

    /// <summary>The factor w of the L2 penalty ½w‖θ‖², at least 0.</summary>
    public double WeightDecay { get => _weightDecay.Value; set => _weightDecay.Value = value; }

    /// <summary>Whether to ascend.</summary>
    public bool Maximize { get => _maximize.Value; set => _maximize.Value = value; }
}
