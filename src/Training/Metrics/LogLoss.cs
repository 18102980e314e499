namespace MiniTorch.Training;

/// <summary>
/// The mean of −ln p of the true class. Predictions are probabilities: [n], of class 1, with targets 0 and 1; or [n, classes], rows of
/// which sum to 1. They are kept away from 0 and 1 by their type's ε, 1.2·10⁻⁷ or 2.2·10⁻¹⁶. Logits want <c>F.CrossEntropy</c>.
/// scikit-learn: <c>log_loss</c>.
/// </summary>
public sealed class LogLoss : Metric<double>
{
    private const double SumTolerance = 1e-3;
    private const double Float32Epsilon = 1.1920928955078125e-07;
    private const double Float64Epsilon = 2.220446049250313e-16;

    private double _sum;
    private long _samples;

    /// <summary>A loss of no samples yet.</summary>
    public LogLoss()
        : base("log loss")
    {
    }

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        ClassPairs.CheckTarget(Name, target);
        if (!prediction.DType.IsFloatingPoint() || prediction.Rank is not (1 or 2) || target.Rank != 1 || prediction.Shape[0] != target.Shape[0])
        {
            Throw.Argument(
                Name,
                $"predictions must be probabilities, [n] or [n, classes], and targets classes, [n]; got {ClassPairs.Describe(prediction)} and {ClassPairs.Describe(target)}");
        }

        double[] values = prediction.Value.To(DType.Float64).ToArray<double>();
        long[] targets = ClassPairs.ToLongs(target);
        int columns = prediction.Rank == 1 ? 1 : prediction.Shape[1];
        ClassPairs.CheckClasses(Name, "target", targets, prediction.Rank == 1 ? 2 : columns);
        CheckProbabilities(values, prediction.Rank == 1 ? null : columns);
        double epsilon = prediction.DType == DType.Float32 ? Float32Epsilon : Float64Epsilon;
        for (int i = 0; i < targets.Length; i++)
        {
            double p = prediction.Rank == 2 ? values[(i * columns) + targets[i]] : targets[i] == 1 ? values[i] : 1 - values[i];
            _sum -= Math.Log(Math.Clamp(p, epsilon, 1 - epsilon));
        }

        _samples += targets.Length;
    }

    /// <inheritdoc/>
    public override double Compute()
    {
        CheckAny(_samples);
        return _sum / _samples;
    }

    /// <inheritdoc/>
    public override void Reset() => (_sum, _samples) = (0, 0);

    private void CheckProbabilities(double[] values, int? columns)
    {
        int wrong = Array.FindIndex(values, static value => !(value is >= 0 and <= 1));
        if (wrong >= 0)
        {
            Throw.Argument(
                Name,
                FormattableString.Invariant(
                    $"predictions must be probabilities from 0 to 1; sample {wrong / (columns ?? 1)} has {values[wrong]}: of logits take Softmax(1), or Sigmoid() where there is one a sample"));
        }

        for (int row = 0; columns > 0 && row < values.Length / columns; row++)
        {
            double sum = values.AsSpan(row * columns.Value, columns.Value).ToArray().Sum();
            if (Math.Abs(sum - 1) > SumTolerance)
            {
                Throw.Argument(Name, FormattableString.Invariant($"the probabilities of a sample must sum to 1; those of sample {row} sum to {sum}"));
            }
        }
    }
}
