namespace MiniTorch.Optim;

/// <summary>
/// Multiplies the rate by a factor until step <c>totalIters</c>: ηₜ = η₀·factor for t &lt; totalIters, then η₀. PyTorch: <c>ConstantLR</c>.
/// </summary>
public sealed class ConstantLR : FactorScheduler
{
    private readonly RealOption _factor;
    private readonly CountOption _totalIters;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factor">The factor, in [0, 1].</param>
    /// <param name="totalIters">Number of steps with the factor, at least 1.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int totalIters = 5)
        : base(nameof(ConstantLR), optimizer)
    {
        _factor = Options.Add(new RealOption(Options, "factor", Bound.Fraction) { Value = factor });
        _totalIters = Options.Add(new CountOption(Options, "total_iters") { Value = totalIters });
        Begin();
    }

    private protected override Tail FactorTail => Tail.Constant;

    internal override double Factor(int step) => step < _totalIters.Value ? _factor.Value : 1;
}
