using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Optim;

public abstract partial class LRScheduler
{
    // Which scheduler moved an optimizer's rates last.
    private static readonly ConditionalWeakTable<Optimizer, object> LastToStep = [];

    private readonly long _attemptsBefore;
    private bool _hasStepped;
    private bool _mayWarnOfOrder = true;
    private bool _mayWarnOfTurns = true;

    /// <summary>Notes who sets an optimizer's rates, and says who did before: null if nobody.</summary>
    internal static object? TakeTurn(Optimizer optimizer, object scheduler)
    {
        LastToStep.TryGetValue(optimizer, out object? before);
        if (before != scheduler)
        {
            LastToStep.AddOrUpdate(optimizer, scheduler);
        }

        return before;
    }

    // Steps taken and skipped: a scheduler that follows either is in order.
    private static long Attempts(Optimizer optimizer) => optimizer.StepCount + optimizer.SkippedStepCount;

    private void Warn()
    {
        if (_mayWarnOfOrder && !_hasStepped && Attempts(Optimizer) == _attemptsBefore)
        {
            Trace.TraceWarning(
                $"{Label} was stepped before its optimizer, so that the first learning rate is never used; call optimizer.Step() first.");
        }

        object? before = TakeTurn(Optimizer, this);
        if (_mayWarnOfTurns && _hasStepped && !IsRecursive && before is not null && before != this)
        {
            Trace.TraceWarning(
                $"{Label} takes turns with {before}: it sets the rates from the initial ones, whatever others made of them; "
                + "ChainedScheduler multiplies schedules, SequentialLR lets one follow another.");
            _mayWarnOfTurns = false;
        }

        _hasStepped = true;
    }

    /// <summary>The class and, in compositions, the place.</summary>
    public override string ToString() => Label;
}
