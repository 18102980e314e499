namespace MiniTorch.Optim;

/// <summary>Multiplies the rate by γ every <c>stepSize</c> steps: ηₜ = η₀·γ^⌊t/stepSize⌋. PyTorch: <c>StepLR</c>.</summary>
public sealed class StepLR : FactorScheduler
{
    private readonly CountOption _stepSize;
    private readonly RealOption _gamma;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="stepSize">Steps between two changes, at least 1.</param>
    /// <param name="gamma">The factor γ, at least 0.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public StepLR(Optimizer optimizer, int stepSize, double gamma = 0.1)
        : base(nameof(StepLR), optimizer)
    {
        _stepSize = Options.Add(new CountOption(Options, "step_size") { Value = stepSize });
        _gamma = Options.Add(new RealOption(Options, "gamma", Bound.NonNegative) { Value = gamma });
        Begin();
    }

    private protected override Tail FactorTail => Tail.Geometric(_gamma.Value, _stepSize.Value);

    internal override double Factor(int step) => Math.Pow(_gamma.Value, step / _stepSize.Value);
}
