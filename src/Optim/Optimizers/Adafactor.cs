namespace MiniTorch.Optim;

/// <summary>
/// Adam's scaling at a fraction of its memory: of the squares of a matrix's gradients only the means of rows and columns are kept
/// (Shazeer and Stern, 2018). PyTorch: <c>torch.optim.Adafactor</c>.
/// <code>
/// g ← ∇f(θ)                         (−∇f with maximize)
/// ρ = min(η, 1/√t),  β̂ = 1 − t^τ
/// α = max(ε₂, RMS(θ))·ρ
/// θ ← (1 − ηλ)θ
/// r ← β̂r + (1 − β̂)·mean of g² over the columns, of shape [..., R, 1]
/// c ← β̂c + (1 − β̂)·mean of g² over the rows, of shape [..., 1, C]
/// v = r·c / max(mean of r, ε₁)      (one dimension or none: v ← β̂v + (1 − β̂)g²)
/// u = g / max(√v, ε₁)
/// θ ← θ − α·u / max(1, RMS(u)/d)
/// </code>
/// </summary>
/// <remarks>
/// For large matrices where two more numbers a weight, as Adam keeps, are too many: this keeps R + C for R·C. The last two dimensions are
/// rows and columns, those before them batches. Its trap: the rate means something else. A step moves a parameter by the share ρ of its own
/// size, so an <c>lr</c> tuned for Adam is far too small, and ρ falls as 1/√t once that is below <c>lr</c>. With PyTorch's ε₁, the machine
/// epsilon of the type, gradients below 10⁻⁷ in float32 are seen as noise and hardly move anything. Means below the smallest normal number
/// become 0.
/// </remarks>
public sealed class Adafactor : Optimizer<AdafactorGroup>
{
    /// <summary>Optimizes parameters as one group.</summary>
    /// <param name="parameters">Leaves of a floating-point type, at least one.</param>
    /// <param name="lr">The most that the relative step ρ may be, and the rate η of the weight decay, at least 0.</param>
    /// <param name="beta2Decay">The exponent τ of the decay rate of the averages of squares, at most 0.</param>
    /// <param name="eps">The numbers ε₁ that keeps the denominators above 0, the machine epsilon of the parameter's type if null, and ε₂,
    /// the least size that a parameter counts with; each at least 0; (null, 0.001) if null.</param>
    /// <param name="d">The root mean square beyond which an update is scaled down, at least 1.</param>
    /// <param name="weightDecay">The factor λ of the decoupled weight decay, at least 0.</param>
    /// <param name="maximize">Whether to ascend.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public Adafactor(
        IEnumerable<Tensor> parameters,
        double lr = 1e-2,
        double beta2Decay = -0.8,
        (double? Eps1, double Eps2)? eps = null,
        double d = 1,
        double weightDecay = 0,
        bool maximize = false)
        : this([new AdafactorGroup(parameters)], lr, beta2Decay, eps, d, weightDecay, maximize)
    {
    }

    /// <summary>Optimizes <paramref name="groups"/> of parameters, at least one; the other arguments are what groups inherit.</summary>
    /// <inheritdoc cref="Adafactor(IEnumerable{Tensor}, double, double, ValueTuple{double?, double}?, double, double, bool)"/>
    public Adafactor(
        IEnumerable<AdafactorGroup> groups,
        double lr = 1e-2,
        double beta2Decay = -0.8,
        (double? Eps1, double Eps2)? eps = null,
        double d = 1,
        double weightDecay = 0,
        bool maximize = false)
        : base(nameof(Adafactor), Defaults(lr, beta2Decay, eps, d, weightDecay, maximize), new AdafactorPass(), groups)
    {
    }

    private static AdafactorGroup Defaults(
        double lr, double beta2Decay, (double? Eps1, double Eps2)? eps, double d, double weightDecay, bool maximize)
    {
        var defaults = new AdafactorGroup([]);
        defaults.Options.Label = nameof(Adafactor);
        (defaults.Lr, defaults.Beta2Decay, defaults.Eps) = (lr, beta2Decay, eps ?? (null, 1e-3));
        (defaults.D, defaults.WeightDecay, defaults.Maximize) = (d, weightDecay, maximize);
        return defaults;
    }
}
