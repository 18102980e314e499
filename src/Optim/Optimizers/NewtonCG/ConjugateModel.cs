using MiniTorch.Curvature;

namespace MiniTorch.Optim;

/// <summary>
/// The parabola that touches a function, known by products with its Hessian alone. Hd = −g is solved by conjugate gradients until the residual
/// is small beside g, or a direction has no positive curvature. Nocedal and Wright, algorithm 7.1.
/// </summary>
internal sealed class ConjugateModel : CurvatureModel
{
    private readonly Objective _f;
    private LowestCurvature? _lowest;

    private ConjugateModel(Objective f) => _f = f;

    public override string Definiteness => $"no negative curvature was found: {_lowest?.Found}";

    /// <param name="f">The function, at the point.</param>
    /// <param name="gradient">g.</param>
    /// <param name="x">x.</param>
    /// <param name="forcing">The residual at which the direction is exact enough, beside ‖g‖.</param>
    /// <param name="maxInner">The largest number of products.</param>
    /// <returns>The model, or null if a product is not finite.</returns>
    public static ConjugateModel? Of(Objective f, double[] gradient, double[] x, double forcing, int maxInner)
    {
        var solver = new ConjugateGradients(f, Array.ConvertAll(gradient, static value => -value));
        bool isCertain = solver.Run(forcing, Math.Min((long)maxInner, 2L * f.Count));
        double[] direction = solver.Solution;
        double curvature;
        if (!solver.IsFinite)
        {
            return null;
        }

        if (isCertain)
        {
            // The solution has the smallest value of the parabola in its subspace, where dᵀHd = −gᵀd.
            curvature = -SecondOrder.Dot(gradient, direction);
        }
        else
        {
            // From the solution so far as far again along what curves down or not at all; alone that is −g.
            double[] last = solver.Search;
            double length = SecondOrder.Norm(direction), share = length == 0 ? solver.Scale : length / SecondOrder.Norm(last);
            curvature = (share * share * solver.SearchCurvature) - SecondOrder.Dot(gradient, direction);
            direction = SecondOrder.Along(direction, last, share);
        }

        double size = SecondOrder.Norm(direction), most = 10 * Math.Max(1, SecondOrder.Norm(x));
        return new ConjugateModel(f)
        {
            Direction = direction,
            Slope = SecondOrder.Dot(gradient, direction),
            Curvature = curvature,
            RelativeLength = size == 0 ? 0 : isCertain ? SecondOrder.LargestShare(direction, x) : double.PositiveInfinity,
            First = !isCertain && size > most ? most / size : 1,
            Negative = solver.Negative,
        };
    }

    public override double Size(double[] gradient) => SecondOrder.Norm(gradient);

    public override string? Verify()
    {
        if (Negative is not null)
        {
            return null;
        }

        _lowest = new LowestCurvature(
            v => SecondOrder.Numbers(_f.HessianVectorProduct(SecondOrder.Vector(v, _f.DType))), _f.Count, wanted: 1, _f.DType);
        Negative = _lowest.Value < -_lowest.Zero ? (_lowest.Vector, _lowest.Value) : null;
        Flat = [.. _lowest.Flat];
        return _lowest.IsFinite ? null : "a product with the Hessian is not finite: whether it is a minimum cannot be told";
    }
}
