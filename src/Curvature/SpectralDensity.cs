namespace MiniTorch.Curvature;

/// <summary>
/// How the eigenvalues of a symmetric operator are distributed, φ(t) = (1/n)·Σᵢ δ(t − λᵢ), estimated by stochastic Lanczos quadrature: m Lanczos
/// steps from each of several random vectors give nodes θ with weights τ, the Gauss quadrature of φ as this vector sees it, and the mean over the vectors
/// is without bias up to polynomials of degree 2m − 1 (Lin, Saad and Yang 2016; Ghorbani, Krishnan and Xiao 2019).
/// </summary>
public sealed class SpectralDensity
{
    private const string Op = "spectral_density";

    // For each probe its nodes and weights; the weights of a probe add up to 1.
    private readonly (double[] Nodes, double[] Weights)[] _probes;
    private readonly int _n;

    private SpectralDensity(int n, (double[] Nodes, double[] Weights)[] probes, int products)
    {
        (_n, _probes, Products) = (n, probes, products);
        (double Node, double Weight)[] all =
        [
            .. probes.SelectMany(static probe => probe.Nodes.Zip(probe.Weights)).Select(pair => (Node: pair.First, Weight: pair.Second / probes.Length))
                .OrderBy(static pair => pair.Node),
        ];
        Nodes = [.. all.Select(static pair => pair.Node)];
        Weights = [.. all.Select(static pair => pair.Weight)];
        int steps = probes.Max(static probe => probe.Nodes.Length);
        double range = Nodes[^1] - Nodes[0];
        Sigma = range > 0 ? range / steps : Math.Max(1e-3 * Math.Abs(Nodes[0]), 1e-12);
    }

    /// <summary>The nodes θ of all probes, ascending.</summary>
    public IReadOnlyList<double> Nodes { get; }

    /// <summary>The share τ of the eigenvalues that each node stands for; they add up to 1.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The width of the Gaussians where none is given: the range of the nodes over the number of steps, about what so many steps resolve.</summary>
    public double Sigma { get; }

    /// <summary>The products with the operator that were used.</summary>
    public int Products { get; }

    /// <summary>Runs the quadrature.</summary>
    /// <remarks>Memory: n·<paramref name="steps"/> float64 numbers. The result has the same bits for any number of threads.</remarks>
    /// <param name="op">The operator: an <see cref="Objective"/>, for its Hessian, or any other.</param>
    /// <param name="probes">How many random vectors; the error falls as 1/√(n·probes).</param>
    /// <param name="steps">How many Lanczos steps (and products) from each, at most: the resolution.</param>
    /// <param name="generator">Draws the vectors; the default one if null.</param>
    /// <exception cref="ArgumentException">There are less than 1 probes or steps.</exception>
    /// <exception cref="InvalidOperationException">A product is not finite, or the operator is not symmetric.</exception>
    public static SpectralDensity Estimate(SymmetricOperator op, int probes = 10, int steps = 80, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(op);
        if (probes < 1 || steps < 1)
        {
            Throw.Argument(Op, $"probes and steps must be at least 1; got {probes} and {steps}");
        }

        var process = new LanczosProcess(op, Math.Min(steps, op.Count), generator);
        var quadratures = new (double[] Nodes, double[] Weights)[probes];
        for (int i = 0; i < probes; i++)
        {
            if (i > 0)
            {
                process.Begin();
            }

            do
            {
                process.Step();
            }
            while (!process.IsFull && !process.IsInvariant);
            (double[] values, double[][] vectors, _) = process.Ritz();
            quadratures[i] = (values, [.. vectors.Select(static y => y[0] * y[0])]);
        }

        return new(op.Count, quadratures, process.Products);
    }

    /// <summary>φ smoothed by a Gaussian, Σ τ·exp(−(t − θ)²/2σ²)/(σ√2π), at t. Its integral is 1.</summary>
    /// <param name="t">Where.</param>
    /// <param name="sigma">σ; <see cref="Sigma"/> if null.</param>
    /// <exception cref="ArgumentException">σ is not above 0.</exception>
    public double At(double t, double? sigma = null)
    {
        double width = Width(sigma), sum = 0;
        for (int i = 0; i < Nodes.Count; i++)
        {
            double z = (t - Nodes[i]) / width;
            sum += Weights[i] * Math.Exp(-z * z / 2);
        }

        return sum / (width * Math.Sqrt(2 * Math.PI));
    }

    /// <summary>φ smoothed by a Gaussian at points in equal steps, from 4σ below the nodes to 4σ above.</summary>
    /// <param name="points">How many, at least 2.</param>
    /// <param name="sigma">σ; <see cref="Sigma"/> if null.</param>
    /// <exception cref="ArgumentException">There are less than 2 points, or σ is not above 0.</exception>
    public (double[] Points, double[] Density) OnGrid(int points = 1000, double? sigma = null)
    {
        if (points < 2)
        {
            Throw.Argument(Op, $"a grid needs at least 2 points; got {points}");
        }

        double width = Width(sigma), from = Nodes[0] - (4 * width), to = Nodes[^1] + (4 * width);
        double[] grid = [.. Enumerable.Range(0, points).Select(i => from + ((to - from) * i / (points - 1)))];
        return (grid, [.. grid.Select(t => At(t, width))]);
    }

    /// <summary>
    /// The trace of a function of the operator, tr f(A) = Σᵢ f(λᵢ), with its standard error: with f = log the logarithm of the determinant (Ubaru, Chen and
    /// Saad 2017), with f = 1 on an interval and 0 elsewhere the number of eigenvalues in it.
    /// </summary>
    /// <param name="function">f.</param>
    public TraceEstimate Trace(Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return TraceEstimate.Of([.. _probes.Select(probe => _n * probe.Nodes.Zip(probe.Weights).Sum(pair => pair.Second * function(pair.First)))]);
    }

    private double Width(double? sigma)
    {
        double width = sigma ?? Sigma;
        if (!(width > 0) || !double.IsFinite(width))
        {
            Throw.Argument(Op, FormattableString.Invariant($"sigma must be above 0 and finite; got {width}"));
        }

        return width;
    }
}
