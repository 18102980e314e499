namespace MiniTorch.Optim;

/// <summary>Multiplies the rate by γ every step: ηₜ = η₀·γᵗ. PyTorch: <c>ExponentialLR</c>.</summary>
public sealed class ExponentialLR : FactorScheduler
{
    private readonly RealOption _gamma;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="gamma">The factor γ, at least 0.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ExponentialLR(Optimizer optimizer, double gamma)
        : base(nameof(ExponentialLR), optimizer)
    {
        _gamma = Options.Add(new RealOption(Options, "gamma", Bound.NonNegative) { Value = gamma });
        Begin();
    }

    private protected override Tail FactorTail => Tail.Geometric(_gamma.Value, every: 1);

    internal override double Factor(int step) => Math.Pow(_gamma.Value, step);
}
