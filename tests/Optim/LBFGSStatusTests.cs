using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What LBFGS says of the point where a step ends.</summary>
public class LBFGSStatusTests
{
    [Fact]
    public void Before_the_first_step_nothing_is_known()
    {
        var optimizer = new LBFGS([Make.Parameter(1)]);
        Assert.Equal((OptimizerStatus.Running, "no step was taken yet"), (optimizer.Status, optimizer.StatusReason));
    }

    [Theory]
    [InlineData("rosenbrock", -1.2, 1)]
    [InlineData("beale", 1, 1)]
    [InlineData("himmelblau", 0, 0)]
    [InlineData("booth", 0, 0)]
    public void Converged_where_the_gradient_is_within_its_tolerance_and_not_before(string function, double a, double b)
    {
        Tensor x = Make.Parameter(a, b);
        var optimizer = new LBFGS([x], maxIter: 3, toleranceChange: 0, lineSearch: LineSearch.StrongWolfe);
        Func<Tensor> closure = Functions.Closure(optimizer, () => Functions.Of(function)(x));
        for (int step = 0; step < 30; step++)
        {
            optimizer.Step(closure);
            closure();
            double largest = x.Grad!.ToArray<double>().Max(Math.Abs);
            Assert.Equal(largest <= 1e-7 ? OptimizerStatus.Converged : OptimizerStatus.Running, optimizer.Status);
        }

        Assert.Equal(OptimizerStatus.Converged, optimizer.Status);
        Assert.Contains("within toleranceGrad; the curvature is not looked at", optimizer.StatusReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_after_a_last_move_that_is_not_evaluated()
    {
        Tensor x = Make.Parameter(-1.2, 1);
        var optimizer = new LBFGS([x], lr: 0.1, maxIter: 2, maxEval: 10);
        optimizer.Step(Functions.Closure(optimizer, () => Functions.Rosenbrock(x)));
        Assert.Equal(
            (OptimizerStatus.Running, "the last iteration moved without a search; what the loss is there was not computed"),
            (optimizer.Status, optimizer.StatusReason));
    }

    [Fact]
    public void Running_where_toleranceChange_ends_the_step_before_anything_was_tried()
    {
        Tensor x = Make.Parameter(5);
        var optimizer = new LBFGS([x], lineSearch: LineSearch.StrongWolfe);
        optimizer.Step(Functions.Closure(optimizer, () => 1e-6 * x.Square().Sum()));
        Assert.Equal(
            (OptimizerStatus.Running, "the direction's slope is within toleranceChange, which ends the step; lower it to go on"),
            (optimizer.Status, optimizer.StatusReason));
        optimizer.ParamGroups[0].ToleranceChange = 0;
        optimizer.Step(Functions.Closure(optimizer, () => 1e-6 * x.Square().Sum()));
        Assert.True(Math.Abs(x.Item<double>()) < 0.06 && optimizer.Status == OptimizerStatus.Converged, optimizer.StatusReason);
    }

    [Fact]
    public void After_a_state_was_loaded_the_reason_says_so()
    {
        Tensor x = Make.Parameter(-1.2, 1);
        var optimizer = new LBFGS([x], maxIter: 3);
        optimizer.Step(Functions.Closure(optimizer, () => Functions.Rosenbrock(x)));
        optimizer.LoadState(optimizer.SaveState());
        Assert.Equal((OptimizerStatus.Running, "the state was loaded, and no step was taken since"), (optimizer.Status, optimizer.StatusReason));
    }

    [Fact]
    public void Stalled_where_no_point_is_lower_though_the_gradient_is_large()
    {
        // The minimum is a kink with slopes −1/2 and 3/2.
        Tensor x = Make.Parameter(0);
        var optimizer = new LBFGS([x], lineSearch: LineSearch.StrongWolfe);
        Func<Tensor> closure = Functions.Closure(optimizer, () => (x.Abs() + (0.5 * x)).Sum());
        for (int step = 0; step < 3; step++)
        {
            optimizer.Step(closure);
        }

        Assert.Equal(OptimizerStatus.Stalled, optimizer.Status);
        Assert.Equal(0, x.Item<double>(), 1e-6);
    }

    [Theory]
    [InlineData(LineSearch.None, NonFiniteGradients.Apply)]
    [InlineData(LineSearch.None, NonFiniteGradients.Skip)]
    [InlineData(LineSearch.StrongWolfe, NonFiniteGradients.Apply)]
    [InlineData(LineSearch.StrongWolfe, NonFiniteGradients.Skip)]
    public void Diverged_at_a_start_that_is_not_finite_and_without_a_lower_bound(LineSearch search, NonFiniteGradients policy)
    {
        Tensor x = Make.Parameter(-1, 2);
        var optimizer = new LBFGS([x], lineSearch: search) { NonFiniteGradients = policy };
        optimizer.Step(Functions.Closure(optimizer, () => (x.Log() * x.Log()).Sum()));
        Assert.Equal((OptimizerStatus.Diverged, "the loss or the gradient is not finite"), (optimizer.Status, optimizer.StatusReason));

        Tensor down = Make.Parameter(1);
        optimizer = new LBFGS([down], lineSearch: search) { NonFiniteGradients = policy };
        Func<Tensor> closure = Functions.Closure(optimizer, () => -(down * down * down * down).Sum());
        for (int step = 0; step < 60; step++)
        {
            optimizer.Step(closure);
        }

        Assert.Equal(OptimizerStatus.Diverged, optimizer.Status);
    }

    [Fact]
    public void Diverged_where_an_iteration_is_taken_back()
    {
        Tensor x = Make.Parameter(3);
        var optimizer = new LBFGS([x], lr: 10, toleranceChange: 0) { NonFiniteGradients = NonFiniteGradients.Skip };
        optimizer.Step(Functions.Closure(optimizer, () => (x - x.Log()).Sum() + (0 * x.Sqrt().Sum())));
        Assert.Equal(OptimizerStatus.Diverged, optimizer.Status);
        Assert.Equal("iteration 1 came to a point where the loss or the gradient is not finite", optimizer.StatusReason);
    }
}
