namespace MiniTorch.Optim;

/// <summary>
/// Adaptive subgradient method (Duchi, Hazan and Singer, 2011). PyTorch: <c>torch.optim.Adagrad</c>.
/// <code>
/// g ← ∇f(θ) + λθ                                        (−∇f with maximize)
/// r ← r + g²
/// θ ← θ − η/(1 + (t − 1)·lrDecay) · g/(√r + ε)          (g/√(ε + r) with epsInsideRoot)
/// </code>
/// </summary>
/// <remarks>
/// For sparse features: what is rarely seen keeps a large rate. Since r only grows, steps shrink like 1/√t, too soon for most deep
/// networks. Goodfellow et al. (2016, algorithm 8.4) have ε outside the root too, with 1e-7. Unlike that of the other optimizers, the
/// state is there before the first step.
/// </remarks>
public sealed class Adagrad : Optimizer<AdagradGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0.</param>
    /// <param name="lrDecay">How fast the rate falls with the steps, at least 0.</param>
    /// <param name="weightDecay">The factor λ of the L2 penalty, at least 0.</param>
    /// <param name="initialAccumulatorValue">What the sums of squares r start at, at least 0.</param>
    /// <param name="eps">The number ε that keeps the denominator above 0, at least 0.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <param name="epsInsideRoot">Whether the denominator is √(ε + r).</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public Adagrad(
        IEnumerable<Tensor> parameters,
        double lr = 1e-2,
        double lrDecay = 0,
        double weightDecay = 0,
        double initialAccumulatorValue = 0,
        double eps = 1e-10,
        bool maximize = false,
        bool epsInsideRoot = false)
        : this([new AdagradGroup(parameters)], lr, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize, epsInsideRoot)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="Adagrad(IEnumerable{Tensor}, double, double, double, double, double, bool, bool)"/>
    public Adagrad(
        IEnumerable<AdagradGroup> groups,
        double lr = 1e-2,
        double lrDecay = 0,
        double weightDecay = 0,
        double initialAccumulatorValue = 0,
        double eps = 1e-10,
        bool maximize = false,
        bool epsInsideRoot = false)
        : base(
            nameof(Adagrad),
            Defaults(lr, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize, epsInsideRoot),
            new FusedPass<AdagradGroup, AdagradRule>(),
            groups)
    {
    }

    private static AdagradGroup Defaults(
        double lr, double lrDecay, double weightDecay, double initialAccumulatorValue, double eps, bool maximize, bool epsInsideRoot)
    {
        var defaults = new AdagradGroup([]);
        defaults.Options.Label = nameof(Adagrad);
        (defaults.Lr, defaults.LrDecay, defaults.WeightDecay) = (lr, lrDecay, weightDecay);
        (defaults.InitialAccumulatorValue, defaults.Eps) = (initialAccumulatorValue, eps);
        (defaults.Maximize, defaults.EpsInsideRoot) = (maximize, epsInsideRoot);
        return defaults;
    }
}
