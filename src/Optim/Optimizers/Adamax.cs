namespace MiniTorch.Optim;

/// <summary>
/// <see cref="Adam"/> with the infinity norm in place of the root mean square (Kingma and Ba, 2015, section 7.1). PyTorch:
/// <c>torch.optim.Adamax</c>.
/// <code>
/// g ← ∇f(θ) + λθ                    (−∇f with maximize)
/// m ← β₁m + (1 − β₁)g
/// u ← max(β₂u, |g| + ε)
/// θ ← θ − η/(1 − β₁ᵗ) · m/u
/// </code>
/// </summary>
/// <remarks>
/// To be used where gradients are 0 most of the time, as those of embeddings, and a rare large one should set the scale for long: u forgets
/// a peak by the factor β₂ a step, and needs no correction in the first ones. A step moves no element by much more than η.
/// m becomes 0 below the smallest normal number, and u is no smaller than that, so that an element without gradient stays where it is
/// even if ε is 0, where PyTorch makes it NaN.
/// </remarks>
public sealed class Adamax : Optimizer<AdamaxGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0, in units of the parameter.</param>
    /// <param name="betas">The decay rates β₁ and β₂, each in [0, 1); (0.9, 0.999) if null.</param>
    /// <param name="eps">The number ε that keeps the denominator above 0, at least 0, in units of the gradient.</param>
    /// <param name="weightDecay">The factor λ of the L2 penalty, at least 0.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public Adamax(
        IEnumerable<Tensor> parameters,
        double lr = 2e-3,
        (double Beta1, double Beta2)? betas = null,
        double eps = 1e-8,
        double weightDecay = 0,
        bool maximize = false)
        : this([new AdamaxGroup(parameters)], lr, betas, eps, weightDecay, maximize)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="Adamax(IEnumerable{Tensor}, double, ValueTuple{double, double}?, double, double, bool)"/>
    public Adamax(
        IEnumerable<AdamaxGroup> groups,
        double lr = 2e-3,
        (double Beta1, double Beta2)? betas = null,
        double eps = 1e-8,
        double weightDecay = 0,
        bool maximize = false)
        : base(nameof(Adamax), Defaults(lr, betas, eps, weightDecay, maximize), new FusedPass<AdamaxGroup, AdamaxRule>(), groups)
    {
    }

    private static AdamaxGroup Defaults(double lr, (double Beta1, double Beta2)? betas, double eps, double weightDecay, bool maximize)
    {
        var defaults = new AdamaxGroup([]);
        defaults.Options.Label = nameof(Adamax);
        (defaults.Lr, defaults.Betas, defaults.Eps) = (lr, betas ?? (0.9, 0.999), eps);
        (defaults.WeightDecay, defaults.Maximize) = (weightDecay, maximize);
        return defaults;
    }
}
