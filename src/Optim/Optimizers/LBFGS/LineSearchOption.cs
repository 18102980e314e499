namespace MiniTorch.Optim;

/// <summary>A line search, under PyTorch's names.</summary>
internal sealed class LineSearchOption(OptionSet owner, string name) : Option<LineSearch>(owner, name)
{
    private const string StrongWolfe = "strong_wolfe";

    protected override string? OutOfRange(LineSearch value) =>
        Enum.IsDefined(value) ? null : $"{Name} must be None or StrongWolfe; got {(int)value}";

    protected override StateNode Write(LineSearch value) => value == LineSearch.None ? StateNode.Empty : StrongWolfe;

    protected override LineSearch Read(StateNode node)
    {
        if (node is EmptyState)
        {
            return LineSearch.None;
        }

        string text = node.As<TextState>().Value;
        if (text != StrongWolfe)
        {
            Throw.Invalid(Owner.Label, $"{Name} must be None or '{StrongWolfe}'; got '{text}'");
        }

        return LineSearch.StrongWolfe;
    }
}
