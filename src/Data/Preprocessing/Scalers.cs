namespace MiniTorch.Data;

/// <summary>y = (x − shift) / scale, column by column, and back.</summary>
public abstract class Scaler : Preprocessor
{
    private NDArray? _shift;
    private NDArray? _scale;

    private protected Scaler()
    {
    }

    /// <inheritdoc/>
    public sealed override int ColumnCount => _scale?.Count ?? 0;

    /// <summary>What is divided by, float64 [columns]; 1 for a column whose values are all the same. scikit-learn: <c>scale_</c>, for <see cref="MinMaxScaler"/> its inverse.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public Tensor Scale => new(Keep(Fitted(_scale)));

    private protected NDArray Shift => Fitted(_shift);

    /// <summary>The table of which <see cref="Preprocessor.Transform"/> makes this one, but for rounding. NaN stays.</summary>
    /// <inheritdoc cref="Preprocessor.Transform"/>
    public Tensor InverseTransform(Tensor table)
    {
        NDArray values = CheckFitted(table);
        return new Tensor(TableBlocks.Map(values, block => block.Multiply(_scale!).Add(_shift!)));
    }

    /// <inheritdoc/>
    public override StateNode SaveState() => new MapState { ["shift"] = Save(_shift), ["scale"] = Save(_scale) };

    /// <inheritdoc/>
    public override void LoadState(StateNode state)
    {
        NDArray? shift = Row(state, "shift"), scale = Row(state, "scale");
        CheckAlike(shift, scale);
        (_shift, _scale) = (shift, scale);
    }

    private protected sealed override void FitCore(NDArray table)
    {
        (NDArray least, NDArray most) = ColumnStatistics.Range(Name, table);
        (NDArray shift, NDArray scale) = FitCore(table, least, most);
        (_shift, _scale) = (Keep(shift), Keep(scale));
    }

    private protected abstract (NDArray Shift, NDArray Scale) FitCore(NDArray table, NDArray least, NDArray most);

    private protected sealed override NDArray TransformCore(NDArray table) =>
        TableBlocks.Map(table, block => block.Subtract(_shift!).Divide(_scale!));

    private NDArray Fitted(NDArray? row)
    {
        if (row is null)
        {
            Throw.Invalid(Name, "it must be fitted first: call Fit with the training part, or load a state");
        }

        return row;
    }
}

/// <summary>
/// Mean 0 and standard deviation 1: (x − mean) / std, with the standard deviation of these numbers (divided by their count, not one less). A column whose
/// values are all the same becomes 0. scikit-learn: <c>StandardScaler</c>.
/// </summary>
/// <param name="withMean">Whether to subtract the mean. scikit-learn: <c>with_mean</c>.</param>
/// <param name="withStd">Whether to divide by the standard deviation. scikit-learn: <c>with_std</c>.</param>
public sealed class StandardScaler(bool withMean = true, bool withStd = true) : Scaler
{
    /// <summary>What is subtracted, float64 [columns]: the means, or 0 where they are not. scikit-learn: <c>mean_</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public Tensor Mean => new(Keep(Shift));

    private protected override (NDArray Shift, NDArray Scale) FitCore(NDArray table, NDArray least, NDArray most)
    {
        NDArray counts = ColumnStatistics.Counts(table);
        NDArray means = ColumnStatistics.Means(table, counts);

        // Rounding gives equal values a deviation: only their range says that they are equal. Their mean, too, is the value itself.
        NDArray isSpread = least.Lt(most);
        means = NDArray.Where(least.Eq(most), least, means);
        NDArray zero = NDArray.Zeros([], DType.Float64), one = NDArray.Ones([], DType.Float64);
        NDArray scale = withStd ? NDArray.Where(isSpread, ColumnStatistics.Variances(table, counts, means).Sqrt(), one) : NDArray.OnesLike(means);
        return (withMean ? means : zero.Expand(means.Shape), scale);
    }
}

/// <summary>
/// A range for every column: the smallest value becomes <paramref name="min"/>, the largest <paramref name="max"/>. A column whose values are all the same
/// becomes <paramref name="min"/>; values outside the range that was fitted come to lie outside. scikit-learn: <c>MinMaxScaler(feature_range)</c>.
/// </summary>
/// <param name="min">What the smallest value becomes.</param>
/// <param name="max">What the largest value becomes.</param>
public sealed class MinMaxScaler(double min = 0, double max = 1) : Scaler
{
    private readonly double _width = Width(min, max);

    private protected override (NDArray Shift, NDArray Scale) FitCore(NDArray table, NDArray least, NDArray most)
    {
        NDArray one = NDArray.Ones([], DType.Float64), zero = NDArray.Zeros([], DType.Float64);
        NDArray scale = NDArray.Where(least.Lt(most), most.Subtract(least), one).Divide(_width);
        NDArray start = NDArray.Where(least.Le(most), least, zero);
        return (start.Subtract(scale.Multiply(min)), scale);
    }

    private static double Width(double min, double max)
    {
        if (!(double.IsFinite(min) && double.IsFinite(max) && min < max))
        {
            Throw.Argument("MinMaxScaler", FormattableString.Invariant($"the range must be finite and its minimum below its maximum; got {min} to {max}"));
        }

        return max - min;
    }
}
