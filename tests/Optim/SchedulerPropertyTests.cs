using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>What holds for every scheduler with any options.</summary>
public class SchedulerPropertyTests
{
    private const int Steps = 30;

    [Fact]
    public void A_run_resumed_from_a_state_continues_bit_for_bit() => ForAll(static (seed, random) =>
    {
        Func<Optimizer, object> create = SchedulerAny.From(seed, Steps);
        bool isAdam = random.Next(2) == 0;
        SchedulerRun run = SchedulerRun.Start(isAdam, create), resumed = SchedulerRun.Start(isAdam, create);
        int saved = random.Next(Steps);
        resumed.Take(random.Next(Steps));
        run.Take(saved);
        StateNode state = run.State.SaveState();
        resumed.State.LoadState(state);
        resumed.Optimizer.LoadState(run.Optimizer.SaveState());

        OptimizerPropertyTests.SameState(state, resumed.State.SaveState());
        for (int step = saved; step < Steps; step++)
        {
            Assert.Equal(run.Rates, resumed.Rates);
            Assert.Equal(run.Momenta, resumed.Momenta);
            Assert.Equal(run.LastLr, resumed.LastLr);
            run.Step(step);
            resumed.Step(step);
        }
    });

    [Fact]
    public void Rates_are_never_negative_and_the_last_ones_are_those_of_the_groups() => ForAll(static (seed, random) =>
    {
        SchedulerRun run = SchedulerRun.Start(random.Next(2) == 0, SchedulerAny.From(seed, Steps));
        for (int step = 0; step < Steps; step++)
        {
            Assert.Equal(run.Rates, run.LastLr);
            Assert.All(run.Rates, static rate => Assert.True(rate >= 0 && double.IsFinite(rate)));
            Assert.All(run.Momenta, static momentum => Assert.InRange(momentum, 0, 0.9999));
            run.Step(step);
        }
    });

    [Fact]
    public void Two_schedulers_that_load_each_others_states_refuse_or_agree() => ForAll(static (seed, random) =>
    {
        SchedulerRun run = SchedulerRun.Start(false, SchedulerAny.From(seed, Steps));
        SchedulerRun other = SchedulerRun.Start(false, SchedulerAny.From(random.Next(), Steps));
        run.Take(random.Next(Steps));
        StateNode before = other.State.SaveState(), state = run.State.SaveState();
        Exception? refusal = Record.Exception(() => other.State.LoadState(state));
        Assert.True(refusal is null or InvalidOperationException, refusal?.ToString());
        Assert.Equal(refusal is null ? state : before, other.State.SaveState());
    });

    [Fact]
    public void A_closed_form_is_PyTorchs_recursive_one() => ForAll(static (_, random) =>
    {
        (Func<Optimizer, LRScheduler> create, Func<double, int, double> step) = SchedulerTextbook.From(random);
        SchedulerRun run = SchedulerRun.Start(false, create);
        double rate = 0.8;
        for (int t = 0; t < Steps; t++)
        {
            rate = step(rate, t);
            Close.Assert([rate], [run.Rates[0]], what: $"{run.State}, step {t}");
            run.Step(t);
        }
    });

    [Fact]
    public void A_chain_of_factors_is_their_product() => ForAll(static (seed, random) =>
    {
        int[] seeds = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.Next())];
        double[][] chain = SchedulerRun.Start(false, o => new ChainedScheduler(seeds.Select(s => SchedulerAny.Factor(s, o)))).Take(Steps);
        double[][][] alone = [.. seeds.Select(s => SchedulerRun.Start(false, o => SchedulerAny.Factor(s, o)).Take(Steps))];
        for (int t = 0; t < Steps; t++)
        {
            Close.Assert([alone.Aggregate(0.8, (rate, one) => rate * one[t][0] / 0.8)], [chain[t][0]], what: $"seed {seed}, step {t}");
        }
    });

    [Fact]
    public void Parts_of_a_sequence_begin_anew_at_their_milestones() => ForAll(static (_, random) =>
    {
        int[] seeds = [.. Enumerable.Range(0, 3).Select(_ => random.Next())];
        int first = 1 + random.Next(8), second = first + 1 + random.Next(8);
        double[][] whole = SchedulerRun.Start(
            false, o => new SequentialLR(o, seeds.Select(s => SchedulerAny.Factor(s, o)), [first, second])).Take(Steps);
        double[][][] alone = [.. seeds.Select(s => SchedulerRun.Start(false, o => SchedulerAny.Factor(s, o)).Take(Steps))];
        Assert.Equal([.. alone[0].Take(first), .. alone[1].Take(second - first), .. alone[2].Take(Steps - second)], whole);
    });

    [Fact]
    public void Warm_up_stable_decay_has_no_jumps() => ForAll(static (_, random) =>
    {
        int warmup = random.Next(9), stable = random.Next(9), decay = 1 + random.Next(9);
        double start = random.NextDouble(), minimum = random.NextDouble();
        var shape = (DecayShape)random.Next(3);
        double[] factors =
        [
            .. SchedulerRun.Start(false, o => new WarmupStableDecayLR(o, warmup, stable, decay, shape, start, minimum))
                .Take(Steps).Select(static rates => rates[0] / 0.8),
        ];

        // The steepest way from one step to the next: the line, the middle of the cosine, the start of the root.
        double rise = (1 - start) / Math.Max(warmup, 1);
        double fall = (1 - minimum) * (shape == DecayShape.OneMinusSqrt ? Math.Sqrt(1.0 / decay) : Math.Min(1, Math.PI / 2 / decay));
        for (int t = 1; t < Steps; t++)
        {
            Assert.InRange(factors[t] - factors[t - 1], -fall - 1e-12, rise + 1e-12);
        }

        Assert.Equal(1, factors.Max(), 1e-12);
        Assert.Equal(minimum, factors[^1], 1e-12);
    });

    [Fact]
    public void One_cycle_has_no_jumps() => ForAll(static (_, random) =>
    {
        int total = 10 + random.Next(20);
        double start = 0.25 + (0.2 * random.NextDouble());
        bool threePhase = random.Next(2) == 0;
        var strategy = (AnnealStrategy)random.Next(2);
        SchedulerRun run = SchedulerRun.Start(
            false, o => new OneCycleLR(o, 1, total, pctStart: start, annealStrategy: strategy, threePhase: threePhase));
        double[] rates = [.. run.Take(total).Select(static both => both[0])];
        double shortest = threePhase ? Math.Min((start * total) - 1, total + 1 - (2 * start * total)) : (start * total) - 1;
        double steepest = Math.PI / 2 / Math.Min(shortest, total * (1 - start));
        for (int t = 1; t < total; t++)
        {
            Assert.InRange(Math.Abs(rates[t] - rates[t - 1]), 0, steepest);
        }

        Assert.Equal(1.0 / 25, rates[0], 1e-15);
        Assert.Equal(1.0 / 25 / 1e4, rates[^1], 1e-15);
        Assert.Equal(rates[^1], run.Rates[0]);
    });

    private static void ForAll(Action<int, Random> check, int maxTest = 150) =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed => check(seed, new Random(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(maxTest));
}
