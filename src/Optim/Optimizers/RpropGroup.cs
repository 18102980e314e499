namespace MiniTorch.Optim;

/// <summary>A group of parameters of <see cref="Rprop"/>.</summary>
public sealed class RpropGroup : ParamGroup
{
    private readonly OrderedPairOption _etas;
    private readonly OrderedPairOption _stepSizes;
    private readonly FlagOption _maximize;

    /// <summary>A group of parameters; what the initialiser does not set it inherits.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    public RpropGroup(IEnumerable<Tensor> parameters)
        : base(parameters)
    {
        _etas = Options.Add(
            new OrderedPairOption(Options, "etas", "0 < η⁻ < 1 < η⁺", static (minus, plus) => minus is > 0 and < 1 && plus > 1));
        _stepSizes = Options.Add(
            new OrderedPairOption(Options, "step_sizes", "0 ≤ min ≤ max", static (min, max) => min >= 0 && min <= max));
        _maximize = Flag("maximize");
        EndOptions();
    }

    /// <summary>
    /// The factors of a step size where the sign of the gradient changes, η⁻, and where it stays, η⁺: 0 &lt; η⁻ &lt; 1 &lt; η⁺.
    /// </summary>
    public (double Minus, double Plus) Etas { get => _etas.Value; set => _etas.Value = value; }

    /// <summary>The least and the largest step size, 0 ≤ min ≤ max.</summary>
    public (double Min, double Max) StepSizes { get => _stepSizes.Value; set => _stepSizes.Value = value; }

    /// <summary>Whether to ascend.</summary>
    public bool Maximize { get => _maximize.Value; set => _maximize.Value = value; }
}
