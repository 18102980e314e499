namespace MiniTorch.Optim;

/// <summary>
/// Lets a factor of the rate run in a straight line from <c>startFactor</c> to <c>endFactor</c> within <c>totalIters</c> steps:
/// ηₜ = η₀·(start + (end − start)·min(t, total)/total). PyTorch: <c>LinearLR</c>.
/// </summary>
public sealed class LinearLR : FactorScheduler
{
    private readonly RealOption _startFactor;
    private readonly RealOption _endFactor;
    private readonly CountOption _totalIters;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="startFactor">The factor of step 0, above 0 and at most 1.</param>
    /// <param name="endFactor">The factor from step <paramref name="totalIters"/> on, in [0, 1].</param>
    /// <param name="totalIters">Number of steps until then, at least 1.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public LinearLR(Optimizer optimizer, double startFactor = 1.0 / 3, double endFactor = 1, int totalIters = 5)
        : base(nameof(LinearLR), optimizer)
    {
        _startFactor = Options.Add(new RealOption(Options, "start_factor", Bound.PositiveFraction) { Value = startFactor });
        _endFactor = Options.Add(new RealOption(Options, "end_factor", Bound.Fraction) { Value = endFactor });
        _totalIters = Options.Add(new CountOption(Options, "total_iters") { Value = totalIters });
        Begin();
    }

    private protected override Tail FactorTail => Tail.EndsAt(_endFactor.Value);

    internal override double Factor(int step)
    {
        double way = (double)Math.Min(step, _totalIters.Value) / _totalIters.Value;
        return _startFactor.Value + ((_endFactor.Value - _startFactor.Value) * way);
    }
}
