namespace MiniTorch.Optim;

/// <summary>
/// <see cref="Adam"/> with decoupled weight decay (Loshchilov and Hutter, 2019): θ ← (1 − ηλ)θ before the step, whatever the size of the
/// gradient. PyTorch: <c>torch.optim.AdamW</c>.
/// </summary>
public sealed class AdamW : Adam
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0.</param>
    /// <param name="betas">The decay rates β₁ and β₂, each in [0, 1); (0.9, 0.999) if null.</param>
    /// <param name="eps">The number ε that keeps the denominator above 0, at least 0.</param>
    /// <param name="weightDecay">The factor λ of the weight decay, at least 0.</param>
    /// <param name="amsGrad">Whether the largest average of squares so far takes the place of the current one.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public AdamW(
        IEnumerable<Tensor> parameters,
        double lr = 1e-3,
        (double Beta1, double Beta2)? betas = null,
        double eps = 1e-8,
        double weightDecay = 1e-2,
        bool amsGrad = false,
        bool maximize = false)
        : this([new AdamGroup(parameters)], lr, betas, eps, weightDecay, amsGrad, maximize)
    {
    }

    /// <summary>
    /// Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit. No group may set
    /// <see cref="AdamGroup.DecoupledWeightDecay"/> to false.
    /// </summary>
    /// <inheritdoc cref="AdamW(IEnumerable{Tensor}, double, ValueTuple{double, double}?, double, double, bool, bool)"/>
    public AdamW(
        IEnumerable<AdamGroup> groups,
        double lr = 1e-3,
        (double Beta1, double Beta2)? betas = null,
        double eps = 1e-8,
        double weightDecay = 1e-2,
        bool amsGrad = false,
        bool maximize = false)
        : base(nameof(AdamW), DecoupledDefaults(lr, betas, eps, weightDecay, amsGrad, maximize), groups)
    {
    }

    private static AdamGroup DecoupledDefaults(
        double lr, (double Beta1, double Beta2)? betas, double eps, double weightDecay, bool amsGrad, bool maximize)
    {
        AdamGroup defaults = Defaults(nameof(AdamW), lr, betas, eps, weightDecay, amsGrad, maximize, decoupled: true);
        defaults.FixDecoupled();
        return defaults;
    }
}
