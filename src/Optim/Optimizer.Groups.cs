using System.Runtime.InteropServices;

namespace MiniTorch.Optim;

/// <summary>
/// An optimizer whose groups have options of one type: the options and the pass that updates are all that one adds to this.
/// </summary>
/// <typeparam name="TGroup">Its kind of group.</typeparam>
public abstract partial class Optimizer<TGroup> : Optimizer
    where TGroup : ParamGroup
{
    private readonly TGroup _defaults;
    private readonly UpdatePass<TGroup> _pass;
    private readonly List<TGroup> _groups = [];
    private readonly List<ParamState> _states = [];

    // Where each parameter is.
    private readonly Dictionary<Tensor, (int Group, int Index)> _places = new(ReferenceEqualityComparer.Instance);

    // Those with a gradient in the last step.
    private readonly List<ParamState> _active = [];

    // Those whose values or gradient have gaps: the step works on copies.
    private readonly List<ParamState> _copied = [];

    private protected Optimizer(string name, TGroup defaults, UpdatePass<TGroup> pass, IEnumerable<TGroup> groups)
        : base(name)
    {
        _defaults = defaults;
        _pass = pass;
        ArgumentNullException.ThrowIfNull(groups);
        foreach (TGroup group in groups)
        {
            AddParamGroup(group);
        }

        if (_groups.Count == 0)
        {
            Throw.Argument(name, "needs at least one group of parameters; got none");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TGroup> ParamGroups => _groups;

    /// <summary>The parameters with their states, in the order of the groups.</summary>
    private protected IReadOnlyList<ParamState> States => _states;

    /// <summary>
    /// Adds a group; what it does not set it inherits from the arguments of the optimizer. The parameters outlive any
    /// <see cref="TensorScope"/> from now on. PyTorch: <c>add_param_group</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The group has no parameters or belongs to an optimizer already; options contradict each other; a
    /// parameter is no leaf, has no floating-point type or is in a group already.</exception>
    public void AddParamGroup(TGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        string label = $"{Name}, group {_groups.Count}";
        CheckParameters(group, label);
        group.Join(label, _defaults);
        Array.ForEach(group.Tensors, static parameter => BufferScope.Escape(parameter.Value));
        for (int i = 0; i < group.Tensors.Length; i++)
        {
            Tensor parameter = group.Tensors[i];
            _places.Add(parameter, (_groups.Count, i));
            _states.Add(_pass.Begin(parameter, _groups.Count, group));
        }

        _groups.Add(group);
    }

    /// <inheritdoc/>
    public override void ZeroGrad(bool setToNone = true)
    {
        foreach (ParamState state in _states)
        {
            state.Parameter.ZeroGrad(setToNone);
        }
    }

    private protected override bool Update()
    {
        CheckOptions();
        if (!GradientsAllowStep())
        {
            return false;
        }

        try
        {
            bool changed = OpenActive();
            _pass.Run(_groups, _active, changed);
        }
        catch
        {
            // As when memory is exhausted. The next step must not take these parameters for those of the last plan, nor their copies.
            _active.Clear();
            _copied.ForEach(static state => state.Forget());
            throw;
        }

        _copied.ForEach(static state => state.Close());
        return true;
    }

    /// <summary>The state of a parameter of one of the groups.</summary>
    /// <exception cref="ArgumentException">The tensor is in none of them.</exception>
    private protected ParamState StateOf(Tensor parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (!_places.TryGetValue(parameter, out (int Group, int Index) place))
        {
            Throw.Argument(Name, $"the tensor, of shape {parameter.Shape}, must be a parameter of one of the groups");
        }

        return _states[_groups.Take(place.Group).Sum(static group => group.Tensors.Length) + place.Index];
    }

    /// <summary>Holds up the rules between options, and that parameters have the type of their state.</summary>
    private protected void CheckOptions()
    {
        foreach (TGroup group in _groups)
        {
            if (group.Conflict is { } conflict)
            {
                Throw.Invalid(group.Options.Label, conflict);
            }
        }

        foreach (ParamState state in CollectionsMarshal.AsSpan(_states))
        {
            if (state.DType != state.Parameter.DType)
            {
                ThrowConverted(state);
            }
        }
    }

    /// <summary>Looks for gradients that are not finite, if they matter.</summary>
    /// <exception cref="InvalidOperationException">There is one, and the user wants an error.</exception>
    private protected bool GradientsAllowStep()
    {
        if (NonFiniteGradients == NonFiniteGradients.Apply)
        {
            return true;
        }

        if (FirstNonFinite() is not { } bad)
        {
            return true;
        }

        if (NonFiniteGradients == NonFiniteGradients.Error)
        {
            (int group, int index) = _places[bad];
            Throw.Invalid(
                _groups[group].Options.Label,
                $"a gradient must be finite; that of parameter {index}, of shape {bad.Shape}, is not. No parameter was changed");
        }

        return false;
    }

    private Tensor? FirstNonFinite()
    {
        using GradientPass gradients = GradientPass.Over(_states);
        return gradients.FirstNonFinite() is { } gradient ? WithGradient(gradient) : null;
    }

    // On its own, since what its lambda captures is allocated on entry.
    private Tensor WithGradient(NDArray gradient) => _places.Keys.First(parameter => parameter.GradValue == gradient);

    // Whether other parameters have a gradient than in the last step.
    private bool OpenActive()
    {
        int count = 0;
        bool changed = false;
        _copied.Clear();
        foreach (ParamState state in CollectionsMarshal.AsSpan(_states))
        {
            if (state.Parameter.GradValue is not { } gradient)
            {
                continue;
            }

            if (state.Open(gradient))
            {
                _copied.Add(state);
            }

            if (count == _active.Count)
            {
                _active.Add(state);
                changed = true;
            }
            else if (_active[count] != state)
            {
                _active[count] = state;
                changed = true;
            }

            count++;
        }

        changed |= count != _active.Count;
        _active.RemoveRange(count, _active.Count - count);
        return changed;
    }

    private void ThrowConverted(ParamState state)
    {
        (int group, int index) = _places[state.Parameter];
        Throw.Invalid(
            _groups[group].Options.Label,
            $"parameter {index}, of shape {state.Parameter.Shape}, was {state.DType.Name()} when it joined and is {state.Parameter.DType.Name()} now; "
            + "convert a model before its optimizer is made");
    }

    private void CheckParameters(TGroup group, string label)
    {
        if (group.HasJoined)
        {
            Throw.Argument(label, "the group belongs to an optimizer already; make a new one");
        }

        if (group.Tensors.Length == 0)
        {
            Throw.Argument(label, "a group needs at least one parameter; got an empty list");
        }

        var own = new Dictionary<Tensor, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < group.Tensors.Length; i++)
        {
            Tensor parameter = group.Tensors[i];
            if (parameter is null)
            {
                Throw.Argument(label, $"a parameter must be a tensor; parameter {i} is null");
            }

            if (!parameter.IsLeaf)
            {
                Throw.Argument(
                    label,
                    $"only a leaf can be optimized; parameter {i}, of shape {parameter.Shape}, is the result of '{parameter.Node!.Name}'");
            }

            if (!parameter.DType.IsFloatingPoint())
            {
                Throw.Argument(
                    label,
                    $"a parameter must be float32 or float64; parameter {i}, of shape {parameter.Shape}, is {parameter.DType.Name()}");
            }

            if (_pass.Refusal(parameter) is { } refusal)
            {
                Throw.Argument(label, $"parameter {i}, of shape {parameter.Shape}, {refusal}");
            }

            bool isTaken = _places.TryGetValue(parameter, out (int Group, int Index) other);
            if (!isTaken && !own.TryAdd(parameter, i))
            {
                isTaken = true;
                other = (_groups.Count, own[parameter]);
            }

            if (isTaken)
            {
                Throw.Argument(
                    label,
                    $"a parameter may occur once; parameter {i}, of shape {parameter.Shape}, is also parameter {other.Index} of group {other.Group}");
            }
        }
    }
}
