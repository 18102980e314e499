namespace MiniTorch.Optim;

/// <summary>
/// Multiplies the rate by γ at each milestone: ηₜ = η₀·γᵐ, where m is the number of milestones up to t; one given twice counts twice.
/// PyTorch: <c>MultiStepLR</c>.
/// </summary>
public sealed class MultiStepLR : FactorScheduler
{
    private readonly MilestonesOption _milestones;
    private readonly RealOption _gamma;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="milestones">Steps, each at least 0, in any order.</param>
    /// <param name="gamma">The factor γ, at least 0.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public MultiStepLR(Optimizer optimizer, IEnumerable<int> milestones, double gamma = 0.1)
        : base(nameof(MultiStepLR), optimizer)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _milestones = Options.Add(new MilestonesOption(Options, "milestones") { Value = [.. milestones.Order()] });
        _gamma = Options.Add(new RealOption(Options, "gamma", Bound.NonNegative) { Value = gamma });
        Begin();
    }

    private protected override Tail FactorTail => Tail.EndsAt(Math.Pow(_gamma.Value, _milestones.Value.Length));

    internal override double Factor(int step)
    {
        int passed = 0;
        while (passed < _milestones.Value.Length && _milestones.Value[passed] <= step)
        {
            passed++;
        }

        return Math.Pow(_gamma.Value, passed);
    }
}
