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
        : this(optimizer, Enumerable.Repeat(factor, optimizer.ParamGroups.Count))
    {
    }

    /// <summary>Schedules every group by a function of its own.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factors">One function a group.</param>
    /// <exception cref="ArgumentException">There is not one function a group, or one gives a negative rate or none.</exception>
    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> factors)
        : base(nameof(LambdaLR), optimizer)
    {
        _factors = [.. factors];
        if (_factors.Length != GroupCount)
        {
            Throw.Argument(nameof(LambdaLR), $"one function a group is needed; got {_factors.Length} for {GroupCount} groups");
        }

        Begin();
    }

    private protected override double Rate(double initial, int step, int group) => initial * _factors[group](step);
}
