namespace MiniTorch.Optim;

/// <summary>
/// Steps in the units of the parameter, without a rate to choose (Zeiler, 2012). PyTorch: <c>torch.optim.Adadelta</c>.
/// <code>
/// g ← ∇f(θ) + λθ                    (−∇f with maximize)
/// v ← ρv + (1 − ρ)g²
/// Δ = √(u + ε)/√(v + ε) · g
/// u ← ρu + (1 − ρ)Δ²
/// θ ← θ − ηΔ
/// </code>
/// </summary>
/// <remarks>
/// To be used where the scale of the gradient differs between parameters and drifts, and no rate is known: the root mean square of past
/// steps takes its place. The trap: ε, which stands inside both roots, also sets the length of the first steps, about √(ε/(1 − ρ)) with
/// η = 1; a smaller one starts more slowly. Averages below the smallest normal number become 0.
/// </remarks>
public sealed class Adadelta : Optimizer<AdadeltaGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The factor η of the step, at least 0; without units.</param>
    /// <param name="rho">The decay rate ρ of the averages of squares, in [0, 1].</param>
    /// <param name="eps">The number ε inside both roots, at least 0.</param>
    /// <param name="weightDecay">The factor λ of the L2 penalty, at least 0.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public Adadelta(
        IEnumerable<Tensor> parameters,
        double lr = 1,
        double rho = 0.9,
        double eps = 1e-6,
        double weightDecay = 0,
        bool maximize = false)
        : this([new AdadeltaGroup(parameters)], lr, rho, eps, weightDecay, maximize)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="Adadelta(IEnumerable{Tensor}, double, double, double, double, bool)"/>
    public Adadelta(
        IEnumerable<AdadeltaGroup> groups,
        double lr = 1,
        double rho = 0.9,
        double eps = 1e-6,
        double weightDecay = 0,
        bool maximize = false)
        : base(nameof(Adadelta), Defaults(lr, rho, eps, weightDecay, maximize), new FusedPass<AdadeltaGroup, AdadeltaRule>(), groups)
    {
    }

    private static AdadeltaGroup Defaults(double lr, double rho, double eps, double weightDecay, bool maximize)
    {
        var defaults = new AdadeltaGroup([]);
        defaults.Options.Label = nameof(Adadelta);
        (defaults.Lr, defaults.Rho, defaults.Eps, defaults.WeightDecay, defaults.Maximize) = (lr, rho, eps, weightDecay, maximize);
        return defaults;
    }
}
