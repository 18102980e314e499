namespace MiniTorch.Examples.Optimization;

/// <summary>How a measured figure is to stand to its bound.</summary>
internal enum Relation
{
    Less,
    AtMost,
    AtLeast,
    Greater,
}

/// <summary>
/// What an experiment says before it runs: an inequality about one figure. Where chance plays the figure is measured for every seed, and the claim
/// is shown if the inequality holds on nine of ten seeds or more.
/// </summary>
/// <param name="Text">The claim in words, one sentence.</param>
/// <param name="Quantity">The figure, as a formula or in words, with its unit.</param>
/// <param name="Relation">How it stands to the bound.</param>
/// <param name="Bound">The bound.</param>
internal sealed record Claim(string Text, string Quantity, Relation Relation, double Bound)
{
    /// <summary>Whether it is measured for several seeds.</summary>
    public bool HasSeeds { get; init; }

    /// <summary>Whether the program fails if it is not shown. False where nobody knows the answer beforehand.</summary>
    public bool ShouldHold { get; init; } = true;

    /// <summary>The inequality: the quantity, its relation and the bound.</summary>
    public string Inequality => $"{Quantity} {Symbol} {Figure.Text(Bound)}";

    /// <summary>The relation as a sign.</summary>
    public string Symbol => Relation switch
    {
        Relation.Less => "<",
        Relation.AtMost => "≤",
        Relation.AtLeast => "≥",
        _ => ">",
    };

    /// <summary>Whether a figure satisfies the inequality; what is not a number never does.</summary>
    public bool Holds(double figure) => Relation switch
    {
        Relation.Less => figure < Bound,
        Relation.AtMost => figure <= Bound,
        Relation.AtLeast => figure >= Bound,
        _ => figure > Bound,
    };
}
