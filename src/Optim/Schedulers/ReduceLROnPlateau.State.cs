namespace MiniTorch.Optim;

public sealed partial class ReduceLROnPlateau
{
    /// <summary>A copy of the state: options, counts and the best metric, under PyTorch's names. PyTorch: <c>state_dict()</c>.</summary>
    public StateNode SaveState()
    {
        var state = new MapState();
        _options.Save(state);
        state["best"] = Best;
        state["num_bad_epochs"] = _badSteps;
        state["cooldown_counter"] = _cooling;
        state["mode_worse"] = Worst;
        state["last_epoch"] = StepCount;
        state["_last_lr"] = new ListState(_last.Select(static rate => (StateNode)rate));
        return state;
    }

    /// <summary>
    /// Continues from a saved state. The rates themselves are in the optimizer's state. PyTorch: <c>load_state_dict()</c>.
    /// </summary>
    /// <param name="state">What <see cref="SaveState"/> returned.</param>
    /// <exception cref="InvalidOperationException">The state is another kind of scheduler's, has another number of groups, or a number
    /// out of range. Nothing has changed then.</exception>
    public void LoadState(StateNode state)
    {
        ArgumentNullException.ThrowIfNull(state);
        MapState saved = Saved.Read(state, "the root", _options.Label, static node => node.As<MapState>());
        Action restore = _options.Remember();
        try
        {
            _options.Load(saved, "best", "num_bad_epochs", "cooldown_counter", "mode_worse", "last_epoch", "_last_lr", "verbose", "default_min_lr");
            double best = Saved.Entry(saved, "best", _options.Label, Saved.Number);
            (int bad, int cooling, int steps) = (Count("num_bad_epochs"), Count("cooldown_counter"), Count("last_epoch"));

            // PyTorch has none before its first step.
            double[] last = saved.TryGetValue("_last_lr", out _)
                ? Saved.Entry(saved, "_last_lr", _options.Label, static node => node.As<ListState>().Select(Saved.Number).ToArray())
                : _last;
            if (last.Length != _groupCount)
            {
                Throw.Invalid(_options.Label, $"the saved state has {last.Length} rates; there are {_groupCount} groups");
            }

            (Best, _badSteps, _cooling, StepCount, _last) = (best, bad, cooling, steps, last);
        }
        catch
        {
            restore();
            throw;
        }

        int Count(string key)
        {
            int count = Saved.Entry(saved, key, _options.Label, static node => checked((int)node.ToInt64()));
            if (count < 0)
            {
                Throw.Invalid(_options.Label, $"in the saved state, {key} must be at least 0; got {count}");
            }

            return count;
        }
    }
}
