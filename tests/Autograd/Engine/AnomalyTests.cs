namespace MiniTorch.Tests;

/// <summary>Anomaly mode: the operation that made the NaN, and where its forward was called.</summary>
public sealed class AnomalyTests
{
    [Fact]
    public void The_operation_that_made_the_NaN_is_named_with_its_place()
    {
        Tensor x = Tensor.From([1.0, 0], requiresGrad: true);
        using GradModeScope mode = Autograd.DetectAnomaly();
        Tensor y = RootOfSquare(x);
        string message = Assert.Throws<InvalidOperationException>(() => y.Sum().Backward()).Message;
        Assert.StartsWith("anomaly: the derivative of 'mul' for its input 0, of shape [2], returned nan values. Its forward was called here:", message, StringComparison.Ordinal);
        Assert.Contains(nameof(RootOfSquare), message, StringComparison.Ordinal);
        Assert.Contains(nameof(The_operation_that_made_the_NaN_is_named_with_its_place), message, StringComparison.Ordinal);
        Assert.DoesNotContain("MiniTorch.Op.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_the_mode_NaN_passes()
    {
        Tensor x = Tensor.From([1.0, 0], requiresGrad: true);
        RootOfSquare(x).Sum().Backward();
        Assert.True(double.IsNaN(x.Grad!.ToArray<double>()[1]));
    }

    [Fact]
    public void Without_the_check_only_errors_are_placed()
    {
        Tensor x = Tensor.From([1.0, 0], requiresGrad: true);
        using GradModeScope mode = Autograd.DetectAnomaly(checkNaN: false);
        RootOfSquare(x).Sum().Backward();
        Tensor y = Planted.Copy(x, static _ => throw new TimeoutException("too late"), "slow");
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => y.Sum().Backward());
        Assert.StartsWith("anomaly: the derivative of 'slow' failed: too late Its forward was called here:", error.Message, StringComparison.Ordinal);
        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public void A_forward_outside_the_mode_has_no_place()
    {
        Tensor x = Tensor.From([1.0, 0], requiresGrad: true), y = RootOfSquare(x);
        using GradModeScope mode = Autograd.DetectAnomaly();
        string message = Assert.Throws<InvalidOperationException>(() => y.Sum().Backward()).Message;
        Assert.Contains("Where its forward was called is not known", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_right_stays_right()
    {
        Tensor x = Tensor.Randn([3, 2], DType.Float64, requiresGrad: true, new Generator(1UL));
        Tensor expected = Autograd.Grad([(x.Exp() * x).Sum()], [x])[0];
        using GradModeScope mode = Autograd.DetectAnomaly();
        Assert.Equal(expected.ToArray<double>(), Autograd.Grad([(x.Exp() * x).Sum()], [x])[0].ToArray<double>());
        Assert.True(Autograd.GradGradCheck(static x => x[0].Exp() * x[0], [x]).Passed);
    }

    [Fact]
    public async Task The_mode_nests_and_flows_as_NoGrad_does()
    {
        Assert.False(Autograd.IsAnomalyDetected);
        using (Autograd.DetectAnomaly())
        {
            using (Autograd.NoGrad())
            {
                Assert.True(Autograd.IsAnomalyDetected);
                Assert.False(Autograd.IsGradEnabled);
            }

            Assert.True(Autograd.IsGradEnabled && Autograd.IsAnomalyDetected);
            Assert.True(await Task.Run(static () => Autograd.IsAnomalyDetected));
        }

        Assert.False(Autograd.IsAnomalyDetected);
    }

    // |x| by way of a square, whose derivative at 0 is 0·∞.
    private static Tensor RootOfSquare(Tensor x) => (x * x).Sqrt();
}
