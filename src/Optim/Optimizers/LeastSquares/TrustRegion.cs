namespace MiniTorch.Optim;

/// <summary>Where the model is trusted: ‖D·p‖ ≤ Δ, and the λ with which the search for the next step begins.</summary>
/// <param name="Radius">Δ; 0 before the first step.</param>
/// <param name="Damping">λ.</param>
internal readonly record struct TrustRegion(double Radius, double Damping)
{
    /// <summary>The next region, by what a step brought beside what it promised. MINPACK's rules.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ratio">Its actual reduction of ‖r‖² over the predicted one.</param>
    /// <param name="actual">The actual one; −∞ where the step must not go.</param>
    /// <param name="growth">‖r‖ behind the step over that before it.</param>
    public TrustRegion After(TrustStep step, double ratio, double actual, double growth)
    {
        if (ratio > 0.25)
        {
            return step.Damping == 0 || ratio >= 0.75 ? new TrustRegion(2 * step.Norm, Damping / 2) : this;
        }

        // To where the parabola along the step has its minimum, by a tenth to a half.
        double share = 0.5;
        if (!(actual >= 0))
        {
            share *= step.Slope / (step.Slope + (actual / 2));
            share = share >= 0.1 && growth < 10 ? share : 0.1;
        }

        return new TrustRegion(share * Math.Min(Radius, 10 * step.Norm), Damping / share);
    }

    /// <summary>The next region where reductions are below rounding.</summary>
    public TrustRegion AfterFineStep(TrustStep step, bool isTaken) =>
        this with { Radius = isTaken ? Math.Max(Radius, 2 * step.Norm) : 0.25 * Math.Min(Radius, step.Norm) };
}
