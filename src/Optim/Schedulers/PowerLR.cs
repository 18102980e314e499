namespace MiniTorch.Optim;

/// <summary>
/// Lets the rate fall as a power of the step: ηₜ = η₀/(1 + k·t)^p. For ½ &lt; p ≤ 1 the rates meet the conditions of Robbins and Monro
/// (1951), Σηₜ = ∞ and Σηₜ² &lt; ∞: see <see cref="RobbinsMonro"/>. Not in PyTorch:
/// <c>LambdaLR(optimizer, lambda t: (1 + k * t) ** -p)</c>.
/// </summary>
public sealed class PowerLR : FactorScheduler
{
    private readonly RealOption _power;
    private readonly RealOption _decay;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="power">The power p, at least 0.</param>
    /// <param name="decay">The factor k of the step, at least 0: after 1/k steps the rate has fallen to η₀/2^p.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PowerLR(Optimizer optimizer, double power, double decay = 1)
        : base(nameof(PowerLR), optimizer)
    {
        _power = Options.Add(new RealOption(Options, "power", Bound.NonNegative) { Value = power });
        _decay = Options.Add(new RealOption(Options, "decay", Bound.NonNegative) { Value = decay });
        Begin();
    }

    private protected override Tail FactorTail => _decay.Value == 0 ? Tail.Constant : Tail.OfPower(_power.Value);

    internal override double Factor(int step) => Math.Pow(1 + (_decay.Value * step), -_power.Value);
}
