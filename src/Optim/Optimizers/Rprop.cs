namespace MiniTorch.Optim;

/// <summary>
/// Resilient backpropagation (Riedmiller and Braun, 1993), in the form without backtracking (iRprop⁻: Igel and Hüsken, 2000). PyTorch:
/// <c>torch.optim.Rprop</c>.
/// <code>
/// g ← ∇f(θ)                         (−∇f with maximize)
/// Δ ← Δ · η⁺ where g has the sign of g′, Δ · η⁻ where it has the other, Δ where one of the two is 0
/// Δ ← min(max(Δ, Δ_min), Δ_max)
/// g ← 0 where the sign has changed
/// θ ← θ − sign(g)Δ
/// g′ ← g                            (the Δ start at the rate, g′ at 0)
/// </code>
/// </summary>
/// <remarks>
/// For whole batches only, and then fast and without a rate to tune: only signs of gradients matter, and the noise of mini-batches
/// changes them. The rate is where step sizes start; later changes of it, by a scheduler too, have no effect. A gradient of NaN makes
/// the parameter NaN (PyTorch leaves it as it is); signs are compared, so that products of tiny gradients do not underflow.
/// </remarks>
public sealed class Rprop : Optimizer<RpropGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The first step size, at least 0.</param>
    /// <param name="etas">The factors η⁻ and η⁺ of step sizes, 0 &lt; η⁻ &lt; 1 &lt; η⁺; (0.5, 1.2) if null.</param>
    /// <param name="stepSizes">The least and the largest step size, 0 ≤ min ≤ max; (1e-6, 50) if null.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public Rprop(
        IEnumerable<Tensor> parameters,
        double lr = 1e-2,
        (double Minus, double Plus)? etas = null,
        (double Min, double Max)? stepSizes = null,
        bool maximize = false)
        : this([new RpropGroup(parameters)], lr, etas, stepSizes, maximize)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="Rprop(IEnumerable{Tensor}, double, ValueTuple{double, double}?, ValueTuple{double, double}?, bool)"/>
    public Rprop(
        IEnumerable<RpropGroup> groups,
        double lr = 1e-2,
        (double Minus, double Plus)? etas = null,
        (double Min, double Max)? stepSizes = null,
        bool maximize = false)
        : base(nameof(Rprop), Defaults(lr, etas, stepSizes, maximize), new FusedPass<RpropGroup, RpropRule>(), groups)
    {
    }

    private static RpropGroup Defaults(
        double lr, (double Minus, double Plus)? etas, (double Min, double Max)? stepSizes, bool maximize)
    {
        var defaults = new RpropGroup([]);
        defaults.Options.Label = nameof(Rprop);
        (defaults.Lr, defaults.Etas, defaults.StepSizes) = (lr, etas ?? (0.5, 1.2), stepSizes ?? (1e-6, 50));
        defaults.Maximize = maximize;
        return defaults;
    }
}
