namespace MiniTorch.Optim;

/// <summary>
/// One rise of the rate to a high value and one fall to nearly nothing, with the momentum against it (Smith and Topin, "Super-Convergence",
/// 2018). PyTorch: <c>OneCycleLR</c>.
/// <code>
/// max/div → max                             momentum max → base        until step pct·N − 1
/// max → max/div/final                       base → max                 until the last step, N − 1
/// with threePhase the second phase is       max → max/div, base → max  until step 2·pct·N − 2
/// and the third                             max/div → max/div/final    until the last step
/// </code>
/// </summary>
/// <remarks>
/// The rates that the groups had do not count: max/div becomes their <see cref="ParamGroup.InitialLr"/>. The step after the last keeps its
/// rate, so that a loop may step the scheduler N times. Momentum is the first beta where a group has betas.
/// </remarks>
public sealed class OneCycleLR : LRScheduler
{
    private readonly CountOption _totalSteps;
    private readonly PerGroupOption _maxLrs;
    private readonly RealOption _pctStart;
    private readonly ChoiceOption<AnnealStrategy> _strategy;
    private readonly RealOption _finalDivFactor;
    private readonly FlagOption _threePhase;
    private readonly MomentumCycle _momentum;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="maxLr">The highest rate, of all groups or one a group, at least 0.</param>
    /// <param name="totalSteps">Number N of steps, at least 1; if null, <paramref name="epochs"/>·<paramref name="stepsPerEpoch"/>.</param>
    /// <param name="epochs">Number of epochs, at least 1.</param>
    /// <param name="stepsPerEpoch">Number of steps of an epoch, at least 1.</param>
    /// <param name="pctStart">The share of the steps in which the rate rises, in [0, 1].</param>
    /// <param name="annealStrategy">The way from one rate to the next.</param>
    /// <param name="cycleMomentum">Whether the momentum moves too.</param>
    /// <param name="baseMomentum">The momentum at the highest rate, in [0, 1); 0.85 if null.</param>
    /// <param name="maxMomentum">The momentum at the first and last rate, in [0, 1); 0.95 if null.</param>
    /// <param name="divFactor">The highest rate over the first, above 0.</param>
    /// <param name="finalDivFactor">The first rate over the last, above 0.</param>
    /// <param name="threePhase">Whether the rate falls to the first one before it falls to the last.</param>
    /// <exception cref="ArgumentException">An option is out of range, the number of steps is not said, or a group has neither momentum
    /// nor betas and <paramref name="cycleMomentum"/> is set.</exception>
    public OneCycleLR(
        Optimizer optimizer,
        PerGroup maxLr,
        int? totalSteps = null,
        int? epochs = null,
        int? stepsPerEpoch = null,
        double pctStart = 0.3,
        AnnealStrategy annealStrategy = AnnealStrategy.Cosine,
        bool cycleMomentum = true,
        PerGroup? baseMomentum = null,
        PerGroup? maxMomentum = null,
        double divFactor = 25,
        double finalDivFactor = 1e4,
        bool threePhase = false)
        : base(nameof(OneCycleLR), optimizer)
    {
        ArgumentNullException.ThrowIfNull(maxLr);
        _totalSteps = Options.Add(new CountOption(Options, "total_steps") { Value = Total(totalSteps, epochs, stepsPerEpoch) });
        _maxLrs = Options.Add(new PerGroupOption(Options, "max_lrs", Bound.NonNegative, GroupCount)
        {
            MayBeMissing = true,
            Value = maxLr.For(GroupCount),
        });
        _pctStart = Options.Add(new RealOption(Options, "pct_start", Bound.Fraction) { MayBeMissing = true, Value = pctStart });
        _strategy = Options.Add(Anneal.Option(Options, annealStrategy));
        double div = new RealOption(Options, "div_factor", Bound.Positive) { Value = divFactor }.Value;
        _finalDivFactor = Options.Add(
            new RealOption(Options, "final_div_factor", Bound.Positive) { MayBeMissing = true, Value = finalDivFactor });
        _threePhase = Options.Add(new FlagOption(Options, "three_phase") { MayBeMissing = true, Value = threePhase });
        _momentum = new MomentumCycle(Options, optimizer, cycleMomentum, baseMomentum ?? 0.85, maxMomentum ?? 0.95);
        Begin(_maxLrs.Value.Select(rate => rate / div), anew: true);
    }

    internal override double Rate(int group, int step, double current)
    {
        double first = Initial(group), high = _maxLrs.Value[group], last = first / _finalDivFactor.Value;
        return Between(step, first, high, _threePhase.Value ? first : last, last);
    }

    internal override double? Inertia(int group, int step) => _momentum.Cycles
        ? Between(step, _momentum.Max(group), _momentum.Base(group), _momentum.Max(group), _momentum.Max(group))
        : null;

    internal override Tail TailOf(int group) => Tail.Ends;

    private protected override void Load(MapState saved)
    {
        base.Load(saved);
        _momentum.CheckLoaded();
    }

    private double Between(int step, double first, double high, double low, double last)
    {
        int end = _totalSteps.Value - 1;
        if (step > end + 1)
        {
            Throw.Invalid(Label, $"step {step} is beyond the end of the schedule; total_steps is {_totalSteps.Value}");
        }

        double up = (_pctStart.Value * _totalSteps.Value) - 1;
        double down = _threePhase.Value ? 2 * up : end;
        step = Math.Min(step, end);
        return step <= up ? On(0, up, first, high)
            : step <= down || !_threePhase.Value ? On(up, down, high, low)
            : On(down, end, low, last);

        // A phase without length is over.
        double On(double from, double to, double start, double finish) => to == from
            ? finish
            : start + ((finish - start) * Anneal.Share(_strategy.Value, (step - from) / (to - from)));
    }

    private int Total(int? totalSteps, int? epochs, int? stepsPerEpoch)
    {
        if (totalSteps is { } total)
        {
            return total;
        }

        if (epochs is not { } some || stepsPerEpoch is not { } each)
        {
            Throw.Argument(Label, "total_steps is needed, or epochs and steps_per_epoch");
            return 0;
        }

        long product = (long)new CountOption(Options, "epochs") { Value = some }.Value
            * new CountOption(Options, "steps_per_epoch") { Value = each }.Value;
        if (product > int.MaxValue)
        {
            Throw.Argument(Label, $"epochs times steps_per_epoch must be below 2³¹; got {product}");
        }

        return (int)product;
    }
}
