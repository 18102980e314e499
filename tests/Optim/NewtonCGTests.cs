using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Where NewtonCG arrives without a Hessian, and at what cost.</summary>
public class NewtonCGTests
{
    public static TheoryData<string, double[], double[]> Minima => LBFGSTests.Minima;

    [Theory]
    [MemberData(nameof(Minima))]
    public void It_arrives_at_known_minima_from_published_starts(string function, double[] start, double[] minimum)
    {
        Tensor x = Make.Parameter(start);
        MinimizeResult result = new NewtonCG([x]).Minimize(() => Functions.Of(function)(x));
        Assert.Equal(OptimizerStatus.Converged, result.Status);
        if (start.Length == 2 && function is "rosenbrock" or "booth" or "quadratic")
        {
            Close.Assert(minimum, x.ToArray<double>(), rtol: 1e-10, what: function);
        }
        else
        {
            Assert.True(result.GradientNorm < 1e-9, result.ToString());
        }
    }

    [Theory]
    [InlineData(DType.Float64, 1e-10)]
    [InlineData(DType.Float32, 1e-3)]
    public void Rosenbrocks_function_of_100_dimensions(DType dtype, double tolerance)
    {
        // Moré, Garbow and Hillstrom, problem 21: fifty pairs.
        double[] start = [.. Enumerable.Range(0, 100).Select(static i => i % 2 == 0 ? -1.2 : 1)];
        var x = new Tensor(NDArray.From(start, [100]).To(dtype), requiresGrad: true);
        MinimizeResult result = new NewtonCG([x]).Minimize(() =>
        {
            Tensor pairs = x.Reshape(50, 2), left = pairs.Select(1, 0), right = pairs.Select(1, 1);
            return ((100 * (right - left.Square()).Square()) + (1 - left).Square()).Sum();
        });
        Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
        Assert.All(x.Value.To(DType.Float64).ToArray<double>(), value => Assert.Equal(1, value, tolerance));
    }

    [Fact]
    public void The_chain_of_100_dimensions_ends_at_one_of_its_two_minima()
    {
        Tensor x = new(NDArray.Zeros([100], DType.Float64), requiresGrad: true);
        MinimizeResult result = new NewtonCG([x]).Minimize(() => Functions.Rosenbrock(x), maxSteps: 500);
        Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
        Assert.True(result.GradientNorm < 1e-9, result.ToString());
        Assert.All(x.ToArray<double>(), static value => Assert.Equal(1, value, 1e-9));
    }

    [Fact]
    public void A_network_of_thousands_of_parameters_is_fitted()
    {
        var generator = new Generator(3L);
        var model = new Sequential(new Linear(20, 100, generator: generator), new Tanh(), new Linear(100, 10, generator: generator));
        Tensor inputs = Tensor.Randn([200, 20], generator: generator), labels = Tensor.RandInt(0, 10, [200], generator);
        var optimizer = new NewtonCG(model.Parameters(), maxInner: 30);
        Assert.Equal(3110, model.Parameters().Sum(static parameter => parameter.Count));
        MinimizeResult result = optimizer.Minimize(() => Loss(), maxSteps: 15);
        Assert.True(result.Loss < 0.05, result.ToString());
        Assert.NotEqual(OptimizerStatus.Diverged, result.Status);

        // Random labels, learnt by heart: the decay keeps the minimum from infinity.
        Tensor Loss() => F.CrossEntropy(model.Forward(inputs), labels) + (1e-5 * model.Parameters().Select(static p => p.Square().Sum()).Aggregate(static (a, b) => a + b));
    }

    [Fact]
    public void A_quadratic_of_two_thousand_numbers_needs_few_steps()
    {
        Tensor weights = new(NDArray.Arange(1, 2001).To(DType.Float64));
        Tensor x = Make.Parameter([2000], 8);
        MinimizeResult result = new NewtonCG([x]).Minimize(() => (weights * (x - 1).Square()).Sum());
        Assert.Equal(OptimizerStatus.Converged, result.Status);
        Assert.InRange(result.Steps, 1, 15);
        Assert.InRange(result.Evaluations, 1, 100);
        Assert.All(x.ToArray<double>(), static value => Assert.Equal(1, value, 1e-8));
    }

    [Fact]
    public void Every_step_goes_down_and_negative_curvature_is_followed()
    {
        Tensor x = Make.Parameter([30], 11);
        var optimizer = new NewtonCG([x]);
        double before = double.PositiveInfinity;
        do
        {
            double loss = optimizer.Step(Wells).Item<double>();
            Assert.True(loss <= before + 1e-13, $"{loss} after {before}");
            before = loss;
        }
        while (optimizer.Status == OptimizerStatus.Running && optimizer.StepCount < 50);
        Assert.Equal(OptimizerStatus.Converged, optimizer.Status);
        Assert.Equal(0, before, 1e-20);

        Tensor Wells() => (x.Square() - 1).Square().Sum();
    }
}
