using MiniTorch.Curvature;

namespace MiniTorch.Tests;

public class SpectralDensityTests
{
    private static readonly double[] _spectrum = [.. Enumerable.Range(0, 900).Select(static i => Math.Sin(i)), .. Enumerable.Range(0, 100).Select(static i => 4 + 0.001 * i)];

    [Fact]
    public void The_density_of_a_known_matrix_is_found_up_to_the_noise_of_the_probes()
    {
        SpectralDensity density = SpectralDensity.Estimate(Spectra.Of(_spectrum), probes: 10, steps: 40, generator: new Generator(1));
        const double Sigma = 0.15;
        (double[] points, double[] values) = density.OnGrid(400, Sigma);
        double[] exact = [.. points.Select(static t => _spectrum.Average(e => Math.Exp(-(t - e) * (t - e) / (2 * Sigma * Sigma)) / (Sigma * Math.Sqrt(2 * Math.PI))))];
        double step = points[1] - points[0];
        double distance = exact.Zip(values, static (e, v) => Math.Abs(e - v)).Sum() * step;
        Assert.InRange(distance, 0, 0.04);
        Close.Assert(1, values.Sum() * step, rtol: 1e-3);
        Close.Assert(1, density.Weights.Sum(), rtol: 1e-12);
        Assert.Equal(400, density.Products);
        Assert.Equal((400, 400), (density.Nodes.Count, density.Weights.Count));
        Assert.Equal(density.Nodes.Order(), density.Nodes);
        Assert.InRange(density.Trace(static e => e > 3 ? 1 : 0).Value, 90, 110);
    }

    [Fact]
    public void The_nodes_of_a_probe_are_a_gauss_quadrature()
    {
        // Exact for the powers up to 2m − 1 = 9, as the vector of the probe sees them.
        SymmetricOperator op = Spectra.Of([1, -2, .5, 3, 1.5, -.25, 2.5, .75, -1]);
        Tensor v = new(NDArray.Empty([9], DType.Float64).NormalInPlace(0, 1, new Generator(4)));
        v /= v.Norm();
        SpectralDensity density = SpectralDensity.Estimate(op, probes: 1, steps: 5, generator: new Generator(4));
        NDArray power = v.Value.Clone();
        for (int p = 0; p <= 9; p++)
        {
            double moment = v.Value.MatMul(power).Item<double>();
            Close.Assert(moment, density.Nodes.Zip(density.Weights, (node, weight) => weight * Math.Pow(node, p)).Sum(), rtol: 1e-10);
            op.Multiply(power, power);
        }
    }

    [Fact]
    public void Traces_of_functions_come_with_an_error_that_covers_them()
    {
        double[] eigenvalues = [.. Enumerable.Range(1, 300).Select(static i => 1 + i / 100.0)];
        SpectralDensity density = SpectralDensity.Estimate(Spectra.Of(eigenvalues), probes: 20, steps: 30, generator: new Generator(2));
        foreach (Func<double, double> f in (Func<double, double>[])[static e => e, Math.Log, static e => e * e, static e => 1 / e])
        {
            TraceEstimate estimate = density.Trace(f);
            Assert.InRange(Math.Abs(estimate.Value - eigenvalues.Sum(f)), 0, 4 * estimate.StandardError);
            Assert.InRange(estimate.StandardError, 0, 0.03 * Math.Abs(eigenvalues.Sum(f)));
        }

        Close.Assert(300, density.Trace(static _ => 1).Value, rtol: 1e-12);
    }

    [Fact]
    public void Fewer_distinct_eigenvalues_than_steps_are_found_exactly()
    {
        SpectralDensity two = SpectralDensity.Estimate(Spectra.Of([2, 2, 2, -1, -1]), probes: 2, steps: 50, generator: new Generator(1));
        Close.Assert([-1, -1, 2, 2], [.. two.Nodes]);
        Assert.Equal(4, two.Products);
        SpectralDensity same = SpectralDensity.Estimate(Spectra.Of([3, 3, 3]), probes: 3, generator: new Generator(1));
        Close.Assert([3, 3, 3], [.. same.Nodes]);
        Close.Assert(1 / (0.5 * Math.Sqrt(2 * Math.PI)), same.At(3, sigma: 0.5));
        Assert.True(same.Sigma > 0);
        Assert.True(double.IsFinite(SpectralDensity.Estimate(Spectra.Of([0.0, 0]), generator: new Generator(1)).At(0)));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        SymmetricOperator op = Spectra.Of([.. Enumerable.Range(1, 60_000).Select(static i => 1.0 / i)]);
        Bits.SameForAnyNumberOfWorkers(
            () =>
            {
                SpectralDensity density = SpectralDensity.Estimate(op, probes: 2, steps: 6, generator: new Generator(1));
                return [Bits.Of(Tensor.From(density.Nodes.ToArray()).Value), Bits.Of(Tensor.From(density.Weights.ToArray()).Value)];
            },
            "spectral_density");
    }

    [Fact]
    public void Arguments_out_of_their_range_are_refused()
    {
        SymmetricOperator op = Spectra.Of([1, 2]);
        static string Refusal(Action call) => Assert.Throws<ArgumentException>(call).Message;
        Assert.Equal("spectral_density: probes and steps must be at least 1; got 0 and 80", Refusal(() => SpectralDensity.Estimate(op, probes: 0)));
        SpectralDensity density = SpectralDensity.Estimate(op, generator: new Generator(1));
        Assert.Contains("sigma must be above 0 and finite; got 0", Refusal(() => density.At(1, 0)), StringComparison.Ordinal);
        Assert.Contains("at least 2 points; got 1", Refusal(() => density.OnGrid(1)), StringComparison.Ordinal);
    }
}
