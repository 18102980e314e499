namespace MiniTorch.Optim;

public sealed partial class GaussNewton
{
    // The share of the decrease along the slope that a search demands.
    private const double SufficientDecrease = 1e-4;

    private protected override StepOutcome Iterate(Residuals residuals, Linearization here, GaussNewtonGroup group)
    {
        LeastSquaresModel model = Model(here, residuals.DType);
        if (Arrived(model, here, group) is { } arrived)
        {
            return arrived;
        }

        double[] p = Direction(model, here, residuals.DType);
        double length = SecondOrder.Norm(model.Shortest) / model.Size;
        if (model.IsBelowRounding)
        {
            Linearization there = residuals.Go(here.X, Times(p, group.Lr));
            if (Reduction(here, there) >= -model.Rounding && there.IsFinite && IsCloser(model, Model(there, residuals.DType)))
            {
                return Taken(there, group.Lr);
            }

            residuals.GoBack();
            return Exact(model, here);
        }

        return group.LineSearch ? Search() : Leap();

        StepOutcome Leap()
        {
            Linearization there = residuals.Go(here.X, Times(p, group.Lr));
            if (there.IsFinite && !there.IsAt(here.X))
            {
                return Taken(there, group.Lr);
            }

            residuals.GoBack();
            return there.IsFinite
                ? Exhausted(model, residuals, here, wasFinite: true)
                : Stays(here, OptimizerStatus.Diverged, $"a step of {group.Lr * length:G2} of the parameters leads to residuals or a Jacobian that are not finite");
        }

        StepOutcome Search()
        {
            // Half of the derivative of ‖r‖² along p, as a share of it.
            double slope = here.NormOfProduct(p) / here.Norm;
            slope *= -slope;
            bool wasFinite = false;
            for (double t = group.Lr; ;)
            {
                Linearization there = residuals.Go(here.X, Times(p, t));
                double actual = Reduction(here, there);
                wasFinite |= double.IsFinite(actual);
                if (actual > 0 && actual >= SufficientDecrease * -2 * slope * t)
                {
                    return Taken(there, t);
                }

                residuals.GoBack();
                if (there.IsAt(here.X))
                {
                    return Exhausted(model, residuals, here, wasFinite);
                }

                double lowest = slope * t / ((2 * slope * t) + actual);
                t *= double.IsFinite(actual) ? Math.Clamp(lowest, 0.1, 0.5) : 0.1;
            }
        }

        StepOutcome Taken(Linearization there, double t) => SecondOrder.LargestShare(p, here.X) <= group.ToleranceStep
            ? Moved(here, there, $"Gauss and Newton's step was {length:G2} of the parameters, within toleranceStep", OptimizerStatus.Converged)
            : Moved(here, there, $"a step of {t * length:G2} of the parameters");
    }

    // In units of the columns of J: without units, what is small beside what can be told.
    private static LeastSquaresModel Model(Linearization at, DType dtype) => new(at, LevenbergMarquardtState.Widened(null, at.ColumnNorms()), dtype);

    // Where more than one step serves, the shortest is that in the parameters' own units.
    private static double[] Direction(LeastSquaresModel model, Linearization at, DType dtype) => model.Rank == at.X.Length
        ? model.Unscaled(model.Shortest)
        : new LeastSquaresModel(at, [.. at.X.Select(static _ => 1.0)], dtype).Shortest;

    private static double[] Times(double[] p, double t) => Array.ConvertAll(p, value => t * value);
}
