namespace MiniTorch.Optim;

/// <summary>
/// Multiplies the initial rate by a function of the step: ηₜ = η₀·f(t). The function is not saved. PyTorch: <c>LambdaLR</c>.
/// </summary>
public sealed class LambdaLR : LRScheduler
{
    private readonly Func<int, double>[] _factors;

    /// <summary>Schedules all groups of an optimizer by one function.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factor">The factor of the initial rate in a step, counted from 0.</param>
    /// <exception cref="ArgumentException">The function gives a negative rate or none.</exception>
    public LambdaLR(Optimizer optimizer, Func<int, double> factor)
        : base(nameof(LambdaLR), optimizer)
    {
        _factors = UserFunctions.ForAll(factor, GroupCount);
        Begin();
    }

    /// <summary>Schedules every group by a function of its own.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factors">One function a group.</param>
    /// <exception cref="ArgumentException">There is not one function a group, or one gives a negative rate or none.</exception>
    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> factors)
        : base(nameof(LambdaLR), optimizer)
    {
        _factors = UserFunctions.PerGroup(factors, GroupCount, Label);
        Begin();
    }

    internal override double Rate(int group, int step, double current) => Initial(group) * _factors[group](step);

    internal override Tail TailOf(int group) =>
        Initial(group) == 0 ? Tail.Zero : Tail.OfFunction(UserFunctions.Values(_factors[group], areRatios: false));
}
