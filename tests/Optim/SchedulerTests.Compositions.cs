using MiniTorch.Optim;

namespace MiniTorch.Tests;

public partial class SchedulerTests
{
    [Fact]
    public void What_sets_the_rate_whatever_it_was_cannot_be_chained()
    {
        const string sets = "it sets the rate whatever the others made of it";
        Func<SGD, LRScheduler>[] others =
        [
            static o => new LambdaLR(o, _one), static o => new CosineAnnealingWarmRestarts(o, 3), static o => new CyclicLR(o, 1, 2),
            static o => new OneCycleLR(o, 1, 9),
        ];
        foreach (Func<SGD, LRScheduler> create in others)
        {
            SGD sgd = Sgd(1);
            LRScheduler other = create(sgd);
            Assert.Equal(
                $"ChainedScheduler: scheduler 1, {other.Name}, cannot be chained: {sets}",
                Assert.Throws<ArgumentException>(() => new ChainedScheduler([new StepLR(sgd, 1), other])).Message);
        }

        SGD optimizer = Sgd(1);
        Assert.Equal(
            "ChainedScheduler: scheduler 0, SequentialLR, cannot be chained: its parts begin from the initial rate",
            Assert.Throws<ArgumentException>(
                () => new ChainedScheduler([new SequentialLR(optimizer, [new StepLR(optimizer, 1)], [])])).Message);
    }

    [Fact]
    public void A_factor_that_rises_from_0_is_an_error_only_where_the_current_rate_is_taken_further()
    {
        SGD sgd = Sgd(1);
        var product = new ChainedScheduler([new WarmupStableDecayLR(sgd, 2, 1, 1), new ExponentialLR(sgd, 0.5)]);
        Advance(sgd, product, 2);
        Assert.Equal([0.25], product.GetLastLr());
        var chain = new ChainedScheduler([new WarmupStableDecayLR(sgd, 2, 1, 1), new MultiplicativeLR(sgd, static _ => 0.5)]);
        Assert.Equal(
            "ChainedScheduler, scheduler 0, WarmupStableDecayLR: in step 1, the factor rises from 0, and a chain that takes the current rate "
            + "further cannot go on from 0; begin above 0",
            Assert.Throws<InvalidOperationException>(chain.Step).Message);
        Assert.Equal((0, 0.0), (chain.StepCount, sgd.ParamGroups[0].Lr));
    }

