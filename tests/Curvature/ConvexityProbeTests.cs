using MiniTorch.Curvature;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public class ConvexityProbeTests
{
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Convex_functions_have_no_counterexample(DType dtype)
    {
        Func<Tensor, Tensor>[] convex =
        [
            static x => x.Sum() * 3 + 1, static x => (x * x).Sum(), static x => x.Abs().Sum(), static x => x.LogSumExp(0), static x => x.Norm(), static x => x.Max(), static x => x.Exp().Sum(),
        ];
        Assert.All(convex, f =>
        {
            ConvexityProbeResult result = ConvexityProbe.Run(new Objective(f, Tensor.Full([4], 0.5, dtype)), 2, 300, generator: new Generator(1));
            Assert.Equal((ConvexityVerdict.NoCounterexample, 300), (result.Verdict, result.Segments));
            Assert.Null(result.Counterexample);
        });
    }

    [Fact]
    public void A_logistic_regression_has_none_a_network_with_a_hidden_layer_has_one()
    {
        Tensor x = Tensor.Randn([30, 2], DType.Float64, generator: new Generator(1)), y = x[.., 0].Gt(0).To(DType.Int64);
        var linear = new Linear(2, 2, dtype: DType.Float64);
        var network = new Sequential(new Linear(2, 3, dtype: DType.Float64), new Tanh(), new Linear(3, 2, dtype: DType.Float64));
        ConvexityProbeResult Run(Layer model) => ConvexityProbe.Run(
            new Objective(() => F.CrossEntropy(model.Forward(x), y), model.Parameters()), 2, 200, generator: new Generator(2));
        Assert.Null(Run(linear).Counterexample);
        double[] before = network.Parameters()[0].ToArray<double>();
        Assert.NotNull(Run(network).Counterexample);
        Assert.Equal(before, network.Parameters()[0].ToArray<double>());
    }

    [Fact]
    public void A_counterexample_can_be_checked() => Matrices.ForAll(static (n, seed) =>
    {
        static Tensor F(Tensor x) => x.Sin().Sum();
        Tensor at = Tensor.Randn([n + 1], DType.Float64, generator: new Generator(seed));
        ConvexityProbeResult result = ConvexityProbe.Run(new Objective(F, at), 3, generator: new Generator(seed));
        Assert.Equal(ConvexityVerdict.Counterexample, result.Verdict);
        ConvexityCounterexample found = result.Counterexample!;
        Assert.InRange(found.Alpha, 0, 1);
        Assert.All((Tensor[])[found.X, found.Y], end => Assert.InRange((end - at).Abs().Max().Item<double>(), 0, 3));
        double value = F(found.X * found.Alpha + found.Y * (1 - found.Alpha)).Item<double>();
        double chord = found.Alpha * F(found.X).Item<double>() + (1 - found.Alpha) * F(found.Y).Item<double>();
        Assert.Equal((value, chord), (found.Value, found.Chord));
        Assert.True(found.Excess > 0 && found.Excess == value - chord);
    }, maxTest: 30);

    [Fact]
    public void The_generator_decides_and_the_result_reads_well()
    {
        var objective = new Objective(static x => -(x * x).Sum(), Tensor.Zeros([2], DType.Float64));
        ConvexityProbeResult first = ConvexityProbe.Run(objective, 1, generator: new Generator(3)), second = ConvexityProbe.Run(objective, 1, generator: new Generator(3));
        Assert.Equal((1, first.Counterexample!.Alpha, first.Counterexample.Excess), (first.Segments, second.Counterexample!.Alpha, second.Counterexample.Excess));
        Assert.Equal(first.Counterexample.X.ToArray<double>(), second.Counterexample.X.ToArray<double>());
        Assert.NotEqual(first.Counterexample.Alpha, ConvexityProbe.Run(objective, 1, generator: new Generator(4)).Counterexample!.Alpha);
        using (Generator.Use(new Generator(3)))
        {
            Assert.Equal(first.Counterexample.Alpha, ConvexityProbe.Run(objective, 1).Counterexample!.Alpha);
        }

        Assert.Equal("Counterexample, segment 4 within ±1 of the point: at α = 0.25 f is 1.5, 0.5 above the chord",
            new ConvexityProbeResult(4, 1, 0, new ConvexityCounterexample(first.Counterexample.X, first.Counterexample.Y, 0.25, 1.5, 1)).ToString());
        Assert.Equal(
            "NoCounterexample in 20 segments within ±2 of the point (no proof; tolerance 2.22E-13)",
            ConvexityProbe.Run(new Objective(static x => x.Sum(), Tensor.Zeros([2], DType.Float64)), 2, 20, generator: new Generator(1)).ToString());
    }

    [Fact]
    public void The_tolerance_decides_what_is_rounding()
    {
        var almost = new Objective(static x => 1 - x.Square().Sum() * 1e-6, Tensor.Zeros([1], DType.Float64));
        Assert.NotNull(ConvexityProbe.Run(almost, 1, generator: new Generator(1)).Counterexample);
        ConvexityProbeResult tolerated = ConvexityProbe.Run(almost, 1, tolerance: 1e-5, generator: new Generator(1));
        Assert.Equal((ConvexityVerdict.NoCounterexample, 1e-5), (tolerated.Verdict, tolerated.Tolerance));
    }

    [Fact]
    public void Infinite_values_are_compared_and_NaN_is_refused()
    {
        static Objective Where(Func<Tensor, Tensor> isOutside, double outside) =>
            new(x => (x * x).Sum() + Tensor.Full([1], outside, DType.Float64).MaskedFill(isOutside(x).LogicalNot(), 0).Sum(), Tensor.Zeros([1], DType.Float64));
        Assert.Null(ConvexityProbe.Run(Where(static x => x.Abs().Gt(1), double.PositiveInfinity), 2, generator: new Generator(1)).Counterexample);
        Assert.Equal(double.PositiveInfinity, ConvexityProbe.Run(Where(static x => x.Abs().Lt(1), double.PositiveInfinity), 2, generator: new Generator(1)).Counterexample!.Excess);
        Assert.Equal(
            "convexity_probe: the function is NaN at a point of the box of radius 2 around x; choose a smaller one",
            Assert.Throws<InvalidOperationException>(() => ConvexityProbe.Run(Where(static x => x.Gt(1), double.NaN), 2, generator: new Generator(1))).Message);
    }

    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(double.PositiveInfinity, 10, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 10, -1)]
    public void Options_that_make_no_sense_are_refused(double radius, int segments, double tolerance) => Assert.StartsWith(
        "convexity_probe: the radius must be finite and positive, the number of segments positive, the tolerance 0 or positive; got ",
        Assert.Throws<ArgumentException>(() =>
            ConvexityProbe.Run(new Objective(static x => x.Sum(), Tensor.Zeros([2], DType.Float64)), radius, segments, tolerance)).Message,
        StringComparison.Ordinal);
}
