using System.Globalization;

namespace MiniTorch.Optim;

/// <summary>What is known of a condition.</summary>
public enum ConditionStatus
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>It does not hold.</summary>
    Fails,

    /// <summary>It cannot be told.</summary>
    Unknown,
}

/// <summary>What <see cref="RobbinsMonro"/> says of a schedule.</summary>
/// <param name="SumDiverges">Whether Σεₜ = ∞.</param>
/// <param name="SumOfSquaresConverges">Whether Σεₜ² &lt; ∞.</param>
/// <param name="TailExponent">The p of εₜ ~ t^(−p): 0 for a constant rate, infinity for one that falls exponentially; fitted for a function
/// of the user's (steps 2¹⁰ to 2¹⁶), which is a hint and no verdict; null where there is none.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record RobbinsMonroVerdict(
    ConditionStatus SumDiverges, ConditionStatus SumOfSquaresConverges, double? TailExponent, string Reason)
{
    /// <summary>Whether both conditions hold; null if one cannot be told and none fails.</summary>
    public bool? Holds =>
        SumDiverges == ConditionStatus.Fails || SumOfSquaresConverges == ConditionStatus.Fails ? false
        : SumDiverges == ConditionStatus.Unknown || SumOfSquaresConverges == ConditionStatus.Unknown ? null
        : true;

    /// <summary>Both conditions and the reason in one sentence: "Σε = ∞ fails, Σε² &lt; ∞ holds: the schedule ends".</summary>
    public override string ToString()
    {
        string fit = SumDiverges == ConditionStatus.Unknown && TailExponent is { } p
            ? string.Create(CultureInfo.InvariantCulture, $" (tail exponent fitted: {p:G4})")
            : "";
        return $"Σε = ∞ {Word(SumDiverges)}, Σε² < ∞ {Word(SumOfSquaresConverges)}: {Reason}{fit}";
    }

    private static string Word(ConditionStatus status) => status switch
    {
        ConditionStatus.Holds => "holds",
        ConditionStatus.Fails => "fails",
        _ => "is unknown",
    };
}
