using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Training;

/// <summary>
/// Says when a validation metric has not become better for a number of updates, and keeps the best model. PyTorch Lightning:
/// <c>EarlyStopping</c>; Keras: <c>EarlyStopping(restore_best_weights)</c>.
/// <code>
/// var stopping = new EarlyStopping(patience: 10, restoreBest: true);
/// for (int epoch = 0; epoch &lt; epochs; epoch++)
/// {
///     …
///     if (stopping.Update(validationLoss, model)) { break; }
/// }
/// </code>
/// </summary>
public sealed class EarlyStopping : IStateful
{
    private const string Name = "early stopping";
    private const string ModeKey = "mode";
    private const string UpdatesKey = "updates";
    private const string WaitedKey = "waited";
    private const string BestKey = "best";
    private const string BestUpdateKey = "best_update";
    private const string BestStateKey = "best_state";

    private readonly bool _restoreBest;
    private StateNode _bestState = StateNode.Empty;

    /// <summary>Stops after <paramref name="patience"/> updates without a better metric.</summary>
    /// <param name="patience">How many updates in a row may bring nothing better before the last of them stops; at least 1.</param>
    /// <param name="minDelta">By how much a metric must be better than the best to count, at least 0.</param>
    /// <param name="mode">Whether lower metrics are better, as of a loss, or higher ones, as of an accuracy.</param>
    /// <param name="restoreBest">Whether to keep a copy of the model at its best, and to put it back when stopping.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public EarlyStopping(int patience, double minDelta = 0, PlateauMode mode = PlateauMode.Min, bool restoreBest = false)
    {
        if (patience < 1 || !(minDelta >= 0) || double.IsInfinity(minDelta) || mode is not (PlateauMode.Min or PlateauMode.Max))
        {
            Throw.Argument(
                Name,
                FormattableString.Invariant(
                    $"patience must be at least 1, minDelta finite and at least 0, mode Min or Max; got {patience}, {minDelta}, {mode}"));
        }

        (Patience, MinDelta, Mode, _restoreBest) = (patience, minDelta, mode, restoreBest);
    }

    /// <summary>How many updates in a row may bring nothing better.</summary>
    public int Patience { get; }

    /// <summary>By how much a metric must be better.</summary>
    public double MinDelta { get; }

    /// <summary>Which metrics are better.</summary>
    public PlateauMode Mode { get; }

    /// <summary>The best metric so far; null if there is none.</summary>
    public double? Best { get; private set; }

    /// <summary>The number of the update that brought it, from 0; null if none did.</summary>
    public int? BestUpdate { get; private set; }

    /// <summary>Number of updates.</summary>
    public int UpdateCount { get; private set; }

    /// <summary>Number of updates since the best.</summary>
    public int Waited { get; private set; }

    /// <summary>Whether the last update brought the best metric.</summary>
    public bool IsBest => BestUpdate is not null && BestUpdate == UpdateCount - 1;

    /// <summary>Whether patience is at its end.</summary>
    public bool ShouldStop => Waited >= Patience;

    /// <summary>What the last update was, in words: <c>update 7: 0.31 is not better than 0.29 (2 of 5)</c>.</summary>
    public string Message { get; private set; } = "no update yet";

    /// <summary>Takes the metric of another round. NaN is never better, nor is an infinity on the wrong side.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="model">The model that has it; needed where the best is to be restored.</param>
    /// <returns>Whether to stop: if so, and the best is to be restored, the model is the best again.</returns>
    /// <exception cref="ArgumentException">The best is to be restored, and no model is given.</exception>
    public bool Update(double metric, Module? model = null)
    {
        if (_restoreBest && model is null)
        {
            Throw.Argument(Name, "restoreBest keeps the model at its best: pass it, as Update(metric, model)");
        }

        int update = UpdateCount++;
        if (IsBetter(metric))
        {
            (Best, BestUpdate, Waited) = (metric, update, 0);
            _bestState = _restoreBest ? ((IStateful)model!).SaveState() : StateNode.Empty;
            Message = FormattableString.Invariant($"update {update}: {metric} is the best so far");
            return false;
        }

        Waited++;
        string reason = double.IsNaN(metric) ? "not a number, hence " : "";
        string best = Best is { } number ? FormattableString.Invariant($"{number}") : "none";
        Message = FormattableString.Invariant($"update {update}: {metric} is {reason}not better than {best} ({Waited} of {Patience})");
        if (ShouldStop && _restoreBest && BestUpdate is not null)
        {
            RestoreBest(model!);
        }

        return ShouldStop;
    }

    /// <summary>Puts the best model's values into a model, as when training ends before patience does.</summary>
    /// <exception cref="InvalidOperationException">None were kept, or they do not fit the model.</exception>
    public void RestoreBest(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (_bestState is not MapState)
        {
            Throw.Invalid(
                Name, $"no model was kept: {(_restoreBest ? "no update was better than nothing" : "the option restoreBest is not set")}");
        }

        ((IStateful)model).LoadState(_bestState);
    }

    /// <inheritdoc/>
    public StateNode SaveState() => new MapState
    {
        [ModeKey] = $"{Mode}",
        [UpdatesKey] = UpdateCount,
        [WaitedKey] = Waited,
        [BestKey] = Best ?? StateNode.Empty,
        [BestUpdateKey] = BestUpdate ?? StateNode.Empty,
        [BestStateKey] = _bestState,
    };

    /// <inheritdoc/>
    public void LoadState(StateNode state)
    {
        ArgumentNullException.ThrowIfNull(state);
        MapState map = state.As<MapState>();
        string[] missing =
            [.. new[] { ModeKey, UpdatesKey, WaitedKey, BestKey, BestUpdateKey, BestStateKey }.Where(key => !map.TryGetValue(key, out _))];
        if (missing.Length > 0)
        {
            Throw.Invalid(Name, $"the state has no {string.Join(", ", missing)}; its keys are {string.Join(", ", map.Keys)}");
        }

        string mode = map[ModeKey].As<TextState>().Value;
        if (mode != $"{Mode}")
        {
            Throw.Invalid(Name, $"the state must be one of mode {Mode}; got {mode}");
        }

        double? best = map[BestKey] is EmptyState ? null : map[BestKey].ToDouble();
        int? bestUpdate = map[BestUpdateKey] is EmptyState ? null : (int)map[BestUpdateKey].ToInt64();
        (int updates, int waited) = ((int)map[UpdatesKey].ToInt64(), (int)map[WaitedKey].ToInt64());
        StateNode bestState = map[BestStateKey] is EmptyState ? StateNode.Empty : map[BestStateKey].As<MapState>();
        if (_restoreBest && best is not null && bestState is EmptyState)
        {
            Throw.Invalid(Name, "the state has no model, which restoreBest would put back: it was saved without that option");
        }

        (UpdateCount, Waited, Best, BestUpdate, _bestState) = (updates, waited, best, bestUpdate, bestState);
        Message = "loaded";
    }

    private bool IsBetter(double metric) => Mode == PlateauMode.Min
        ? metric < (Best ?? double.PositiveInfinity) - MinDelta
        : metric > (Best ?? double.NegativeInfinity) + MinDelta;
}
