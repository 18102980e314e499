namespace MiniTorch.Optim;

/// <summary>The options of a group or a scheduler, in PyTorch's order.</summary>
internal sealed class OptionSet(string label)
{
    // How PyTorch computes, not what; its states carry them.
    private static readonly HashSet<string> Implementation = ["foreach", "capturable", "differentiable", "fused", "use_addmm"];

    // What PyTorch's schedulers leave in the groups; here it is in the schedulers' own states.
    private static readonly HashSet<string> Schedules = ["max_lr", "min_lr", "max_momentum", "base_momentum", "swa_lr"];

    private readonly List<Option> _options = [];

    /// <summary>How messages call the owner: "SGD, group 1".</summary>
    public string Label { get; set; } = label;

    public TOption Add<TOption>(TOption option)
        where TOption : Option
    {
        _options.Add(option);
        return option;
    }

    /// <summary>Takes over what is not set here. The other set is of the same kind.</summary>
    public void Inherit(OptionSet defaults)
    {
        for (int i = 0; i < _options.Count; i++)
        {
            _options[i].Inherit(defaults._options[i]);
        }
    }

    /// <summary>What puts every option back as it is now.</summary>
    public Action Remember()
    {
        Action[] options = [.. _options.Select(static option => option.Remember())];
        return () => Array.ForEach(options, static restore => restore());
    }

    public void Save(MapState state)
    {
        foreach (Option option in _options.Where(static option => option.IsSet))
        {
            state[option.Name] = option.Save();
        }
    }

    /// <summary>Takes saved values over; keys that stand for something other than an option are <paramref name="others"/>.</summary>
    /// <exception cref="InvalidOperationException">An option is missing, unknown or out of range.</exception>
    public void Load(MapState state, params ReadOnlySpan<string> others)
    {
        foreach (string key in state.Keys)
        {
            if (!_options.Exists(option => option.Name == key) && !others.Contains(key) && !Implementation.Contains(key)
                && !Schedules.Contains(key))
            {
                Throw.Invalid(Label, $"the saved state has an option '{key}' that does not exist here; the options are {Names()}");
            }
        }

        foreach (Option option in _options)
        {
            if (state.TryGetValue(option.Name, out StateNode? value))
            {
                option.Load(value);
            }
            else if (!option.MayBeMissing)
            {
                Throw.Invalid(Label, $"the saved state lacks the option '{option.Name}'; it has {string.Join(", ", state.Keys)}");
            }
        }
    }

    private string Names() => string.Join(", ", _options.Select(static option => option.Name));
}
