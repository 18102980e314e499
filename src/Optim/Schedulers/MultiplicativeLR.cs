namespace MiniTorch.Optim;

/// <summary>
/// Multiplies the current rate by a function of the step: ηₜ = ηₜ₋₁·f(t), from step 1 on. The function is not saved. PyTorch:
/// <c>MultiplicativeLR</c>.
/// </summary>
/// <remarks>It takes the current rate further, so a rate changed by hand or by another scheduler stays changed.</remarks>
public sealed class MultiplicativeLR : LRScheduler
{
    private readonly Func<int, double>[] _factors;

    /// <summary>Schedules all groups of an optimizer by one function.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factor">The factor of the current rate in a step, counted from 1.</param>
    public MultiplicativeLR(Optimizer optimizer, Func<int, double> factor)
        : base(nameof(MultiplicativeLR), optimizer)
    {
        _factors = UserFunctions.ForAll(factor, GroupCount);
        Begin();
    }

    /// <summary>Schedules every group by a function of its own.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factors">One function a group.</param>
    /// <exception cref="ArgumentException">There is not one function a group.</exception>
    public MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> factors)
        : base(nameof(MultiplicativeLR), optimizer)
    {
        _factors = UserFunctions.PerGroup(factors, GroupCount, Label);
        Begin();
    }

    internal override bool IsRecursive => true;

    internal override string? NotChainable => null;

    internal override double Rate(int group, int step, double current) => step == 0 ? current : current * _factors[group](step);

    internal override Tail TailOf(int group) =>
        Initial(group) == 0 ? Tail.Zero : Tail.OfFunction(UserFunctions.Values(_factors[group], areRatios: true));
}
