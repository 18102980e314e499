namespace MiniTorch.Curvature;

/// <summary>
/// Looks for a segment on which a function rises above its chord: f(αx + (1−α)y) &gt; αf(x) + (1−α)f(y) for an α between 0 and 1. One such proves that f is not
/// convex; that none was found proves nothing. Boyd and Vandenberghe, "Convex Optimization", 3.1.
/// </summary>
public static class ConvexityProbe
{
    private const string Op = "convexity_probe";

    /// <summary>Tries random segments around the point where the function is, until one is a counterexample. Takes three values of f a segment.</summary>
    /// <param name="objective">The function; afterwards it is where it was.</param>
    /// <param name="radius">Both ends are uniform in the box [xᵢ − radius, xᵢ + radius] around the point, and α is uniform in [0, 1).</param>
    /// <param name="segments">How many are tried at most.</param>
    /// <param name="tolerance">How far above the chord counts as rounding, in units of the largest |f| of the three; by default 1000·ε, 1.2e-4 in float32 and 2.2e-13 in
    /// float64. A function whose own rounding is larger than that of its value needs more.</param>
    /// <param name="generator">Where the segments come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The radius is not finite and positive, the number of segments is not positive, or the tolerance is negative or NaN.</exception>
    /// <exception cref="InvalidOperationException">The function is NaN somewhere.</exception>
    public static ConvexityProbeResult Run(Objective objective, double radius, int segments = 1000, double? tolerance = null, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (!(radius > 0 && double.IsFinite(radius)) || segments <= 0 || !(tolerance is null or >= 0))
        {
            Throw.Argument(
                Op,
                $"the radius must be finite and positive, the number of segments positive, the tolerance 0 or positive; got {DenseMatrix.Text(radius)}, {segments}, "
                + (tolerance is { } given ? DenseMatrix.Text(given) : "none"));
        }

        double allowed = tolerance ?? 1000 * DenseMatrix.Precision(objective.DType);
        Tensor center = objective.Point;
        for (int segment = 1; segment <= segments; segment++)
        {
            NDArray x = Draw(center, radius, generator), y = Draw(center, radius, generator);
            double alpha = (generator ?? Generator.Default).NextDouble();
            NDArray between = x.Multiply(alpha).Add(y.Multiply(1 - alpha));
            double atX = ValueAt(objective, x, radius), atY = ValueAt(objective, y, radius), value = ValueAt(objective, between, radius);
            double chord = (alpha * atX) + ((1 - alpha) * atY), scale = DenseMatrix.Largest([.. new[] { atX, atY, value }.Where(double.IsFinite)]);
            if (value - chord > allowed * scale)
            {
                return new ConvexityProbeResult(segment, radius, allowed, new ConvexityCounterexample(new Tensor(x), new Tensor(y), alpha, value, chord));
            }
        }

        return new ConvexityProbeResult(segments, radius, allowed, null);
    }

    private static NDArray Draw(Tensor center, double radius, Generator? generator) =>
        NDArray.Rand(center.Shape, center.DType, generator).Multiply(2 * radius).Add(-radius).Add(center.Value);

    private static double ValueAt(Objective objective, NDArray point, double radius)
    {
        double value = objective.ValueAt(new Tensor(point));
        if (double.IsNaN(value))
        {
            Throw.Invalid(Op, $"the function is NaN at a point of the box of radius {DenseMatrix.Text(radius)} around x; choose a smaller one");
        }

        return value;
    }
}
