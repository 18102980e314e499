namespace MiniTorch.Optim;

/// <summary>
/// Division by a running average of the gradient's size (Tieleman and Hinton, 2012; centered: Graves, 2013). PyTorch:
/// <c>torch.optim.RMSprop</c>.
/// <code>
/// g ← ∇f(θ) + λθ                    (−∇f with maximize)
/// r ← αr + (1 − α)g²                (centered: m ← αm + (1 − α)g, and r − m², at least 0, takes the place of r below)
/// d ← g/(√r + ε)                    (g/√(ε + r) with epsInsideRoot)
/// θ ← θ − ηd                        (v ← μv + d, θ ← θ − ηv with momentum)
/// </code>
/// </summary>
/// <remarks>
/// For recurrent networks and other objectives that change as one learns, where <see cref="Adagrad"/>'s steps die out. r is not
/// corrected for its start at 0, so that the first steps are up to η/√(1 − α) long. The velocity holds gradients already divided, and the
/// rate multiplies it afterwards. Textbooks (Goodfellow et al., 2016, algorithm 8.5) have ε inside the root, with 1e-6: that limits the
/// steps of gradients below √ε, which are as long as all others in PyTorch's form.
/// Averages below the smallest normal number become 0, so that those that die away do not slow the step.
/// </remarks>
public sealed class RMSprop : Optimizer<RMSpropGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0.</param>
    /// <param name="alpha">The decay rate α of the averages, in [0, 1].</param>
    /// <param name="eps">The number ε that keeps the denominator above 0, at least 0.</param>
    /// <param name="weightDecay">The factor λ of the L2 penalty, at least 0.</param>
    /// <param name="momentum">The share μ of the velocity that a step keeps, at least 0.</param>
    /// <param name="centered">Whether the gradient is divided by its estimated standard deviation.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <param name="epsInsideRoot">Whether the denominator is √(ε + r), as in textbooks.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public RMSprop(
        IEnumerable<Tensor> parameters,
        double lr = 1e-2,
        double alpha = 0.99,
        double eps = 1e-8,
        double weightDecay = 0,
        double momentum = 0,
        bool centered = false,
        bool maximize = false,
        bool epsInsideRoot = false)
        : this([new RMSpropGroup(parameters)], lr, alpha, eps, weightDecay, momentum, centered, maximize, epsInsideRoot)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="RMSprop(IEnumerable{Tensor}, double, double, double, double, double, bool, bool, bool)"/>
    public RMSprop(
        IEnumerable<RMSpropGroup> groups,
        double lr = 1e-2,
        double alpha = 0.99,
        double eps = 1e-8,
        double weightDecay = 0,
        double momentum = 0,
        bool centered = false,
        bool maximize = false,
        bool epsInsideRoot = false)
        : base(
            nameof(RMSprop),
            Defaults(lr, alpha, eps, weightDecay, momentum, centered, maximize, epsInsideRoot),
            new FusedPass<RMSpropGroup, RMSpropRule>(),
            groups)
    {
    }

    private static RMSpropGroup Defaults(
        double lr, double alpha, double eps, double weightDecay, double momentum, bool centered, bool maximize, bool epsInsideRoot)
    {
        var defaults = new RMSpropGroup([]);
        defaults.Options.Label = nameof(RMSprop);
        (defaults.Lr, defaults.Alpha, defaults.Eps) = (lr, alpha, eps);
        (defaults.WeightDecay, defaults.Momentum, defaults.Centered) = (weightDecay, momentum, centered);
        (defaults.Maximize, defaults.EpsInsideRoot) = (maximize, epsInsideRoot);
        return defaults;
    }
}
