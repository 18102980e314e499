namespace MiniTorch.Optim;

public abstract partial class LRScheduler
{
    // What PyTorch's states have beside: how it computes, and functions.
    private static readonly string[] Unread =
    [
        "_step_count", "verbose", "_get_lr_called_within_step", "_is_initial", "lr_lambdas", "_scale_fn_ref", "_scale_fn_custom",
        "anneal_func", "_anneal_func", "_anneal_func_type", "_schedule_phases", "use_beta1",
    ];

    /// <summary>Keys of the state other than options and those that every scheduler has.</summary>
    private protected virtual string[] OtherKeys => [];

    /// <summary>
    /// A copy of the state: the step, the rates, the options under PyTorch's names; no functions. PyTorch: <c>state_dict()</c>.
    /// </summary>
    public StateNode SaveState()
    {
        var state = new MapState();
        Options.Save(state);
        Save(state);
        state["last_epoch"] = StepCount;
        state["_last_lr"] = Rates(_last);
        return state;
    }

    /// <summary>
    /// Continues from a saved state. The rates and momenta themselves are in the optimizer's state, which is loaded once the scheduler is
    /// built, since building sets those of step 0. PyTorch: <c>load_state_dict()</c>.
    /// </summary>
    /// <param name="state">What <see cref="SaveState"/> returned.</param>
    /// <exception cref="InvalidOperationException">The state is another kind of scheduler's, has another number of groups, or a number
    /// out of range; or the scheduler is part of another. Nothing has changed then.</exception>
    public void LoadState(StateNode state)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckFree();
        LoadOrRestore(state);
        _mayWarnOfOrder = false;
    }

    internal void LoadOrRestore(StateNode state)
    {
        MapState saved = Saved.Read(state, "the root", Label, static node => node.As<MapState>());
        Action restore = Remember();
        try
        {
            Options.Load(saved, [.. Unread, .. OtherKeys, "base_lrs", "last_epoch", "_last_lr"]);
            Load(saved);
        }
        catch
        {
            restore();
            throw;
        }
    }

    /// <summary>What puts everything back as it is now.</summary>
    internal virtual Action Remember()
    {
        Action options = Options.Remember();
        (double[] initial, double[] last, int steps) = (_initial, [.. _last], StepCount);
        return () =>
        {
            options();
            (_initial, _last, StepCount) = (initial, last, steps);
        };
    }

    /// <summary>Adds what is neither an option nor the last step and its rates.</summary>
    private protected virtual void Save(MapState state)
    {
        state["base_lrs"] = Rates(_initial);
        state["_step_count"] = StepCount + 1;
    }

    /// <summary>Takes over what <see cref="Save"/> and its caller wrote, once the options are there.</summary>
    private protected virtual void Load(MapState saved)
    {
        _initial = Rates(saved, "base_lrs");
        LoadStep(saved, Saved.Entry(saved, "last_epoch", Label, static node => checked((int)node.ToInt64())));
    }

    private protected void LoadStep(MapState saved, int steps)
    {
        int least = _composite is null ? 0 : -1;
        if (steps < least)
        {
            Throw.Invalid(Label, $"in the saved state, last_epoch must be at least {least}; got {steps}");
        }

        MoveTo(steps, Rates(saved, "_last_lr"));
    }

    private static ListState Rates(double[] rates) => new(rates.Select(static rate => (StateNode)rate));

    private double[] Rates(MapState saved, string key)
    {
        double[] rates = Saved.Entry(saved, key, Label, static node => node.As<ListState>().Select(Saved.Number).ToArray());
        if (rates.Length != GroupCount)
        {
            Throw.Invalid(Label, $"the saved state has {rates.Length} rates; there are {GroupCount} groups");
        }

        for (int i = 0; i < rates.Length; i++)
        {
            if (!Bound.NonNegative.Holds(rates[i]))
            {
                Throw.Invalid(
                    Label, FormattableString.Invariant($"in the saved state, {key}[{i}] {Bound.NonNegative.Rule}; got {rates[i]}"));
            }
        }

        return rates;
    }
}
