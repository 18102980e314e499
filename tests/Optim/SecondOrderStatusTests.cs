using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What Newton and NewtonCG say of the point where they end, against what is known of it.</summary>
public class SecondOrderStatusTests
{
    public static TheoryData<bool> Both => new() { false, true };

    [Theory]
    [MemberData(nameof(Both))]
    public void Functions_without_a_lower_bound_diverge_and_leave_finite_parameters(bool products)
    {
        foreach ((Func<Tensor, Tensor> f, double start) in (ReadOnlySpan<(Func<Tensor, Tensor>, double)>)
            [
                (static x => x.Sum(), 0), (static x => -x.Square().Sum(), 0.5), (static x => -x.Square().Sum(), 0),
                (static x => (x * x * x).Sum(), 1), (static x => (x * x * x).Sum(), 0), (static x => (x * x * x).Sum(), 1e-7),
                (static x => -x.Exp().Sum(), 0), (static x => x.Square().Sum() - x.Square().Square().Sum(), 0.1 + 1),
            ])
        {
            Tensor x = Make.Parameter(start, start);
            (_, MinimizeResult result) = Run(products, x, () => f(x));
            Assert.True(result.Status == OptimizerStatus.Diverged, $"from {start}: {result}");
            Assert.Contains("without bound", result.Reason, StringComparison.Ordinal);
            Assert.All(x.ToArray<double>(), static value => Assert.True(double.IsFinite(value)));
            Assert.True(double.IsFinite(result.Loss) && double.IsFinite(result.GradientNorm));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_loss_that_falls_for_ever_towards_a_bound_is_not_called_converged(bool products)
    {
        foreach (Func<Tensor, Tensor> f in (ReadOnlySpan<Func<Tensor, Tensor>>)[static x => (-x).Exp().Sum(), static x => 1 / (1 + x.Square()).Sum(), static x => -(1 + x.Square()).Log().Sum()])
        {
            Tensor x = Make.Parameter(2);
            (_, MinimizeResult result) = Run(products, x, () => f(x), maxSteps: 60);
            Assert.True(result.Status is OptimizerStatus.Running or OptimizerStatus.Diverged, result.ToString());
            Assert.True(double.IsFinite(x.Item<double>()) && double.IsFinite(result.Loss));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_flat_function_is_converged_where_it_stands_and_says_that_the_minimum_is_not_isolated(bool products)
    {
        Tensor x = Make.Parameter(1, 2);
        (_, MinimizeResult result) = Run(products, x, () => (0 * x).Sum() + 7);
        Assert.Equal((OptimizerStatus.Converged, 0, 7.0, 0.0), (result.Status, result.Steps, result.Loss, result.GradientNorm));
        Assert.Equal([1.0, 2], x.ToArray<double>());
        if (!products)
        {
            Assert.Equal(
                "the gradient is zero, the Hessian is positive semidefinite within rounding: the minimum need not be isolated", result.Reason);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_valley_of_minima_is_converged(bool products)
    {
        // ab = 1: as in a deep linear network.
        Tensor x = Make.Parameter(3, -0.5);
        (_, MinimizeResult result) = Run(products, x, () => (x.Prod() - 1).Square());
        Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
        Assert.Equal(1, x.ToArray<double>()[0] * x.ToArray<double>()[1], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_minimum_whose_curvature_vanishes_is_converged(bool products)
    {
        Tensor x = Make.Parameter(1, -2);
        (_, MinimizeResult result) = Run(products, x, () => x.Square().Square().Sum());
        Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
        Assert.InRange(result.Loss, 0, 1e-14);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_start_at_the_minimum_is_converged_and_not_left(bool products)
    {
        foreach ((string function, double[] minimum) in ((string, double[])[])[("rosenbrock", [1, 1]), ("booth", [1, 3]), ("quadratic", [-1, -0.5])])
        {
            Tensor x = Make.Parameter(minimum);
            (_, MinimizeResult result) = Run(products, x, () => Functions.Of(function)(x));
            Assert.Equal((OptimizerStatus.Converged, 0L), (result.Status, result.Steps));
            Assert.Equal(minimum, x.ToArray<double>());
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void An_exact_saddle_or_maximum_is_left_for_a_minimum(bool products)
    {
        Tensor x = Make.Parameter(0, 0, 0);
        (_, MinimizeResult result) = Run(products, x, () => Wells(x));
        Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
        Assert.All(x.ToArray<double>(), static value => Assert.Equal(1, Math.Abs(value), 1e-8));

        // With a loss of 1e8 the first steps down cannot be seen in it.
        Tensor high = Make.Parameter(0, 1e-12, 0);
        (_, result) = Run(products, high, () => 1e8 + Wells(high));
        Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
        Assert.All(high.ToArray<double>(), static value => Assert.Equal(1, Math.Abs(value), 1e-4));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_unit_of_the_loss_makes_no_difference(bool products)
    {
        foreach (double unit in (double[])[1e-30, 1e-12, 1, 1e12, 1e30])
        {
            Tensor x = Make.Parameter(5);
            (_, MinimizeResult result) = Run(products, x, () => unit * (x - 2).Square().Sum());
            Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
            Assert.Equal(2, x.Item<double>(), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_start_that_is_not_finite_diverges_and_does_not_move(bool products)
    {
        foreach (Func<Tensor, Tensor> f in (ReadOnlySpan<Func<Tensor, Tensor>>)[static x => x.Log().Sum(), static x => (1 / (x + 1)).Sum(), static x => (x + 1).Sqrt().Sum()])
        {
            Tensor x = Make.Parameter(-1, 2);
            (Optimizer optimizer, MinimizeResult result) = Run(products, x, () => f(x));
            Assert.Equal(OptimizerStatus.Diverged, result.Status);
            Assert.Contains("finite where the step begins", result.Reason, StringComparison.Ordinal);
            Assert.Equal([-1.0, 2], x.ToArray<double>());
            Assert.Equal((0L, 1L), (optimizer.StepCount, optimizer.SkippedStepCount));
            optimizer.NonFiniteGradients = NonFiniteGradients.Error;
            Assert.EndsWith(
                "No parameter was changed", Assert.Throws<InvalidOperationException>(() => optimizer.Step(() => f(x))).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_search_steps_back_from_points_that_are_not_finite(bool products)
    {
        // Smallest at 1; NaN below 0. A whole step from 3 leads to −3.
        Tensor x = Make.Parameter(3);
        bool wasOutside = false;
        (_, MinimizeResult result) = Run(products, x, () =>
        {
            wasOutside |= x.Item<double>() < 0;
            return (x - x.Log()).Sum() + (0 * x.Sqrt().Sum());
        });
        Assert.True(wasOutside);
        Assert.True(result.Status == OptimizerStatus.Converged, result.ToString());
        Assert.Equal(1, x.Item<double>(), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_minimum_at_the_edge_of_where_the_loss_is_defined_is_not_called_converged(bool products)
    {
        // x with a wall at 0, where nothing but the wall is the reason to stop.
        Tensor x = Make.Parameter(2);
        (_, MinimizeResult result) = Run(products, x, () => x.Sum() + (0 * x.Log().Sum()));
        Assert.True(result.Status is OptimizerStatus.Running or OptimizerStatus.Stalled or OptimizerStatus.Diverged, result.ToString());
        Assert.True(x.Item<double>() > 0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_minimum_at_a_kink_where_the_gradient_is_not_zero_stalls(bool products)
    {
        Tensor x = Make.Parameter(1);
        (_, MinimizeResult result) = Run(products, x, () => (x.Abs() + (0.5 * x) + (x.Square() / 2)).Sum(), maxSteps: 200);
        Assert.True(result.Status == OptimizerStatus.Stalled, result.ToString());
        Assert.Equal(0, x.Item<double>(), 1e-8);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Nothing_is_claimed_before_the_end(bool products)
    {
        Tensor x = Make.Parameter(-1.2, 1);
        (_, MinimizeResult result) = Run(products, x, () => Functions.Rosenbrock(x), maxSteps: 3);
        Assert.Equal((OptimizerStatus.Running, 3L), (result.Status, result.Steps));
        Assert.Equal(Functions.Rosenbrock(x).Item<double>(), result.Loss);
    }

    private static (Optimizer Optimizer, MinimizeResult Result) Run(bool products, Tensor x, Func<Tensor> closure, int maxSteps = 100)
    {
        if (products)
        {
            var conjugate = new NewtonCG([x]);
            return (conjugate, conjugate.Minimize(closure, maxSteps));
        }

        var newton = new Newton([x]);
        return (newton, newton.Minimize(closure, maxSteps));
    }

    // Smallest where every |xᵢ| is 1; a maximum at 0, saddles between.
    private static Tensor Wells(Tensor x) => (x.Square() - 1).Square().Sum();
}
