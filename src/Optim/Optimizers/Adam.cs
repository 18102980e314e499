namespace MiniTorch.Optim;

/// <summary>
/// Adaptive moment estimation (Kingma and Ba, 2015). PyTorch: <c>torch.optim.Adam</c>.
/// <code>
/// g ← ∇f(θ) + λθ                    (−∇f with maximize; decoupled decay: g ← ∇f(θ), θ ← (1 − ηλ)θ)
/// m ← β₁m + (1 − β₁)g
/// v ← β₂v + (1 − β₂)g²              (amsgrad: w ← max(w, v), and w takes the place of v below)
/// θ ← θ − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
/// </code>
/// </summary>
/// <remarks>Averages below the smallest normal number become 0, so that those that die away do not slow the step.</remarks>
public class Adam : Optimizer<AdamGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0.</param>
    /// <param name="betas">The decay rates β₁ and β₂, each in [0, 1); (0.9, 0.999) if null.</param>
    /// <param name="eps">The number ε that keeps the denominator above 0, at least 0.</param>
    /// <param name="weightDecay">The factor λ of the weight decay, at least 0.</param>
    /// <param name="amsGrad">Whether the largest average of squares so far takes the place of the current one.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <param name="decoupledWeightDecay">Whether weight decay shrinks the parameter directly.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public Adam(
        IEnumerable<Tensor> parameters,
        double lr = 1e-3,
        (double Beta1, double Beta2)? betas = null,
        double eps = 1e-8,
        double weightDecay = 0,
        bool amsGrad = false,
        bool maximize = false,
        bool decoupledWeightDecay = false)
        : this([new AdamGroup(parameters)], lr, betas, eps, weightDecay, amsGrad, maximize, decoupledWeightDecay)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="Adam(IEnumerable{Tensor}, double, ValueTuple{double, double}?, double, double, bool, bool, bool)"/>
    public Adam(
        IEnumerable<AdamGroup> groups,
        double lr = 1e-3,
        (double Beta1, double Beta2)? betas = null,
        double eps = 1e-8,
        double weightDecay = 0,
        bool amsGrad = false,
        bool maximize = false,
        bool decoupledWeightDecay = false)
        : this(nameof(Adam), Defaults(nameof(Adam), lr, betas, eps, weightDecay, amsGrad, maximize, decoupledWeightDecay), groups)
    {
    }

    private protected Adam(string name, AdamGroup defaults, IEnumerable<AdamGroup> groups)
        : base(name, defaults, new FusedPass<AdamGroup, AdamRule>(), groups)
    {
    }

    private protected static AdamGroup Defaults(
        string name,
        double lr,
        (double Beta1, double Beta2)? betas,
        double eps,
        double weightDecay,
        bool amsGrad,
        bool maximize,
        bool decoupled)
    {
        var defaults = new AdamGroup([]);
        defaults.Options.Label = name;
        (defaults.Lr, defaults.Betas, defaults.Eps, defaults.WeightDecay) = (lr, betas ?? (0.9, 0.999), eps, weightDecay);
        (defaults.AmsGrad, defaults.Maximize, defaults.DecoupledWeightDecay) = (amsGrad, maximize, decoupled);
        return defaults;
    }
}
