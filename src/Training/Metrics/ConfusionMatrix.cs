using System.Runtime.InteropServices;

namespace MiniTorch.Training;

/// <summary>
/// How often each class was taken for each: int64 [classes, classes], row the true class, column the predicted. Predictions as
/// <see cref="Accuracy"/>'s. PyTorch: <c>torchmetrics.ConfusionMatrix</c>; scikit-learn: <c>confusion_matrix</c>.
/// </summary>
public sealed class ConfusionMatrix : Metric<Tensor>
{
    private const int MaxInferred = 10_000;

    private readonly Dictionary<(long Actual, long Predicted), long> _counts = [];
    private readonly int? _classCount;
    private long _seenClasses;
    private long _samples;

    /// <summary>A matrix of no samples yet.</summary>
    /// <param name="classCount">The number of classes; if null as many as scores have, or up to the largest class that occurs.</param>
    /// <exception cref="ArgumentException"><paramref name="classCount"/> is not positive.</exception>
    public ConfusionMatrix(int? classCount = null)
        : base("confusion matrix")
    {
        if (classCount <= 0)
        {
            Throw.Argument(Name, $"the number of classes must be positive; got {classCount}");
        }

        _classCount = classCount;
    }

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor target)
    {
        ClassPairs pairs = ClassPairs.Read(Name, prediction, target);
        if (_classCount is not null)
        {
            ClassPairs.CheckClasses(Name, "target", pairs.Actual, _classCount);
            ClassPairs.CheckClasses(Name, "prediction", pairs.Predicted, _classCount);
        }

        long classes = Math.Max(pairs.Actual.DefaultIfEmpty(-1).Max(), pairs.Predicted.DefaultIfEmpty(-1).Max()) + 1;
        classes = Math.Max(classes, pairs.ClassCount ?? 0);
        if (_classCount is null && classes > MaxInferred)
        {
            Throw.Argument(Name, $"class {classes - 1} would make a matrix of {classes} by {classes}; pass classCount: if there are that many");
        }

        _seenClasses = Math.Max(_seenClasses, classes);
        _samples += pairs.Actual.Length;
        for (int i = 0; i < pairs.Actual.Length; i++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, (pairs.Actual[i], pairs.Predicted[i]), out _)++;
        }
    }

    /// <inheritdoc/>
    public override Tensor Compute()
    {
        CheckAny(_samples);
        int classes = _classCount ?? (int)_seenClasses;
        long[] matrix = new long[checked(classes * classes)];
        foreach (((long actual, long predicted), long count) in _counts)
        {
            matrix[(actual * classes) + predicted] = count;
        }

        return Tensor.From(matrix, [classes, classes]);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _counts.Clear();
        (_seenClasses, _samples) = (0, 0);
    }
}