    [Fact]
    public void Parts_must_be_fresh_of_one_optimizer_and_free()
    {
        SGD sgd = Sgd(1), other = Sgd(1);
        var step = new StepLR(sgd, 1);
        Assert.Equal(
            "SequentialLR: all schedulers must have the same optimizer; that of scheduler 1, StepLR, is another",
            Refused(() => new SequentialLR(sgd, [step, new StepLR(other, 1)], [1])));
        Assert.Equal(
            "ChainedScheduler: a scheduler may occur once; scheduler 1, StepLR, is also scheduler 0",
            Refused(() => new ChainedScheduler([step, step])));
        Assert.Equal("ChainedScheduler: needs at least one scheduler; got none", Refused(static () => new ChainedScheduler([])));
        Assert.Equal(
            "SequentialLR: _milestones must be one fewer than the schedulers; got 1 for 1 schedulers",
            Refused(() => new SequentialLR(sgd, [step], [1])));
        Assert.Equal(
            "SequentialLR: _milestones must be above 0 and rise; got [3, 3]",
            Refused(() => new SequentialLR(sgd, [step, new StepLR(sgd, 1), new StepLR(sgd, 1)], [3, 3])));
        Assert.Equal(
            "SequentialLR: _milestones must be above 0 and rise; got [0]",
            Refused(() => new SequentialLR(sgd, [step, new StepLR(sgd, 1)], [0])));
        var moved = new ExponentialLR(sgd, 1);
        Advance(sgd, moved, 2);
        Assert.Equal(
            "ChainedScheduler: schedulers must not have been stepped; scheduler 0, ExponentialLR, is at step 2",
            Refused(() => new ChainedScheduler([moved])));
        var between = new CosineAnnealingWarmRestarts(sgd, 3);
        between.Step(0.5);
        Assert.Contains("must not have been stepped", Refused(() => new SequentialLR(sgd, [between], [])), StringComparison.Ordinal);

        _ = new ChainedScheduler([step]);
        const string taken = "ChainedScheduler, scheduler 0, StepLR: the scheduler is part of another, which alone steps it";
        Assert.Equal(taken, Assert.Throws<InvalidOperationException>(step.Step).Message);
        Assert.Equal(taken, Assert.Throws<InvalidOperationException>(() => step.LoadState(step.SaveState())).Message);
        Assert.Equal(taken, Assert.Throws<InvalidOperationException>(() => new ChainedScheduler([step])).Message);

        static string Refused(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void Groups_that_join_later_keep_their_rates_and_parts_must_have_them_all()
    {
        SGD sgd = Sgd(1);
        var early = new ExponentialLR(sgd, 0.5);
        var plateau = new ReduceLROnPlateau(sgd, factor: 0.5, patience: 0);
        sgd.AddParamGroup(new SGDGroup([Make.Parameter(2)]) { Lr = 3 });
        Advance(sgd, early, 2);
        Assert.Equal([0.25], early.GetLastLr());
        plateau.Step(1);
        plateau.Step(2);
        Assert.Equal([0.125, 3], sgd.ParamGroups.Select(static group => group.Lr));

        const string rule = "all schedulers must have the groups that the optimizer has now, 2; scheduler 0, ConstantLR, was built when there were 1";
        sgd = Sgd(1);
        LRScheduler[] parts = [new ConstantLR(sgd, 1), new ConstantLR(sgd, 1)];
        sgd.AddParamGroup(new SGDGroup([Make.Parameter(2)]) { Lr = 3 });
        Assert.Equal($"SequentialLR: {rule}", Assert.Throws<ArgumentException>(() => new SequentialLR(sgd, parts, [2])).Message);
        Assert.Equal($"ChainedScheduler: {rule}", Assert.Throws<ArgumentException>(() => new ChainedScheduler(parts)).Message);
    }

    [Fact]
    public void Parts_keep_count_of_their_own_steps_and_rates()
    {
        SGD sgd = Sgd(1);
        LRScheduler[] parts = [new LinearLR(sgd, 0.5, totalIters: 2), new ExponentialLR(sgd, 0.5), new StepLR(sgd, 1)];
        var sequence = new SequentialLR(sgd, parts, [2, 9]);
        Assert.Equal([0, -1, -1], parts.Select(static part => part.StepCount));
        Advance(sgd, sequence, 4);
        Assert.Equal([1, 2, -1], parts.Select(static part => part.StepCount));
        Assert.Equal([0.25], parts[1].GetLastLr());
        Assert.Equal([0.75], parts[0].GetLastLr());
        Assert.Equal("SequentialLR, scheduler 1, ExponentialLR", parts[1].ToString());
        Assert.Equal("SequentialLR", sequence.ToString());
    }

    [Fact]
    public void A_sequence_resets_the_rate_that_its_parts_left()
    {
        SGD sgd = Sgd(1);
        LRScheduler[] parts = [new StepLR(sgd, 2), new ConstantLR(sgd, 0.25)];
        Assert.Equal(0.25, sgd.ParamGroups[0].Lr);
        var sequence = new SequentialLR(sgd, parts, [3]);
        Assert.Equal(1, sgd.ParamGroups[0].Lr);
        Assert.Equal([1], sequence.GetLastLr());
    }

    [Fact]
    public void Compositions_nest()
    {
        double[] rates = Rates(
            static o => new SequentialLR(
                o,
                [
                    new ChainedScheduler(
                        [new ConstantLR(o, 0.5, 1), new ChainedScheduler([new ExponentialLR(o, 0.5), new CosineAnnealingLR(o, 2)])]),
                    new SequentialLR(o, [new ExponentialLR(o, 0.25), new MultiplicativeLR(o, static _ => 0.5)], [2]),
                ],
                [2]),
            8);
        Close.Assert([0.5, 0.25, 1, 0.25, 0.25, 0.125, 0.0625, 0.03125], rates);
    }

    [Fact]
    public void A_composition_loads_all_of_a_state_or_nothing_and_names_the_part()
    {
        SGD sgd = Sgd(1);
        LRScheduler Create() => new SequentialLR(
            sgd, [new ChainedScheduler([new StepLR(sgd, 2), new ExponentialLR(sgd, 0.5)]), new CosineAnnealingWarmRestarts(sgd, 3)], [4]);
        LRScheduler sequence = Create(), advanced = Create();
        Advance(sgd, advanced, 6);
        StateNode before = sequence.SaveState();
        Refused("in the saved state, T_0 must be at least 1; got 0", "T_0", 0);
        Refused("in the saved state, T_cur must be from 2 to 3 in this epoch; got 0", "T_cur", 0);
        Refused("in the saved state, last_epoch must be at least -1; got -2", "last_epoch", -2);
        MapState whole = advanced.SaveState().As<MapState>();
        whole["_schedulers"] = new ListState { whole["_schedulers"].As<ListState>()[0] };
        Assert.Equal(
            "SequentialLR: the saved state has 1 schedulers; there are 2",
            Assert.Throws<InvalidOperationException>(() => sequence.LoadState(whole)).Message);
        whole = advanced.SaveState().As<MapState>();
        whole["_milestones"] = new ListState { 4, 5 };
        Assert.StartsWith(
            "SequentialLR: in the saved state, _milestones must be one fewer",
            Assert.Throws<InvalidOperationException>(() => sequence.LoadState(whole)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, sequence.SaveState());

        void Refused(string expected, string key, StateNode value)
        {
            MapState state = advanced.SaveState().As<MapState>();
            state["_schedulers"].As<ListState>()[1].As<MapState>()[key] = value;
            Assert.Equal(
                $"SequentialLR, scheduler 1, CosineAnnealingWarmRestarts: {expected}",
                Assert.Throws<InvalidOperationException>(() => sequence.LoadState(state)).Message);
            Assert.Equal(before, sequence.SaveState());
        }
    }
}
