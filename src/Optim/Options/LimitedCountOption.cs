namespace MiniTorch.Optim;

/// <summary>A whole number of at least 1 and below a limit.</summary>
internal sealed class LimitedCountOption(OptionSet owner, string name, int limit) : Option<int>(owner, name)
{
    protected override string? OutOfRange(int value) =>
        value >= 1 && value < limit ? null : $"{Name} must be at least 1 and below {limit}; got {value}";

    protected override StateNode Write(int value) => value;

    protected override int Read(StateNode node) => checked((int)node.ToInt64());
}
