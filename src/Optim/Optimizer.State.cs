using System.Globalization;

namespace MiniTorch.Optim;

public abstract partial class Optimizer<TGroup>
{
    /// <inheritdoc/>
    public override StateNode SaveState()
    {
        var states = new MapState();
        var groups = new ListState();
        int index = 0;
        foreach (TGroup group in _groups)
        {
            var indices = new ListState();
            for (int i = 0; i < group.Tensors.Length; i++, index++)
            {
                MapState state = Save(_states[index], _pass.BufferCount(group));
                if (state.Count > 0)
                {
                    states[index.ToString(CultureInfo.InvariantCulture)] = state;
                }

                indices.Add(index);
            }

            var options = new MapState();
            group.Options.Save(options);
            options["params"] = indices;
            groups.Add(options);
        }

        return new MapState { ["state"] = states, ["param_groups"] = groups };
    }

    /// <inheritdoc/>
    public override void LoadState(StateNode state)
    {
        ArgumentNullException.ThrowIfNull(state);
        MapState saved = Saved.Read(state, "the root", Name, static node => node.As<MapState>());
        ListState groups = Saved.Entry(saved, "param_groups", Name, static node => node.As<ListState>());
        MapState states = Saved.Entry(saved, "state", Name, static node => node.As<MapState>());
        Dictionary<string, int> indices = Match(groups);
        List<Action> restore = _groups.ConvertAll(static group => group.Options.Remember());
        try
        {
            for (int i = 0; i < groups.Count; i++)
            {
                _groups[i].Options.Load(groups[i].As<MapState>(), "params", "param_names");
                if (_groups[i].Conflict is { } conflict)
                {
                    Throw.Invalid(_groups[i].Options.Label, $"in the saved state, {conflict}");
                }
            }

            var loaded = new ParamState[_states.Count];
            foreach ((string key, StateNode node) in states)
            {
                if (!indices.TryGetValue(key, out int index))
                {
                    Throw.Invalid(Name, $"the saved state of parameter '{key}' belongs to none of the saved groups");
                }

                loaded[index] = Load(_states[index], index, Saved.Read(node, key, Name, static entry => entry.As<MapState>()));
            }

            for (int i = 0; i < loaded.Length; i++)
            {
                _states[i].Take(loaded[i]);
            }
        }
        catch
        {
            restore.ForEach(static undo => undo());
            throw;
        }
    }

    // The saved names of the parameters, in order, with their indices here.
    private Dictionary<string, int> Match(ListState groups)
    {
        if (groups.Count != _groups.Count)
        {
            Throw.Invalid(Name, $"the saved state has {groups.Count} groups; this optimizer has {_groups.Count}");
        }

        Dictionary<string, int> indices = [];
        for (int i = 0; i < groups.Count; i++)
        {
            string label = _groups[i].Options.Label;
            MapState group = Saved.Read(groups[i], "param_groups", label, static node => node.As<MapState>());
            ListState saved = Saved.Entry(group, "params", label, static node => node.As<ListState>());
            if (saved.Count != _groups[i].Tensors.Length)
            {
                Throw.Invalid(label, $"the saved group has {saved.Count} parameters; this one has {_groups[i].Tensors.Length}");
            }

            foreach (StateNode node in saved)
            {
                string name = Saved.Read(node, "params", label, static index => index.ToInt64()).ToString(CultureInfo.InvariantCulture);
                if (!indices.TryAdd(name, indices.Count))
                {
                    Throw.Invalid(label, $"the saved groups name parameter {name} twice");
                }
            }
        }

        return indices;
    }

    private MapState Save(ParamState state, int needed)
    {
        var saved = new MapState();
        if (state.Step == 0)
        {
            return saved;
        }

        if (_pass.CountsSteps)
        {
            saved["step"] = state.Step;
        }

        for (int i = 0; i < state.Buffers.Length; i++)
        {
            if (state.Buffers[i] is { } buffer)
            {
                saved[_pass.StateNames[i]] = new Tensor(ParamState.Copy(buffer, buffer.DType));
            }
            else if (i < needed)
            {
                saved[_pass.StateNames[i]] = StateNode.Empty;
            }
        }

        return saved;
    }

    private ParamState Load(ParamState current, int index, MapState saved)
    {
        string label = $"{Name}, parameter {index}";
        foreach (string key in saved.Keys)
        {
            if (!_pass.StateNames.Contains(key) && !(_pass.CountsSteps && key == "step"))
            {
                Throw.Invalid(
                    label,
                    $"the saved state has '{key}', which this optimizer does not keep; it keeps {string.Join(", ", _pass.StateNames)}");
            }
        }

        var state = new ParamState(current.Parameter, current.Group, _pass.StateNames.Length)
        {
            Step = _pass.CountsSteps ? ToStep(Saved.Entry(saved, "step", label, Saved.Number), label) : 1,
        };
        int needed = _pass.BufferCount(_groups[current.Group]);
        for (int i = 0; i < state.Buffers.Length; i++)
        {
            string name = _pass.StateNames[i];
            if (saved.TryGetValue(name, out StateNode? node))
            {
                state.Buffers[i] = node is EmptyState
                    ? null
                    : ToBuffer(
                        Saved.Read(node, name, label, static tensor => tensor.As<TensorState>().Value), current.Parameter, $"{label}: {name}");
            }
            else if (i < needed)
            {
                Throw.Invalid(label, $"the saved state lacks '{name}'; it has {string.Join(", ", saved.Keys)}");
            }
        }

        return state;
    }

    // PyTorch saves the count as a floating-point number.
    private static long ToStep(double step, string label)
    {
        if (!(step >= 0 && step <= long.MaxValue / 2 && step == Math.Floor(step)))
        {
            Throw.Invalid(label, FormattableString.Invariant($"in the saved state, step must be a whole number of at least 0; got {step}"));
        }

        return (long)step;
    }

    private static NDArray ToBuffer(Tensor saved, Tensor parameter, string label)
    {
        if (saved.Shape != parameter.Shape)
        {
            Throw.Invalid(label, $"the saved tensor must have the parameter's shape; got {saved.Shape} for {parameter.Shape}");
        }

        return ParamState.Copy(saved.Value, parameter.DType);
    }
}
