using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Where Newton's method arrives, and by which steps.</summary>
public class NewtonTests
{
    public static TheoryData<string, double[], double[]> Minima => LBFGSTests.Minima;

    [Theory]
    [InlineData(DType.Float64, 1e-13)]
    [InlineData(DType.Float32, 1e-5)]
    public void A_quadratic_takes_one_step(DType dtype, double tolerance) => Prop.ForAll(
        Gen.Choose(1, 12).SelectMany(static n => Gen.Choose(1, int.MaxValue).Select(seed => (n, seed))).ToArbitrary(),
        drawn =>
        {
            var generator = new Generator(drawn.seed);
            NDArray half = NDArray.Randn([drawn.n, drawn.n], DType.Float64, generator);
            NDArray a = half.MatMul(half.Transpose(0, 1)).Add(NDArray.Eye(drawn.n, dtype: DType.Float64));
            NDArray minimum = NDArray.Randn([drawn.n], DType.Float64, generator);
            (Tensor matrix, Tensor at) = (new Tensor(a.To(dtype)), new Tensor(minimum.To(dtype)));
            Tensor x = Make.Parameter([drawn.n], drawn.seed, dtype);
            var optimizer = new Newton([x]);
            optimizer.Step(() =>
            {
                Tensor from = x - at;
                return from.Dot(matrix.MatMul(from)) / 2;
            });
            Close.Assert(
                at.Value.To(DType.Float64).ToArray<double>(), x.Value.To(DType.Float64).ToArray<double>(), rtol: tolerance, atol: 100 * tolerance, what: "minimum");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Theory]
    [MemberData(nameof(Minima))]
    public void It_arrives_at_known_minima_from_published_starts(string function, double[] start, double[] minimum)
    {
        Tensor x = Make.Parameter(start);
        MinimizeResult result = new Newton([x]).Minimize(() => Functions.Of(function)(x));
        Assert.Equal(OptimizerStatus.Converged, result.Status);
        if (start.Length == 2 && function is "rosenbrock" or "booth" or "quadratic")
        {
            Close.Assert(minimum, x.ToArray<double>(), rtol: 1e-12, what: function);
        }
        else
        {
            // They have other minima too, with a gradient that is zero all the same.
            Assert.True(result.GradientNorm < 1e-10, result.ToString());
        }
    }

    [Fact]
    public void Rosenbrocks_function_takes_under_25_iterations()
    {
        Tensor x = Make.Parameter(-1.2, 1);
        MinimizeResult result = new Newton([x]).Minimize(() => Functions.Rosenbrock(x));
        Assert.Equal(OptimizerStatus.Converged, result.Status);
        Assert.InRange(result.Steps, 1, 24);
        Close.Assert([1.0, 1], x.ToArray<double>(), rtol: 1e-14, what: "minimum");
        Assert.Equal(0, result.Loss, 1e-28);
    }

    [Fact]
    public void Rosenbrocks_function_works_in_float32()
    {
        Tensor x = Tensor.From([-1.2f, 1f], requiresGrad: true);
        MinimizeResult result = new Newton([x]).Minimize(() => Functions.Rosenbrock(x));
        Assert.Equal(OptimizerStatus.Converged, result.Status);
        Assert.InRange(result.Steps, 1, 24);
        Assert.All(x.ToArray<float>(), static value => Assert.Equal(1, value, 1e-5f));
    }

    [Fact]
    public void No_step_of_a_search_raises_the_loss()
    {
        Prop.ForAll(
            Gen.Choose(1, int.MaxValue).ToArbitrary(),
            seed =>
            {
                Tensor x = Make.Parameter([4], seed);
                var optimizer = new Newton([x]);
                double before = double.PositiveInfinity;
                for (int step = 0; step < 15; step++)
                {
                    // A sum of sines on a bowl has saddles and maxima.
                    double loss = optimizer.Step(() => ((3 * x).Sin() * (2 * x.Roll([1], [0])).Cos()).Sum() + (0.05 * x.Square().Sum())).Item<double>();
                    Assert.True(loss <= before + (1e-14 * Math.Abs(before)), $"{loss} after {before}");
                    before = loss;
                }

                Assert.NotEqual(OptimizerStatus.Diverged, optimizer.Status);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void Parameters_of_several_shapes_are_one_vector()
    {
        Tensor whole = Make.Parameter([12], 3);
        Tensor[] parts =
        [
            new(whole.Value.Slice(0, 0, 6).Clone().Reshape([2, 3]), requiresGrad: true),
            new(whole.Value.Slice(0, 6, 7).Clone().Reshape([]), requiresGrad: true),
            new(whole.Value.Slice(0, 7, 12).Clone().Reshape([5, 1]), requiresGrad: true),
        ];
        (var one, var several) = (new Newton([whole]), new Newton(parts));
        for (int step = 0; step < 4; step++)
        {
            one.Step(() => Functions.Rosenbrock(whole));
            several.Step(() => Functions.Rosenbrock(Tensor.Cat([.. parts.Select(static part => part.Reshape(-1))], 0)));
        }

        Assert.Equal(Make.Bits([whole]), Make.Bits(parts));
    }

    [Fact]
    public void A_part_of_the_step_is_taken_where_the_rate_says_so()
    {
        Tensor x = Make.Parameter(3, -2);
        var optimizer = new Newton([x], lr: 0.25, lineSearch: false);
        optimizer.Step(() => (x * x).Sum());
        Close.Assert([2.25, -1.5], x.ToArray<double>(), rtol: 1e-15, what: "a quarter of the way");
    }

    [Fact]
    public void Without_a_search_a_step_may_rise_and_is_modified_all_the_same()
    {
        // ln cosh: from beyond 1.09 a whole step goes further away than it came from.
        Tensor x = Make.Parameter(1.5);
        var optimizer = new Newton([x], lineSearch: false);
        double first = optimizer.Step(Loss).Item<double>();
        Assert.True(optimizer.Step(Loss).Item<double>() > first);
        Tensor searched = Make.Parameter(1.5);
        Assert.Equal(OptimizerStatus.Converged, new Newton([searched]).Minimize(() => searched.Cosh().Log().Sum()).Status);
        Assert.Equal(0, searched.Item<double>(), 1e-12);

        Tensor LossOf(Tensor at) => at.Cosh().Log().Sum();
        Tensor Loss() => LossOf(x);
    }

    [Fact]
    public void The_pure_step_goes_to_the_saddle_and_the_modified_one_leaves_it()
    {
        Tensor pure = Make.Parameter(0.5, 1e-3), modified = Make.Parameter(0.5, 1e-3);
        MinimizeResult drawn = new Newton([pure], pure: true).Minimize(() => Saddle(pure));
        Assert.Equal(OptimizerStatus.Stalled, drawn.Status);
        Assert.Contains("a saddle or a maximum", drawn.Reason, StringComparison.Ordinal);
        Close.Assert([0.0, 0], pure.ToArray<double>(), atol: 1e-12, what: "saddle");
        MinimizeResult left = new Newton([modified]).Minimize(() => Saddle(modified));
        Assert.Equal(OptimizerStatus.Converged, left.Status);
        Close.Assert([0.0, 1], modified.ToArray<double>(), rtol: 1e-10, atol: 1e-10, what: "minimum");
    }

    [Fact]
    public void The_pure_step_on_a_quadratic_goes_to_its_critical_point_whatever_that_is()
    {
        foreach ((double a, double b) in ((double, double)[])[(1, 3), (-1, 3), (-2, -5)])
        {
            Tensor x = Make.Parameter(3, -4);
            var optimizer = new Newton([x], pure: true);
            optimizer.Step(() => Quadratic(x, a, b));
            Close.Assert([0.0, 0], x.ToArray<double>(), atol: 1e-14, what: "critical point");
            optimizer.Step(() => Quadratic(x, a, b));
            Assert.Equal(a > 0 ? OptimizerStatus.Converged : OptimizerStatus.Stalled, optimizer.Status);
        }
    }

    [Fact]
    public void A_pure_step_with_a_singular_Hessian_is_not_taken()
    {
        Tensor x = Make.Parameter(1, 2);
        var optimizer = new Newton([x], pure: true);
        optimizer.Step(() => x.Sum());
        Assert.Equal(OptimizerStatus.Stalled, optimizer.Status);
        Assert.Equal("the Hessian is singular: the textbook's step does not exist", optimizer.StatusReason);
        Assert.Equal([1.0, 2], x.ToArray<double>());
    }

    [Fact]
    public void Badly_scaled_parameters_converge_to_full_precision_each()
    {
        // The second is 1e-9 of the first, and in the loss as important.
        Tensor x = Make.Parameter(50, 4e-7);
        Tensor scale = Tensor.From([1e-2, 1e7]);
        MinimizeResult result = new Newton([x]).Minimize(() => 3 + Functions.Rosenbrock(x * scale));
        Assert.Equal(OptimizerStatus.Converged, result.Status);
        Close.Assert([100, 1e-7], x.ToArray<double>(), rtol: 1e-9, what: "minimum");
    }

    [Fact]
    public void The_number_of_workers_changes_no_bit()
    {
        long[][] runs = [.. ((int[])[1, 2, 4]).Select(static workers =>
        {
            int before = Workers.Count;
            try
            {
                Workers.Count = workers;
                Tensor x = Make.Parameter([40], 5);
                new Newton([x]).Minimize(() => Functions.Rosenbrock(x), maxSteps: 6);
                return Make.Bits([x]);
            }
            finally
            {
                Workers.Count = before;
            }
        })];
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    // Minima at (0, ±1), a saddle at 0.
    private static Tensor Saddle(Tensor x) => x.Select(0, 0).Square() + (x.Select(0, 1).Square() - 1).Square();

    private static Tensor Quadratic(Tensor x, double a, double b) => ((a * x.Select(0, 0).Square()) + (b * x.Select(0, 1).Square())) / 2;
}
