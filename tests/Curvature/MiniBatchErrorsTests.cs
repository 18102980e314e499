using MiniTorch.Curvature;

namespace MiniTorch.Tests;

public class MiniBatchErrorsTests
{
    private const int N = 500;

    private readonly Tensor _x = Tensor.Randn([N, 4], DType.Float64, generator: new Generator(1));
    private readonly Tensor _y = Tensor.Randn([N], DType.Float64, generator: new Generator(2));
    private readonly Tensor _w = Tensor.From([1.0, -1, 2, 0.5]);

    public MiniBatchErrorsTests() => _w.RequiresGrad = true;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_measured_error_is_the_predicted_one_falls_as_one_over_the_root_of_the_size_and_has_no_bias(bool replacement)
    {
        var noise = new GradientNoise([_w], population: N);
        for (int i = 0; i < N; i++)
        {
            noise.Add(Loss(Tensor.From([(long)i])));
        }

        var mine = new Generator(1);
        using (Generator.Use(mine))
        {
            GeneratorState before = mine.State;
            MiniBatchErrors errors = MiniBatchErrors.Measure(Loss, N, [_w], [1, 2, 4, 8, 16, 32], draws: 400, replacement, new Generator(3));
            Assert.InRange(errors.Slope, -0.54, -0.46);
            Assert.Equal([1, 2, 4, 8, 16, 32], errors.Sizes.Select(static size => size.BatchSize));
            Assert.All(errors.Sizes, size =>
            {
                Close.Assert(noise.StandardError(size.BatchSize, replacement), size.Error, rtol: 0.12);
                Assert.InRange(size.Bias, 0, 2.5 * size.Error / Math.Sqrt(errors.Draws));
            });
            Close.Assert(Math.Sqrt(noise.SquaredNorm), errors.GradientNorm);
            Assert.Equal(before, mine.State);
        }

        Assert.Null(_w.Grad);
    }

    [Fact]
    public void A_batch_of_all_samples_has_no_error_without_replacement()
    {
        MiniBatchErrors errors = MiniBatchErrors.Measure(Loss, N, [_w], [N], draws: 2, replacement: false, new Generator(1));
        Assert.InRange(errors.Sizes[0].Error, 0, 1e-12);
        Assert.True(double.IsNaN(errors.Slope));
        Assert.InRange(MiniBatchErrors.Measure(Loss, N, [_w], [N], draws: 20, replacement: true, new Generator(1)).Sizes[0].Error, 0.01, 1);
    }

    [Fact]
    public void Arguments_out_of_their_range_are_refused()
    {
        string Refusal(int samples, int[] sizes, int draws, bool replacement) =>
            Assert.Throws<ArgumentException>(() => MiniBatchErrors.Measure(Loss, samples, [_w], sizes, draws, replacement)).Message;
        Assert.Equal("mini_batch_errors: at least 1 sample, 2 draws and 1 batch size are needed; got 5, 1 and 1", Refusal(5, [1], 1, true));
        Assert.Contains("got 0, 2 and 1", Refusal(0, [1], 2, true), StringComparison.Ordinal);
        Assert.Contains("got 5, 2 and 0", Refusal(5, [], 2, true), StringComparison.Ordinal);
        Assert.Contains("without replacement at most all 5; got 6", Refusal(5, [2, 6], 2, false), StringComparison.Ordinal);
        Assert.Contains("got 0", Refusal(5, [0], 2, true), StringComparison.Ordinal);
    }

    private Tensor Loss(Tensor indices) => (_x[indices].MatMul(_w) - _y[indices]).Square().Mean();
}
