namespace MiniTorch.Optim;

/// <summary>How the height of a cycle of <see cref="CyclicLR"/> changes.</summary>
public enum CyclicMode
{
    /// <summary>It stays: s = 1.</summary>
    Triangular,

    /// <summary>It halves from cycle to cycle: s = 2^(1 − cycle), cycles counted from 1.</summary>
    Triangular2,

    /// <summary>It changes by γ from step to step: s = γᵗ.</summary>
    ExpRange,
}

/// <summary>What a user's scale of the height is a function of.</summary>
public enum CyclicScaleMode
{
    /// <summary>The number of the cycle, from 1.</summary>
    Cycle,

    /// <summary>The step, from 0.</summary>
    Iterations,
}

/// <summary>
/// Lets the rate rise in a straight line from <c>baseLr</c> to <c>maxLr</c> and fall back, again and again (Smith, "Cyclical Learning Rates
/// for Training Neural Networks", 2017), and the momentum fall and rise against it: ηₜ = base + (max − base)·x·s,
/// μₜ = μ_max − (μ_max − μ_base)·x·s, where x goes 0 → 1 in <c>stepSizeUp</c> steps and back in <c>stepSizeDown</c>, and s is the scale of
/// <see cref="CyclicMode"/>. PyTorch: <c>CyclicLR</c>.
/// </summary>
/// <remarks>The rates that the groups had do not count. Momentum is the first beta where a group has betas.</remarks>
public sealed class CyclicLR : LRScheduler
{
    private readonly PerGroupOption _maxLrs;
    private readonly RealOption _totalSize;
    private readonly RealOption _stepRatio;
    private readonly ChoiceOption<CyclicMode> _mode;
    private readonly RealOption _gamma;
    private readonly ChoiceOption<CyclicScaleMode> _scaleMode;
    private readonly Func<int, double>? _scale;
    private readonly MomentumCycle _momentum;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="baseLr">The lower rate, of all groups or one a group, at least 0.</param>
    /// <param name="maxLr">The upper rate, of all groups or one a group, at least 0.</param>
    /// <param name="stepSizeUp">Number of steps from the lower to the upper rate, at least 1.</param>
    /// <param name="stepSizeDown">Number of steps back, at least 1; as many as up if null.</param>
    /// <param name="mode">How the height changes; without effect beside <paramref name="scaleFn"/>.</param>
    /// <param name="gamma">The γ of <see cref="CyclicMode.ExpRange"/>, at least 0.</param>
    /// <param name="scaleFn">The scale s as a function of the cycle or the step. It is not saved.</param>
    /// <param name="scaleMode">What it is a function of.</param>
    /// <param name="cycleMomentum">Whether the momentum moves too.</param>
    /// <param name="baseMomentum">The momentum at the upper rate, in [0, 1); 0.8 if null.</param>
    /// <param name="maxMomentum">The momentum at the lower rate, in [0, 1); 0.9 if null.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a group has neither momentum nor betas and
    /// <paramref name="cycleMomentum"/> is set.</exception>
    public CyclicLR(
        Optimizer optimizer,
        PerGroup baseLr,
        PerGroup maxLr,
        int stepSizeUp = 2000,
        int? stepSizeDown = null,
        CyclicMode mode = CyclicMode.Triangular,
        double gamma = 1,
        Func<int, double>? scaleFn = null,
        CyclicScaleMode scaleMode = CyclicScaleMode.Cycle,
        bool cycleMomentum = true,
        PerGroup? baseMomentum = null,
        PerGroup? maxMomentum = null)
        : base(nameof(CyclicLR), optimizer)
    {
        ArgumentNullException.ThrowIfNull(baseLr);
        ArgumentNullException.ThrowIfNull(maxLr);
        double up = new CountOption(Options, "step_size_up") { Value = stepSizeUp }.Value;
        double down = new CountOption(Options, "step_size_down") { Value = stepSizeDown ?? stepSizeUp }.Value;
        _maxLrs = Options.Add(new PerGroupOption(Options, "max_lrs", Bound.NonNegative, GroupCount) { Value = maxLr.For(GroupCount) });
        _totalSize = Options.Add(new RealOption(Options, "total_size", Bound.Positive) { Value = up + down });
        _stepRatio = Options.Add(new RealOption(Options, "step_ratio", Bound.InnerFraction) { Value = up / (up + down) });
        _mode = Options.Add(new ChoiceOption<CyclicMode>(
            Options,
            "mode",
            (CyclicMode.Triangular, "triangular"),
            (CyclicMode.Triangular2, "triangular2"),
            (CyclicMode.ExpRange, "exp_range"))
        {
            Value = mode,
        });
        _gamma = Options.Add(new RealOption(Options, "gamma", Bound.NonNegative) { Value = gamma });
        _scale = scaleFn;
        _scaleMode = Options.Add(new ChoiceOption<CyclicScaleMode>(
            Options, "scale_mode", (CyclicScaleMode.Cycle, "cycle"), (CyclicScaleMode.Iterations, "iterations"))
        {
            Value = scaleFn is null && mode == CyclicMode.ExpRange ? CyclicScaleMode.Iterations : scaleMode,
        });
        _momentum = new MomentumCycle(Options, optimizer, cycleMomentum, baseMomentum ?? 0.8, maxMomentum ?? 0.9);
        var initial = new PerGroupOption(Options, "base_lrs", Bound.NonNegative, GroupCount) { Value = baseLr.For(GroupCount) };
        Begin(initial.Value);
    }

    internal override double Rate(int group, int step, double current) =>
        Initial(group) + ((_maxLrs.Value[group] - Initial(group)) * Height(step));

    internal override double? Inertia(int group, int step) =>
        _momentum.Cycles ? _momentum.Max(group) - ((_momentum.Max(group) - _momentum.Base(group)) * Height(step)) : null;

    internal override Tail TailOf(int group)
    {
        double low = Initial(group), height = _maxLrs.Value[group] - low;
        if (height == 0)
        {
            return Tail.EndsAt(low);
        }

        if (_scale is not null)
        {
            return Tail.OfFunction(UserFunctions.Values(step => Rate(group, Peak(step), 0), areRatios: false));
        }

        (double ratio, double every) = _mode.Value switch
        {
            CyclicMode.Triangular => (1, 1),
            CyclicMode.Triangular2 => (0.5, _totalSize.Value),
            _ => (_gamma.Value, 1),
        };
        return ratio >= 1 ? Tail.Returns : low > 0 ? Tail.Constant : Tail.Geometric(ratio, every);
    }

    private protected override void Load(MapState saved)
    {
        base.Load(saved);
        _momentum.CheckLoaded();
    }

    private double Height(int step)
    {
        double cycle = Math.Floor(1 + (step / _totalSize.Value));
        double way = 1 + (step / _totalSize.Value) - cycle;
        double height = way <= _stepRatio.Value ? way / _stepRatio.Value : (way - 1) / (_stepRatio.Value - 1);
        return height * (_scale, _mode.Value) switch
        {
            ({ } scale, _) => scale(_scaleMode.Value == CyclicScaleMode.Cycle ? (int)cycle : step),
            (null, CyclicMode.Triangular) => 1,
            (null, CyclicMode.Triangular2) => Math.Pow(2, 1 - cycle),
            (null, _) => Math.Pow(_gamma.Value, step),
        };
    }

    // The step with the highest rate of the cycle that a step is in.
    private int Peak(int step) => (int)Math.Round((Math.Floor(step / _totalSize.Value) + _stepRatio.Value) * _totalSize.Value);
}
