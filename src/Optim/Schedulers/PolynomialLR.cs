namespace MiniTorch.Optim;

/// <summary>
/// Lets the rate fall to 0 within <c>totalIters</c> steps: ηₜ = η₀·(1 − min(t, total)/total)^power. PyTorch: <c>PolynomialLR</c>.
/// </summary>
public sealed class PolynomialLR : FactorScheduler
{
    private readonly CountOption _totalIters;
    private readonly RealOption _power;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="totalIters">Number of steps to 0, at least 1.</param>
    /// <param name="power">The power, at least 0.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PolynomialLR(Optimizer optimizer, int totalIters = 5, double power = 1)
        : base(nameof(PolynomialLR), optimizer)
    {
        _totalIters = Options.Add(new CountOption(Options, "total_iters") { Value = totalIters });
        _power = Options.Add(new RealOption(Options, "power", Bound.NonNegative) { Value = power });
        Begin();
    }

    private protected override Tail FactorTail => Tail.EndsAt(Math.Pow(0, _power.Value));

    internal override double Factor(int step) =>
        Math.Pow(1 - ((double)Math.Min(step, _totalIters.Value) / _totalIters.Value), _power.Value);
}
