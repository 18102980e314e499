namespace MiniTorch.Optim;

/// <summary>The momenta between which cycling schedulers move, and whether they do.</summary>
internal sealed class MomentumCycle
{
    private readonly OptionSet _options;
    private readonly IReadOnlyList<ParamGroup> _groups;
    private readonly FlagOption _cycles;
    private readonly PerGroupOption _base;
    private readonly PerGroupOption _max;

    public MomentumCycle(OptionSet options, Optimizer optimizer, bool cycles, PerGroup lower, PerGroup upper)
    {
        _options = options;
        _groups = optimizer.ParamGroups;
        _cycles = options.Add(new FlagOption(options, "cycle_momentum") { Value = cycles });
        _base = options.Add(Momenta("base_momentums", lower));
        _max = options.Add(Momenta("max_momentums", upper));
        if (Conflict is { } conflict)
        {
            Throw.Argument(options.Label, conflict);
        }
    }

    public bool Cycles => _cycles.Value;

    private string? Conflict
    {
        get
        {
            for (int i = 0; Cycles && i < _base.Value.Length; i++)
            {
                if (_groups[i].Inertia is null)
                {
                    return $"cycle_momentum needs momentum or betas, which group {i} does not have; set it to false";
                }
            }

            return null;
        }
    }

    public double Base(int group) => _base.Value[group];

    public double Max(int group) => _max.Value[group];

    public void CheckLoaded()
    {
        if (Conflict is { } conflict)
        {
            Throw.Invalid(_options.Label, $"in the saved state, {conflict}");
        }
    }

    // PyTorch has them in the state only at times, or in the groups.
    private PerGroupOption Momenta(string name, PerGroup value) =>
        new(_options, name, Bound.Decay, _groups.Count) { MayBeMissing = true, Value = value.For(_groups.Count) };
}
