using System.Globalization;
using MiniTorch.Curvature;

namespace MiniTorch.Optim;

/// <summary>
/// One iteration from a model of the function: where it goes, and what may be said of the point where it stays. Common to the optimizers that
/// minimise a scalar function.
/// </summary>
/// <param name="f">The function, at the point.</param>
/// <param name="model">What is known around it.</param>
/// <param name="loss">f(x).</param>
/// <param name="gradient">∇f(x).</param>
internal sealed class MinimizeStep(Objective f, CurvatureModel model, double loss, double[] gradient)
{
    // A gradient is small only where the step is not large: by this much beside each parameter or 1.
    private const double Nearby = 1e-3;

    private readonly Descent _descent = new(f, loss);
    private readonly double _norm = SecondOrder.Norm(gradient);

    /// <summary>Takes the step.</summary>
    /// <param name="group">The tolerances and the rate.</param>
    /// <param name="searches">Whether there is a line search; without one the step is taken as it is if its end is finite.</param>
    /// <param name="descends">Whether negative curvature is followed down; otherwise a saddle is where it ends.</param>
    public StepOutcome Take(SecondOrderGroup group, bool searches, bool descends)
    {
        if (Small(group) is { } small)
        {
            return descends && model.RelativeLength > 0 && model.RelativeLength <= Within(group) && _descent.Lower(model.Direction, group.Lr)
                ? Moved("a step downhill, though a small one")
                : Claim(small, descends, isExhausted: false);
        }

        // Where the loss cannot show the decrease the gradient can.
        double[] d = model.Direction;
        if (Math.Abs(model.Predicted) <= _descent.Rounding)
        {
            return _descent.Polish(model, group.Lr, model.Size(gradient))
                ? Moved("the gradient is smaller; the loss cannot show it")
                : Claim(Line($"the next step would lower the loss by {model.Predicted:G2}, within the rounding of {loss:G6}"), descends, isExhausted: true);
        }

        if (!searches)
        {
            return _descent.Go(d, group.Lr)
                ? Moved("a step without a search")
                : Stays(OptimizerStatus.Diverged, "the step leads to a point where the loss or the gradient is not finite");
        }

        switch (_descent.Along(d, model.Slope, model.Curvature, group.Lr * model.First))
        {
            case Search.Lower:
                return Moved("a step downhill");
            case Search.Unbounded:
                return Stays(OptimizerStatus.Diverged, "the loss falls as far as it was followed, as if without bound along the step");
            case Search.NotFinite:
                return Stays(OptimizerStatus.Diverged, "every point that was tried along the step has a loss or a gradient that is not finite");
            default:
                return _descent.Polish(model, group.Lr, model.Size(gradient)) ? Moved("the gradient is smaller; the loss cannot show it") : Exhausted(descends);
        }
    }

    private double Within(SecondOrderGroup group) => Math.Max(group.ToleranceStep, group.ToleranceStep > 0 ? 4 * SecondOrder.Epsilon(f.DType) : 0);

    // Why the point may be a minimum, by the tolerances; null if it cannot be one.
    private string? Small(SecondOrderGroup group)
    {
        double largest = SecondOrder.Largest(gradient);
        if (largest == 0)
        {
            return "the gradient is zero";
        }

        if (model.RelativeLength <= Within(group))
        {
            return Line($"the next step is {model.RelativeLength:G2} of the parameters, within toleranceStep");
        }

        return largest <= group.ToleranceGrad && SecondOrder.LargestShare(model.Direction, Array.ConvertAll(_descent.X, static x => Math.Max(1, Math.Abs(x)))) <= Nearby
            ? Line($"no element of the gradient exceeds {largest:G2}, within toleranceGrad")
            : null;
    }

    // No step lowers the loss. Whether that is rounding the length of the step tells.
    private StepOutcome Exhausted(bool descends)
    {
        const double almost = 100;
        bool isRounding = model.Predicted <= almost * _descent.Rounding || model.RelativeLength <= Math.Sqrt(SecondOrder.Epsilon(f.DType));
        string reason = Line($"no step along the direction lowers the loss of {loss:G6} in {f.DType.Name()}; {model.Predicted:G2} was predicted");
        return isRounding || model.Negative is not null
            ? Claim(reason, descends, isExhausted: true)
            : Stays(OptimizerStatus.Stalled, reason);
    }

    // The point may be a minimum; what the curvature says.
    private StepOutcome Claim(string reason, bool descends, bool isExhausted)
    {
        if (model.Verify() is { } unknown)
        {
            return Stays(OptimizerStatus.Stalled, $"{reason}, but {unknown}");
        }

        if (model.Negative is { } negative)
        {
            string saddle = Line($"{reason}, but the curvature along a direction is {negative.Curvature:G3}: a saddle or a maximum");
            if (!descends)
            {
                return Stays(OptimizerStatus.Stalled, saddle);
            }

            return _descent.Escape(negative.Direction, negative.Curvature, gradient) switch
            {
                Search.Lower => Moved("a step along negative curvature"),
                Search.Unbounded => Stays(OptimizerStatus.Diverged, "the loss falls as far as it was followed, as if without bound along a direction of negative curvature"),
                _ => Stays(OptimizerStatus.Stalled, $"{saddle}, from which no step leads down"),
            };
        }

        if (descends)
        {
            if ((isExhausted ? model.Flat : [.. model.Flat, model.Direction]).Any(d => _descent.Probe(d, 2 * Math.Abs(model.Predicted))))
            {
                return Moved("a lower point close by, where the gradient is small");
            }
        }
        else if (model.Flat.Append(model.Direction).Any(d => _descent.HasLower(d, 2 * Math.Abs(model.Predicted))))
        {
            return Stays(OptimizerStatus.Stalled, $"{reason}, but there are lower points close by: no minimum, where the curvature all but vanishes");
        }

        return Stays(OptimizerStatus.Converged, $"{reason}, {model.Definiteness}");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private StepOutcome Moved(string how) => StepOutcome.Move(how, loss, _norm);

    private StepOutcome Stays(OptimizerStatus status, string reason) => StepOutcome.Stay(status, reason, loss, _norm);
}
