namespace MiniTorch.Optim;

/// <summary>
/// Steps several schedulers at once, each from the rate that the one before made: factors of the initial rate multiply. PyTorch:
/// <c>ChainedScheduler</c>.
/// <code>
/// var scheduler = new ChainedScheduler([new ConstantLR(optimizer, factor: 0.1), new ExponentialLR(optimizer, gamma: 0.9)]);
/// </code>
/// </summary>
/// <remarks>
/// Of factors alone (<see cref="FactorScheduler"/>) the rate is their product, in closed form. With <see cref="CosineAnnealingLR"/>,
/// <see cref="MultiplicativeLR"/> or <see cref="SWALR"/> among the parts, each step takes the current rate further, in PyTorch's recursive
/// forms: what the cosine then makes of a rate that others have changed is PyTorch's too, and factors must not rise from 0. Schedulers that set
/// the rate whatever it was cannot be chained: <see cref="LambdaLR"/>, <see cref="CosineAnnealingWarmRestarts"/>, <see cref="CyclicLR"/>, <see cref="OneCycleLR"/>,
/// <see cref="SequentialLR"/>.
/// </remarks>
public sealed class ChainedScheduler : CompositeScheduler
{
    // With those of chained chains.
    private readonly LRScheduler[] _links;
    private readonly FactorScheduler[]? _factors;

    /// <summary>Schedules all groups of the optimizer of the parts.</summary>
    /// <param name="schedulers">The parts in the order in which they step, at least one, built on one optimizer and not stepped.</param>
    /// <exception cref="ArgumentException">A part cannot be chained, has another optimizer or fewer groups, has been stepped or occurs
    /// twice.</exception>
    /// <exception cref="InvalidOperationException">A scheduler is part of another composition.</exception>
    public ChainedScheduler(IEnumerable<LRScheduler> schedulers)
        : this(ToParts(nameof(ChainedScheduler), schedulers))
    {
    }

    private ChainedScheduler(LRScheduler[] parts)
        : base(nameof(ChainedScheduler), parts[0].Optimizer, parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].NotChainable is { } why)
            {
                Throw.Argument(Name, $"scheduler {i}, {parts[i].Name}, cannot be chained: {why}");
            }
        }

        _links = [.. parts.SelectMany(static part => part is ChainedScheduler chain ? chain._links : [part])];
        _factors = _links.All(static part => part is FactorScheduler) ? [.. _links.Cast<FactorScheduler>()] : null;
        Begin();
        Adopt();
    }

    internal override bool IsRecursive => _factors is null;

    internal override string? NotChainable => null;

    internal override double Rate(int group, int step, double current) => _factors is null
        ? Chain(group, step, step == 0 ? Initial(group) : current)
        : _factors.Aggregate(Initial(group), (rate, factor) => rate * factor.Factor(step));

    internal override double Chain(int group, int step, double current) =>
        _links.Aggregate(current, (rate, link) => link.Chain(group, step, rate));

    internal override void StartFrom(double[] rates)
    {
        base.StartFrom(rates);
        Array.ForEach(Parts, part => part.StartFrom(rates));
    }

    internal override void MoveTo(int step, double[] rates)
    {
        base.MoveTo(step, rates);
        Array.ForEach(Parts, part => part.MoveTo(step, rates));
    }

    internal override Tail TailOf(int group)
    {
        if (_links.Length == 1)
        {
            return _links[0].TailOf(group);
        }

        return Array.TrueForAll(_links, static link => link is FactorScheduler or MultiplicativeLR)
            ? Tail.Product(Array.ConvertAll(_links, link => link.TailOf(group)))
            : Tail.OfFunction(null, "a chain with a cosine or an annealing has no closed form");
    }

    private protected override void Load(MapState saved)
    {
        base.Load(saved);

        // PyTorch's state has neither.
        StartFrom([.. Enumerable.Range(0, GroupCount).Select(Parts[0].Initial)]);
        LoadStep(saved, Parts[0].StepCount);
    }
}
