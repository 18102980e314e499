namespace MiniTorch.Optim;

/// <summary>Which metrics <see cref="ReduceLROnPlateau"/> calls better.</summary>
public enum PlateauMode
{
    /// <summary>Lower ones.</summary>
    Min,

    /// <summary>Higher ones.</summary>
    Max,
}

/// <summary>By how much a metric must be better than the best one.</summary>
public enum ThresholdMode
{
    /// <summary>By a share of the best: m &lt; best·(1 − threshold), or m &gt; best·(1 + threshold).</summary>
    Relative,

    /// <summary>By a number: m &lt; best − threshold, or m &gt; best + threshold.</summary>
    Absolute,
}

/// <summary>
/// Multiplies the current rate by a factor when a metric has not become better for more than <c>patience</c> steps:
/// η ← max(factor·η, min_lr). PyTorch: <c>ReduceLROnPlateau</c>.
/// <code>
/// scheduler.Step(validationLoss);
/// </code>
/// </summary>
/// <remarks>
/// No function of the step, so no <see cref="LRScheduler"/>: it cannot be part of <see cref="SequentialLR"/> or
/// <see cref="ChainedScheduler"/>, and a schedule that is stepped beside it would set its reductions back; stop stepping a warm-up when it
/// is over. A metric that is NaN is not better. Groups that join later keep their rates.
/// </remarks>
public sealed partial class ReduceLROnPlateau : IStateful
{
    private readonly Optimizer _optimizer;
    private readonly int _groupCount;
    private readonly OptionSet _options = new(nameof(ReduceLROnPlateau));
    private readonly RealOption _factor;
    private readonly PerGroupOption _minLrs;
    private readonly CountOption _patience;
    private readonly CountOption _cooldown;
    private readonly ChoiceOption<PlateauMode> _mode;
    private readonly RealOption _threshold;
    private readonly ChoiceOption<ThresholdMode> _thresholdMode;
    private readonly RealOption _eps;
    private int _badSteps;
    private int _cooling;
    private double[] _last;

    /// <summary>Schedules all groups of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="mode">Which metrics are better.</param>
    /// <param name="factor">The factor of the rate, in [0, 1).</param>
    /// <param name="patience">Number of steps without a better metric that change nothing, at least 0.</param>
    /// <param name="threshold">By how much a metric must be better, at least 0.</param>
    /// <param name="thresholdMode">What the threshold is a number of.</param>
    /// <param name="cooldown">Number of steps after a reduction in which no metric counts as bad, at least 0.</param>
    /// <param name="minLr">The lowest rate, of all groups or one a group, at least 0; 0 if null.</param>
    /// <param name="eps">The reduction that is too small to be made, at least 0.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ReduceLROnPlateau(
        Optimizer optimizer,
        PlateauMode mode = PlateauMode.Min,
        double factor = 0.1,
        int patience = 10,
        double threshold = 1e-4,
        ThresholdMode thresholdMode = ThresholdMode.Relative,
        int cooldown = 0,
        PerGroup? minLr = null,
        double eps = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        _optimizer = optimizer;
        _groupCount = optimizer.ParamGroups.Count;
        _factor = _options.Add(new RealOption(_options, "factor", Bound.Decay) { Value = factor });
        _minLrs = _options.Add(
            new PerGroupOption(_options, "min_lrs", Bound.NonNegative, _groupCount) { Value = (minLr ?? 0).For(_groupCount) });
        _patience = _options.Add(new CountOption(_options, "patience", minimum: 0) { Value = patience });
        _cooldown = _options.Add(new CountOption(_options, "cooldown", minimum: 0) { Value = cooldown });
        _mode = _options.Add(
            new ChoiceOption<PlateauMode>(_options, "mode", (PlateauMode.Min, "min"), (PlateauMode.Max, "max")) { Value = mode });
        _threshold = _options.Add(new RealOption(_options, "threshold", Bound.NonNegative) { Value = threshold });
        _thresholdMode = _options.Add(new ChoiceOption<ThresholdMode>(
            _options, "threshold_mode", (ThresholdMode.Relative, "rel"), (ThresholdMode.Absolute, "abs"))
        {
            Value = thresholdMode,
        });
        _eps = _options.Add(new RealOption(_options, "eps", Bound.NonNegative) { Value = eps });
        Best = Worst;
        _last = Rates();
    }

    /// <summary>Number of steps taken. PyTorch: <c>last_epoch</c>.</summary>
    public int StepCount { get; private set; }

    /// <summary>The best metric so far; infinite before the first.</summary>
    public double Best { get; private set; }

    private double Worst => _mode.Value == PlateauMode.Min ? double.PositiveInfinity : double.NegativeInfinity;

    /// <summary>The rates after the last step, one a group. PyTorch: <c>get_last_lr()</c>.</summary>
    public IReadOnlyList<double> GetLastLr() => [.. _last];

    /// <summary>Looks at a metric and, where the last ones were no better than the best, reduces the rates.</summary>
    /// <param name="metric">The metric of this step, such as the loss on the validation data.</param>
    public void Step(double metric)
    {
        LRScheduler.TakeTurn(_optimizer, this);
        StepCount++;
        bool isBetter = IsBetter(metric);
        Best = isBetter ? metric : Best;
        _badSteps = isBetter ? 0 : _badSteps + 1;
        if (_cooling > 0)
        {
            _cooling--;
            _badSteps = 0;
        }

        if (_badSteps > _patience.Value)
        {
            Reduce();
            _cooling = _cooldown.Value;
            _badSteps = 0;
        }

        _last = Rates();
    }

    /// <summary>The class.</summary>
    public override string ToString() => nameof(ReduceLROnPlateau);

    internal Tail TailOf(int group)
    {
        if (_last[group] == 0)
        {
            return Tail.Zero;
        }

        // A reduction of at most eps is not made.
        return _minLrs.Value[group] > 0 || (_factor.Value > 0 && _eps.Value > 0)
            ? Tail.Constant
            : Tail.OfFunction(null, "the rate depends on the metrics");
    }

    private void Reduce()
    {
        for (int i = 0; i < _groupCount; i++)
        {
            ParamGroup group = _optimizer.ParamGroups[i];
            double reduced = Math.Max(group.Lr * _factor.Value, _minLrs.Value[i]);
            if (group.Lr - reduced > _eps.Value)
            {
                group.Lr = reduced;
            }
        }
    }

    private bool IsBetter(double metric) => (_mode.Value, _thresholdMode.Value) switch
    {
        (PlateauMode.Min, ThresholdMode.Relative) => metric < Best * (1 - _threshold.Value),
        (PlateauMode.Min, _) => metric < Best - _threshold.Value,
        (_, ThresholdMode.Relative) => metric > Best * (1 + _threshold.Value),
        _ => metric > Best + _threshold.Value,
    };

    private double[] Rates() => [.. _optimizer.ParamGroups.Take(_groupCount).Select(static group => group.Lr)];
}
