namespace MiniTorch.Optim;

/// <summary>Two real numbers with a rule between them, as Rprop's least and largest step.</summary>
internal sealed class OrderedPairOption(OptionSet owner, string name, string order, Func<double, double, bool> holds)
    : PairOption(owner, name, Bound.Finite)
{
    protected override string? OutOfRange((double First, double Second) value) =>
        base.OutOfRange(value) is { } notFinite ? notFinite
        : holds(value.First, value.Second) ? null
        : FormattableString.Invariant($"{Name} must satisfy {order}; got ({value.First}, {value.Second})");
}
