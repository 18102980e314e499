namespace MiniTorch.Optim;

/// <summary>
/// Stochastic gradient descent, with momentum on request. PyTorch: <c>torch.optim.SGD</c>.
/// <code>
/// g ← ∇f(θ) + λθ                    (−∇f with maximize)
/// v ← μv + (1 − τ)g                 (v ← g in the first step)
/// θ ← θ − ηv                        (θ ← θ − η(g + μv) with nesterov; θ ← θ − ηg without momentum)
/// </code>
/// </summary>
/// <remarks>
/// As in PyTorch, the velocity holds gradients and the rate multiplies it afterwards: a change of the rate acts at once. With
/// <c>rateInVelocity</c> it holds steps, as in textbooks (Polyak, 1964): the same path at a constant rate, another once the rate changes,
/// since steps already in the velocity keep the rate they were made with. The first gradient is not dampened.
/// </remarks>
public sealed class SGD : Optimizer<SGDGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0.</param>
    /// <param name="momentum">The share μ of the velocity that a step keeps, at least 0.</param>
    /// <param name="dampening">The share τ of the gradient that does not enter the velocity.</param>
    /// <param name="weightDecay">The factor λ of the L2 penalty, at least 0.</param>
    /// <param name="nesterov">Whether the gradient is looked at beyond the velocity; needs a momentum above 0 and no dampening.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <param name="rateInVelocity">Whether the velocity holds steps, as in textbooks: v ← μv − η(1 − τ)g, θ ← θ + v (θ ← θ + μv − ηg
    /// with Nesterov).</param>
    /// <exception cref="ArgumentException">An option is out of range or contradicts another, or a parameter cannot be optimized; the
    /// message names it.</exception>
    public SGD(
        IEnumerable<Tensor> parameters,
        double lr = 1e-3,
        double momentum = 0,
        double dampening = 0,
        double weightDecay = 0,
        bool nesterov = false,
        bool maximize = false,
        bool rateInVelocity = false)
        : this([new SGDGroup(parameters)], lr, momentum, dampening, weightDecay, nesterov, maximize, rateInVelocity)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="SGD(IEnumerable{Tensor}, double, double, double, double, bool, bool, bool)"/>
    public SGD(
        IEnumerable<SGDGroup> groups,
        double lr = 1e-3,
        double momentum = 0,
        double dampening = 0,
        double weightDecay = 0,
        bool nesterov = false,
        bool maximize = false,
        bool rateInVelocity = false)
        : base(
            nameof(SGD),
            Defaults(lr, momentum, dampening, weightDecay, nesterov, maximize, rateInVelocity),
            new FusedPass<SGDGroup, SGDRule>(),
            groups)
    {
    }

    private static SGDGroup Defaults(
        double lr, double momentum, double dampening, double weightDecay, bool nesterov, bool maximize, bool rateInVelocity)
    {
        var defaults = new SGDGroup([]);
        defaults.Options.Label = nameof(SGD);
        (defaults.Lr, defaults.Momentum, defaults.Dampening) = (lr, momentum, dampening);
        (defaults.WeightDecay, defaults.Nesterov, defaults.Maximize) = (weightDecay, nesterov, maximize);
        defaults.RateInVelocity = rateInVelocity;
        return defaults;
    }
}
