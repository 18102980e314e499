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
                MapState state = _pass.Save(_states[index], group);
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

            ParamState?[] loaded = new ParamState?[_states.Count];
            foreach ((string key, StateNode node) in states)
            {
                if (!indices.TryGetValue(key, out int index))
                {
                    Throw.Invalid(Name, $"the saved state of parameter '{key}' belongs to none of the saved groups");
                }

                MapState own = Saved.Read(node, key, Name, static entry => entry.As<MapState>());
                loaded[index] = _pass.Load(_states[index], _groups[_states[index].Group], own, $"{Name}, parameter {index}");
            }

            for (int i = 0; i < loaded.Length; i++)
            {
                ParamState before = _states[i];
                _states[i] = loaded[i] ?? _pass.Begin(before.Parameter, before.Group, _groups[before.Group]);
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
}
