using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Losses and gradients that are not finite, and closures that fail.</summary>
public class LBFGSNonFiniteTests
{
    [Fact]
    public void A_search_steps_back_from_points_that_are_not_finite()
    {
        Tensor x = Make.Parameter(3);
        var optimizer = new LBFGS([x], lr: 10, maxIter: 50, toleranceChange: 0, lineSearch: LineSearch.StrongWolfe);
        bool wasOutside = false;
        optimizer.Step(Functions.Closure(optimizer, () =>
        {
            wasOutside |= x.Item<double>() < 0;
            return Barrier(x);
        }));
        Assert.True(wasOutside);
        Assert.Equal(1, x.Item<double>(), 1e-7);
    }

    [Theory]
    [InlineData(LineSearch.None)]
    [InlineData(LineSearch.StrongWolfe)]
    public void A_start_that_is_not_finite_is_skipped_or_an_error(LineSearch search)
    {
        Tensor x = Make.Parameter(-1, 2);
        var optimizer = new LBFGS([x], lineSearch: search) { NonFiniteGradients = NonFiniteGradients.Skip };
        StateNode before = optimizer.SaveState();
        optimizer.Step(Functions.Closure(optimizer, () => (x.Log() * x.Log()).Sum()));
        Assert.Equal((0, 1), (optimizer.StepCount, optimizer.SkippedStepCount));
        optimizer.NonFiniteGradients = NonFiniteGradients.Error;
        string message = Assert.Throws<InvalidOperationException>(
            () => optimizer.Step(Functions.Closure(optimizer, () => (x.Log() * x.Log()).Sum()))).Message;
        Assert.Equal("LBFGS, group 0: a gradient must be finite; that of parameter 0, of shape [2], is not. No parameter was changed", message);

        // The logarithm of a negative number is NaN, its derivative is not.
        message = Assert.Throws<InvalidOperationException>(() => optimizer.Step(Functions.Closure(optimizer, () => x.Log().Sum()))).Message;
        Assert.Equal("LBFGS, group 0: the loss must be finite; got NaN. No parameter was changed", message);
        Assert.Equal([-1, 2], x.ToArray<double>());
        OptimizerPropertyTests.SameState(before, optimizer.SaveState());
    }

    [Fact]
    public void Without_a_search_the_parameters_go_back_to_where_all_was_finite()
    {
        Tensor x = Make.Parameter(3);
        var optimizer = new LBFGS([x], lr: 10, toleranceChange: 0) { NonFiniteGradients = NonFiniteGradients.Skip };
        Func<Tensor> closure = Functions.Closure(optimizer, () => Barrier(x));
        optimizer.Step(closure);
        Assert.Equal((0, 1, 3), (optimizer.StepCount, optimizer.SkippedStepCount, x.Item<double>()));
        optimizer.NonFiniteGradients = NonFiniteGradients.Error;
        string message = Assert.Throws<InvalidOperationException>(() => optimizer.Step(closure)).Message;
        Assert.StartsWith(
            "LBFGS, group 0: iteration 1 of the step came to a point where the loss or the gradient is not finite; the parameters are back",
            message,
            StringComparison.Ordinal);
        Assert.Equal(3, x.Item<double>());

        // And a smaller rate goes on from there.
        optimizer.ParamGroups[0].Lr = 0.5;
        optimizer.ParamGroups[0].MaxIter = 60;
        optimizer.ParamGroups[0].MaxEval = 60;
        optimizer.Step(closure);
        Assert.Equal(1, x.Item<double>(), 1e-6);
    }

    [Fact]
    public void Applied_they_spread_as_in_PyTorch()
    {
        Tensor x = Make.Parameter(3);
        var optimizer = new LBFGS([x], lr: 10);
        optimizer.Step(Functions.Closure(optimizer, () => Barrier(x)));
        Assert.True(double.IsNaN(x.Item<double>()));
    }

    [Theory]
    [InlineData(LineSearch.None)]
    [InlineData(LineSearch.StrongWolfe)]
    public void A_closure_that_fails_leaves_the_parameters_where_the_iteration_began(LineSearch search)
    {
        Tensor x = Make.Parameter(-1.2, 1);
        var optimizer = new LBFGS([x], lineSearch: search);
        int calls = 0;
        Func<Tensor> closure = Functions.Closure(
            optimizer, () => calls++ == 1 ? throw new TimeoutException() : Functions.Rosenbrock(x));
        Assert.Throws<TimeoutException>(() => optimizer.Step(closure));
        Assert.Equal([-1.2, 1], x.ToArray<double>());
        Tensor fresh = Make.Parameter(-1.2, 1);
        var other = new LBFGS([fresh], lineSearch: search);
        optimizer.Step(closure);
        other.Step(Functions.Closure(other, () => Functions.Rosenbrock(fresh)));
        Assert.Equal(Make.Bits([fresh]), Make.Bits([x]));
    }

    // Smallest at 1; NaN below 0, with its derivative.
    private static Tensor Barrier(Tensor x) => (x - x.Log()).Sum() + (0 * x.Sqrt().Sum());
}
