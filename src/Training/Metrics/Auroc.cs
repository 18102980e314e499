namespace MiniTorch.Training;

/// <summary>
/// The area under the receiver operating characteristic: the probability that a sample of the class has a higher score than one of
/// another, ties counting half, by the ranks of all scores (Mann and Whitney 1947). Scores are floating-point: [n], higher for class 1,
/// with targets 0 and 1; or [n, classes], where the result is the mean over the classes, each against the rest.
/// PyTorch: <c>torchmetrics.AUROC</c>; scikit-learn: <c>roc_auc_score</c>, for several classes with <c>multi_class="ovr"</c>.
/// </summary>
/// <remarks>Only the order of scores matters: logits or probabilities. Unlike scikit-learn's, rows need not sum to 1.</remarks>
public sealed class Auroc : Metric<double>
{
    private readonly List<double[]> _scores = [];
    private readonly List<long[]> _targets = [];

    // The columns of the scores, 0 if they have but one dimension.
    private int? _classes;

    /// <summary>An area of no samples yet. The scores of all samples are kept until <see cref="Reset"/>.</summary>
    public Auroc()
        : base("roc auc")
    {
    }

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        ClassPairs.CheckTarget(Name, target);
        if (!prediction.DType.IsFloatingPoint())
        {
            Throw.Argument(Name, $"predictions must be scores of a floating-point type, not classes; got {ClassPairs.Describe(prediction)}");
        }

        if (prediction.Rank is not (1 or 2) || target.Rank != 1 || prediction.Shape[0] != target.Shape[0])
        {
            Throw.Argument(Name, $"scores must be [n] or [n, classes] and targets [n]; got {prediction.Shape} and {target.Shape}");
        }

        int classes = prediction.Rank == 1 ? 0 : prediction.Shape[1];
        if (classes == 1 || classes != (_classes ?? classes))
        {
            Throw.Argument(
                Name,
                classes == 1
                    ? $"scores [n, 1] are of one class; pass them as [n], by Squeeze(1); got {prediction.Shape}"
                    : $"all batches must have scores of the same classes; got {prediction.Shape} after [n{(_classes > 0 ? $", {_classes}" : "")}]");
        }

        double[] scores = prediction.Value.To(DType.Float64).ToArray<double>();
        long[] targets = ClassPairs.ToLongs(target);
        ClassPairs.CheckClasses(Name, "target", targets, classes == 0 ? 2 : classes);
        int wrong = Array.FindIndex(scores, double.IsNaN);
        if (wrong >= 0)
        {
            Throw.Argument(Name, $"scores must have an order; that of sample {wrong / Math.Max(classes, 1)} is NaN");
        }

        _classes = classes;
        _scores.Add(scores);
        _targets.Add(targets);
    }

    /// <inheritdoc/>
    public override double Compute()
    {
        long[] targets = [.. _targets.SelectMany(static part => part)];
        double[] scores = [.. _scores.SelectMany(static part => part)];
        CheckAny(targets.Length);
        if (_classes == 0)
        {
            return Area(scores, targets, 1);
        }

        int classes = _classes!.Value;
        double sum = 0;
        for (int i = 0; i < classes; i++)
        {
            int column = i;
            sum += Area([.. targets.Select((_, row) => scores[(row * classes) + column])], targets, column);
        }

        return sum / classes;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _scores.Clear();
        _targets.Clear();
        _classes = null;
    }

    // Of twice the midranks, which are whole, so that the only rounding is that of the quotient.
    private double Area(double[] scores, long[] targets, long positive)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length)];
        double[] sorted = (double[])scores.Clone();
        Array.Sort(sorted, order);
        long ranks = 0, positives = 0;
        for (int first = 0; first < sorted.Length;)
        {
            int next = first + 1;
            while (next < sorted.Length && sorted[next] == sorted[first])
            {
                next++;
            }

            long hits = 0;
            foreach (int index in order.AsSpan(first, next - first))
            {
                hits += targets[index] == positive ? 1 : 0;
            }

            positives += hits;
            ranks += hits * (first + 1L + next);
            first = next;
        }

        long negatives = scores.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            Throw.Invalid(
                Name, $"needs samples of class {positive} and of another; got {positives} and {negatives} of {scores.Length}");
        }

        return (ranks - (positives * (positives + 1))) / (2.0 * positives * negatives);
    }
}
