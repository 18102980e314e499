using MiniTorch.Curvature;

namespace MiniTorch.Tests;

public class HutchinsonTests
{
    private static readonly Tensor _matrix = Symmetric(12);

    [Fact]
    public void Of_a_diagonal_matrix_one_vector_gives_trace_and_diagonal_exactly()
    {
        double[] elements = [3, -1, 0.5, 8];
        var op = new SymmetricOperator(v => v * Tensor.From(elements), 4);
        TraceEstimate one = Hutchinson.Trace(op, probes: 1, new Generator(1));
        Close.Assert(10.5, one.Value);
        Assert.Equal((double.PositiveInfinity, 1), (one.StandardError, one.Probes));
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), one.Interval());
        Close.Assert(0, Hutchinson.Trace(op, probes: 5, new Generator(1)).StandardError);
        (Tensor values, Tensor errors) = Hutchinson.Diagonal(op, probes: 3, new Generator(1));
        Close.Assert(elements, values.ToArray<double>());
        Close.Assert(new double[4], errors.ToArray<double>());
        Assert.All(Hutchinson.Diagonal(op, probes: 1, new Generator(1)).StandardErrors.ToArray<double>(), static e => Assert.Equal(double.PositiveInfinity, e));
    }

    [Fact]
    public void The_trace_is_without_bias_its_error_is_the_true_one_and_the_interval_covers()
    {
        var op = new SymmetricOperator(_matrix.MatMul, 12);
        double[] a = _matrix.ToArray<double>();
        double trace = Enumerable.Range(0, 12).Sum(i => a[13 * i]);
        double variance = 2 * (a.Sum(static e => e * e) - Enumerable.Range(0, 12).Sum(i => a[13 * i] * a[13 * i]));
        var generator = new Generator(3);
        const int Runs = 1000, Probes = 10;
        TraceEstimate[] runs = [.. Enumerable.Range(0, Runs).Select(_ => Hutchinson.Trace(op, Probes, generator))];

        // The mean of all runs within four of its standard errors, the variance within four of its own (about √(2/10,000)).
        Assert.InRange(runs.Average(static run => run.Value) - trace, -4 * Math.Sqrt(variance / (Runs * Probes)), 4 * Math.Sqrt(variance / (Runs * Probes)));
        Assert.InRange(runs.Average(static run => run.StandardError * run.StandardError * Probes) / variance, 0.94, 1.06);
        int covered = runs.Count(run => run.Interval().Low <= trace && trace <= run.Interval().High);
        Assert.InRange(covered, 925, 975);
        Assert.InRange(runs.Count(run => run.Interval(0.5).Low <= trace && trace <= run.Interval(0.5).High), 440, 560);
    }

    [Fact]
    public void The_diagonal_is_without_bias_and_its_errors_are_true()
    {
        double[] a = _matrix.ToArray<double>();
        (Tensor values, Tensor errors) = Hutchinson.Diagonal(new SymmetricOperator(_matrix.MatMul, 12), probes: 4000, new Generator(5));
        for (int i = 0; i < 12; i++)
        {
            double error = Math.Sqrt(Enumerable.Range(0, 12).Where(j => j != i).Sum(j => a[(12 * i) + j] * a[(12 * i) + j]) / 4000);
            Assert.InRange(values[i].Item<double>() - a[13 * i], -4 * error, 4 * error);
            Close.Assert(error, errors[i].Item<double>(), rtol: 0.1);
        }
    }

    [Fact]
    public void The_trace_of_a_network_s_hessian_lies_in_its_interval_and_the_model_is_left_alone()
    {
        (Objective objective, var model) = Spectra.Network(8, 6, 3, batch: 20, DType.Float32);
        float[] hessian = objective.Hessian().ToArray<float>();
        double trace = Enumerable.Range(0, objective.Count).Sum(i => (double)hessian[i * (objective.Count + 1)]);
        var mine = new Generator(1);
        using (Generator.Use(mine))
        {
            GeneratorState before = mine.State;
            (double low, double high) = Hutchinson.Trace(objective, probes: 100, new Generator(2)).Interval(0.999);
            Assert.InRange(trace, low, high);
            Assert.InRange(high - low, 0, Math.Abs(trace));
            Assert.Equal(before, mine.State);
        }

        Assert.All(model.Parameters(), static p => Assert.Null(p.Grad));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        Tensor d = Tensor.Randn([100_000], DType.Float64, generator: new Generator(1));
        var op = new SymmetricOperator(v => v * d + d * (d * v).Sum(), 100_000);
        Bits.SameForAnyNumberOfWorkers(
            () =>
            {
                TraceEstimate trace = Hutchinson.Trace(op, 3, new Generator(1));
                return [Bits.Of(Hutchinson.Diagonal(op, 2, new Generator(1)).Values.Value), Bits.Of(Tensor.From([trace.Value, trace.StandardError]).Value)];
            },
            "hutchinson");
    }

    [Fact]
    public void What_cannot_be_estimated_is_refused()
    {
        var op = new SymmetricOperator(static v => v / 0, 3);
        Assert.Equal("hutchinson: probes must be at least 1; got 0", Assert.Throws<ArgumentException>(() => Hutchinson.Trace(op, 0)).Message);
        Assert.Equal("hutchinson: products with vectors of signs must be finite; number 1 is not", Assert.Throws<InvalidOperationException>(() => Hutchinson.Trace(op)).Message);
        Assert.Contains("must be finite", Assert.Throws<InvalidOperationException>(() => Hutchinson.Diagonal(op)).Message, StringComparison.Ordinal);
        Assert.Equal(
            "trace_estimate: confidence must lie between 0 and 1; got 1", Assert.Throws<ArgumentException>(static () => new TraceEstimate(1, 1, 5).Interval(1)).Message);
    }

    private static Tensor Symmetric(int n)
    {
        Tensor a = Tensor.Randn([n, n], DType.Float64, generator: new Generator(11));
        return a + a.T;
    }
}
