using MiniTorch.Curvature;

namespace MiniTorch.Optim;

public abstract partial class LeastSquaresOptimizer<TGroup>
{
    // How many directions without curvature are looked along, where J lacks rank.
    private const int MostFlat = 4;

    // Whether the point where the parameters are is a minimum by the curvature of ½‖r‖² too; JᵀJ, which the steps know, has no negative one.
    private StepOutcome Verified(StepOutcome claim, Func<Tensor> closure, TGroup group)
    {
        var residuals = new Residuals(Name, closure, group.Tensors);
        Linearization at = _known = residuals.Here(_known);
        double[] scale = LevenbergMarquardtState.Widened(null, at.ColumnNorms());
        var model = new LeastSquaresModel(at, scale, residuals.DType);
        if (model.IsZero)
        {
            return claim;
        }

        var f = new Objective(() => closure().Square().Sum() / 2, group.Tensors);
        int n = at.X.Length;
        var lowest = new LowestCurvature(
            v => Over(SecondOrder.Numbers(f.HessianVectorProduct(SecondOrder.Vector(Over(v), f.DType)))), n, Math.Clamp(n - model.Rank, 1, Math.Min(n, MostFlat)), f.DType);
        if (!lowest.IsFinite)
        {
            return claim with { Status = OptimizerStatus.Stalled, Reason = $"{claim.Reason}; but a product with the Hessian is not finite: whether it is a minimum cannot be told" };
        }

        bool isNegative = lowest.Value < -lowest.Zero;
        foreach (double[] z in isNegative ? lowest.Flat.Prepend(lowest.Vector) : lowest.Flat)
        {
            if (Lower(Over(z), residuals, at, model.Rounding) is { } there)
            {
                _known = there;
                string where = isNegative ? "a saddle or a maximum of the loss" : "a point where the loss is flat";
                return claim with { Status = OptimizerStatus.Running, Reason = $"away from {where}: {lowest.Found}", Moved = true };
            }
        }

        return lowest.Value < -lowest.Clear
            ? claim with { Status = OptimizerStatus.Stalled, Reason = $"{claim.Reason}; but {lowest.Found}, though no point tried along its vector is lower" }
            : claim with { Reason = $"{claim.Reason}; of the loss, {lowest.Found}" };

        double[] Over(double[] v) => [.. v.Select((value, j) => value / scale[j])];
    }
}
