using System.Diagnostics;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

public partial class SchedulerTests
{
    [Fact]
    public void A_scheduler_stepped_before_its_optimizer_warns_once()
    {
        using var listener = new Warnings();
        SGD sgd = Sgd(1);
        var wrong = new StepLR(sgd, 1);
        wrong.Step();
        wrong.Step();
        Advance(sgd, wrong, 2);
        Assert.Equal(
            ["StepLR was stepped before its optimizer, so that the first learning rate is never used; call optimizer.Step() first."],
            listener.Messages);
    }

    [Fact]
    public void A_scheduler_stepped_after_a_step_that_was_skipped_is_in_order()
    {
        using var listener = new Warnings();
        SGD sgd = Sgd(1);
        sgd.NonFiniteGradients = NonFiniteGradients.Skip;
        var exponential = new ExponentialLR(sgd, 0.5);
        sgd.ParamGroups[0].Parameters[0].Grad = Tensor.From([double.NaN]);
        sgd.Step();
        exponential.Step();
        Assert.Equal((0, 1), (sgd.StepCount, sgd.SkippedStepCount));
        Assert.Empty(listener.Messages);
    }

    [Fact]
    public void Schedulers_stepped_by_turns_overwrite_each_other_and_the_first_to_do_so_warns_once()
    {
        using var listener = new Warnings();
        SGD sgd = Sgd(1);
        var exponential = new ExponentialLR(sgd, 0.5);
        var step = new StepLR(sgd, 1, 0.25);
        for (int i = 0; i < 3; i++)
        {
            sgd.Step();
            exponential.Step();
            step.Step();
        }

        Assert.Equal(1.0 / 64, sgd.ParamGroups[0].Lr);
        Assert.Equal(
            [
                "ExponentialLR takes turns with StepLR: it sets the rates from the initial ones, whatever others made of them; "
                + "ChainedScheduler multiplies schedules, SequentialLR lets one follow another.",
                "StepLR takes turns with ExponentialLR: it sets the rates from the initial ones, whatever others made of them; "
                + "ChainedScheduler multiplies schedules, SequentialLR lets one follow another.",
            ],
            listener.Messages);

        SGD other = Sgd(1);
        var chain = new ChainedScheduler([new ExponentialLR(other, 0.5), new StepLR(other, 1, 0.25)]);
        Advance(other, chain, 3);
        Assert.Equal(1.0 / 8 / 64, other.ParamGroups[0].Lr);
        Assert.Equal(2, listener.Messages.Count);
    }

    [Fact]
    public void A_schedule_that_undoes_a_plateaus_reductions_warns_and_one_that_goes_on_from_them_does_not()
    {
        using var listener = new Warnings();
        SGD sgd = Sgd(1);
        var linear = new LinearLR(sgd);
        var plateau = new ReduceLROnPlateau(sgd, patience: 0);
        var going = new MultiplicativeLR(sgd, static _ => 0.5);
        Advance(sgd, linear, 1);
        plateau.Step(1);
        going.Step();
        plateau.Step(2);
        going.Step();
        Assert.Empty(listener.Messages);
        linear.Step();
        Assert.StartsWith("LinearLR takes turns with MultiplicativeLR: ", Assert.Single(listener.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void One_schedule_after_another_is_no_taking_of_turns()
    {
        using var listener = new Warnings();
        SGD sgd = Sgd(1);
        var cosine = new CosineAnnealingLR(sgd, 10);
        var swa = new SWALR(sgd, 0.25, 2, AnnealStrategy.Linear);
        Advance(sgd, cosine, 5);
        Advance(sgd, swa, 1);
        Assert.Equal(0.375, sgd.ParamGroups[0].Lr, 1e-15);
        Advance(sgd, swa, 1);
        Assert.Equal(0.25, sgd.ParamGroups[0].Lr, 1e-15);
        Assert.Empty(listener.Messages);
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
