namespace MiniTorch.Optim;

/// <summary>A scheduler made of others, its parts, which are built on the same optimizer and from then on stepped by it alone.</summary>
public abstract class CompositeScheduler : LRScheduler
{
    private protected CompositeScheduler(string name, Optimizer optimizer, LRScheduler[] parts)
        : base(name, optimizer)
    {
        Parts = parts;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i].CheckFree();
            string part = $"scheduler {i}, {parts[i].Name},";
            if (parts[i].Optimizer != optimizer)
            {
                Throw.Argument(name, $"all schedulers must have the same optimizer; that of {part} is another");
            }

            if (parts[i].GroupCount != GroupCount)
            {
                Throw.Argument(
                    name,
                    $"all schedulers must have the groups that the optimizer has now, {GroupCount}; {part} was built when there were {parts[i].GroupCount}");
            }

            if (!parts[i].IsFresh)
            {
                Throw.Argument(name, $"schedulers must not have been stepped; {part} is at step {parts[i].StepCount}");
            }

            int first = Array.IndexOf(parts, parts[i]);
            if (first < i)
            {
                Throw.Argument(name, $"a scheduler may occur once; {part} is also scheduler {first}");
            }
        }
    }

    private protected LRScheduler[] Parts { get; }

    private protected sealed override string[] OtherKeys => ["_schedulers"];

    /// <summary>The parts, at least one, none of them null.</summary>
    private protected static LRScheduler[] ToParts(string name, IEnumerable<LRScheduler> schedulers)
    {
        ArgumentNullException.ThrowIfNull(schedulers);
        LRScheduler[] parts = [.. schedulers];
        if (parts.Length == 0)
        {
            Throw.Argument(name, "needs at least one scheduler; got none");
        }

        Array.ForEach(parts, static part => ArgumentNullException.ThrowIfNull(part, nameof(schedulers)));
        return parts;
    }

    /// <summary>Makes the parts its own; when nothing can fail any more.</summary>
    private protected void Adopt()
    {
        for (int i = 0; i < Parts.Length; i++)
        {
            Parts[i].Join(this, $"{Name}, scheduler {i}, {Parts[i].Name}");
        }
    }

    private protected override void Save(MapState state) =>
        state["_schedulers"] = new ListState(Parts.Select(static part => part.SaveState()));

    private protected override void Load(MapState saved)
    {
        ListState parts = Saved.Entry(saved, "_schedulers", Label, static node => node.As<ListState>());
        if (parts.Count != Parts.Length)
        {
            Throw.Invalid(Label, $"the saved state has {parts.Count} schedulers; there are {Parts.Length}");
        }

        for (int i = 0; i < Parts.Length; i++)
        {
            Parts[i].LoadOrRestore(parts[i]);
        }
    }

    internal sealed override Action Remember()
    {
        Action own = base.Remember();
        Action[] parts = [.. Parts.Select(static part => part.Remember())];
        return () =>
        {
            own();
            Array.ForEach(parts, static restore => restore());
        };
    }
}
