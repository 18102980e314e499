using MiniTorch.Curvature;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public class GradientNoiseTests
{
    private const int N = 6;

    // Least squares: the gradient of sample i is 2(xᵢᵀw − yᵢ)xᵢ.
    private readonly Tensor _x = Tensor.Randn([N, 3], DType.Float64, generator: new Generator(1));
    private readonly Tensor _y = Tensor.Randn([N], DType.Float64, generator: new Generator(2)) + 5;
    private readonly Tensor _w = Tensor.From([0.5, -1, 2]);
    private readonly double[][] _gradients;
    private readonly double[] _whole;

    public GradientNoiseTests()
    {
        double[] x = _x.ToArray<double>(), y = _y.ToArray<double>(), w = _w.ToArray<double>();
        _w.RequiresGrad = true;
        _gradients = [.. Enumerable.Range(0, N).Select(i =>
        {
            double residual = Enumerable.Range(0, 3).Sum(j => x[(3 * i) + j] * w[j]) - y[i];
            return Enumerable.Range(0, 3).Select(j => 2 * residual * x[(3 * i) + j]).ToArray();
        })];
        _whole = MeanOf(_gradients);
    }

    [Fact]
    public void The_figures_of_a_whole_population_are_exact()
    {
        GradientNoise noise = Measured(N, [.. Enumerable.Range(0, N).Select(static i => (int[])[i])]);
        double spread = _gradients.Sum(g => Squared(g, _whole)), norm = Squared(_whole, new double[3]);
        Close.Assert(_whole, noise.Mean.ToArray<double>());
        Close.Assert(spread / (N - 1), noise.Variance);
        Close.Assert(norm, noise.SquaredNorm);
        Close.Assert(norm / (spread / (N - 1)), noise.SignalToNoise);
        Close.Assert(spread / (N - 1) / norm, noise.NoiseScale);
        Assert.Equal((N, (long)N), (noise.Batches, noise.Samples));
    }

    [Fact]
    public void The_standard_error_is_that_over_all_batches_there_are()
    {
        GradientNoise noise = Measured(N, [.. Enumerable.Range(0, N).Select(static i => (int[])[i])]);
        int[] all = [.. Enumerable.Range(0, N)];
        int[][] ordered = [.. all.SelectMany(i => all.SelectMany(j => all.Select(k => (int[])[i, j, k])))];
        int[][] different = [.. ordered.Where(static batch => batch.Distinct().Count() == 3)];
        double Error(int[][] batches) => Math.Sqrt(batches.Average(batch => Squared(MeanOf([.. batch.Select(i => _gradients[i])]), _whole)));
        Close.Assert(Error(ordered), noise.StandardError(3));
        Close.Assert(Error(different), noise.StandardError(3, replacement: false));
        Close.Assert(noise.StandardError(1) / 10, noise.StandardError(100));
        Assert.Equal(0, noise.StandardError(N, replacement: false));
    }

    [Fact]
    public void From_batches_of_any_sizes_the_variance_is_that_of_samples_without_bias()
    {
        double expected = _gradients.Sum(g => Squared(g, _whole)) / (N - 1);
        int[][] orders = [.. Permutations([.. Enumerable.Range(0, N)])];
        Close.Assert(expected, orders.Average(order => Measured(N, [order[..2], order[2..4], order[4..]]).Variance));
        Close.Assert(expected, orders.Average(order => Measured(N, [order[..1], order[1..4], order[4..]]).Variance));
        Close.Assert(_whole, Measured(N, [orders[5][..1], orders[5][1..4], orders[5][4..]]).Mean.ToArray<double>());
    }

    [Fact]
    public void Of_independent_samples_variance_and_squared_norm_are_without_bias()
    {
        int[] all = [.. Enumerable.Range(0, N)];
        int[][] draws = [.. all.SelectMany(i => all.SelectMany(j => all.Select(k => (int[])[i, j, k])))];
        GradientNoise[] runs = [.. draws.Where(static draw => draw.Distinct().Count() > 1).Select(draw => Measured(null, [draw[..1], draw[1..]]))];
        double[] same = [.. all.Select(i => Squared(_gradients[i], new double[3]))];
        double spread = _gradients.Sum(g => Squared(g, _whole)) / N;
        Close.Assert(spread, runs.Sum(static run => run.Variance) / draws.Length);
        GradientNoise noise = runs[7];
        Close.Assert(Math.Sqrt(noise.Variance / 9), noise.StandardError(9));
        double[] raw = [.. runs.Select(run => Squared(run.Mean.ToArray<double>(), new double[3]) - (run.Variance / 3))];
        Close.Assert(Squared(_whole, new double[3]), (raw.Sum() + same.Sum()) / draws.Length);
        Assert.All(runs.Zip(raw), static pair => Close.Assert(Math.Max(0, pair.Second), pair.First.SquaredNorm));
    }

    [Fact]
    public void A_gradient_that_cannot_be_told_from_noise_has_no_signal()
    {
        Tensor p = Tensor.From([1.0, 2]);
        p.RequiresGrad = true;
        var noise = new GradientNoise([p]);
        noise.Add((p * Tensor.From([1.0, -3])).Sum());
        noise.Add((p * Tensor.From([-1.0, 3])).Sum());
        Assert.Equal((0, 0, double.PositiveInfinity), (noise.SquaredNorm, noise.SignalToNoise, noise.NoiseScale));
        Close.Assert(20, noise.Variance);
        var still = new GradientNoise([p]);
        still.Add(p.Sum());
        still.Add(p.Sum(), batchSize: 5);
        Assert.Equal((double.PositiveInfinity, 0, 0), (still.SignalToNoise, still.NoiseScale, still.StandardError(1)));
    }

    [Fact]
    public void A_training_loop_adds_its_batches_and_nothing_of_it_is_touched()
    {
        var generator = new Generator(4);
        var model = new Sequential(new Linear(5, 4, generator: generator), new Tanh(), new Linear(4, 2, generator: generator));
        Tensor x = Tensor.Randn([40, 5], generator: generator), y = Tensor.RandInt(0, 2, [40], generator);
        Tensor[] parameters = [.. model.Parameters()];
        F.CrossEntropy(model.Forward(x), y).Backward();
        long[][] before = [.. parameters.Select(static p => Bits.Of(p.Value)), .. parameters.Select(static p => Bits.Of(p.Grad!.Value))];
        var mine = new Generator(1);
        using (Generator.Use(mine))
        {
            GeneratorState state = mine.State;
            var noise = new GradientNoise(parameters, population: 40);
            for (int start = 0; start < 40; start += 12)
            {
                using var scope = TensorScope.Begin();
                int stop = Math.Min(40, start + 12);
                noise.Add(F.CrossEntropy(model.Forward(x[start..stop]), y[start..stop]), stop - start);
            }

            Assert.Equal((4, 40L), (noise.Batches, noise.Samples));
            Close.Assert(Enumerable.SelectMany(parameters, static p => p.Grad!.ToArray<float>()).Select(static g => (double)g).ToArray(), noise.Mean.ToArray<double>(), 1e-4, 1e-6);
            Assert.True(noise.Variance > 0);
            Assert.Equal(state, mine.State);
        }

        Assert.Equal(before, [.. parameters.Select(static p => Bits.Of(p.Value)), .. parameters.Select(static p => Bits.Of(p.Grad!.Value))]);
    }

    [Fact]
    public void What_would_be_wrong_is_refused_with_what_to_do()
    {
        static string Argument(Action call) => Assert.Throws<ArgumentException>(call).Message;
        static string Invalid(Action call) => Assert.Throws<InvalidOperationException>(call).Message;
        Assert.Contains("at least 2 in the population; got 1", Argument(() => _ = new GradientNoise([_w], population: 1)), StringComparison.Ordinal);
        var noise = new GradientNoise([_w], population: N);
        Assert.Contains("at least 2 must be added; got 0", Invalid(() => _ = noise.Variance), StringComparison.Ordinal);
        Assert.Contains("a batch has at least 1 sample", Argument(() => noise.Add(_w.Sum(), 0)), StringComparison.Ordinal);
        Assert.Contains("no more than the population of 6; got 7 after 0", Argument(() => noise.Add(_w.Sum(), 7)), StringComparison.Ordinal);
        Assert.Contains("got float64 of shape [3]", Argument(() => noise.Add(_w * 2)), StringComparison.Ordinal);
        Assert.Contains("does not depend on the parameters", Invalid(() => noise.Add(Tensor.Ones([]))), StringComparison.Ordinal);
        Assert.Contains("gradients must be finite; that of batch 1 is not", Invalid(() => noise.Add((_w * double.NaN).Sum())), StringComparison.Ordinal);
        noise.Add(_w.Sum(), 2);
        noise.Add(_w.Square().Sum(), 2);
        Assert.Contains("every sample of the population of 6 must be added once; so far 4", Invalid(() => _ = noise.NoiseScale), StringComparison.Ordinal);
        _w.Value.Fill(1);
        Assert.Contains("the parameters were written to", Invalid(() => noise.Add(_w.Sum(), 2)), StringComparison.Ordinal);
        var stream = new GradientNoise([_w]);
        stream.Add(_w.Sum());
        stream.Add(_w.Square().Sum());
        Assert.Contains("got 5, population unknown", Argument(() => stream.StandardError(5, replacement: false)), StringComparison.Ordinal);
        Assert.Contains("got 0, population unknown", Argument(() => stream.StandardError(0)), StringComparison.Ordinal);
    }

    private static double Squared(double[] a, double[] b) => a.Zip(b, static (p, q) => (p - q) * (p - q)).Sum();

    private static double[] MeanOf(double[][] vectors) => [.. Enumerable.Range(0, 3).Select(j => vectors.Average(v => v[j]))];

    private static IEnumerable<int[]> Permutations(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(item => Permutations([.. items.Where(other => other != item)]).Select(rest => (int[])[item, .. rest]));

    private GradientNoise Measured(int? population, int[][] batches)
    {
        var noise = new GradientNoise([_w], population);
        foreach (int[] batch in batches)
        {
            Tensor indices = Tensor.From([.. batch.Select(static i => (long)i)]);
            noise.Add((_x[indices].MatMul(_w) - _y[indices]).Square().Mean(), batch.Length);
        }

        return noise;
    }
}
