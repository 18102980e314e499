using MiniTorch.Curvature;

namespace MiniTorch.Optim;

/// <summary>
/// Newton's method with the whole Hessian: to the minimum of the parabola that touches the function. Damped by a line search, and modified where
/// the Hessian is not positive definite, so that it always descends. Nocedal and Wright, Numerical Optimization, 2nd edition, sections 3.3 and 3.4;
/// Dauphin and others, "Identifying and attacking the saddle point problem in high-dimensional non-convex optimization", 2014. PyTorch has none.
/// <code>
/// H ← ∇²f(x),  g ← ∇f(x)
/// d ← −H⁻¹g                            (by Cholesky's factorisation if H is positive definite)
/// d ← −S·Q|Λ|⁻¹Qᵀ·S·g, SHS = QΛQᵀ      (else; S is diagonal and gives SHS a diagonal of ±1)
/// t ← η, shorter until f(x + td) ≤ f(x) + 1e-4·t·gᵀd; longer where f falls faster than the parabola
/// x ← x + td
/// </code>
/// </summary>
/// <remarks>
/// <inheritdoc cref="SecondOrderOptimizer{TGroup}" path="/remarks/para"/>
/// <para>For functions of up to a few thousand numbers that must be minimised to the last digit: a quadratic takes one step, near a minimum the
/// number of digits doubles in each. A step is n products with the Hessian, O(n²) numbers and O(n³) multiplications. The trap: the Hessian must be that of
/// the whole function; one of a mini-batch is noise, and its step goes anywhere. For more parameters take <see cref="NewtonCG"/> or
/// <see cref="LBFGS"/>; for sums of squares <c>LevenbergMarquardt</c>.</para>
/// <para><b>Converged</b>: the gradient is zero; or |dᵢ| ≤ <c>toleranceStep</c>·|xᵢ| for every parameter and x + d is not lower;
/// or no element of the gradient exceeds <c>toleranceGrad</c> and |dᵢ| ≤ 1e-3·max(1, |xᵢ|); or the decrease ½gᵀH⁻¹g that the step predicts is within the rounding of the loss and the step makes the gradient no smaller. In addition H has no
/// negative eigenvalue. Where an eigenvalue is zero within rounding, points a little way off along its vector were not lower; the reason says so, because such a minimum may not be
/// isolated.</para>
/// <para><b>Stalled</b>: no point along d is lower in the parameters' type, though more than rounding was predicted. With <c>pure</c> also: the
/// gradient is zero within the tolerances and H has a negative eigenvalue, a saddle or a maximum, or there are lower points close by. Without it such a point is left along the vector of that
/// eigenvalue. <b>Diverged</b>: the loss or the gradient is not finite at x, or at all points that were tried, or the loss keeps falling at Armijo's rate
/// over 1e15 times the size of x.</para>
/// </remarks>
public sealed class Newton : SecondOrderOptimizer<NewtonGroup>
{
    /// <summary>Optimizes parameters.</summary>
    /// <param name="parameters">Leaves of one floating-point type that require a gradient, at least one.</param>
    /// <param name="lr">The damping η, above 0: which part of the step is taken, or tried first by the line search.</param>
    /// <param name="toleranceGrad">How large an element of the gradient may be at a minimum, at least 0.</param>
    /// <param name="toleranceStep">How long the next step may be there beside the parameters, at least 0; no less than four roundings of the
    /// parameters' type unless it is 0.</param>
    /// <param name="lineSearch">Whether the length of a step is searched for. Without a search it is η, and the loss may rise.</param>
    /// <param name="pure">Whether the step is the textbook's, x − ηH⁻¹g, neither modified nor searched: it goes to saddles and maxima as well as to
    /// minima, and may rise.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter cannot be optimized; the message names it.</exception>
    public Newton(
        IEnumerable<Tensor> parameters,
        double lr = 1,
        double toleranceGrad = 1e-12,
        double toleranceStep = 1e-12,
        bool lineSearch = true,
        bool pure = false)
        : this(new NewtonGroup(parameters), lr, toleranceGrad, toleranceStep, lineSearch, pure)
    {
    }

    /// <summary>Optimizes a <paramref name="group"/> of parameters; the other arguments are what it inherits.</summary>
    /// <inheritdoc cref="Newton(IEnumerable{Tensor}, double, double, double, bool, bool)"/>
    public Newton(
        NewtonGroup group, double lr = 1, double toleranceGrad = 1e-12, double toleranceStep = 1e-12, bool lineSearch = true, bool pure = false)
        : base(nameof(Newton), Defaults(lr, toleranceGrad, toleranceStep, lineSearch, pure), group)
    {
    }

    private protected override StepOutcome Iterate(Func<Tensor> closure, NewtonGroup group)
    {
        var f = new Objective(closure, group.Tensors);
        (double loss, double[] gradient) = (f.Value, SecondOrder.Numbers(f.Gradient()));
        if (!double.IsFinite(loss) || !double.IsFinite(SecondOrder.Largest(gradient)))
        {
            return StepOutcome.NotFinite(loss, SecondOrder.Norm(gradient));
        }

        NDArray hessian = f.Hessian().Value.To(DType.Float64);
        double[] x = SecondOrder.Numbers(f.Point);
        double epsilon = SecondOrder.Epsilon(f.DType);
        if (HessianModel.Of(hessian, gradient, x, epsilon, group.Pure, out string problem) is not { } model)
        {
            return StepOutcome.Stay(OptimizerStatus.Stalled, problem, loss, SecondOrder.Norm(gradient));
        }

        return new MinimizeStep(f, model, loss, gradient).Take(group, group.LineSearch && !group.Pure, !group.Pure);
    }

    private protected override (double Loss, double GradientNorm) Measure(Func<Tensor> closure) =>
        SecondOrder.Measure(closure, ParamGroups[0].Tensors);

    private static NewtonGroup Defaults(double lr, double toleranceGrad, double toleranceStep, bool lineSearch, bool pure)
    {
        var defaults = new NewtonGroup([]);
        defaults.Options.Label = nameof(Newton);
        (defaults.Lr, defaults.ToleranceGrad, defaults.ToleranceStep) = (lr, toleranceGrad, toleranceStep);
        (defaults.LineSearch, defaults.Pure) = (lineSearch, pure);
        return defaults;
    }
}
