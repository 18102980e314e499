using System.Diagnostics;

namespace MiniTorch.Optim;

/// <summary>
/// Sets the learning rates of an optimizer as a function of the number of its own steps, from the rates the groups had when it was built.
/// Building performs step 0. PyTorch: <c>torch.optim.lr_scheduler.LRScheduler</c>.
/// <code>
/// optimizer.Step();
/// scheduler.Step();
/// </code>
/// </summary>
/// <remarks>
/// The rate follows from the step in closed form, so a rate changed by hand lasts until the next step. A scheduler that is stepped before
/// its optimizer skips the first rate: it says so once, as a warning of <see cref="Trace"/>. Groups that join later keep their rates.
/// </remarks>
public abstract class LRScheduler : IStateful
{
    private readonly Optimizer _optimizer;
    private readonly long _optimizerStepsBefore;
    private readonly string _name;
    private double[] _initial;
    private double[] _last;
    private double[] _next;
    private bool _mayWarn = true;

    private protected LRScheduler(string name, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        _name = name;
        _optimizer = optimizer;
        _optimizerStepsBefore = optimizer.StepCount;
        Options = new OptionSet(name);
        foreach (ParamGroup group in optimizer.ParamGroups)
        {
            group.StartSchedule();
        }

        _initial = [.. optimizer.ParamGroups.Select(static group => group.InitialLr!.Value)];
        _last = new double[_initial.Length];
        _next = new double[_initial.Length];
    }

    /// <summary>Number of steps taken; 0 after building. PyTorch: <c>last_epoch</c>.</summary>
    public int StepCount { get; private set; }

    /// <summary>The scheduler's options; derived constructors add theirs.</summary>
    internal OptionSet Options { get; }

    /// <summary>Number of groups that are scheduled.</summary>
    private protected int GroupCount => _initial.Length;

    /// <summary>The rates that the last step set, one a group. PyTorch: <c>get_last_lr()</c>.</summary>
    public IReadOnlyList<double> GetLastLr() => [.. _last];

    /// <summary>Sets the rates of the next step of the optimizer.</summary>
    /// <exception cref="ArgumentException">A function of the user's gives a negative rate or none; no rate has changed then.</exception>
    public void Step()
    {
        if (_mayWarn && StepCount == 0 && _optimizer.StepCount == _optimizerStepsBefore)
        {
            Trace.TraceWarning(
                $"{_name} was stepped before its optimizer, so that the first learning rate is never used; call optimizer.Step() first.");
        }

        _mayWarn = false;
        Apply(StepCount + 1);
    }

    /// <summary>
    /// A copy of the state: the step, the rates, the options under PyTorch's names; no functions. PyTorch: <c>state_dict()</c>.
    /// </summary>
    public StateNode SaveState()
    {
        var state = new MapState();
        Options.Save(state);
        state["base_lrs"] = new ListState(_initial.Select(static rate => (StateNode)rate));
        state["last_epoch"] = StepCount;
        state["_last_lr"] = new ListState(_last.Select(static rate => (StateNode)rate));
        return state;
    }

    /// <summary>
    /// Continues from a saved state. The rates themselves are in the optimizer's state, which is loaded once the scheduler is built, since
    /// building sets the rates of step 0. PyTorch: <c>load_state_dict()</c>.
    /// </summary>
    /// <param name="state">What <see cref="SaveState"/> returned.</param>
    /// <exception cref="InvalidOperationException">The state is another kind of scheduler's, has another number of groups, or a number
    /// out of range. Nothing has changed then.</exception>
    public void LoadState(StateNode state)
    {
        ArgumentNullException.ThrowIfNull(state);
        MapState saved = Saved.Read(state, "the root", _name, static node => node.As<MapState>());
        double[] initial = Rates(saved, "base_lrs");
        double[] last = Rates(saved, "_last_lr");
        int steps = Saved.Entry(saved, "last_epoch", _name, static node => checked((int)node.ToInt64()));
        if (steps < 0)
        {
            Throw.Invalid(_name, $"in the saved state, last_epoch must be at least 0; got {steps}");
        }

        Action restore = Options.Remember();
        try
        {
            Options.Load(
                saved,
                ["base_lrs", "last_epoch", "_last_lr", "_step_count", "_get_lr_called_within_step", "_is_initial", "verbose", "lr_lambdas"]);
        }
        catch
        {
            restore();
            throw;
        }

        (_initial, _last, StepCount) = (initial, last, steps);
        _mayWarn = false;
    }

    /// <summary>Step 0; the last act of every constructor.</summary>
    private protected void Begin() => Apply(0);

    /// <summary>The rate of a group in a step, from its initial rate.</summary>
    private protected abstract double Rate(double initial, int step, int group);

    private void Apply(int step)
    {
        // All rates before any is set, so that a step that fails has changed nothing.
        for (int i = 0; i < _initial.Length; i++)
        {
            _next[i] = Rate(_initial[i], step, i);
            if (!Bound.NonNegative.Holds(_next[i]))
            {
                Throw.Argument(
                    _name,
                    FormattableString.Invariant($"in step {step}, the rate of group {i} {Bound.NonNegative.Rule}; got {_next[i]}"));
            }
        }

        (_last, _next) = (_next, _last);
        for (int i = 0; i < _last.Length; i++)
        {
            _optimizer.ParamGroups[i].Lr = _last[i];
        }

        StepCount = step;
    }

    private double[] Rates(MapState saved, string key)
    {
        double[] rates = Saved.Entry(saved, key, _name, static node => node.As<ListState>().Select(Saved.Number).ToArray());
        if (rates.Length != _initial.Length)
        {
            Throw.Invalid(_name, $"the saved state has {rates.Length} rates; there are {_initial.Length} groups");
        }

        for (int i = 0; i < rates.Length; i++)
        {
            if (!Bound.NonNegative.Holds(rates[i]))
            {
                Throw.Invalid(
                    _name, FormattableString.Invariant($"in the saved state, {key}[{i}] {Bound.NonNegative.Rule}; got {rates[i]}"));
            }
        }

        return rates;
    }
}
