namespace MiniTorch.Optim;

/// <summary>
/// Averaged stochastic gradient descent (Polyak and Juditsky, 1992). PyTorch: <c>torch.optim.ASGD</c>.
/// <code>
/// g ← ∇f(θ) + wθ                    (−∇f with maximize)
/// θ ← (1 − λη)θ − ηg
/// a ← a + μ(θ − a)                  (a ← θ where μ is 1)
/// η ← lr/(1 + λ·lr·t)^α
/// μ ← 1/max(1, t − t₀)              (η starts at lr, μ at 1)
/// </code>
/// </summary>
/// <remarks>
/// For convex problems, where the average reaches the best asymptotic rate although the steps do not. It is kept beside the parameters:
/// <see cref="Average"/> gives it, after training or for an evaluation. Until t₀, by default for a million steps, it is the parameter
/// itself: set t₀ to where the first descent ends. λ decays parameters even without weight decay. A change of the rate acts one
/// step later, as in PyTorch.
/// </remarks>
public sealed class ASGD : Optimizer<ASGDGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The learning rate that η starts at, at least 0.</param>
    /// <param name="lambd">The decay λ of parameters and rate, at least 0.</param>
    /// <param name="alpha">The power α by which the rate decays, at least 0.</param>
    /// <param name="t0">The step t₀ after which averaging starts.</param>
    /// <param name="weightDecay">The factor w of the L2 penalty, at least 0.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public ASGD(
        IEnumerable<Tensor> parameters,
        double lr = 1e-2,
        double lambd = 1e-4,
        double alpha = 0.75,
        double t0 = 1e6,
        double weightDecay = 0,
        bool maximize = false)
        : this([new ASGDGroup(parameters)], lr, lambd, alpha, t0, weightDecay, maximize)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="ASGD(IEnumerable{Tensor}, double, double, double, double, double, bool)"/>
    public ASGD(
        IEnumerable<ASGDGroup> groups,
        double lr = 1e-2,
        double lambd = 1e-4,
        double alpha = 0.75,
        double t0 = 1e6,
        double weightDecay = 0,
        bool maximize = false)
        : base(nameof(ASGD), Defaults(lr, lambd, alpha, t0, weightDecay, maximize), new ASGDPass(), groups)
    {
    }

    /// <summary>
    /// The average a of a parameter over the steps after t₀, which is what this optimizer is used for; until then the parameter
    /// itself, as it is when asked. PyTorch: <c>optimizer.state[parameter]["ax"]</c>.
    /// <code>
    /// foreach (Tensor parameter in model.Parameters())
    /// {
    ///     parameter.Value.CopyFrom(optimizer.Average(parameter).Value);
    /// }
    /// </code>
    /// </summary>
    /// <param name="parameter">A parameter of one of the groups.</param>
    /// <returns>A copy, of the parameter's shape and type, without history.</returns>
    /// <exception cref="ArgumentException">The tensor is in none of the groups.</exception>
    public Tensor Average(Tensor parameter) => new(ASGDPass.Average(StateOf(parameter)).Clone());

    private static ASGDGroup Defaults(double lr, double lambd, double alpha, double t0, double weightDecay, bool maximize)
    {
        var defaults = new ASGDGroup([]);
        defaults.Options.Label = nameof(ASGD);
        (defaults.Lr, defaults.Lambd, defaults.Alpha, defaults.T0) = (lr, lambd, alpha, t0);
        (defaults.WeightDecay, defaults.Maximize) = (weightDecay, maximize);
        return defaults;
    }
}
