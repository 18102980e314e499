namespace MiniTorch.Benchmarks;

/// <summary>Where a method came to.</summary>
/// <param name="Digits">The smallest −log₁₀ relative error of a parameter, at most 11.</param>
/// <param name="Steps">Number of steps.</param>
/// <param name="Evaluations">Number of evaluations of the residuals.</param>
/// <param name="Status">The first letter of the status.</param>
internal sealed record NistRun(double Digits, long Steps, long Evaluations, char Status)
{
    public override string ToString() =>
        FormattableString.Invariant($"{(Digits < 0 ? "none" : Digits.ToString("F1", System.Globalization.CultureInfo.InvariantCulture))} {Steps,5} {Evaluations,6} {Status}");
}
