namespace MiniTorch.Optim;

/// <summary>
/// Levenberg and Marquardt's method for nonlinear least squares: Gauss and Newton's steps, kept inside a region where the linear model of the
/// residuals has proved true. Moré, The Levenberg–Marquardt algorithm: implementation and theory, in Numerical Analysis, Lecture Notes in
/// Mathematics 630 (1978), as in MINPACK's LMDER. PyTorch has none.
/// <code>
/// p ← argmin ‖r + J·p‖ over ‖D·p‖ ≤ Δ       (p = −(JᵀJ + λD²)⁻¹Jᵀr, by QR; λ by Newton's method on ‖D·p(λ)‖ = Δ)
/// ρ ← (‖r(x)‖² − ‖r(x + p)‖²) / (‖r‖² − ‖r + J·p‖² + λ‖D·p‖²)
/// Δ ← smaller if ρ ≤ ¼ or r(x + p) is not finite, 2‖D·p‖ if ρ ≥ ¾ or λ = 0
/// x ← x + p                                  if ρ ≥ 1e-4; otherwise p anew
/// D ← max(D, norms of J's columns)           (at first the norms)
/// </code>
/// </summary>
/// <remarks>
/// <para>For fits of models with up to some hundreds of parameters, from poor starts and to the last digits: on NIST's StRD problems the
/// certified values come out of both starts at the options' defaults.</para>
/// <code>
/// var fit = new LevenbergMarquardt([b]);
/// MinimizeResult result = fit.Minimize(() => model(b) - y);
/// </code>
/// <para>A step is one move; within it the region shrinks as often as it must. It costs one Jacobian, min(m, 2n) passes of differentiation, two
/// evaluations and one more for each point that was refused, where no Jacobian is computed, and arithmetic of O(mn²). The traps: a minimum that is found is a local one, and a model
/// whose parameters run off to where they have no effect is flat there.</para>
/// </remarks>
public sealed partial class LevenbergMarquardt : LeastSquaresOptimizer<LevenbergMarquardtGroup>
{
    /// <summary>Optimizes parameters.</summary>
    /// <param name="parameters">Leaves of one floating-point type, at least one.</param>
    /// <param name="factor">The first radius as a multiple of ‖D·x‖, or itself where that is 0. Above 0: a small one begins along the gradient, a large
    /// one with Gauss and Newton's step.</param>
    /// <param name="toleranceGrad">It has converged where the relative offset ω is no larger, at least 0; the remarks of
    /// <see cref="LeastSquaresOptimizer{TGroup}"/> say what it is, and what ends the run if it is never reached.</param>
    /// <param name="toleranceStep">It has converged with a step inside the region that is no longer, |pᵢ| ≤ toleranceStep·|xᵢ| for every parameter; at least 0,
    /// which leaves this condition out.</param>
    /// <param name="toleranceLoss">It has converged with a step that lowers the loss by no larger a share, and was to lower it by no larger one; at
    /// least 0, which leaves this condition out. Half of the digits of x are still wrong then.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public LevenbergMarquardt(
        IEnumerable<Tensor> parameters, double factor = 1, double toleranceGrad = 1e-12, double toleranceStep = 0, double toleranceLoss = 0)
        : this(new LevenbergMarquardtGroup(parameters), factor, toleranceGrad, toleranceStep, toleranceLoss)
    {
    }

    /// <summary>Optimizes a <paramref name="group"/> of parameters; the other arguments are what it inherits.</summary>
    /// <inheritdoc cref="LevenbergMarquardt(IEnumerable{Tensor}, double, double, double, double)"/>
    public LevenbergMarquardt(
        LevenbergMarquardtGroup group, double factor = 1, double toleranceGrad = 1e-12, double toleranceStep = 0, double toleranceLoss = 0)
        : base(
            nameof(LevenbergMarquardt),
            Defaults(factor, toleranceGrad, toleranceStep, toleranceLoss),
            group,
            (parameter, index) => new LevenbergMarquardtState(parameter, index, group.Tensors.Sum(static part => part.Count)))
    {
    }

    /// <summary>Δ, within which the next step stays, in ‖D·p‖; 0 before the first step. Saved with the state.</summary>
    public double Radius => Own.Radius;

    /// <summary>λ, with which the search for the next step begins: half of the last one, or more; 0 where that lay inside the region. Saved with the
    /// state.</summary>
    public double Damping => Own.Damping;

    private LevenbergMarquardtState Own => (LevenbergMarquardtState)State;

    private static LevenbergMarquardtGroup Defaults(double factor, double toleranceGrad, double toleranceStep, double toleranceLoss)
    {
        var defaults = new LevenbergMarquardtGroup([]);
        defaults.Options.Label = nameof(LevenbergMarquardt);
        defaults.FixLr(1);
        (defaults.Factor, defaults.ToleranceGrad) = (factor, toleranceGrad);
        (defaults.ToleranceStep, defaults.ToleranceLoss) = (toleranceStep, toleranceLoss);
        return defaults;
    }
}
