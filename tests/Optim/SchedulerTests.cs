using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Schedulers beyond their golden rates.</summary>
public partial class SchedulerTests
{
    [Fact]
    public void Building_performs_step_0_and_remembers_the_initial_rate()
    {
        SGD sgd = Sgd(0.9);
        var linear = new LinearLR(sgd, startFactor: 1.0 / 3, totalIters: 2);
        Assert.Equal(0.3, sgd.ParamGroups[0].Lr, 1e-15);
        Assert.Equal(0.9, sgd.ParamGroups[0].InitialLr);
        Assert.Equal(0, linear.StepCount);
        Advance(sgd, linear, 2);
        Assert.Equal(0.9, sgd.ParamGroups[0].Lr, 1e-15);

        var second = new StepLR(sgd, 1, 0.5);
        Assert.Equal(0.9, second.GetLastLr()[0]);
    }

    [Fact]
    public void Lambda_multiplies_the_initial_rate_a_function_a_group()
    {
        var sgd = new SGD([new SGDGroup([Make.Parameter(1)]), new SGDGroup([Make.Parameter(1)]) { Lr = 10 }], lr: 1);
        var lambda = new LambdaLR(sgd, [static t => 1.0 / (1 + t), static t => t]);
        Assert.Equal([1, 0], lambda.GetLastLr());
        Advance(sgd, lambda, 3);
        Assert.Equal([0.25, 30], lambda.GetLastLr());
        var same = new LambdaLR(Sgd(2), static t => Math.Pow(0.5, t));
        Assert.Equal([2], same.GetLastLr());
        Assert.Equal(
            "LambdaLR: one function a group is needed; got 1 for 2 groups",
            Assert.Throws<ArgumentException>(() => new LambdaLR(sgd, [static t => 1])).Message);
        Assert.Equal(
            "LambdaLR: in step 0, the rate of group 0 must be a finite number of at least 0; got -1",
            Assert.Throws<ArgumentException>(() => new LambdaLR(Sgd(1), static t => -1)).Message);
    }

    [Fact]
    public void A_cosine_reaches_its_lowest_rate_and_rises_again()
    {
        SGD sgd = Sgd(1);
        var cosine = new CosineAnnealingLR(sgd, tMax: 4, etaMin: 0.2);
        double[] rates = [.. Enumerable.Range(0, 9).Select(_ =>
        {
            double rate = sgd.ParamGroups[0].Lr;
            Advance(sgd, cosine, 1);
            return rate;
        })];
        Assert.Equal(0.2, rates[4]);
        Assert.Equal(0.6, rates[2], 1e-15);
        Close.Assert(rates.AsSpan(0, 5), [.. rates.Skip(4).Reverse()]);
    }

    [Fact]
    public void Saved_options_replace_the_current_ones_and_a_wrong_state_is_refused()
    {
        var saved = new StepLR(Sgd(1), 2, 0.25);
        var other = new StepLR(Sgd(1), 5, 0.5);
        other.LoadState(saved.SaveState());
        OptimizerPropertyTests.SameState(saved.SaveState(), other.SaveState());
        var cosine = new CosineAnnealingLR(Sgd(1), 3);
        Assert.StartsWith(
            "CosineAnnealingLR: the saved state has an option 'step_size'",
            Assert.Throws<InvalidOperationException>(() => cosine.LoadState(saved.SaveState())).Message,
            StringComparison.Ordinal);
        var two = new SGD([new SGDGroup([Make.Parameter(1)]), new SGDGroup([Make.Parameter(1)])]);
        Assert.Equal(
            "StepLR: the saved state has 1 rates; there are 2 groups",
            Assert.Throws<InvalidOperationException>(() => new StepLR(two, 1).LoadState(saved.SaveState())).Message);
    }

    [Fact]
    public void A_rate_out_of_range_names_step_and_group_and_changes_none()
    {
        var sgd = new SGD([new SGDGroup([Make.Parameter(1)]), new SGDGroup([Make.Parameter(1)])], lr: 1);
        var lambda = new LambdaLR(sgd, [static t => 1 + t, static t => 1 - (2 * t)]);
        sgd.Step();
        Assert.Equal(
            "LambdaLR: in step 1, the rate of group 1 must be a finite number of at least 0; got -1",
            Assert.Throws<ArgumentException>(lambda.Step).Message);
        Assert.Equal((1.0, 1.0, 0), (sgd.ParamGroups[0].Lr, sgd.ParamGroups[1].Lr, lambda.StepCount));
        Assert.Equal([1, 1], lambda.GetLastLr());
    }

    [Fact]
    public void A_state_that_cannot_be_read_is_refused_and_changes_nothing()
    {
        Refused("the saved state lacks the option 'step_size'; it has", static _ => new MapState());
        Refused(
            "the saved state lacks 'base_lrs'; it has step_size, gamma",
            static saved => new MapState { ["step_size"] = saved["step_size"], ["gamma"] = saved["gamma"] });
        Refused("in the saved state, last_epoch must be at least 0; got -5", static saved => With(saved, "last_epoch", -5));
        Refused("in the saved state, 'last_epoch' cannot be read: ", static saved => With(saved, "last_epoch", 1L << 40));
        Refused("in the saved state, 'step_size' cannot be read: ", static saved => With(saved, "step_size", 1L << 40));
        Refused(
            "in the saved state, 'gamma' cannot be read: state: expected RealState, found TextState",
            static saved => With(saved, "gamma", "x"));
        Refused(
            "in the saved state, base_lrs[0] must be a finite number of at least 0; got NaN",
            static saved => With(saved, "base_lrs", new ListState { double.NaN }));
        Refused("in the saved state, 'the root' cannot be read: ", static _ => 3);

        static void Refused(string expected, Func<MapState, StateNode> spoil)
        {
            var step = new StepLR(Sgd(1), 2);
            StateNode before = step.SaveState();
            StateNode spoilt = spoil(step.SaveState().As<MapState>());
            string got = Assert.Throws<InvalidOperationException>(() => step.LoadState(spoilt)).Message;
            Assert.StartsWith($"StepLR: {expected}", got, StringComparison.Ordinal);
            OptimizerPropertyTests.SameState(before, step.SaveState());
        }

        static MapState With(MapState saved, string key, StateNode value)
        {
            saved[key] = value;
            return saved;
        }
    }

    private static SGD Sgd(double lr) => new([Make.Parameter(1)], lr);

    private static void Advance(SGD sgd, LRScheduler scheduler, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            sgd.Step();
            scheduler.Step();
        }
    }
}
