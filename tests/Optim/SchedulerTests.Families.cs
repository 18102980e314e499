using MiniTorch.Optim;

namespace MiniTorch.Tests;

// What the golden files cannot say: users' functions, points between steps, other optimizers, schedules beyond PyTorch's.
public partial class SchedulerTests
{
    // torch 1.13: CosineAnnealingWarmRestarts(optimizer, 3, T_mult, 0.01) on lr 0.8, step(e) for 0.5, 2.75, 3, 7.25, 10.5, step() twice,
    // step(1.25), step() three times
    [Theory]
    [InlineData(1, new[]
    {
        0.7470800344948534, 0.02345929861581806, 0.8, 0.5072335228154957, 0.405, 0.06291996550514671, 0.7470800344948534,
        0.5072335228154957, 0.12569282143131377, 0.786540701384182, 0.5072335228154957,
    })]
    [InlineData(2, new[]
    {
        0.7470800344948534, 0.02345929861581806, 0.8, 0.16453923554155536, 0.7699324153419583, 0.718374569415038, 0.6454607644584447,
        0.5072335228154957, 0.12569282143131377, 0.7966207202426552, 0.718374569415038,
    })]
    public void Warm_restarts_can_be_stepped_to_any_point(int tMult, double[] expected)
    {
        SGD sgd = Sgd(0.8);
        var restarts = new CosineAnnealingWarmRestarts(sgd, 3, tMult, 0.01);
        double?[] epochs = [0.5, 2.75, 3, 7.25, 10.5, null, null, 1.25, null, null, null];
        double[] rates = [.. epochs.Select(epoch =>
        {
            sgd.Step();
            if (epoch is { } at)
            {
                restarts.Step(at);
            }
            else
            {
                restarts.Step();
            }

            return sgd.ParamGroups[0].Lr;
        })];
        Close.Assert(expected, rates);
        Assert.Equal(4, restarts.StepCount);
        MapState saved = restarts.SaveState().As<MapState>();
        Assert.Equal((1.25, tMult == 1 ? 3 : 6), (saved["T_cur"].ToDouble(), saved["T_i"].ToInt64()));
    }

    // torch 1.13: CyclicLR(optimizer, .1, .5, 2, 3, scale_fn=lambda x: 1 / (x + 1.), scale_mode=...) on momentum 0.9
    [Theory]
    [InlineData(
        CyclicScaleMode.Cycle,
        new[] { 0.1, 0.2, 0.3, 0.233333333333, 0.166666666667, 0.1, 0.166666666667, 0.233333333333, 0.188888888889 },
        new[] { 0.9, 0.875, 0.85, 0.866666666667, 0.883333333333, 0.9, 0.883333333333, 0.866666666667, 0.877777777778 })]
    [InlineData(
        CyclicScaleMode.Iterations,
        new[] { 0.1, 0.2, 0.233333333333, 0.166666666667, 0.126666666667, 0.1, 0.128571428571, 0.15, 0.12962962963 },
        new[] { 0.9, 0.875, 0.866666666667, 0.883333333333, 0.893333333333, 0.9, 0.892857142857, 0.8875, 0.892592592593 })]
    public void A_cycle_can_be_scaled_by_a_function_of_the_users(CyclicScaleMode mode, double[] rates, double[] momenta)
    {
        SGD sgd = Sgd(0.8);
        var cyclic = new CyclicLR(sgd, 0.1, 0.5, 2, 3, scaleFn: static x => 1 / (x + 1.0), scaleMode: mode);
        for (int t = 0; t < rates.Length; t++)
        {
            Assert.Equal(rates[t], sgd.ParamGroups[0].Lr, 1e-11);
            Assert.Equal(momenta[t], sgd.ParamGroups[0].Momentum, 1e-11);
            Advance(sgd, cyclic, 1);
        }
    }

    [Fact]
    public void Multiplicative_takes_the_current_rate_further_whoever_changed_it()
    {
        SGD sgd = Sgd(0.5);
        var multiplicative = new MultiplicativeLR(sgd, [static t => t % 2 == 0 ? 0.5 : 0.25]);
        Assert.Equal(0.5, sgd.ParamGroups[0].Lr);
        Advance(sgd, multiplicative, 2);
        Assert.Equal([0.0625], multiplicative.GetLastLr());
        sgd.ParamGroups[0].Lr = 4;
        Advance(sgd, multiplicative, 1);
        Assert.Equal([1], multiplicative.GetLastLr());
    }

    [Fact]
    public void Cycles_move_the_first_beta_where_there_are_betas()
    {
        var adam = new Adam([Make.Parameter(1)], betas: (0.5, 0.875));
        var cyclic = new CyclicLR(adam, 0.1, 0.2, stepSizeUp: 1, baseMomentum: 0.25, maxMomentum: 0.75);
        Assert.Equal((0.75, 0.875), adam.ParamGroups[0].Betas);
        adam.Step();
        cyclic.Step();
        Assert.Equal((0.25, 0.875), adam.ParamGroups[0].Betas);
        Assert.Equal(0.1, adam.ParamGroups[0].InitialLr);
    }

