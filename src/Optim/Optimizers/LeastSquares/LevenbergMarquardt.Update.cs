namespace MiniTorch.Optim;

public sealed partial class LevenbergMarquardt
{
    // The share of the predicted reduction that a step must bring.
    private const double LeastRatio = 1e-4;

    // How many steps below the rounding of the loss may fail to come closer.
    private const int MostFailures = 4;

    private protected override StepOutcome Iterate(Residuals residuals, Linearization here, LevenbergMarquardtGroup group)
    {
        LevenbergMarquardtState state = Own;
        var model = new LeastSquaresModel(here, state.Widen(here.ColumnNorms()), residuals.DType);
        if (Arrived(model, here, group) is { } arrived)
        {
            return arrived;
        }

        bool isFirst = state.Radius == 0, wasFinite = false;
        state.Radius = isFirst ? group.Factor * (model.Size > 0 ? model.Size : 1) : state.Radius;
        double epsilon = SecondOrder.Epsilon(residuals.DType), least = epsilon * (model.Size + (epsilon * state.Radius));
        int failures = 0;
        do
        {
            var step = new TrustStep(model, here, state.Radius, state.Damping);
            (state.Damping, state.Radius) = (step.Damping, isFirst ? Math.Min(state.Radius, step.Norm) : state.Radius);
            isFirst = false;
            Linearization there = residuals.Go(here.X, model.Unscaled(step.Z));
            double actual = Reduction(here, there);
            wasFinite |= there.IsFinite;
            if (!model.IsBelowRounding)
            {
                if (Judge(state, step, actual, here, there))
                {
                    return Taken(step, actual, there);
                }
            }
            else if (there.IsFinite && IsCloser(model, Beside(there), actual))
            {
                state.Radius = Math.Max(state.Radius, 2 * step.Norm);
                return Taken(step, actual, there);
            }
            else
            {
                state.Radius = 0.25 * Math.Min(state.Radius, step.Norm);
                failures++;
            }

            residuals.GoBack();
        }
        while (state.Radius > least && failures < MostFailures);
        return failures == MostFailures ? Exact(model, here) : Exhausted(model, here, residuals.DType, wasFinite);

        LeastSquaresModel Beside(Linearization there) =>
            new(there, LevenbergMarquardtState.Widened(state.Scale, there.ColumnNorms()), residuals.DType);

        StepOutcome Taken(TrustStep step, double actual, Linearization there)
        {
            double length = step.Norm / model.Size;
            bool isShort = step.Damping == 0 && length <= group.ToleranceStep;
            bool isFlat = Math.Abs(actual) <= group.ToleranceLoss && step.Predicted <= group.ToleranceLoss;
            return isShort ? Moved(here, there, $"the step was {length:G2} of the parameters, within toleranceStep", OptimizerStatus.Converged)
                : isFlat ? Moved(here, there, $"the step lowered the loss by {actual:G2} of itself, within toleranceLoss", OptimizerStatus.Converged)
                : Moved(here, there, $"a step of {length:G2} of the parameters, damping {step.Damping:G2}");
        }
    }

    // Whether a step is taken; the region becomes what its ratio of actual to predicted reduction says.
    private static bool Judge(LevenbergMarquardtState state, TrustStep step, double actual, Linearization here, Linearization there)
    {
        double ratio = step.Predicted > 0 ? actual / step.Predicted : double.NegativeInfinity;
        if (!(ratio > 0.25))
        {
            // Where the parabola along the step has its minimum, by a tenth to a half.
            double share = actual >= 0 ? 0.5 : 0.5 * step.Slope / (step.Slope + (actual / 2));
            share = actual >= 0 || (share >= 0.1 && 0.1 * there.Norm < here.Norm) ? share : 0.1;
            state.Radius = share * Math.Min(state.Radius, 10 * step.Norm);
            state.Damping /= share;
        }
        else if (step.Damping == 0 || ratio >= 0.75)
        {
            state.Radius = 2 * step.Norm;
            state.Damping /= 2;
        }

        return ratio >= LeastRatio;
    }
}
