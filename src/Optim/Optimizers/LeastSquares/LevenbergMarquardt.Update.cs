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
        var region = new TrustRegion(isFirst ? group.Factor * (model.Size > 0 ? model.Size : 1) : state.Radius, state.Damping);
        double epsilon = SecondOrder.Epsilon(residuals.DType), least = epsilon * (model.Size + (epsilon * region.Radius));
        int failures = 0;
        do
        {
            var step = new TrustStep(model, here, region);
            region = new TrustRegion(isFirst ? Math.Min(region.Radius, step.Norm) : region.Radius, step.Damping);
            isFirst = false;
            Linearization there = residuals.Go(here.X, model.Unscaled(step.Z));
            double actual = Reduction(here, there);
            wasFinite |= double.IsFinite(actual);
            bool isTaken;
            if (model.IsBelowRounding)
            {
                isTaken = actual >= -model.Rounding && there.IsFinite && IsCloser(model, Beside(there));
                region = region.AfterFineStep(step, isTaken);
                failures += isTaken ? 0 : 1;
            }
            else
            {
                double ratio = step.Predicted > 0 ? actual / step.Predicted : double.NegativeInfinity;
                isTaken = ratio >= LeastRatio;
                region = region.After(step, ratio, actual, there.Norm / here.Norm);
            }

            if (isTaken)
            {
                state.Region = region;
                return Taken(step, actual, there);
            }

            residuals.GoBack();
        }
        while (region.Radius > least && failures < MostFailures);
        state.Region = region;
        return failures == MostFailures ? Exact(model, here) : Exhausted(model, residuals, here, wasFinite);

        LeastSquaresModel Beside(Linearization there) =>
            new(there, LevenbergMarquardtState.Widened(state.Scale, there.ColumnNorms()), residuals.DType);

        StepOutcome Taken(TrustStep step, double actual, Linearization there)
        {
            double length = step.Norm / model.Size;
            bool isShort = step.Damping == 0 && model.RelativeLength(step.Z) <= group.ToleranceStep;
            bool isFlat = Math.Abs(actual) <= group.ToleranceLoss && step.Predicted <= group.ToleranceLoss;
            return isShort ? Moved(here, there, $"the step was {length:G2} of the parameters, within toleranceStep", OptimizerStatus.Converged)
                : isFlat ? Moved(here, there, $"the step lowered the loss by {actual:G2} of itself, within toleranceLoss", OptimizerStatus.Converged)
                : Moved(here, there, $"a step of {length:G2} of the parameters, damping {step.Damping:G2}");
        }
    }
}
