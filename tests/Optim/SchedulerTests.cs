using System.Diagnostics;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Schedulers beyond their golden rates.</summary>
public class SchedulerTests
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
    public void A_scheduler_resumed_from_a_state_continues_with_the_same_rates()
    {
        Func<Optimizer, LRScheduler>[] schedulers =
        [
            static o => new StepLR(o, 2, 0.3), static o => new LinearLR(o, 0.25, 0.5, 6), static o => new CosineAnnealingLR(o, 5, 0.01),
            static o => new LambdaLR(o, static t => 1.0 / (1 + t)),
        ];
        foreach (Func<Optimizer, LRScheduler> create in schedulers)
        {
            SGD sgd = Sgd(0.8), other = Sgd(0.8);
            LRScheduler scheduler = create(sgd), resumed = create(other);
            Advance(sgd, scheduler, 3);
            StateNode ofOptimizer = sgd.SaveState(), state = scheduler.SaveState();
            other.LoadState(ofOptimizer);
            resumed.LoadState(state);
            Assert.Equal(3, resumed.StepCount);
            Assert.Equal(scheduler.GetLastLr(), resumed.GetLastLr());
            Advance(sgd, scheduler, 3);
            Advance(other, resumed, 3);
            Assert.Equal(sgd.ParamGroups[0].Lr, other.ParamGroups[0].Lr);
        }
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
        Refused("the saved state lacks 'base_lrs'; it has", static _ => new MapState());
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

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Equal("StepLR: step_size must be at least 1; got 0", Refused(() => new StepLR(Sgd(1), 0)));
        Assert.StartsWith("StepLR: gamma must", Refused(() => new StepLR(Sgd(1), 1, -1)), StringComparison.Ordinal);
        Assert.Equal("LinearLR: start_factor must be above 0 and at most 1; got 0", Refused(() => new LinearLR(Sgd(1), 0)));
        Assert.StartsWith("LinearLR: end_factor must", Refused(() => new LinearLR(Sgd(1), 1, 1.5)), StringComparison.Ordinal);
        Assert.Equal("LinearLR: total_iters must be at least 1; got 0", Refused(() => new LinearLR(Sgd(1), 1, 1, 0)));
        Assert.StartsWith("CosineAnnealingLR: T_max must", Refused(() => new CosineAnnealingLR(Sgd(1), 0)), StringComparison.Ordinal);
        Assert.StartsWith(
            "CosineAnnealingLR: eta_min must", Refused(() => new CosineAnnealingLR(Sgd(1), 1, double.NaN)), StringComparison.Ordinal);

        static string Refused(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void A_scheduler_stepped_before_its_optimizer_warns_once()
    {
        using var listener = new Warnings();
        SGD sgd = Sgd(1);
        var wrong = new StepLR(sgd, 1);
        wrong.Step();
        wrong.Step();
        Advance(sgd, new LinearLR(sgd), 3);
        Assert.Equal(
            ["StepLR was stepped before its optimizer, so that the first learning rate is never used; call optimizer.Step() first."],
            listener.Messages);
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

    private sealed class Warnings : TraceListener
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public Warnings() => Trace.Listeners.Add(this);

        public List<string?> Messages { get; } = [];

        public override void TraceEvent(TraceEventCache? eventCache, string source, TraceEventType eventType, int id, string? message)
        {
            if (Environment.CurrentManagedThreadId == _thread && eventType == TraceEventType.Warning)
            {
                Messages.Add(message);
            }
        }

        public override void TraceEvent(
            TraceEventCache? eventCache, string source, TraceEventType eventType, int id, string? format, params object?[]? args) =>
            TraceEvent(eventCache, source, eventType, id, format);

        public override void Write(string? message)
        {
        }

        public override void WriteLine(string? message)
        {
        }

        protected override void Dispose(bool disposing)
        {
            Trace.Listeners.Remove(this);
            base.Dispose(disposing);
        }
    }
}
