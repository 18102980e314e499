namespace MiniTorch.Optim;

/// <summary>Three real numbers, as the coefficients of a polynomial.</summary>
internal sealed class TripleOption(OptionSet owner, string name, Bound bound) : Option<(double A, double B, double C)>(owner, name)
{
    protected override string? OutOfRange((double A, double B, double C) value) =>
        bound.Holds(value.A) && bound.Holds(value.B) && bound.Holds(value.C)
            ? null
            : FormattableString.Invariant($"each of {Name} {bound.Rule}; got ({value.A}, {value.B}, {value.C})");

    protected override StateNode Write((double A, double B, double C) value) => new ListState { value.A, value.B, value.C };

    protected override (double A, double B, double C) Read(StateNode node)
    {
        ListState triple = node.As<ListState>();
        if (triple.Count != 3)
        {
            Throw.Invalid(Name, $"must be a list of three numbers; got {triple.Count}");
        }

        return (Saved.Number(triple[0]), Saved.Number(triple[1]), Saved.Number(triple[2]));
    }
}
