using System.Globalization;

namespace MiniTorch.Optim;

public sealed partial class LBFGS : ILine
{
    // A loss below this is taken for one without a bound.
    private const double Unbounded = -1e30;

    private readonly FlatSpace _space;
    private readonly TwoLoop _twoLoop;

    // Gradients of the points at hand: two without a search, four with one.
    private readonly List<NDArray> _gradients = [];

    // Where the iteration begins.
    private NDArray? _origin;
    private bool _isOriginSaved;
    private double _movedBy;

    // ‖∇f‖₁ where the step begins.
    private double _norm;
    private Func<Tensor>? _closure;

    private LBFGSState State => (LBFGSState)States[0];

    /// <inheritdoc/>
    LinePoint ILine.At(double t, NDArray inUse, NDArray alsoInUse)
    {
        Move(t);
        try
        {
            return Point(t, Evaluate(_closure!).Item<double>(), inUse, alsoInUse, out _);
        }
        catch
        {
            GoBack();
            throw;
        }
    }

    private protected override bool Update()
    {
        LBFGSPass.ThrowNeedsClosure();
        return false;
    }

    private protected override bool Update(Func<Tensor> closure, out Tensor loss)
    {
        CheckOptions();
        _closure = closure;
        try
        {
            loss = Evaluate(closure);
            LinePoint start = Point(0, loss.Item<double>(), null, null, out _norm) with { Slope = 0 };
            Judge(start, null);
            return AllowsStep(start) && Minimize(ParamGroups[0], start);
        }
        finally
        {
            _closure = null;
        }
    }

    // Whether a step was taken.
    private bool Minimize(LBFGSGroup group, LinePoint point)
    {
        LBFGSState state = State;
        state.Evaluations++;
        if (point.Largest <= group.ToleranceGrad)
        {
            return true;
        }

        long evaluations = 1;
        string? stuck = null, open = null;
        for (int iteration = 1; iteration <= group.MaxIter; iteration++)
        {
            state.Iterations++;
            _isOriginSaved = false;
            (double slope, double largest) = _twoLoop.Run(state, point.Gradient, group.HistorySize);
            (state.Previous, state.PreviousLoss) = (point.Gradient, point.Loss);
            state.StepSize = state.Iterations == 1 ? Math.Min(1, 1 / _norm) * group.Lr : group.Lr;
            if (slope > -group.ToleranceChange)
            {
                (stuck, open) = slope < 0
                    ? (null, "the direction's slope is within toleranceChange, which ends the step; lower it to go on")
                    : ("the direction does not go down, and the gradient exceeds toleranceGrad", open);
                break;
            }

            if (!_space.Holds(largest * state.StepSize) && NonFiniteGradients != NonFiniteGradients.Apply)
            {
                return Refuse("made a direction that is not finite", iteration);
            }

            bool isLast = iteration == group.MaxIter;
            double before = point.Loss;
            if (group.LineSearch == LineSearch.StrongWolfe)
            {
                var search = new StrongWolfe(this, point with { T = 0, Slope = slope }, largest);
                point = search.Search(state.StepSize);
                if (point.T != _movedBy)
                {
                    Move(point.T);
                }

                state.StepSize = point.T;
                stuck = point.Loss < before ? null : "the search found no lower point along the direction, and the gradient exceeds toleranceGrad";
                evaluations += search.Evaluations;
                state.Evaluations += search.Evaluations;
            }
            else if (isLast)
            {
                // In a stochastic setting the loss here would be of no use.
                Move(state.StepSize);
                open = "the last iteration moved without a search; what the loss is there was not computed";
            }
            else
            {
                point = ((ILine)this).At(state.StepSize, point.Gradient, point.Gradient);
                evaluations++;
                state.Evaluations++;
                if (!point.IsFinite && NonFiniteGradients != NonFiniteGradients.Apply)
                {
                    return Refuse("came to a point where the loss or the gradient is not finite", iteration);
                }
            }

            if (isLast
                || evaluations >= group.MaxEval
                || point.Largest <= group.ToleranceGrad
                || largest * Math.Abs(state.StepSize) <= group.ToleranceChange
                || Math.Abs(point.Loss - before) < group.ToleranceChange)
            {
                break;
            }
        }

        Judge(point, stuck, open);
        return true;
    }

    // What may be said of the last point with a known gradient. Why the iterations got stuck there, or why it is not the end.
    private void Judge(in LinePoint point, string? stuck, string? open = null)
    {
        double tolerance = ParamGroups[0].ToleranceGrad;
        (State.Status, State.Reason) =
            !point.IsFinite ? (OptimizerStatus.Diverged, "the loss or the gradient is not finite")
            : point.Loss < Unbounded ? (OptimizerStatus.Diverged, Line($"the loss has fallen to {point.Loss:G3}, below {Unbounded:G1}, and is taken for one without a lower bound"))
            : open is not null ? (OptimizerStatus.Running, open)
            : point.Largest <= tolerance
                ? (OptimizerStatus.Converged, Line($"no element of the gradient exceeds {point.Largest:G2}, within toleranceGrad; the curvature is not looked at"))
            : stuck is not null ? (OptimizerStatus.Stalled, stuck)
            : (OptimizerStatus.Running, Line($"an element of the gradient is {point.Largest:G2}, above toleranceGrad"));
    }

    private LinePoint Point(double t, double loss, NDArray? inUse, NDArray? alsoInUse, out double norm)
    {
        NDArray gradient = Free(inUse, alsoInUse);
        FlatSums sums = _space.Gather(gradient, State.Direction ?? gradient);
        norm = sums.Second;
        return new LinePoint(t, loss, sums.First, sums.Largest, gradient);
    }

    // Memory for one more gradient. That of the iteration's beginning is always in use.
    private NDArray Free(NDArray? inUse, NDArray? alsoInUse)
    {
        foreach (NDArray gradient in _gradients)
        {
            if (gradient != inUse && gradient != alsoInUse && gradient != State.Previous)
            {
                return gradient;
            }
        }

        _gradients.Add(_space.Vector());
        return _gradients[^1];
    }

    private void Move(double t)
    {
        _origin ??= _space.Vector();
        _space.Move(_origin, State.Direction!, t, saves: !_isOriginSaved);
        (_isOriginSaved, _movedBy) = (true, t);
    }

    // To where the iteration began.
    private void GoBack()
    {
        if (_isOriginSaved)
        {
            _space.Move(_origin!, _origin!, 0, saves: false);
        }

        State.Restart();
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Whether the step may begin.
    private bool AllowsStep(in LinePoint start)
    {
        if (NonFiniteGradients == NonFiniteGradients.Apply || start.IsFinite)
        {
            return true;
        }

        if (GradientsAllowStep() && NonFiniteGradients == NonFiniteGradients.Error)
        {
            Throw.Invalid(
                ParamGroups[0].Options.Label,
                FormattableString.Invariant($"the loss must be finite; got {start.Loss}. No parameter was changed"));
        }

        return false;
    }

    // Takes an iteration back. Whether a step was taken before it.
    private bool Refuse(string what, int iteration)
    {
        GoBack();
        (State.Status, State.Reason) = (OptimizerStatus.Diverged, $"iteration {iteration} {what}");
        if (NonFiniteGradients == NonFiniteGradients.Error)
        {
            Throw.Invalid(
                ParamGroups[0].Options.Label,
                $"iteration {iteration} of the step {what}; the parameters are back where it began. A smaller lr or a line search may help");
        }

        return iteration > 1;
    }
}
