namespace MiniTorch.Optim;

/// <summary>A real number.</summary>
internal sealed class RealOption(OptionSet owner, string name, Bound bound) : Option<double>(owner, name)
{
    protected override string? OutOfRange(double value) =>
        bound.Holds(value) ? null : FormattableString.Invariant($"{Name} {bound.Rule}; got {value}");

    protected override StateNode Write(double value) => value;

    protected override double Read(StateNode node) => Saved.Number(node);
}

/// <summary>A whole number of at least <paramref name="minimum"/> and, if it has a <paramref name="limit"/>, below that.</summary>
internal sealed class CountOption(OptionSet owner, string name, int minimum = 1, int? limit = null) : Option<int>(owner, name)
{
    protected override string? OutOfRange(int value) =>
        value < minimum || value >= limit ? $"{Name} must be at least {minimum}{(limit is null ? "" : $" and below {limit}")}; got {value}" : null;

    protected override StateNode Write(int value) => value;

    protected override int Read(StateNode node) => checked((int)node.ToInt64());
}

/// <summary>A truth value.</summary>
internal sealed class FlagOption(OptionSet owner, string name) : Option<bool>(owner, name)
{
    protected override string? OutOfRange(bool value) => null;

    protected override StateNode Write(bool value) => value;

    protected override bool Read(StateNode node) => node.ToBoolean();
}

/// <summary>Two real numbers, as Adam's betas.</summary>
internal class PairOption(OptionSet owner, string name, Bound bound) : Option<(double First, double Second)>(owner, name)
{
    protected override string? OutOfRange((double First, double Second) value) =>
        bound.Holds(value.First) && bound.Holds(value.Second)
            ? null
            : FormattableString.Invariant($"each of {Name} {bound.Rule}; got ({value.First}, {value.Second})");

    protected override StateNode Write((double First, double Second) value) => new ListState { value.First, value.Second };

    protected override (double First, double Second) Read(StateNode node)
    {
        ListState pair = node.As<ListState>();
        if (pair.Count != 2)
        {
            Throw.Invalid(Name, $"must be a list of two numbers; got {pair.Count}");
        }

        return (Saved.Number(pair[0]), Saved.Number(pair[1]));
    }
}
