namespace MiniTorch.Optim;

/// <summary>
/// <see cref="Adam"/> with Nesterov's momentum (Dozat, 2016). PyTorch: <c>torch.optim.NAdam</c>.
/// <code>
/// g ← ∇f(θ) + λθ                    (−∇f with maximize; decoupled decay: g ← ∇f(θ), θ ← (1 − ηλ)θ)
/// μₜ = β₁(1 − ½·0.96^(tψ)), Π ← Πμₜ
/// m ← β₁m + (1 − β₁)g
/// v ← β₂v + (1 − β₂)g²
/// θ ← θ − η ((1 − μₜ)/(1 − Π) · g + μₜ₊₁/(1 − Πμₜμₜ₊₁) · m) / (√v/√(1 − β₂ᵗ) + ε)
/// </code>
/// With <c>exactProduct</c> Πμₜ₊₁ takes the place of Πμₜμₜ₊₁.
/// </summary>
/// <remarks>
/// To be used like Adam, of which it often needs fewer steps: the current gradient enters the step beyond its share in m. The trap: Π has
/// the factor μₜ already, and the formula above, which is PyTorch's up to 1.13, has it twice; the paper and PyTorch from 2.0 on have it
/// once, and so has <c>exactProduct</c>. The paths differ by under a hundredth of a step, in the first few steps.
/// Averages below the smallest normal number become 0.
/// </remarks>
public sealed class NAdam : Optimizer<NAdamGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0, in units of the parameter.</param>
    /// <param name="betas">The decay rates β₁ and β₂, each in [0, 1); (0.9, 0.999) if null.</param>
    /// <param name="eps">The number ε that keeps the denominator above 0, at least 0, in units of the gradient.</param>
    /// <param name="weightDecay">The factor λ of the weight decay, at least 0.</param>
    /// <param name="momentumDecay">How fast μ warms up from about β₁/2 to β₁, ψ, at least 0: half of the way in 17/ψ steps.</param>
    /// <param name="decoupledWeightDecay">Whether weight decay shrinks the parameter directly.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <param name="exactProduct">Whether μ is corrected as in the paper and in PyTorch from 2.0 on, not as in PyTorch 1.13.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public NAdam(
        IEnumerable<Tensor> parameters,
        double lr = 2e-3,
        (double Beta1, double Beta2)? betas = null,
        double eps = 1e-8,
        double weightDecay = 0,
        double momentumDecay = 4e-3,
        bool decoupledWeightDecay = false,
        bool maximize = false,
        bool exactProduct = false)
        : this([new NAdamGroup(parameters)], lr, betas, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize, exactProduct)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="NAdam(IEnumerable{Tensor}, double, ValueTuple{double, double}?, double, double, double, bool, bool, bool)"/>
    public NAdam(
        IEnumerable<NAdamGroup> groups,
        double lr = 2e-3,
        (double Beta1, double Beta2)? betas = null,
        double eps = 1e-8,
        double weightDecay = 0,
        double momentumDecay = 4e-3,
        bool decoupledWeightDecay = false,
        bool maximize = false,
        bool exactProduct = false)
        : base(
            nameof(NAdam),
            Defaults(lr, betas, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize, exactProduct),
            new FusedPass<NAdamGroup, NAdamRule>(),
            groups)
    {
    }

    private static NAdamGroup Defaults(
        double lr,
        (double Beta1, double Beta2)? betas,
        double eps,
        double weightDecay,
        double momentumDecay,
        bool decoupled,
        bool maximize,
        bool exactProduct)
    {
        var defaults = new NAdamGroup([]);
        defaults.Options.Label = nameof(NAdam);
        (defaults.Lr, defaults.Betas, defaults.Eps) = (lr, betas ?? (0.9, 0.999), eps);
        (defaults.WeightDecay, defaults.MomentumDecay) = (weightDecay, momentumDecay);
        (defaults.DecoupledWeightDecay, defaults.Maximize, defaults.ExactProduct) = (decoupled, maximize, exactProduct);
        return defaults;
    }
}
