namespace MiniTorch.Examples.Optimization;

/// <summary>What a claim's figure turned out to be: one number, or one for each seed.</summary>
internal sealed record Measurement(Claim Claim, IReadOnlyList<double> Figures)
{
    // Nine of ten.
    private const double Share = 0.9;

    /// <summary>On how many seeds the inequality holds.</summary>
    public int HoldsOn => Figures.Count(Claim.Holds);

    public bool IsShown => Figures.Count > 0 && HoldsOn >= Share * Figures.Count;

    /// <summary>Whether the program ends with an error.</summary>
    public bool Fails => Claim.ShouldHold && !IsShown;
}
