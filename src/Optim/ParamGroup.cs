namespace MiniTorch.Optim;

/// <summary>
/// Parameters that an optimizer treats alike, and the options for them. What is not set is inherited from the optimizer when the group
/// joins it; afterwards every option can be read, and changed between steps. PyTorch: an entry of <c>optimizer.param_groups</c>.
/// </summary>
public abstract class ParamGroup
{
    private readonly Tensor[] _parameters;
    private readonly RealOption _lr;
    private readonly RealOption _initialLr;

    private protected ParamGroup(IEnumerable<Tensor> parameters, Bound? rate = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = [.. parameters];
        Options = new OptionSet("a group that has not joined an optimizer");
        _lr = Real("lr", rate ?? Bound.NonNegative);
        _initialLr = new RealOption(Options, "initial_lr", Bound.NonNegative) { MayBeMissing = true };
    }

    /// <summary>The parameters, in the order in which states are saved.</summary>
    public IReadOnlyList<Tensor> Parameters => _parameters;

    /// <summary>The learning rate η, at least 0; above 0 in a <see cref="SecondOrderGroup"/>.</summary>
    /// <exception cref="ArgumentException">Set to a value out of range; so for every option.</exception>
    /// <exception cref="InvalidOperationException">Read before it is set or inherited; so for every option.</exception>
    public double Lr { get => _lr.Value; set => _lr.Value = value; }

    /// <summary>
    /// The rate that schedulers start from: that of the time when the first was built, or null if there is none. PyTorch:
    /// <c>group["initial_lr"]</c>.
    /// </summary>
    public double? InitialLr => _initialLr.ValueIfSet;

    /// <summary>The options in PyTorch's order; derived groups add theirs, then <see cref="EndOptions"/>.</summary>
    internal OptionSet Options { get; }

    /// <summary>Whether an optimizer has the group.</summary>
    internal bool HasJoined { get; private set; }

    /// <summary>The parameters by index, without an enumerator.</summary>
    internal Tensor[] Tensors => _parameters;

    /// <summary>The rule between options that does not hold, in words, or null.</summary>
    internal virtual string? Conflict => null;

    /// <summary>What cycling schedules move beside the rate: the momentum, or Adam's β₁; null if the group has neither.</summary>
    internal virtual double? Inertia { get => null; set => Throw.Invalid(Options.Label, "the group has neither momentum nor betas"); }

    /// <summary>
    /// Called by the constructors of derived groups once their options are there: what schedulers add comes last, as in PyTorch.
    /// </summary>
    private protected void EndOptions() => Options.Add(_initialLr);

    /// <summary>From now on, and for whoever inherits it, the rate has this value and no other.</summary>
    internal void FixLr(double rate) => _lr.Fix(rate);

    /// <summary>Adds an option that is a real number.</summary>
    private protected RealOption Real(string name, Bound bound, bool mayBeMissing = false) =>
        Options.Add(new RealOption(Options, name, bound) { MayBeMissing = mayBeMissing });

    /// <summary>Adds an option that is two real numbers.</summary>
    private protected PairOption Pair(string name, Bound bound) => Options.Add(new PairOption(Options, name, bound));

    /// <summary>Adds an option that is a truth value.</summary>
    private protected FlagOption Flag(string name, bool mayBeMissing = false) =>
        Options.Add(new FlagOption(Options, name) { MayBeMissing = mayBeMissing });

    /// <summary>Sets <see cref="InitialLr"/>, unless there is one and it stays.</summary>
    internal void StartSchedule(double rate, bool anew)
    {
        if (anew || !_initialLr.IsSet)
        {
            _initialLr.Value = rate;
        }
    }

    /// <summary>Takes over what is not set; afterwards the group is called by <paramref name="label"/>. A group that is refused stays as it
    /// was, free to join another optimizer.</summary>
    internal void Join(string label, ParamGroup defaults)
    {
        (string labelBefore, Action restore) = (Options.Label, Options.Remember());
        try
        {
            Options.Label = label;
            Options.Inherit(defaults.Options);
            if (Conflict is { } conflict)
            {
                Throw.Argument(label, conflict);
            }
        }
        catch
        {
            restore();
            Options.Label = labelBefore;
            throw;
        }

        HasJoined = true;
    }
}
