namespace MiniTorch.Curvature;

/// <summary>What a search for a counterexample says of convexity.</summary>
public enum ConvexityVerdict
{
    /// <summary>None was found, which is no proof.</summary>
    NoCounterexample,

    /// <summary>The function is not convex.</summary>
    Counterexample,
}

/// <summary>What <see cref="ConvexityProbe"/> found.</summary>
/// <param name="Segments">How many segments were tried, the counterexample included.</param>
/// <param name="Radius">Half the width of the box around the point that they came from.</param>
/// <param name="Tolerance">How far above the chord counted as rounding, in units of the largest |f| of the three.</param>
/// <param name="Counterexample">The segment that rises above its chord; null if none was found.</param>
public sealed record ConvexityProbeResult(int Segments, double Radius, double Tolerance, ConvexityCounterexample? Counterexample)
{
    /// <summary>The verdict; never that the function is convex.</summary>
    public ConvexityVerdict Verdict => Counterexample is null ? ConvexityVerdict.NoCounterexample : ConvexityVerdict.Counterexample;

    /// <summary>The verdict and what was tried: "NoCounterexample in 1000 segments within ±2 of the point (no proof; tolerance 2.22E-13)".</summary>
    public override string ToString() => Counterexample is null
        ? $"NoCounterexample in {Segments} segments within ±{DenseMatrix.Text(Radius)} of the point (no proof; tolerance {DenseMatrix.Text(Tolerance)})"
        : $"Counterexample, segment {Segments} within ±{DenseMatrix.Text(Radius)} of the point: {Counterexample}";
}

/// <summary>A segment on which a function rises above its chord.</summary>
/// <param name="X">One end, of shape [n].</param>
/// <param name="Y">The other end, of shape [n].</param>
/// <param name="Alpha">α, which gives the point αx + (1−α)y.</param>
/// <param name="Value">f at that point.</param>
/// <param name="Chord">αf(x) + (1−α)f(y).</param>
public sealed record ConvexityCounterexample(Tensor X, Tensor Y, double Alpha, double Value, double Chord)
{
    /// <summary>How far f is above the chord.</summary>
    public double Excess => Value - Chord;

    /// <summary>"at α = 0.25 f is 1.5, 0.5 above the chord".</summary>
    public override string ToString() => $"at α = {DenseMatrix.Text(Alpha)} f is {DenseMatrix.Text(Value)}, {DenseMatrix.Text(Excess)} above the chord";
}
