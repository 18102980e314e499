namespace MiniTorch.Examples.Optimization;

/// <summary>What a claim's figure turned out to be: one number, or one for each seed.</summary>
internal sealed record Measurement(Claim Claim, IReadOnlyList<double> Figures)
{
    // Nine of ten, without rounding: 10·held ≥ 9·n.
    private const int Needed = 9;
    private const int Of = 10;

    /// <summary>On how many seeds the inequality holds.</summary>
    public int HoldsOn => Figures.Count(Claim.Holds);

    public bool IsShown => Figures.Count > 0 && Of * HoldsOn >= Needed * Figures.Count;

    /// <summary>Whether the program ends with an error.</summary>
    public bool Fails => Claim.ShouldHold && !IsShown;

    /// <summary>Mean of the figures with its interval; for a single figure the figure itself.</summary>
    public Interval Interval => Interval.Of(Figures);

    /// <summary><c>shown</c> or <c>not shown</c>.</summary>
    public string Verdict => IsShown ? "shown" : "not shown";

    /// <summary>The figure, or on how many seeds the claim held with mean and interval.</summary>
    public string Summary
    {
        get
        {
            if (!Claim.HasSeeds)
            {
                return Figure.Text(Figures[0]);
            }

            string held = $"held on {HoldsOn} of {Figures.Count} {(Figures.Count == 1 ? "seed" : "seeds")}, mean {Figure.Text(Interval.Mean)}";
            return double.IsFinite(Interval.HalfWidth)
                ? $"{held}, 95 % interval {Figure.Text(Interval.Low)} to {Figure.Text(Interval.High)}"
                : held;
        }
    }
}
