namespace MiniTorch.Training;

/// <summary>
/// The share of samples whose predicted class is the true one. Predictions are classes, integers of the targets' shape, or scores
/// (logits or probabilities), floating-point with the classes as dimension 1, of which the largest counts.
/// PyTorch: <c>torchmetrics.Accuracy(average="micro")</c>; scikit-learn: <c>accuracy_score</c>.
/// </summary>
public sealed class Accuracy : Metric<double>
{
    private readonly ClassCounts _counts = new();

    /// <summary>An accuracy of no samples yet.</summary>
    public Accuracy()
        : base("accuracy")
    {
    }

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor target) => _counts.Add(ClassPairs.Read(Name, prediction, target));

    /// <inheritdoc/>
    public override double Compute()
    {
        CheckAny(_counts.Samples);
        return _counts.HitShare();
    }

    /// <inheritdoc/>
    public override void Reset() => _counts.Clear();
}

/// <summary>A ratio of how often classes were predicted, were true, and were both.</summary>
public abstract class ClassRatio : Metric<double>
{
    private readonly ClassCounts _counts = new();
    private readonly Average _average;
    private readonly double _zeroDivision;

    private protected ClassRatio(string name, Average average, double zeroDivision)
        : base(name)
    {
        if (!(zeroDivision is 0 or 1 || double.IsNaN(zeroDivision)))
        {
            Throw.Argument(name, FormattableString.Invariant($"what 0/0 is must be 0, 1 or NaN; got {zeroDivision}"));
        }

        if (average is not (Average.Binary or Average.Micro or Average.Macro or Average.Weighted))
        {
            Throw.Argument(name, $"the average must be Binary, Micro, Macro or Weighted; got {average}");
        }

        _average = average;
        _zeroDivision = zeroDivision;
    }

    /// <inheritdoc/>
    public sealed override void Update(Tensor prediction, Tensor target) => _counts.Add(ClassPairs.Read(Name, prediction, target));

    /// <inheritdoc/>
    public sealed override double Compute()
    {
        CheckAny(_counts.Samples);
        return _counts.Ratio(Name, _average, _zeroDivision, Of);
    }

    /// <inheritdoc/>
    public sealed override void Reset() => _counts.Clear();

    private protected abstract (long Numerator, long Denominator) Of(ClassCounts.Count count);
}

/// <summary>
/// Of the samples that were predicted to be of a class, the share that is: TP / (TP + FP). Predictions as <see cref="Accuracy"/>'s.
/// PyTorch: <c>torchmetrics.Precision</c>; scikit-learn: <c>precision_score</c>.
/// </summary>
public sealed class Precision : ClassRatio
{
    /// <summary>A precision of no samples yet.</summary>
    /// <param name="average">How classes become one number.</param>
    /// <param name="zeroDivision">What the precision of a class is that was never predicted: 0, 1, or NaN, which leaves it out of means.</param>
    /// <exception cref="ArgumentException"><paramref name="zeroDivision"/> is something else.</exception>
    public Precision(Average average = Average.Binary, double zeroDivision = 0)
        : base("precision", average, zeroDivision)
    {
    }

    private protected override (long Numerator, long Denominator) Of(ClassCounts.Count count) => (count.Hit, count.Predicted);
}

/// <summary>
/// Of the samples of a class, the share that was predicted to be: TP / (TP + FN). Predictions as <see cref="Accuracy"/>'s.
/// PyTorch: <c>torchmetrics.Recall</c>; scikit-learn: <c>recall_score</c>.
/// </summary>
public sealed class Recall : ClassRatio
{
    /// <summary>A recall of no samples yet.</summary>
    /// <param name="average">How classes become one number.</param>
    /// <param name="zeroDivision">What the recall of a class is that is never true: 0, 1, or NaN, which leaves it out of means.</param>
    /// <inheritdoc cref="Precision(Average, double)"/>
    public Recall(Average average = Average.Binary, double zeroDivision = 0)
        : base("recall", average, zeroDivision)
    {
    }

    private protected override (long Numerator, long Denominator) Of(ClassCounts.Count count) => (count.Hit, count.Actual);
}

/// <summary>
/// The harmonic mean of precision and recall: 2·TP / (2·TP + FP + FN). Predictions as <see cref="Accuracy"/>'s.
/// PyTorch: <c>torchmetrics.F1Score</c>; scikit-learn: <c>f1_score</c>.
/// </summary>
public sealed class F1Score : ClassRatio
{
    /// <summary>An F1 score of no samples yet.</summary>
    /// <param name="average">How classes become one number.</param>
    /// <param name="zeroDivision">What the score of class 1 is if it is neither predicted nor true: 0, 1 or NaN.</param>
    /// <inheritdoc cref="Precision(Average, double)"/>
    public F1Score(Average average = Average.Binary, double zeroDivision = 0)
        : base("f1 score", average, zeroDivision)
    {
    }

    private protected override (long Numerator, long Denominator) Of(ClassCounts.Count count) =>
        (2 * count.Hit, count.Predicted + count.Actual);
}
