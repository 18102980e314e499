namespace MiniTorch.Optim;

/// <summary>
/// Lets the rate fall along half a cosine to <c>etaMin</c> within <c>tMax</c> steps, and rise again after that:
/// ηₜ = η_min + ½(η₀ − η_min)(1 + cos(πt/T_max)). PyTorch: <c>CosineAnnealingLR</c>.
/// </summary>
public sealed class CosineAnnealingLR : LRScheduler
{
    private readonly CountOption _tMax;
    private readonly RealOption _etaMin;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="tMax">Number of steps from the initial rate to the lowest, at least 1.</param>
    /// <param name="etaMin">The lowest rate, at least 0.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public CosineAnnealingLR(Optimizer optimizer, int tMax, double etaMin = 0)
        : base(nameof(CosineAnnealingLR), optimizer)
    {
        _tMax = Options.Add(new CountOption(Options, "T_max") { Value = tMax });
        _etaMin = Options.Add(new RealOption(Options, "eta_min", Bound.NonNegative) { Value = etaMin });
        Begin();
    }

    private protected override double Rate(double initial, int step, int group) =>
        _etaMin.Value + ((initial - _etaMin.Value) * (1 + double.CosPi((double)step / _tMax.Value)) / 2);
}
