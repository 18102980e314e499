namespace MiniTorch.Optim;

/// <summary>
/// Lets one schedule follow another: at each milestone the next begins with its step 0, from the initial rates. PyTorch:
/// <c>SequentialLR</c>.
/// <code>
/// var scheduler = new SequentialLR(
///     optimizer, [new LinearLR(optimizer, startFactor: 0.1, totalIters: 5), new CosineAnnealingLR(optimizer, tMax: 95)], [5]);
/// </code>
/// </summary>
/// <remarks>
/// Building resets the rates to <see cref="ParamGroup.InitialLr"/>, then performs step 0 of the first part. What takes the current rate
/// further begins with that of the part before. <see cref="ReduceLROnPlateau"/> needs a metric in every step and so cannot be a part: step
/// it by itself once the warm-up is over. Parts may be compositions.
/// </remarks>
public sealed class SequentialLR : CompositeScheduler
{
    private readonly BordersOption _milestones;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="schedulers">The parts, at least one, built on the optimizer and not stepped yet.</param>
    /// <param name="milestones">The steps at which the second, third, … part begins: one fewer than parts, above 0 and rising.</param>
    /// <exception cref="ArgumentException">An option is out of range; a part has another optimizer or fewer groups, has been stepped
    /// or occurs twice.</exception>
    /// <exception cref="InvalidOperationException">A scheduler is part of another composition.</exception>
    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones)
        : base(nameof(SequentialLR), optimizer, ToParts(nameof(SequentialLR), schedulers))
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _milestones = Options.Add(new BordersOption(Options, "_milestones", Parts.Length - 1) { Value = [.. milestones] });
        double[] initial = [.. optimizer.ParamGroups.Take(GroupCount).Select(static group => group.InitialLr!.Value)];
        for (int i = 0; i < GroupCount; i++)
        {
            optimizer.ParamGroups[i].Lr = initial[i];
        }

        // The others begin from their own, which differ if a part set new ones later.
        if (Parts[0].NotChainable is null)
        {
            Parts[0].StartFrom(initial);
        }

        Begin();
        foreach (LRScheduler part in Parts.Skip(1))
        {
            part.MoveTo(-1, [.. part.GetLastLr()]);
        }

        Adopt();
    }

    internal override bool IsRecursive => At(StepCount).Part.IsRecursive;

    internal override string? NotChainable => "its parts begin from the initial rate";

    internal override double Rate(int group, int step, double current)
    {
        (LRScheduler part, int local) = At(step);
        return part.Rate(group, local, current);
    }

    internal override double? Inertia(int group, int step)
    {
        (LRScheduler part, int local) = At(step);
        return part.Inertia(group, local);
    }

    internal override void MoveTo(int step, double[] rates)
    {
        base.MoveTo(step, rates);
        (LRScheduler part, int local) = At(step);
        part.MoveTo(local, rates);
    }

    internal override Tail TailOf(int group) => Parts[^1].TailOf(group);

    private protected override void Load(MapState saved)
    {
        base.Load(saved);
        LoadStep(saved, Saved.Entry(saved, "last_epoch", Label, static node => checked((int)node.ToInt64())));
    }

    // The part whose turn it is in a step, and its own step.
    private (LRScheduler Part, int Step) At(int step)
    {
        int i = 0;
        while (i < _milestones.Value.Length && _milestones.Value[i] <= step)
        {
            i++;
        }

        return i == 0 ? (Parts[0], step) : (Parts[i], step - _milestones.Value[i - 1] + Parts[i].FirstStepInSequence);
    }
}
