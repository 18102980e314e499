using MiniTorch.Nist;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What GaussNewton and LevenbergMarquardt do on problems whose answers are known.</summary>
public class LeastSquaresTests
{
    private static readonly double[] s_times = [0.1, 0.4, 0.9, 1.3, 2, 2.6, 3.1, 4];

    private static Func<Tensor, Func<Tensor>, MinimizeResult>[] Methods =>
    [
        static (x, closure) => new LevenbergMarquardt([x]).Minimize(closure),
        static (x, closure) => new GaussNewton([x]).Minimize(closure),
        static (x, closure) => new GaussNewton([x], lineSearch: true).Minimize(closure),
    ];

    [Fact]
    public void A_linear_problem_takes_Gauss_and_Newton_one_step()
    {
        Tensor a = new(NDArray.Randn([7, 3], DType.Float64, new Generator(1))), x = Make.Parameter([3], 2), exact = Make.Parameter([3], 3);
        Tensor y = (a.MatMul(exact) + 0.1).Detach();
        new GaussNewton([x]).Step(() => a.MatMul(x) - y + 0.1);
        Close.Assert(exact.ToArray<double>(), x.ToArray<double>(), rtol: 1e-12);

        // With residuals that remain: those of the step are orthogonal to the columns.
        x = Make.Parameter([3], 2);
        MinimizeResult result = new GaussNewton([x]).Minimize(() => a.MatMul(x) - y.Square());
        Assert.Equal((OptimizerStatus.Converged, 1), (result.Status, result.Steps));
        Assert.True(result.GradientNorm < 1e-12, result.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_many_solutions_the_nearest_is_taken(bool twice)
    {
        // 1·a + 2·b − 2·c = 9, once or twice: the nearest point of the plane to the start.
        Tensor x = Make.Parameter(1, 1, 1), row = Tensor.From([1.0, 2, -2]);
        new GaussNewton([x]).Step(() => Equations());
        Close.Assert([1 + (8 / 9.0), 1 + (16 / 9.0), 1 - (16 / 9.0)], x.ToArray<double>(), rtol: 1e-13);
        MinimizeResult result = new GaussNewton([x]).Minimize(() => Equations());
        Assert.True(result.Status == OptimizerStatus.Converged && result.Steps <= 1, result.ToString());

        // In units of its own Levenberg and Marquardt's method goes to another.
        x.Value.Fill(1);
        result = new LevenbergMarquardt([x]).Minimize(() => Equations());
        Assert.Equal(OptimizerStatus.Converged, result.Status);
        Close.Assert(9, x.Select(0, 0).Item<double>() + (2 * x.Select(0, 1).Item<double>()) - (2 * x.Select(0, 2).Item<double>()), rtol: 1e-14);

        Tensor Equations()
        {
            Tensor one = ((x * row).Sum() - 9).Reshape(1);
            return twice ? Tensor.Cat([one, one], 0) : one;
        }
    }

    [Fact]
    public void Rosenbrocks_valley_takes_less_than_25_steps()
    {
        foreach (Func<Tensor, Func<Tensor>, MinimizeResult> minimize in Methods)
        {
            Tensor x = Make.Parameter(-1.2, 1);
            MinimizeResult result = minimize(x, () => Valley(x));
            Assert.True(result.Status == OptimizerStatus.Converged && result.Steps < 25, result.ToString());
            Close.Assert([1, 1], x.ToArray<double>(), rtol: 1e-14);
        }
    }

    [Fact]
    public void The_textbooks_step_is_taken_as_it_is_uphill_too()
    {
        // From (−1.2, 1) it goes to (1, −3.84), where the loss is 2342 instead of 12.1, and from there to the minimum.
        Tensor x = Make.Parameter(-1.2, 1);
        var plain = new GaussNewton([x]);
        Assert.Equal(12.1, plain.Step(() => Valley(x)).Item<double>(), 1e-12);
        Close.Assert([1, -3.84], x.ToArray<double>(), rtol: 1e-13);
        Assert.Equal(0.5 * 48.4 * 48.4, plain.Step(() => Valley(x)).Item<double>(), 1e-9);
        Close.Assert([1, 1], x.ToArray<double>(), rtol: 1e-13);

        x = Make.Parameter(-1.2, 1);
        new GaussNewton([x], lr: 0.25).Step(() => Valley(x));
        Close.Assert([-0.65, -0.21], x.ToArray<double>(), rtol: 1e-13);

        x = Make.Parameter(-1.2, 1);
        var searching = new GaussNewton([x], lineSearch: true);
        double loss = searching.Step(() => Valley(x)).Item<double>();
        for (int step = 0; step < 5; step++)
        {
            double next = searching.Step(() => Valley(x)).Item<double>();
            Assert.True(next < loss, $"{next} after {loss}");
            loss = next;
        }
    }

    [Fact]
    public void A_local_minimum_where_the_Jacobian_is_singular_is_found()
    {
        // Freudenstein and Roth's, Moré, Garbow and Hillstrom's problem 2: 48.984… from (0.5, −2), with J of rank 1 there.
        Tensor x = Make.Parameter(0.5, -2);
        MinimizeResult result = new LevenbergMarquardt([x]).Minimize(() =>
        {
            (Tensor a, Tensor b) = (x.Slice(0, 0, 1), x.Slice(0, 1, 2));
            return Tensor.Cat([-13 + a + ((((5 - b) * b) - 2) * b), -29 + a + ((((b + 1) * b) - 14) * b)], 0);
        });
        Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
        Close.Assert(48.98425367924, 2 * result.Loss, rtol: 1e-12);
        Close.Assert([11.41277900, -0.89680525], x.ToArray<double>(), rtol: 1e-6);
    }

    [Fact]
    public void A_large_residual_leaves_all_digits_to_the_steps_below_the_rounding_of_the_loss()
    {
        // ½((x + 1)² + (λx² + x − 1)²), of which x = 0 is the minimum; Gauss and Newton's error shrinks by λ a step.
        foreach (double lambda in (ReadOnlySpan<double>)[0.1, 0.9, -0.9])
        {
            Tensor x = Make.Parameter(0.3);
            MinimizeResult result = new LevenbergMarquardt([x]).Minimize(() => Tensor.Cat([x + 1, (lambda * x * x) + x - 1], 0));
            Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
            Assert.InRange(Math.Abs(x.Item<double>()), 0, 2e-11);
        }
    }

    [Fact]
    public void Steps_never_end_where_residuals_are_not_finite()
    {
        var problem = NistProblem.Read("MGH17");
        Tensor b = problem.Begin(0);
        var optimizer = new LevenbergMarquardt([b]);
        int infinite = 0;
        for (int step = 0; step < 20; step++)
        {
            optimizer.Step(() =>
            {
                Tensor r = problem.Residuals(b);
                infinite += double.IsFinite(r.Sum().Item<double>()) ? 0 : 1;
                return r;
            });
            Assert.True(double.IsFinite(problem.Residuals(b).Sum().Item<double>()), $"step {step}");
        }

        Assert.True(infinite > 0 && optimizer.Status == OptimizerStatus.Running, optimizer.StatusReason);

        // Where the exponential is flat, Gauss and Newton leap to where it overflows.
        Tensor x = Make.Parameter(1, -100), t = Tensor.From(s_times), y = (2 * (0.5 * t).Exp()).Detach();
        MinimizeResult plain = new GaussNewton([x]).Minimize(() => (x.Select(0, 0) * (x.Select(0, 1) * t).Exp()) - y);
        Assert.True(plain.Status == OptimizerStatus.Diverged && double.IsFinite(plain.Loss), plain.ToString());
        Assert.All(x.ToArray<double>(), static value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void What_is_not_a_minimum_is_not_called_one()
    {
        // A kink: ½(|x| + 1)² at 0.
        Tensor x = Make.Parameter(0.3);
        MinimizeResult result = new LevenbergMarquardt([x]).Minimize(() => x.Abs() + 1);
        Assert.True(result.Status == OptimizerStatus.Stalled && result.Loss < 0.5 + 1e-9, result.ToString());

        // Where the step begins.
        x = Make.Parameter(-1);
        foreach (Func<Tensor, Func<Tensor>, MinimizeResult> minimize in Methods)
        {
            result = minimize(x, () => x.Log());
            Assert.Equal((OptimizerStatus.Diverged, 0), (result.Status, result.Steps));
            Assert.Equal(-1, x.Item<double>());
        }

        var strict = new LevenbergMarquardt([x]) { NonFiniteGradients = NonFiniteGradients.Error };
        Assert.StartsWith(
            "LevenbergMarquardt, group 0: the loss must be finite where the step begins; got NaN",
            Assert.Throws<InvalidOperationException>(() => strict.Step(() => x.Log())).Message,
            StringComparison.Ordinal);

        // All steps used up.
        x = Make.Parameter(-1.2, 1);
        result = new LevenbergMarquardt([x]).Minimize(() => Valley(x), maxSteps: 3);
        Assert.Equal((OptimizerStatus.Running, 3), (result.Status, result.Steps));
    }

    [Fact]
    public void A_point_where_two_terms_are_one_is_left()
    {
        // (a, b, a, b) is critical for a sum of two exponentials that wants two: the gradient is zero and J has rank 2.
        Tensor t = Tensor.From(s_times), y = ((-0.5 * t).Exp() + (2 * (-2 * t).Exp())).Detach();
        Tensor one = Make.Parameter(1, 1);
        Assert.Equal(OptimizerStatus.Converged, new LevenbergMarquardt([one]).Minimize(() => Term(one, 0) - y).Status);
        double[] best = one.ToArray<double>();
        Tensor x = Make.Parameter(best[0] / 2, best[1], best[0] / 2, best[1] + 1e-7);
        MinimizeResult result = new LevenbergMarquardt([x]).Minimize(() => Term(x, 0) + Term(x, 2) - y);
        Assert.True(result.Status == OptimizerStatus.Converged && result.Loss < 1e-25, result.ToString());

        Tensor Term(Tensor b, int first) => b.Select(0, first) * (-b.Select(0, first + 1) * t).Exp();
    }

    [Fact]
    public void Powers_of_two_in_the_units_of_parameters_change_no_bit()
    {
        Tensor x = Make.Parameter(1, 1), scaled = Make.Parameter(1024, 1.0 / 64), t = Tensor.From(s_times);
        Tensor y = (3 * (-0.7 * t).Exp() + (0.01 * t)).Detach();
        var optimizer = new LevenbergMarquardt([x]);
        var other = new LevenbergMarquardt([scaled]);
        for (int step = 0; step < 12; step++)
        {
            optimizer.Step(() => (x.Select(0, 0) * (-x.Select(0, 1) * t).Exp()) - y);
            other.Step(() => (scaled.Select(0, 0) / 1024 * (-scaled.Select(0, 1) * 64 * t).Exp()) - y);
            Assert.Equal(x.ToArray<double>(), scaled.ToArray<double>().Zip([1.0 / 1024, 64], static (value, unit) => value * unit));
        }

        Assert.Equal(OptimizerStatus.Converged, optimizer.Status);
    }

    [Fact]
    public void The_shapes_of_parameters_and_residuals_change_no_bit_and_a_weight_is_its_root()
    {
        Tensor flat = Make.Parameter(1, 1, 0.2), height = Make.Parameter([], 1), rest = Make.Parameter([1, 2], 2), t = Tensor.From(s_times);
        height.Value.Fill(1);
        rest.Value.CopyFrom(NDArray.From([1.0, 0.2], [1, 2]));
        Tensor y = (3 * (-0.7 * t).Exp() + 0.5).Detach();
        MinimizeResult expected = new LevenbergMarquardt([flat]).Minimize(() => Decay(flat.Select(0, 0), flat.Select(0, 1), flat.Select(0, 2)));
        MinimizeResult actual = new LevenbergMarquardt([height, rest])
            .Minimize(() => Decay(height, rest.Select(1, 0), rest.Select(1, 1)).Reshape(2, 1, 4));
        Assert.Equal(expected with { Reason = "" }, actual with { Reason = "" });
        Assert.Equal(Make.Bits([flat]), Make.Bits([height, rest]));

        // The first residual four times is it once, doubled.
        Tensor noise = new(NDArray.Randn([8], DType.Float64, new Generator(5)));
        Tensor often = Make.Parameter(1, 1, 0.2), weighted = Make.Parameter(1, 1, 0.2), roots = Tensor.From([2.0, 1, 1, 1, 1, 1, 1, 1]);
        new LevenbergMarquardt([often]).Minimize(() =>
        {
            Tensor r = Decay(often.Select(0, 0), often.Select(0, 1), often.Select(0, 2)) + (0.1 * noise);
            return Tensor.Cat([r, r[..1], r[..1], r[..1]], 0);
        });
        new LevenbergMarquardt([weighted])
            .Minimize(() => roots * (Decay(weighted.Select(0, 0), weighted.Select(0, 1), weighted.Select(0, 2)) + (0.1 * noise)));
        Close.Assert(often, weighted, rtol: 1e-9);
        Assert.NotEqual(flat.ToArray<double>(), weighted.ToArray<double>());

        Tensor Decay(Tensor a, Tensor b, Tensor c) => (a * (-b * t).Exp()) + c - y;
    }

    [Fact]
    public void Parameters_may_be_float32()
    {
        Tensor x = new(NDArray.From([1.0, 1], [2]).To(DType.Float32), requiresGrad: true), t = new(NDArray.From(s_times, [8]).To(DType.Float32));
        Tensor y = (3 * (-0.7f * t).Exp()).Detach();
        foreach (Func<Tensor, Func<Tensor>, MinimizeResult> minimize in Methods)
        {
            x.Value.Fill(1);
            MinimizeResult result = minimize(x, () => (x.Select(0, 0) * (-x.Select(0, 1) * t).Exp()) - y);
            Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
            Close.Assert([3, 0.7], x.Value.To(DType.Float64).ToArray<double>(), rtol: 1e-6);
        }
    }

    private static Tensor Valley(Tensor x)
    {
        (Tensor a, Tensor b) = (x.Slice(0, 0, 1), x.Slice(0, 1, 2));
        return Tensor.Cat([10 * (b - a.Square()), 1 - a], 0);
    }
}
