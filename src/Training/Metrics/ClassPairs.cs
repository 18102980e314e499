namespace MiniTorch.Training;

/// <summary>Predicted and true classes of a batch, read from either form of predictions.</summary>
internal readonly struct ClassPairs
{
    private ClassPairs(long[] predicted, long[] actual, int? classCount)
    {
        Predicted = predicted;
        Actual = actual;
        ClassCount = classCount;
    }

    public long[] Predicted { get; }

    public long[] Actual { get; }

    /// <summary>The number of classes, if the predictions are scores.</summary>
    public int? ClassCount { get; }

    public static ClassPairs Read(string op, Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        CheckTarget(op, target);
        bool isScores = prediction.DType.IsFloatingPoint();
        if (isScores && prediction.Shape == target.Shape)
        {
            Throw.Argument(
                op,
                $"predictions of a floating-point type are scores, [n, classes]; got {Describe(prediction)} for targets {target.Shape}. For two classes with one score compare first: scores > 0.5 of probabilities, scores > 0 of logits");
        }

        if (isScores ? !AreScoresOf(prediction.Shape, target.Shape) : prediction.Shape != target.Shape)
        {
            Throw.Argument(
                op,
                $"predictions are classes, integers of the targets' shape, or scores, floating-point with the classes as dimension 1; got {Describe(prediction)} for targets {target.Shape}");
        }

        long[] actual = ToLongs(target), predicted = ToLongs(isScores ? new Tensor(prediction.Value.ArgMax(1)) : prediction);
        int? classes = isScores ? prediction.Shape[1] : null;
        CheckClasses(op, "target", actual, classes);
        CheckClasses(op, "prediction", predicted, classes);
        return new ClassPairs(predicted, actual, classes);
    }

    /// <summary>Classes as numbers, of a tensor that has been checked.</summary>
    public static long[] ToLongs(Tensor classes) => classes.Value.To(DType.Int64).ToArray<long>();

    public static void CheckTarget(string op, Tensor target)
    {
        if (target.DType.IsFloatingPoint())
        {
            Throw.Argument(op, $"targets must be classes: int64, int32, uint8 or bool; got {Describe(target)}");
        }
    }

    public static void CheckClasses(string op, string what, long[] classes, int? count)
    {
        int wrong = Array.FindIndex(classes, index => index < 0 || index >= (count ?? long.MaxValue));
        if (wrong >= 0)
        {
            Throw.Argument(op, $"a class is {(count is null ? "at least 0" : $"0 to {count - 1}")}; {what} {wrong} is {classes[wrong]}");
        }
    }

    public static string Describe(Tensor tensor) => $"{tensor.DType.Name()} {tensor.Shape}";

    private static bool AreScoresOf(Shape scores, Shape targets) =>
        scores.Rank >= 2 && scores.Rank == targets.Rank + 1 && scores[1] > 0 && scores.Where((_, dim) => dim != 1).SequenceEqual(targets);
}
