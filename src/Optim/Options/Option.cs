namespace MiniTorch.Optim;

/// <summary>
/// One setting of a group or a scheduler under its PyTorch name: checked when it is set, inherited while it is not, saved with the state.
/// </summary>
internal abstract class Option(OptionSet owner, string name)
{
    public string Name => name;

    public bool IsSet { get; protected set; }

    /// <summary>Whether a saved state may lack it: PyTorch's older versions do not have it, or it is only there at times.</summary>
    public bool MayBeMissing { get; init; }

    protected OptionSet Owner => owner;

    public abstract StateNode Save();

    /// <summary>Takes a saved value over.</summary>
    /// <exception cref="InvalidOperationException">The node is of another kind, or the value out of range.</exception>
    public abstract void Load(StateNode node);

    /// <summary>What puts the option back as it is now.</summary>
    public abstract Action Remember();

    /// <summary>Takes over what is not set here from the defaults.</summary>
    public abstract void Inherit(Option defaults);
}

/// <inheritdoc/>
internal abstract class Option<T>(OptionSet owner, string name) : Option(owner, name)
    where T : struct
{
    private T _value;
    private bool _isFixed;

    public T Value
    {
        get
        {
            if (!IsSet)
            {
                Throw.Invalid(Owner.Label, $"{Name} is not set; the group inherits it when it joins an optimizer");
            }

            return _value;
        }

        set
        {
            if (Violation(value) is { } violation)
            {
                Throw.Argument(Owner.Label, violation);
            }

            Set(value);
        }
    }

    public T? ValueIfSet => IsSet ? _value : null;

    /// <summary>From now on, and for whoever inherits it, the option has this value and no other.</summary>
    public void Fix(T value)
    {
        Set(value);
        _isFixed = true;
    }

    public sealed override StateNode Save() => Write(_value);

    public sealed override void Load(StateNode node)
    {
        T value = Saved.Read(node, Name, Owner.Label, Read);
        if (Violation(value) is { } violation)
        {
            Throw.Invalid(Owner.Label, $"in the saved state, {violation}");
        }

        Set(value);
    }

    public sealed override Action Remember()
    {
        (T value, bool isSet, bool isFixed) = (_value, IsSet, _isFixed);
        return () => (_value, IsSet, _isFixed) = (value, isSet, isFixed);
    }

    public sealed override void Inherit(Option defaults)
    {
        var same = (Option<T>)defaults;
        if (!IsSet)
        {
            (_value, IsSet) = (same._value, same.IsSet);
        }
        else if (same._isFixed && !_value.Equals(same._value))
        {
            Throw.Argument(Owner.Label, NotFixed(same._value, _value));
        }

        _isFixed = same._isFixed;
    }

    protected abstract string? OutOfRange(T value);

    protected abstract StateNode Write(T value);

    protected abstract T Read(StateNode node);

    private void Set(T value)
    {
        _value = value;
        IsSet = true;
    }

    private string? Violation(T value) =>
        _isFixed && !value.Equals(_value) ? NotFixed(_value, value) : OutOfRange(value);

    private string NotFixed(T expected, T got) => $"{Name} is always {expected} here; got {got}";
}
