namespace MiniTorch.Optim;

/// <summary>One of several words.</summary>
internal sealed class ChoiceOption<T>(OptionSet owner, string name, params (T Value, string Word)[] choices) : Option<T>(owner, name)
    where T : struct, Enum
{
    /// <summary>Whether a saved <c>None</c> stands for the first.</summary>
    public bool TakesNone { get; init; }

    protected override string? OutOfRange(T value) =>
        Array.Exists(choices, choice => choice.Value.Equals(value)) ? null : $"{Name} must be {Words()}; got {value}";

    protected override StateNode Write(T value) => Array.Find(choices, choice => choice.Value.Equals(value)).Word;

    protected override T Read(StateNode node)
    {
        if (TakesNone && node is EmptyState)
        {
            return choices[0].Value;
        }

        string word = node.As<TextState>().Value;
        int found = Array.FindIndex(choices, choice => choice.Word == word);
        if (found < 0)
        {
            Throw.Invalid(Owner.Label, $"in the saved state, {Name} must be {Words()}; got '{word}'");
        }

        return choices[found].Value;
    }

    private string Words() => string.Join(" or ", choices.Select(static choice => choice.Word));
}
