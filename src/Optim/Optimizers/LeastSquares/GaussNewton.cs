namespace MiniTorch.Optim;

/// <summary>
/// Gauss and Newton's method for nonlinear least squares: each step solves the linear problem that the Jacobian makes of the residuals. Nocedal
/// and Wright, Numerical Optimization, 2nd edition, section 10.3. PyTorch has none.
/// <code>
/// p ← argmin ‖r + J·p‖                       (the shortest, where J's rank is smaller than n; by QR)
/// x ← x + ηp                                 (with a line search x ← x + tp, t from η down until ‖r‖² falls as Armijo demands)
/// </code>
/// </summary>
/// <remarks>
/// <para>It is Newton's method without the second derivatives of r: as fast where residuals at the minimum are small or nearly linear, slower where
/// they are large. A linear problem takes one step. From a poor start the textbook's method, without a search, often climbs, or leaps to where r
/// is not finite, which is <see cref="OptimizerStatus.Diverged"/>: on a quarter of the starts of NIST's StRD problems it does not arrive. With a
/// search it creeps instead where J is nearly rank-deficient; <see cref="LevenbergMarquardt"/> does neither.</para>
/// <code>
/// MinimizeResult result = new GaussNewton([b]).Minimize(() => model(b) - y);
/// </code>
/// </remarks>
public sealed partial class GaussNewton : LeastSquaresOptimizer<GaussNewtonGroup>
{
    /// <summary>Optimizes parameters.</summary>
    /// <param name="parameters">Leaves of one floating-point type, at least one.</param>
    /// <param name="lr">The share η of the step that is taken, or tried first; above 0.</param>
    /// <param name="lineSearch">Whether a step is shortened until it lowers the loss.</param>
    /// <param name="toleranceGrad">It has converged where the relative offset ω is no larger, at least 0; the remarks of
    /// <see cref="LeastSquaresOptimizer{TGroup}"/> say what it is, and what ends the run if it is never reached.</param>
    /// <param name="toleranceStep">It has converged with a step that is no longer, |pᵢ| ≤ toleranceStep·|xᵢ| for every parameter; at
    /// least 0, which leaves this condition out.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public GaussNewton(
        IEnumerable<Tensor> parameters, double lr = 1, bool lineSearch = false, double toleranceGrad = 1e-12, double toleranceStep = 0)
        : this(new GaussNewtonGroup(parameters), lr, lineSearch, toleranceGrad, toleranceStep)
    {
    }

    /// <summary>Optimizes a <paramref name="group"/> of parameters; the other arguments are what it inherits.</summary>
    /// <inheritdoc cref="GaussNewton(IEnumerable{Tensor}, double, bool, double, double)"/>
    public GaussNewton(GaussNewtonGroup group, double lr = 1, bool lineSearch = false, double toleranceGrad = 1e-12, double toleranceStep = 0)
        : base(nameof(GaussNewton), Defaults(lr, lineSearch, toleranceGrad, toleranceStep), group)
    {
    }

    private static GaussNewtonGroup Defaults(double lr, bool lineSearch, double toleranceGrad, double toleranceStep)
    {
        var defaults = new GaussNewtonGroup([]);
        defaults.Options.Label = nameof(GaussNewton);
        (defaults.Lr, defaults.LineSearch) = (lr, lineSearch);
        (defaults.ToleranceGrad, defaults.ToleranceStep) = (toleranceGrad, toleranceStep);
        return defaults;
    }
}
