using MiniTorch.Curvature;

namespace MiniTorch.Optim;

/// <summary>
/// Newton's method without the Hessian: the direction is found by conjugate gradients from products Hv, each about two passes through the function, and
/// only as exactly as the distance from the minimum is worth. Nocedal and Wright, Numerical Optimization, 2nd edition, algorithm 7.1 (line search
/// Newton-CG). PyTorch has none; SciPy: <c>minimize(method="Newton-CG")</c>.
/// <code>
/// d: ‖Hd + g‖ ≤ min(½, √(‖g‖/‖g‖max))·‖g‖         (‖g‖max: the largest so far)
///    or where pᵀHp ≤ 0 is met: d ← d + p·‖d‖/‖p‖    (p = −g if that is at once)
/// t ← η, shorter until f(x + td) ≤ f(x) + 1e-4·t·gᵀd; longer where f falls faster than the parabola
/// x ← x + td
/// </code>
/// </summary>
/// <remarks>
/// <inheritdoc cref="SecondOrderOptimizer{TGroup}" path="/remarks/para"/>
/// <para>For functions of thousands to millions of numbers that are computed whole: it needs a few vectors, and superlinearly fewer steps than first-order methods.
/// The trap: ill-conditioned functions need many products a step, √κ times as many as there are digits; <c>maxInner</c> bounds them, and what is then
/// found still descends.</para>
/// <para><b>Converged</b>: the gradient is zero; or |dᵢ| ≤ <c>toleranceStep</c>·|xᵢ| for every parameter and x + d is not lower; or no
/// element of the gradient exceeds <c>toleranceGrad</c> and |dᵢ| ≤ 1e-3·max(1, |xᵢ|); or the decrease that the step predicts is within the rounding of the loss and the step makes the gradient no smaller. In
/// addition the smallest eigenvalue that <see cref="Lanczos"/> finds is not negative beyond rounding. Up to n = 50 its basis is the whole space; for more,
/// 50 products from one random start can miss a negative eigenvalue, above all one that is small beside the largest: the reason says what was found, in how
/// many products and how exactly. Where it is negative the saddle is left along its vector. <b>Stalled</b> and <b>Diverged</b> are those of
/// <see cref="Newton"/>.</para>
/// </remarks>
public sealed class NewtonCG : SecondOrderOptimizer<NewtonCGGroup>
{
    private const double LargestForcing = 0.5;

    /// <summary>Optimizes parameters.</summary>
    /// <param name="parameters">Leaves of one floating-point type that require a gradient, at least one.</param>
    /// <param name="lr">The rate η, above 0: which part of the step is tried first.</param>
    /// <param name="maxInner">The largest number of products with the Hessian for a direction, at least 1; 2n are enough for any.</param>
    /// <param name="toleranceGrad">How large an element of the gradient may be at a minimum, at least 0.</param>
    /// <param name="toleranceStep">How long the next step may be there beside the parameters, at least 0; no less than four roundings of the
    /// parameters' type unless it is 0.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public NewtonCG(
        IEnumerable<Tensor> parameters, double lr = 1, int maxInner = 200, double toleranceGrad = 1e-12, double toleranceStep = 1e-12)
        : this(new NewtonCGGroup(parameters), lr, maxInner, toleranceGrad, toleranceStep)
    {
    }

    /// <summary>Optimizes a <paramref name="group"/> of parameters; the other arguments are what it inherits.</summary>
    /// <inheritdoc cref="NewtonCG(IEnumerable{Tensor}, double, int, double, double)"/>
    public NewtonCG(NewtonCGGroup group, double lr = 1, int maxInner = 200, double toleranceGrad = 1e-12, double toleranceStep = 1e-12)
        : base(
            nameof(NewtonCG),
            Defaults(lr, maxInner, toleranceGrad, toleranceStep),
            group,
            static (parameter, index) => new NewtonCGState(parameter, index))
    {
    }

    private protected override StepOutcome Iterate(Func<Tensor> closure, NewtonCGGroup group)
    {
        var f = new Objective(closure, group.Tensors);
        (double loss, double[] gradient) = (f.Value, SecondOrder.Numbers(f.Gradient()));
        double norm = SecondOrder.Norm(gradient);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            return StepOutcome.NotFinite(loss, norm);
        }

        var state = (NewtonCGState)State;
        state.Scale = Math.Max(state.Scale, norm);
        double forcing = Math.Clamp(
            norm == 0 ? 0 : Math.Sqrt(norm / state.Scale), Math.Sqrt(SecondOrder.Epsilon(f.DType)), LargestForcing);
        return ConjugateModel.Of(f, gradient, SecondOrder.Numbers(f.Point), forcing, group.MaxInner) is { } model
            ? new MinimizeStep(f, model, loss, gradient).Take(group, searches: true, descends: true)
            : StepOutcome.Stay(OptimizerStatus.Stalled, "a product with the Hessian is not finite", loss, norm);
    }

    private protected override (double Loss, double GradientNorm) Measure(Func<Tensor> closure) =>
        SecondOrder.Measure(closure, ParamGroups[0].Tensors);

    private static NewtonCGGroup Defaults(double lr, int maxInner, double toleranceGrad, double toleranceStep)
    {
        var defaults = new NewtonCGGroup([]);
        defaults.Options.Label = nameof(NewtonCG);
        (defaults.Lr, defaults.MaxInner) = (lr, maxInner);
        (defaults.ToleranceGrad, defaults.ToleranceStep) = (toleranceGrad, toleranceStep);
        return defaults;
    }
}
