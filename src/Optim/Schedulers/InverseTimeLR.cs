namespace MiniTorch.Optim;

/// <summary>
/// Lets the rate fall as the inverse of the step: ηₜ = η₀/(1 + k·t), the rates of Robbins and Monro (1951) and of Bottou's "Stochastic
/// Gradient Descent Tricks" (2012), where k = λη₀. Both conditions of <see cref="RobbinsMonro"/> hold. Not in PyTorch:
/// <c>LambdaLR(optimizer, lambda t: 1 / (1 + k * t))</c>.
/// </summary>
public sealed class InverseTimeLR : FactorScheduler
{
    private readonly RealOption _decay;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="decay">The factor k of the step, at least 0: after 1/k steps the rate is half the initial one.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public InverseTimeLR(Optimizer optimizer, double decay = 1)
        : base(nameof(InverseTimeLR), optimizer)
    {
        _decay = Options.Add(new RealOption(Options, "decay", Bound.NonNegative) { Value = decay });
        Begin();
    }

    private protected override Tail FactorTail => _decay.Value == 0 ? Tail.Constant : Tail.OfPower(1);

    internal override double Factor(int step) => 1 / (1 + (_decay.Value * step));
}
