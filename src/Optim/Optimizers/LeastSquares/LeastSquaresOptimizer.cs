using System.Globalization;

namespace MiniTorch.Optim;

/// <summary>
/// An optimizer that minimises ½‖r(x)‖² and knows the residuals r one by one: the closure returns them, m numbers in a tensor of any shape but
/// [], instead of a loss. Their Jacobian J is computed by differentiation. A weight wᵢ of a square is √wᵢ times its residual.
/// </summary>
/// <remarks>
/// <para><see cref="OptimizerStatus.Converged"/> is said of the angle between r and what J can make of it, whose cosine is the <em>relative
/// offset</em> ω = ‖Q₁ᵀr‖/‖r‖ (Q₁ spans the columns of J): where it is within <see cref="SecondOrderGroup.ToleranceGrad"/>, or where ω², the share
/// of ‖r‖² that the model promises, is lost in rounding and no step makes ω smaller, or where r is nothing but rounding. Below the rounding
/// of the loss, which hides half of the digits of x, steps are judged by ω. No column of J is more nearly parallel to r than that either, and no
/// unit of a parameter matters. Bates and Watts, A relative offset orthogonality convergence criterion for nonlinear least squares,
/// Technometrics 23 (1981).</para>
/// <para>The factors of J are Householder's, with column pivoting, in float64; JᵀJ, whose condition is the square of J's, is not formed. Where J has
/// a smaller rank than there are parameters, as with fewer residuals, the step is the shortest of those that serve.</para>
/// <para>Steps use no second derivatives. Before <see cref="OptimizerStatus.Converged"/> is said, unless r is zero, the smallest eigenvalues of the whole
/// Hessian of ½‖r‖², in the units of J's columns, are looked for with up to 50 products, and points along those that are not positive are tried: a
/// maximum, a saddle, or where two terms of a sum have become one, is left for a lower point, and is <see cref="OptimizerStatus.Stalled"/> if there
/// is none. The reason says what was found.</para>
/// </remarks>
/// <typeparam name="TGroup">Its kind of group.</typeparam>
public abstract partial class LeastSquaresOptimizer<TGroup> : SecondOrderOptimizer<TGroup>
    where TGroup : SecondOrderGroup
{
    // Where the last step led, so that J need not be computed again if the next one begins there.
    private Linearization? _known;

    private protected LeastSquaresOptimizer(string name, TGroup defaults, TGroup group)
        : base(name, defaults, group)
    {
    }

    private protected LeastSquaresOptimizer(string name, TGroup defaults, TGroup group, Func<Tensor, int, SecondOrderState> begin)
        : base(name, defaults, group, begin)
    {
    }

    private protected sealed override StepOutcome Iterate(Func<Tensor> closure, TGroup group)
    {
        var residuals = new Residuals(Name, closure, group.Tensors);
        Linearization here = _known = residuals.Here(_known);
        if (!here.IsFinite)
        {
            return StepOutcome.NotFinite(here.Loss, here.GradientNorm);
        }

        StepOutcome outcome = Iterate(residuals, here, group);
        return outcome.Status == OptimizerStatus.Converged ? Verified(outcome, closure, group) : outcome;
    }

    /// <summary>One iteration from a point where all is finite.</summary>
    private protected abstract StepOutcome Iterate(Residuals residuals, Linearization here, TGroup group);

    private protected sealed override (double Loss, double GradientNorm) Measure(Func<Tensor> closure)
    {
        Linearization here = new Residuals(Name, closure, ParamGroups[0].Tensors).Here(_known);
        return (here.Loss, here.GradientNorm);
    }

    /// <summary>The parameters have moved.</summary>
    private protected StepOutcome Moved(Linearization from, Linearization to, FormattableString how, OptimizerStatus status = OptimizerStatus.Running)
    {
        _known = to;
        return new StepOutcome(status, Line(how), from.Loss, from.GradientNorm, Moved: true);
    }

    /// <summary>The parameters stay.</summary>
    private protected static StepOutcome Stays(Linearization at, OptimizerStatus status, FormattableString reason) =>
        StepOutcome.Stay(status, Line(reason), at.Loss, at.GradientNorm);

    /// <summary>That the point is a minimum by the tolerances, or null.</summary>
    private protected static StepOutcome? Arrived(LeastSquaresModel model, Linearization at, TGroup group) =>
        model.IsZero ? Stays(at, OptimizerStatus.Converged, $"the residuals, of norm {at.Norm:G2}, are nothing but rounding")
        : model.Offset <= group.ToleranceGrad
            ? Stays(at, OptimizerStatus.Converged, $"the residuals are orthogonal to what the parameters change: relative offset {model.Offset:G2}")
            : null;

    /// <summary>That the point is a minimum as far as the parameters' type can show.</summary>
    private protected static StepOutcome Exact(LeastSquaresModel model, Linearization at) => Stays(
        at,
        OptimizerStatus.Converged,
        $"no step brings the relative offset of {model.Offset:G2} down, and the loss could fall by {model.Offset * model.Offset:G2} of itself, within its rounding");

    /// <summary>
    /// That no step lowers the loss. By rounding, if the model's own step is short; at a critical point, if the gradient is as good as zero where J is
    /// nearly rank-deficient: it is a minimum if the loss does not fall along the direction that J hardly knows, and else that is where it goes.
    /// </summary>
    private protected StepOutcome Exhausted(LeastSquaresModel model, Residuals residuals, Linearization at, bool wasFinite)
    {
        if (!wasFinite)
        {
            return Stays(at, OptimizerStatus.Diverged, $"every point that was tried has residuals or a Jacobian that are not finite");
        }

        const double almost = 100;
        double relative = model.RelativeLength(model.Shortest);
        if (model.Rank == at.X.Length
            && (relative <= Math.Sqrt(SecondOrder.Epsilon(residuals.DType)) || model.Offset * model.Offset <= almost * model.Rounding))
        {
            return Stays(
                at,
                OptimizerStatus.Converged,
                $"no step lowers the loss; the one to the model's minimum is {relative:G2} of the parameters and would lower it by {model.Offset * model.Offset:G2} of itself");
        }

        if (!model.IsCritical)
        {
            return Stays(at, OptimizerStatus.Stalled, $"no step lowers the loss of {at.Loss:G6}, and yet the relative offset is {model.Offset:G2}");
        }

        return Lower(model.Unscaled(model.Shortest), residuals, at, model.Rounding) is { } there
            ? Moved(at, there, $"a lower point close by, where the gradient is as good as zero")
            : Stays(
                at,
                OptimizerStatus.Converged,
                $"the gradient is zero within rounding and no point close by is lower; the Jacobian is nearly rank-deficient: the minimum need not be isolated");
    }

    // A point that is lower by more than rounding a little way off along ±p, with the parameters there; or null, with them where they were.
    private static Linearization? Lower(double[] p, Residuals residuals, Linearization at, double rounding)
    {
        foreach (double t in SecondOrder.Ladder(at.X, p, residuals.DType))
        {
            Linearization there = residuals.Go(at.X, Array.ConvertAll(p, value => t * value));
            if (Reduction(at, there) > rounding)
            {
                return there;
            }

            residuals.GoBack();
        }

        return null;
    }

    /// <summary>Whether a step that changed the loss by no more than rounding has made the relative offset smaller.</summary>
    private protected static bool IsCloser(LeastSquaresModel from, LeastSquaresModel to) => to.Offset <= 0.99 * from.Offset;

    /// <summary>The share of ‖r‖² that a step took away; −∞ where it must not go.</summary>
    private protected static double Reduction(Linearization from, Linearization to)
    {
        double ratio = to.Norm / from.Norm, reduction = (1 - ratio) * (1 + ratio);
        return to.HasLoss && (reduction <= 0 || to.IsFinite) ? reduction : double.NegativeInfinity;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
