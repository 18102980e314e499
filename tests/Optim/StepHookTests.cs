using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What runs before and after a step, and steps that are not taken.</summary>
public class StepHookTests
{
    [Fact]
    public void Hooks_run_around_every_step_until_they_are_removed()
    {
        (Tensor p, SGD sgd) = One();
        List<string> calls = [];
        HookHandle first = sgd.RegisterStepPreHook(optimizer => calls.Add($"before 1 {p.Item<double>()} {optimizer == sgd}"));
        HookHandle second = sgd.RegisterStepPreHook(_ => calls.Add("before 2"));
        HookHandle after = sgd.RegisterStepPostHook(optimizer => calls.Add($"after {p.Item<double>()} {optimizer.StepCount}"));

        sgd.Step();
        first.Dispose();
        sgd.Step(() =>
        {
            calls.Add("closure");
            return p.Detach();
        });
        second.Dispose();
        after.Dispose();
        sgd.Step();

        Assert.Equal(["before 1 1 True", "before 2", "after 0 1", "before 2", "closure", "after -1 2"], calls);
    }

    [Fact]
    public void A_hook_may_change_the_gradients_that_count()
    {
        (Tensor p, SGD sgd) = One();
        using HookHandle hook = sgd.RegisterStepPreHook(_ => Clip.GradValue([p], 0.25));
        sgd.Step();
        Assert.Equal(0.75, p.Item<double>());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_gradient_that_is_not_finite_skips_the_step_if_so_wanted(double bad)
    {
        Tensor[] parameters = [Make.Parameter([3, 4], 1, DType.Float32), Make.Parameter([40_000], 2), Make.Parameter([5], 3)];
        var adam = new Adam(parameters) { NonFiniteGradients = NonFiniteGradients.Skip };
        Make.Gradients(parameters, 0);
        adam.Step();
        long[] before = Make.Bits(parameters);
        StateNode state = adam.SaveState();
        Make.Gradients(parameters, 1);
        parameters[1].Grad!.Value.Slice(0, 39_999, 40_000).Fill(bad);
        int afterwards = 0;
        using HookHandle hook = adam.RegisterStepPostHook(_ => afterwards++);

        adam.Step();

        Assert.Equal((1, 1, 0), (adam.StepCount, adam.SkippedStepCount, afterwards));
        Assert.Equal(before, Make.Bits(parameters));
        OptimizerPropertyTests.SameState(state, adam.SaveState());

        Make.Gradients(parameters, 2);
        adam.Step();
        Assert.Equal((2, 1, 1), (adam.StepCount, adam.SkippedStepCount, afterwards));
        Assert.NotEqual(before, Make.Bits(parameters));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_an_error_that_names_the_parameter_if_so_wanted()
    {
        Tensor[] parameters = [Make.Parameter([2], 1), Make.Parameter([3], 2), Make.Parameter([2, 2], 3)];
        var sgd = new SGD([new SGDGroup(parameters[..1]), new SGDGroup(parameters[1..])]) { NonFiniteGradients = NonFiniteGradients.Error };
        Make.Gradients(parameters, 0);
        parameters[2].Grad = Tensor.Full([2, 2], double.NaN, DType.Float64);
        long[] before = Make.Bits(parameters);
        Assert.Equal(
            "SGD, group 1: a gradient must be finite; that of parameter 1, of shape [2, 2], is not. No parameter was changed",
            Assert.Throws<InvalidOperationException>(sgd.Step).Message);
        Assert.Equal(before, Make.Bits(parameters));
        Assert.Equal((0, 0), (sgd.StepCount, sgd.SkippedStepCount));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_applied_as_PyTorch_does_unless_told_otherwise()
    {
        (Tensor p, SGD sgd) = One();
        p.Grad = Tensor.From([double.NaN]);
        sgd.Step();
        Assert.True(double.IsNaN(p.Item<double>()));
        Assert.Equal(0, sgd.SkippedStepCount);
    }

    [Fact]
    public void Looking_for_gradients_that_are_not_finite_allocates_nothing()
    {
        (Tensor _, SGD sgd) = One();
        sgd.NonFiniteGradients = NonFiniteGradients.Skip;
        Steps(5);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Steps(10);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Steps(int count)
        {
            for (int step = 0; step < count; step++)
            {
                sgd.Step();
            }
        }
    }

    [Fact]
    public void What_to_do_about_gradients_that_are_not_finite_is_one_of_three()
    {
        (Tensor _, SGD sgd) = One();
        Assert.Equal(
            "SGD: NonFiniteGradients must be Apply, Skip or Error; got 3",
            Assert.Throws<ArgumentException>(() => sgd.NonFiniteGradients = (NonFiniteGradients)3).Message);
    }

    private static (Tensor Parameter, SGD Optimizer) One()
    {
        Tensor p = Make.Parameter(1);
        p.Grad = Tensor.From([1.0]);
        return (p, new SGD([p], lr: 1));
    }
}
