namespace MiniTorch.Optim;

/// <summary>
/// Sets the learning rates of an optimizer as a function of the number of its own steps, from the initial rates of the groups. Building
/// performs step 0. PyTorch: <c>torch.optim.lr_scheduler.LRScheduler</c>.
/// <code>
/// optimizer.Step();
/// scheduler.Step();
/// </code>
/// A step is whatever the loop makes it: a batch or an epoch.
/// </summary>
/// <remarks>
/// The rate follows from the step in closed form, so a rate changed by hand lasts until the next step; what takes the current rate further
/// instead (<see cref="MultiplicativeLR"/>, <see cref="SWALR"/>) says so. A scheduler that is built later starts from the initial rates
/// again (<see cref="ParamGroup.InitialLr"/>), where most of PyTorch's go on from the current ones.
/// <para>
/// Several schedulers stepped one after another on one optimizer do not multiply, as PyTorch's recursive forms do: the last one counts.
/// <see cref="ChainedScheduler"/> multiplies them, <see cref="SequentialLR"/> lets one follow another.
/// </para>
/// <para>
/// A scheduler that is stepped before its optimizer skips the first rate, and schedulers that take turns overwrite each other: each says so
/// once, as a warning of <see cref="System.Diagnostics.Trace"/>. Groups that join later keep their rates.
/// </para>
/// </remarks>
public abstract partial class LRScheduler : IStateful
{
    private double[] _initial;
    private double[] _last;
    private double[] _next;
    private readonly double?[] _inertia;
    private CompositeScheduler? _composite;

    private protected LRScheduler(string name, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Name = name;
        Optimizer = optimizer;
        _attemptsBefore = Attempts(optimizer);
        Options = new OptionSet(name);
        _initial = _last = _next = new double[GroupCount = optimizer.ParamGroups.Count];
        _inertia = new double?[GroupCount];
    }

    /// <summary>
    /// Number of steps taken; 0 after building, −1 for a part of <see cref="SequentialLR"/> whose turn has not come. PyTorch:
    /// <c>last_epoch</c>.
    /// </summary>
    public int StepCount { get; private set; }

    /// <summary>The class, as messages call it.</summary>
    internal string Name { get; }

    /// <summary>Whose rates are set.</summary>
    internal Optimizer Optimizer { get; }

    /// <summary>The scheduler's options; derived constructors add theirs.</summary>
    internal OptionSet Options { get; }

    /// <summary>How messages call the scheduler: its class, or its place in another.</summary>
    internal string Label => Options.Label;

    /// <summary>Whether a step takes the current rates further, so that what else changes them counts.</summary>
    internal virtual bool IsRecursive => false;

    /// <summary>
    /// Why a chain cannot have this scheduler as a part, or null. What can be chained has a form that takes any current rate further.
    /// </summary>
    internal virtual string? NotChainable => "it sets the rate whatever the others made of it";

    /// <summary>The step with which a part of <see cref="SequentialLR"/> other than the first begins.</summary>
    internal virtual int FirstStepInSequence => 0;

    /// <summary>Whether the scheduler is where it was built.</summary>
    internal virtual bool IsFresh => StepCount == 0;

    /// <summary>Number of groups that are scheduled.</summary>
    internal int GroupCount { get; }

    /// <summary>The rates that the last step set, one a group. PyTorch: <c>get_last_lr()</c>.</summary>
    public IReadOnlyList<double> GetLastLr() => [.. _last];

    /// <summary>Sets the rates of the next step of the optimizer.</summary>
    /// <exception cref="ArgumentException">A function of the user's gives a negative rate or none; no rate has changed then.</exception>
    /// <exception cref="InvalidOperationException">The scheduler is part of another, or its schedule has ended.</exception>
    public void Step()
    {
        CheckFree();
        Warn();
        Apply(StepCount + 1);
    }

    /// <summary>The rate that a group starts from.</summary>
    internal double Initial(int group) => _initial[group];

    /// <summary>The rate of a group in a step; the current one is for recursive schedulers.</summary>
    internal abstract double Rate(int group, int step, double current);

    /// <summary>The momentum of a group in a step, or null if it is not scheduled.</summary>
    internal virtual double? Inertia(int group, int step) => null;

    /// <summary>PyTorch's recursive form: what a step makes of the current rate. In step 0, which has none, of the initial one.</summary>
    internal virtual double Chain(int group, int step, double current) => Rate(group, step, current);

    /// <summary>How the rate of a group goes on for ever.</summary>
    internal abstract Tail TailOf(int group);

    /// <summary>Makes this a part of a composition, which alone steps it from now on.</summary>
    internal void Join(CompositeScheduler composite, string label)
    {
        _composite = composite;
        Options.Label = label;
    }

    /// <exception cref="InvalidOperationException">The scheduler is part of another.</exception>
    internal void CheckFree()
    {
        if (_composite is not null)
        {
            Throw.Invalid(Label, "the scheduler is part of another, which alone steps it");
        }
    }

    /// <summary>Starts from other rates than those found when it was built.</summary>
    internal virtual void StartFrom(double[] rates) => _initial = rates;

    /// <summary>Keeps what a composition's step made of this part.</summary>
    internal virtual void MoveTo(int step, double[] rates)
    {
        StepCount = step;
        rates.CopyTo(_last, 0);
    }

    /// <summary>Step 0; the last act of every constructor.</summary>
    /// <param name="initial">The initial rates that the schedule gives itself; if null, they are the groups'.</param>
    /// <param name="anew">Whether they replace those of the groups.</param>
    private protected void Begin(IEnumerable<double>? initial = null, bool anew = false)
    {
        IReadOnlyList<ParamGroup> groups = Optimizer.ParamGroups;
        _initial = [.. initial ?? groups.Select(static group => group.InitialLr ?? group.Lr)];
        (_last, _next) = (new double[GroupCount], new double[GroupCount]);
        Apply(0);
        for (int i = 0; i < _initial.Length; i++)
        {
            groups[i].StartSchedule(_initial[i], anew);
        }
    }

    /// <summary>Sets the rates of a step, or fails and changes none.</summary>
    private protected void Apply(int step)
    {
        IReadOnlyList<ParamGroup> groups = Optimizer.ParamGroups;
        for (int i = 0; i < GroupCount; i++)
        {
            _next[i] = Rate(i, step, groups[i].Lr);
            _inertia[i] = Inertia(i, step);
            Check(Bound.NonNegative, "rate", _next[i], i, step);
            Check(Bound.Decay, "momentum", _inertia[i] ?? 0, i, step);
        }

        (_last, _next) = (_next, _last);
        for (int i = 0; i < GroupCount; i++)
        {
            groups[i].Lr = _last[i];
            if (_inertia[i] is { } inertia)
            {
                groups[i].Inertia = inertia;
            }
        }

        MoveTo(step, _last);
    }

    private void Check(Bound bound, string what, double value, int group, int step)
    {
        if (!bound.Holds(value))
        {
            Throw.Argument(Label, FormattableString.Invariant($"in step {step}, the {what} of group {group} {bound.Rule}; got {value}"));
        }
    }
}
