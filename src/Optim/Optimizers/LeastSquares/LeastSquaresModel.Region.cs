namespace MiniTorch.Optim;

internal sealed partial class LeastSquaresModel
{
    // How far ‖z‖ may be from Δ, as a share of it.
    private const double Slack = 0.1;
    private const int MostIterations = 10;

    // The smallest normal number.
    private const double Smallest = 2.2250738585072014e-308;

    /// <summary>
    /// The step to the model's minimum among those with ‖z‖ ≤ Δ, to a tenth of Δ: λ by Newton's method on φ(λ) = ‖z(λ)‖ − Δ between bounds.
    /// Moré 1978, section 5.
    /// </summary>
    /// <param name="radius">Δ, above 0.</param>
    /// <param name="lambda">Where to begin; becomes the step's λ, 0 if the minimum lies inside.</param>
    public double[] Within(double radius, ref double lambda)
    {
        double shortest = SecondOrder.Norm(Shortest), phi = shortest - radius;
        if (phi <= Slack * radius)
        {
            lambda = 0;
            return Shortest;
        }

        double low = Rank == _qr.Columns ? phi / radius / _qr.Steepness(Shortest) : 0;
        double slope = SecondOrder.Norm(_qr.TransposedProduct(_target));
        double high = Math.Max(slope / radius, Smallest / Math.Min(radius, Slack));
        lambda = Math.Clamp(lambda, low, Math.Max(low, high));
        lambda = lambda == 0 ? slope / shortest : lambda;
        for (int iteration = 1; ; iteration++)
        {
            lambda = lambda == 0 ? Math.Max(Smallest, 0.001 * high) : lambda;
            var solution = new DampedSolution(_qr, _target, lambda);
            double before = phi;
            phi = solution.Norm - radius;
            if (Math.Abs(phi) <= Slack * radius || (low == 0 && phi <= before && before < 0) || iteration == MostIterations)
            {
                return solution.Z;
            }

            (low, high) = phi > 0 ? (Math.Max(low, lambda), high) : (low, Math.Min(high, lambda));
            lambda = Math.Max(low, lambda + (phi / radius / solution.Steepness()));
        }
    }
}
