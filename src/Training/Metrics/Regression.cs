namespace MiniTorch.Training;

/// <summary>A measure of predicted numbers: prediction and target have the same shape, whose first dimension counts samples.</summary>
public abstract class RegressionMetric : Metric<double>
{
    private protected RegressionMetric(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public sealed override void Update(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Shape != target.Shape || target.Rank == 0)
        {
            bool isColumn = prediction.Rank != target.Rank && prediction.Count == target.Count;
            Throw.Argument(
                Name,
                $"prediction and target must have the same shape, samples first; got {prediction.Shape} and {target.Shape}{(isColumn ? ": Squeeze(1) takes away a last dimension of size 1" : "")}");
        }

        int outputs = target.Shape[0] == 0 ? 0 : target.Count / target.Shape[0];
        Add(Doubles(prediction), Doubles(target), outputs);

        static double[] Doubles(Tensor tensor) => tensor.Value.To(DType.Float64).ToArray<double>();
    }

    private protected abstract void Add(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int outputs);
}

/// <summary>
/// The mean of (prediction − target)² over all elements, or its root. PyTorch: <c>torchmetrics.MeanSquaredError(squared)</c>;
/// scikit-learn: <c>mean_squared_error</c>, <c>root_mean_squared_error</c> (which takes the root of each output by itself).
/// </summary>
public sealed class MeanSquaredError : RegressionMetric
{
    private readonly bool _squared;
    private double _sum;
    private long _count;

    /// <summary>An error of no samples yet.</summary>
    /// <param name="squared">Whether the mean of the squares is wanted, not its root (RMSE).</param>
    public MeanSquaredError(bool squared = true)
        : base(squared ? "mean squared error" : "root mean squared error") => _squared = squared;

    /// <inheritdoc/>
    public override double Compute()
    {
        CheckAny(_count);
        return _squared ? _sum / _count : Math.Sqrt(_sum / _count);
    }

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);

    private protected override void Add(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int outputs)
    {
        for (int i = 0; i < target.Length; i++)
        {
            double difference = prediction[i] - target[i];
            _sum += difference * difference;
        }

        _count += target.Length;
    }
}

/// <summary>The mean of |prediction − target| over all elements. PyTorch: <c>torchmetrics.MeanAbsoluteError</c>; scikit-learn:
/// <c>mean_absolute_error</c>.</summary>
public sealed class MeanAbsoluteError : RegressionMetric
{
    private double _sum;
    private long _count;

    /// <summary>An error of no samples yet.</summary>
    public MeanAbsoluteError()
        : base("mean absolute error")
    {
    }

    /// <inheritdoc/>
    public override double Compute()
    {
        CheckAny(_count);
        return _sum / _count;
    }

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);

    private protected override void Add(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int outputs)
    {
        for (int i = 0; i < target.Length; i++)
        {
            _sum += Math.Abs(prediction[i] - target[i]);
        }

        _count += target.Length;
    }
}

/// <summary>
/// The share of the targets' variance that the predictions explain: 1 − Σ(target − prediction)² / Σ(target − mean)²; 1 is perfect, 0 as
/// good as the mean, worse below. Several outputs are averaged. Targets that are all the same give 1 if they are predicted exactly, else 0.
/// PyTorch: <c>torchmetrics.R2Score</c>; scikit-learn: <c>r2_score</c>.
/// </summary>
/// <remarks>Mean and squares go along together (Welford 1962), so that targets far from 0 lose no digits.</remarks>
public sealed class R2Score : RegressionMetric
{
    private (double Mean, double Total, double Residual)[] _outputs = [];
    private long _samples;

    /// <summary>A score of no samples yet.</summary>
    public R2Score()
        : base("r2 score")
    {
    }

    /// <inheritdoc/>
    public override double Compute()
    {
        CheckAny(_samples);
        if (_samples < 2)
        {
            Throw.Invalid(Name, "needs at least two samples, since one has no variance; got 1");
        }

        double sum = 0;
        foreach ((_, double total, double residual) in _outputs)
        {
            sum += total != 0 ? 1 - (residual / total) : residual == 0 ? 1 : 0;
        }

        return sum / _outputs.Length;
    }

    /// <inheritdoc/>
    public override void Reset() => (_outputs, _samples) = ([], 0);

    private protected override void Add(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int outputs)
    {
        if (target.IsEmpty)
        {
            return;
        }

        if (_samples == 0)
        {
            _outputs = new (double Mean, double Total, double Residual)[outputs];
        }
        else if (outputs != _outputs.Length)
        {
            Throw.Argument(Name, $"all batches must have the same number of outputs; got {outputs} after {_outputs.Length}");
        }

        for (int i = 0; i < target.Length; i++)
        {
            int output = i % outputs;
            _samples += output == 0 ? 1 : 0;
            ref (double Mean, double Total, double Residual) sums = ref _outputs[output];
            double residual = target[i] - prediction[i], before = target[i] - sums.Mean;
            sums.Mean += before / _samples;
            sums.Total += before * (target[i] - sums.Mean);
            sums.Residual += residual * residual;
        }
    }
}
