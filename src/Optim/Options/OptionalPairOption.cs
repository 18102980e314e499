namespace MiniTorch.Optim;

/// <summary>Two real numbers of which the first may be left to the optimizer: null, PyTorch's <c>None</c>.</summary>
internal sealed class OptionalPairOption(OptionSet owner, string name, Bound bound) : Option<(double? First, double Second)>(owner, name)
{
    protected override string? OutOfRange((double? First, double Second) value) =>
        (value.First is not { } first || bound.Holds(first)) && bound.Holds(value.Second)
            ? null
            : FormattableString.Invariant($"each of {Name} {bound.Rule}, the first may be None; got ({value.First ?? (object)"None"}, {value.Second})");

    protected override StateNode Write((double? First, double Second) value) =>
        new ListState { value.First is { } first ? first : StateNode.Empty, value.Second };

    protected override (double? First, double Second) Read(StateNode node)
    {
        ListState pair = node.As<ListState>();
        if (pair.Count != 2)
        {
            Throw.Invalid(Name, $"must be a list of two, a number or None and a number; got {pair.Count}");
        }

        return (pair[0] is EmptyState ? null : Saved.Number(pair[0]), Saved.Number(pair[1]));
    }
}
