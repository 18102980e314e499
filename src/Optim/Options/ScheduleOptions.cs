using System.Collections.Immutable;
using System.Globalization;

namespace MiniTorch.Optim;

/// <summary>One real number a group.</summary>
internal sealed class PerGroupOption(OptionSet owner, string name, Bound bound, int groups) : Option<ImmutableArray<double>>(owner, name)
{
    protected override string? OutOfRange(ImmutableArray<double> value)
    {
        if (value.Length != groups)
        {
            return $"{Name} needs one value a group; got {value.Length} for {groups} groups";
        }

        for (int i = 0; i < value.Length; i++)
        {
            if (!bound.Holds(value[i]))
            {
                return FormattableString.Invariant($"{Name} of group {i} {bound.Rule}; got {value[i]}");
            }
        }

        return null;
    }

    protected override StateNode Write(ImmutableArray<double> value) => new ListState(value.Select(static number => (StateNode)number));

    protected override ImmutableArray<double> Read(StateNode node) => [.. node.As<ListState>().Select(Saved.Number)];
}

/// <summary>Steps at which one schedule follows another: above 0 and rising.</summary>
internal sealed class BordersOption(OptionSet owner, string name, int count) : Option<ImmutableArray<int>>(owner, name)
{
    protected override string? OutOfRange(ImmutableArray<int> value)
    {
        if (value.Length != count)
        {
            return $"{Name} must be one fewer than the schedulers; got {value.Length} for {count + 1} schedulers";
        }

        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] <= (i == 0 ? 0 : value[i - 1]))
            {
                return $"{Name} must be above 0 and rise; got [{string.Join(", ", value)}]";
            }
        }

        return null;
    }

    protected override StateNode Write(ImmutableArray<int> value) => new ListState(value.Select(static step => (StateNode)step));

    protected override ImmutableArray<int> Read(StateNode node) =>
        [.. node.As<ListState>().Select(static step => checked((int)step.ToInt64()))];
}

/// <summary>Steps, each as often as it counts, in order; saved as PyTorch's <c>Counter</c>: how often each occurs.</summary>
internal sealed class MilestonesOption(OptionSet owner, string name) : Option<ImmutableArray<int>>(owner, name)
{
    protected override string? OutOfRange(ImmutableArray<int> value) =>
        value.All(static step => step >= 0) ? null : $"each of {Name} must be at least 0; got [{string.Join(", ", value)}]";

    protected override StateNode Write(ImmutableArray<int> value)
    {
        var counts = new MapState();
        foreach (IGrouping<int, int> same in value.GroupBy(static step => step))
        {
            counts[same.Key.ToString(CultureInfo.InvariantCulture)] = same.Count();
        }

        return counts;
    }

    protected override ImmutableArray<int> Read(StateNode node)
    {
        List<int> steps = [];
        foreach ((string key, StateNode count) in node.As<MapState>())
        {
            if (!int.TryParse(key, CultureInfo.InvariantCulture, out int step) || count.ToInt64() is < 1 or > 1_000_000)
            {
                Throw.Invalid(Owner.Label, $"in the saved state, {Name} must say how often each step occurs; got '{key}': {count}");
            }

            steps.AddRange(Enumerable.Repeat(step, (int)count.ToInt64()));
        }

        return [.. steps.Order()];
    }
}
