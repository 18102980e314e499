namespace MiniTorch.Optim;

/// <summary>
/// Momentum, orthogonalized by Newton–Schulz: a step as long in every direction that the gradient of a matrix has (Jordan et al., 2024).
/// PyTorch: <c>torch.optim.Muon</c>.
/// <code>
/// g ← ∇f(θ)
/// m ← μm + (1 − μ)g
/// u = μm + (1 − μ)g                 (u = m without nesterov)
/// X ← u / max(‖u‖, ε)               (Frobenius norm)
/// k times: A = XXᵀ, X ← aX + (bA + cA²)X
/// θ ← (1 − ηλ)θ
/// θ ← θ − η·√max(1, R/C)·X          (MatchRmsAdamW: η·0.2·√max(R, C))
/// </code>
/// </summary>
/// <remarks>
/// For the weight matrices of hidden layers, where it often needs fewer steps than AdamW. Its trap: only for those. Biases, gains, embeddings
/// and the last layer belong to another optimizer beside it, such as <see cref="AdamW"/>; a parameter that has not two dimensions is
/// refused. X keeps the singular vectors of u and has singular values near 1, not 1: with the default coefficients and five steps about
/// 0.68 to 1.2, and less for those that were below 0.0015 of the norm. The products are taken in the type of the parameter, where PyTorch
/// rounds to bfloat16; they are most of a step's price.
/// </remarks>
public sealed class Muon : Optimizer<MuonGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type with two dimensions, at least one.</param>
    /// <param name="lr">The learning rate η, at least 0.</param>
    /// <param name="weightDecay">The factor λ of the decoupled weight decay, at least 0.</param>
    /// <param name="momentum">The decay rate μ of the average of the gradient, in [0, 1).</param>
    /// <param name="nesterov">Whether the gradient is mixed into the average once more before it is orthogonalized.</param>
    /// <param name="nsCoefficients">The coefficients (a, b, c) of the Newton–Schulz polynomial; (3.4445, −4.775, 2.0315) if null.</param>
    /// <param name="eps">The least norm ε that an average is divided by, at least 0.</param>
    /// <param name="nsSteps">Number k of Newton–Schulz steps, at least 1 and below 100.</param>
    /// <param name="adjustLrFn">How the rate is fitted to the shape of a parameter.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public Muon(
        IEnumerable<Tensor> parameters,
        double lr = 1e-3,
        double weightDecay = 0.1,
        double momentum = 0.95,
        bool nesterov = true,
        (double A, double B, double C)? nsCoefficients = null,
        double eps = 1e-7,
        int nsSteps = 5,
        MuonAdjustLrFn adjustLrFn = MuonAdjustLrFn.Original)
        : this([new MuonGroup(parameters)], lr, weightDecay, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLrFn)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="Muon(IEnumerable{Tensor}, double, double, double, bool, ValueTuple{double, double, double}?, double, int, MuonAdjustLrFn)"/>
    public Muon(
        IEnumerable<MuonGroup> groups,
        double lr = 1e-3,
        double weightDecay = 0.1,
        double momentum = 0.95,
        bool nesterov = true,
        (double A, double B, double C)? nsCoefficients = null,
        double eps = 1e-7,
        int nsSteps = 5,
        MuonAdjustLrFn adjustLrFn = MuonAdjustLrFn.Original)
        : base(
            nameof(Muon),
            Defaults(lr, weightDecay, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLrFn),
            new MuonPass(),
            groups)
    {
    }

    private static MuonGroup Defaults(
        double lr,
        double weightDecay,
        double momentum,
        bool nesterov,
        (double A, double B, double C)? nsCoefficients,
        double eps,
        int nsSteps,
        MuonAdjustLrFn adjustLrFn)
    {
        var defaults = new MuonGroup([]);
        defaults.Options.Label = nameof(Muon);
        (defaults.Lr, defaults.WeightDecay, defaults.Momentum, defaults.Nesterov) = (lr, weightDecay, momentum, nesterov);
        (defaults.NsCoefficients, defaults.Eps) = (nsCoefficients ?? (3.4445, -4.775, 2.0315), eps);
        (defaults.NsSteps, defaults.AdjustLrFn) = (nsSteps, adjustLrFn);
        return defaults;
    }
}
