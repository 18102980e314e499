namespace MiniTorch.Optim;

/// <summary>
/// Lets the rate fall along half a cosine to <c>etaMin</c> within <c>tMax</c> steps, and rise again after that:
/// ηₜ = η_min + ½(η₀ − η_min)(1 + cos(πt/T_max)). Without the restarts of Loshchilov and Hutter (2017). PyTorch: <c>CosineAnnealingLR</c>.
/// </summary>
/// <remarks>
/// In a chain it has PyTorch's recursive form, which is not a product: the distance of the current rate from η_min is multiplied by
/// (1 + cos(πt/T_max))/(1 + cos(π(t−1)/T_max)), and half a period after the start ½(η₀ − η_min)(1 − cos(π/T_max)) is added instead.
/// </remarks>
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

    internal override string? NotChainable => null;

    internal override double Rate(int group, int step, double current) =>
        _etaMin.Value + ((Initial(group) - _etaMin.Value) * Height(step));

    internal override double Chain(int group, int step, double current)
    {
        if (step == 0)
        {
            return current;
        }

        double before = Height(step - 1);
        return before == 0
            ? current + ((Initial(group) - _etaMin.Value) * Height(_tMax.Value - 1L))
            : _etaMin.Value + ((current - _etaMin.Value) * (Height(step) / before));
    }

    internal override Tail TailOf(int group) => Initial(group) == 0 && _etaMin.Value == 0 ? Tail.Zero : Tail.Returns;

    private double Height(long step) => (1 + double.CosPi((double)step / _tMax.Value)) / 2;
}
