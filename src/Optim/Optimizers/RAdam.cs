namespace MiniTorch.Optim;

/// <summary>
/// Rectified <see cref="Adam"/> (Liu et al., 2020). PyTorch: <c>torch.optim.RAdam</c>.
/// <code>
/// g ← ∇f(θ) + λθ                    (−∇f with maximize; decoupled decay: g ← ∇f(θ), θ ← (1 − ηλ)θ)
/// m ← β₁m + (1 − β₁)g
/// v ← β₂v + (1 − β₂)g²
/// ρ∞ = 2/(1 − β₂) − 1, ρₜ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ)
/// r = √((ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρₜ))
/// θ ← θ − η/(1 − β₁ᵗ) · m · r√(1 − β₂ᵗ)/(√v + ε)      if ρₜ > 5
/// θ ← θ − η/(1 − β₁ᵗ) · m                             otherwise
/// </code>
/// </summary>
/// <remarks>
/// To be used instead of Adam where that needs a warm-up of the rate: v is an average of few squares at first, and r weighs how far it can
/// be trusted. The trap: as long as ρₜ ≤ 5, in the first 5 steps with the default betas and for ever with β₂ ≤ 2/3, steps are as long as
/// the gradient is, as in <see cref="SGD"/>; and ε stands beside √v as it is, not corrected as Adam's is.
/// Averages below the smallest normal number become 0.
/// </remarks>
public sealed class RAdam : Optimizer<RAdamGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0, in units of the parameter once steps are rectified.</param>
    /// <param name="betas">The decay rates β₁ and β₂, each in [0, 1); (0.9, 0.999) if null.</param>
    /// <param name="eps">The number ε that keeps the denominator above 0, at least 0, in units of the gradient.</param>
    /// <param name="weightDecay">The factor λ of the weight decay, at least 0.</param>
    /// <param name="decoupledWeightDecay">Whether weight decay shrinks the parameter directly.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public RAdam(
        IEnumerable<Tensor> parameters,
        double lr = 1e-3,
        (double Beta1, double Beta2)? betas = null,
        double eps = 1e-8,
        double weightDecay = 0,
        bool decoupledWeightDecay = false,
        bool maximize = false)
        : this([new RAdamGroup(parameters)], lr, betas, eps, weightDecay, decoupledWeightDecay, maximize)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="RAdam(IEnumerable{Tensor}, double, ValueTuple{double, double}?, double, double, bool, bool)"/>
    public RAdam(
        IEnumerable<RAdamGroup> groups,
        double lr = 1e-3,
        (double Beta1, double Beta2)? betas = null,
        double eps = 1e-8,
        double weightDecay = 0,
        bool decoupledWeightDecay = false,
        bool maximize = false)
        : base(
            nameof(RAdam),
            Defaults(lr, betas, eps, weightDecay, decoupledWeightDecay, maximize),
            new FusedPass<RAdamGroup, RAdamRule>(),
            groups)
    {
    }

    private static RAdamGroup Defaults(
        double lr, (double Beta1, double Beta2)? betas, double eps, double weightDecay, bool decoupled, bool maximize)
    {
        var defaults = new RAdamGroup([]);
        defaults.Options.Label = nameof(RAdam);
        (defaults.Lr, defaults.Betas, defaults.Eps, defaults.WeightDecay) = (lr, betas ?? (0.9, 0.999), eps, weightDecay);
        (defaults.DecoupledWeightDecay, defaults.Maximize) = (decoupled, maximize);
        return defaults;
    }
}
