namespace MiniTorch.Optim;

/// <summary>
/// Evolved sign momentum (Chen et al., 2023): every element moves by exactly η. PyTorch has none; this is the authors' rule, with PyTorch's
/// names.
/// <code>
/// g = ∇f(θ)                         (−∇f with maximize)
/// θ ← (1 − ηλ)θ − η·sign(β₁m + (1 − β₁)g)
/// m ← β₂m + (1 − β₂)g
/// </code>
/// </summary>
/// <remarks>
/// To be used for large models and batches, with one state tensor where Adam has two. The trap: steps do not shrink with the gradient, so
/// the authors take a rate of a third to a tenth of AdamW's and a weight decay larger by as much, and the rate has to decay in the end.
/// The sign of 0 is 0, that of NaN is NaN. Averages below the smallest normal number become 0.
/// </remarks>
public sealed class Lion : Optimizer<LionGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0, in units of the parameter.</param>
    /// <param name="betas">The weight β₁ of the average in a step and its decay rate β₂, each in [0, 1); (0.9, 0.99) if null.</param>
    /// <param name="weightDecay">The factor λ of the decoupled weight decay, at least 0.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public Lion(
        IEnumerable<Tensor> parameters,
        double lr = 1e-4,
        (double Beta1, double Beta2)? betas = null,
        double weightDecay = 0,
        bool maximize = false)
        : this([new LionGroup(parameters)], lr, betas, weightDecay, maximize)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="Lion(IEnumerable{Tensor}, double, ValueTuple{double, double}?, double, bool)"/>
    public Lion(
        IEnumerable<LionGroup> groups,
        double lr = 1e-4,
        (double Beta1, double Beta2)? betas = null,
        double weightDecay = 0,
        bool maximize = false)
        : base(nameof(Lion), Defaults(lr, betas, weightDecay, maximize), new FusedPass<LionGroup, LionRule>(), groups)
    {
    }

    private static LionGroup Defaults(double lr, (double Beta1, double Beta2)? betas, double weightDecay, bool maximize)
    {
        var defaults = new LionGroup([]);
        defaults.Options.Label = nameof(Lion);
        (defaults.Lr, defaults.Betas, defaults.WeightDecay, defaults.Maximize) = (lr, betas ?? (0.9, 0.99), weightDecay, maximize);
        return defaults;
    }
}