    [Fact]
    public void Cycles_of_a_group_with_neither_momentum_nor_betas_must_leave_momentum_alone()
    {
        const string rule = "cycle_momentum needs momentum or betas, which group 0 does not have; set it to false";
        var adadelta = new Adadelta([Make.Parameter(1)]);
        Assert.Equal($"CyclicLR: {rule}", Assert.Throws<ArgumentException>(() => new CyclicLR(adadelta, 0.1, 0.2)).Message);
        Assert.Equal($"OneCycleLR: {rule}", Assert.Throws<ArgumentException>(() => new OneCycleLR(adadelta, 0.1, 9)).Message);
        var cyclic = new CyclicLR(adadelta, 0.1, 0.2, cycleMomentum: false);
        Assert.Equal(0.1, adadelta.ParamGroups[0].Lr);
        StateNode before = cyclic.SaveState(), with = new CyclicLR(Sgd(1), 0.1, 0.2).SaveState();
        Assert.Equal(
            $"CyclicLR: in the saved state, {rule}", Assert.Throws<InvalidOperationException>(() => cyclic.LoadState(with)).Message);
        Assert.Equal(before, cyclic.SaveState());
    }

    [Fact]
    public void One_cycle_sets_the_initial_rate_keeps_its_last_one_for_a_step_and_then_is_over()
    {
        SGD sgd = Sgd(0.8);
        var cycle = new OneCycleLR(sgd, 1, totalSteps: 4, annealStrategy: AnnealStrategy.Linear, divFactor: 10, finalDivFactor: 10);
        Assert.Equal((0.1, 0.95), (sgd.ParamGroups[0].InitialLr, sgd.ParamGroups[0].Momentum));
        Advance(sgd, cycle, 3);
        double last = sgd.ParamGroups[0].Lr;
        Assert.Equal(0.01, last, 1e-15);
        Advance(sgd, cycle, 1);
        Assert.Equal(last, sgd.ParamGroups[0].Lr);
        StateNode before = cycle.SaveState();
        Assert.Equal(
            "OneCycleLR: step 5 is beyond the end of the schedule; total_steps is 4",
            Assert.Throws<InvalidOperationException>(cycle.Step).Message);
        Assert.Equal(before, cycle.SaveState());
        Assert.Equal(last, sgd.ParamGroups[0].Lr);
    }

    [Fact]
    public void A_cycle_whose_first_phase_has_no_length_begins_at_its_height()
    {
        SGD sgd = Sgd(1);
        _ = new OneCycleLR(sgd, 0.5, totalSteps: 10, pctStart: 0.1);
        Assert.Equal((0.5, 0.85), (sgd.ParamGroups[0].Lr, sgd.ParamGroups[0].Momentum));
    }

    [Fact]
    public void Powers_of_the_step()
    {
        Assert.Equal([1, 0.5, 1.0 / 3, 0.25], Rates(static o => new InverseTimeLR(o), 4));
        Close.Assert([1, 1 / Math.Sqrt(1.5), 1 / Math.Sqrt(2), 1 / Math.Sqrt(2.5)], Rates(static o => new PowerLR(o, 0.5, decay: 0.5), 4));
    }

    [Fact]
    public void Warm_up_stable_decay_has_three_phases_of_the_shape_said()
    {
        double[] rise = [0.5, 0.75, 1, 1];
        Close.Assert([.. rise, 1, 0.775, 0.55, 0.325, 0.1, 0.1], Wsd(DecayShape.Linear));
        double root = Math.Sqrt(0.5);
        Close.Assert([.. rise, 1, 0.1 + (0.45 * (1 + root)), 0.55, 0.1 + (0.45 * (1 - root)), 0.1, 0.1], Wsd(DecayShape.Cosine));
        Close.Assert([.. rise, 1, 0.55, 1 - (0.9 * root), 1 - (0.9 * Math.Sqrt(0.75)), 0.1, 0.1], Wsd(DecayShape.OneMinusSqrt));
        Assert.Equal([0, 1, 0, 0], Rates(static o => new WarmupStableDecayLR(o, 1, 0, 1), 4));

        static double[] Wsd(DecayShape decay) => Rates(o => new WarmupStableDecayLR(o, 2, 2, 4, decay, 0.5, 0.1), 10);
    }

    [Fact]
    public void A_plateau_counts_no_metric_that_is_not_a_number_as_better()
    {
        SGD sgd = Sgd(1);
        var plateau = new ReduceLROnPlateau(sgd, patience: 1, factor: 0.5);
        Assert.Equal((double.PositiveInfinity, 0), (plateau.Best, plateau.StepCount));
        plateau.Step(3);
        plateau.Step(double.NaN);
        Assert.Equal([1], plateau.GetLastLr());
        plateau.Step(double.NaN);
        Assert.Equal([0.5], plateau.GetLastLr());
        Assert.Equal((3, 3), (plateau.Best, plateau.StepCount));
        sgd.ParamGroups[0].Lr = 8;
        plateau.Step(4);
        plateau.Step(4);
        Assert.Equal(4, sgd.ParamGroups[0].Lr);
    }

    private static double[] Rates(Func<Optimizer, LRScheduler> create, int steps)
    {
        SGD sgd = Sgd(1);
        LRScheduler scheduler = create(sgd);
        var rates = new double[steps];
        for (int t = 0; t < steps; t++)
        {
            rates[t] = sgd.ParamGroups[0].Lr;
            Advance(sgd, scheduler, 1);
        }

        return rates;
    }
}
