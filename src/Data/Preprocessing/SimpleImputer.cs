namespace MiniTorch.Data;

/// <summary>
/// Fills missing values, which are NaN: with the mean of the column in the table it was fitted on, or with a constant. A column that held no number there is
/// filled with 0. scikit-learn: <c>SimpleImputer(strategy="mean")</c> with <c>keep_empty_features</c>, or <c>strategy="constant"</c>.
/// </summary>
/// <param name="constant">What every missing value becomes; null for the means.</param>
public sealed class SimpleImputer(double? constant = null) : Preprocessor
{
    private const string FillKey = "fill";

    private NDArray? _fill;

    /// <inheritdoc/>
    public override int ColumnCount => _fill?.Count ?? 0;

    /// <summary>What the missing values of each column become, float64 [columns]. scikit-learn: <c>statistics_</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public Tensor Statistics
    {
        get
        {
            if (_fill is null)
            {
                Throw.Invalid(Name, "it must be fitted first: call Fit with the training part, or load a state");
            }

            return new Tensor(Keep(_fill));
        }
    }

    /// <inheritdoc/>
    public override StateNode SaveState() => new MapState { [FillKey] = Save(_fill) };

    /// <inheritdoc/>
    public override void LoadState(StateNode state) => _fill = Row(state, FillKey);

    private protected override void FitCore(NDArray table)
    {
        _ = ColumnStatistics.Range(Name, table);
        _fill = Keep(constant is { } value
            ? NDArray.Full([table.Shape[1]], value, DType.Float64)
            : ColumnStatistics.Means(table, ColumnStatistics.Counts(table)));
    }

    private protected override NDArray TransformCore(NDArray table) =>
        TableBlocks.Map(table, block => NDArray.Where(block.IsNaN(), _fill!, block));
}
