namespace MiniTorch.NN;

// Losses of how near vectors are to each other.
public static partial class F
{
    // PyTorch's, which is of float32 for float64 too.
    private const double LeastSquare = 1e-12f;

    /// <summary>
    /// 1 − cos(x₁, x₂) where y is 1, max(0, cos(x₁, x₂) − m) where y is −1, else 0. PyTorch: <c>F.cosine_embedding_loss</c>.
    /// </summary>
    /// <param name="input1">x₁, [..., d].</param>
    /// <param name="input2">x₂, of the same shape.</param>
    /// <param name="target">y, 1 or −1, [...].</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <param name="margin">m, from −1 to 1; 0 to ½ is of use.</param>
    /// <returns>A scalar, or the target's shape under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or no type is floating-point.</exception>
    public static Tensor CosineEmbeddingLoss(
        Tensor input1, Tensor input2, Tensor target, Reduction reduction = Reduction.Mean, double margin = 0)
    {
        const string Name = "cosine_embedding_loss";
        CheckReduction(Name, reduction);
        if (input1.Rank == 0 || input1.Shape != input2.Shape || target.Shape != Shape.Of(input1.Shape.AsSpan()[..^1]))
        {
            Throw.Argument(Name, $"input1 and input2 must have one shape [..., d] and the target that without the last dimension; got {input1.Shape}, {input2.Shape} and {target.Shape}");
        }

        (input1, input2, target) = Three(Name, "input1, input2 and target", input1, input2, target);
        Tensor squares = (input1.Square().Sum(-1) + LeastSquare) * (input2.Square().Sum(-1) + LeastSquare);
        Tensor cosine = (input1 * input2).Sum(-1) / squares.Sqrt();
        Tensor apart = Tensor.Where(target.Eq(-1), (cosine - margin).Clamp(min: 0), 0);
        return Reduce(Tensor.Where(target.Eq(1), 1 - cosine, 0) + apart, reduction);
    }

    /// <summary>
    /// max(0, ‖a − p‖ − ‖a − n‖ + m), <see cref="PairwiseDistance"/>s: the anchor a is to be nearer to p than to n by m (Balntas et al. 2016).
    /// PyTorch: <c>F.triplet_margin_loss</c>.
    /// </summary>
    /// <param name="anchor">a, [..., d].</param>
    /// <param name="positive">p, of the same shape.</param>
    /// <param name="negative">n, of the same shape.</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <param name="margin">m, above 0.</param>
    /// <param name="p">The order of the norm.</param>
    /// <param name="eps">Added to each difference.</param>
    /// <param name="swap">Whether ‖p − n‖ stands for ‖a − n‖ where it is smaller.</param>
    /// <returns>A scalar, or the shape of the anchor without its last dimension under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ, <paramref name="margin"/> is not positive, or no type is floating-point.</exception>
    public static Tensor TripletMarginLoss(
        Tensor anchor,
        Tensor positive,
        Tensor negative,
        Reduction reduction = Reduction.Mean,
        double margin = 1,
        double p = 2,
        double eps = 1e-6,
        bool swap = false)
    {
        const string Name = "triplet_margin_loss";
        CheckReduction(Name, reduction);
        CheckMargin(margin);
        if (anchor.Rank == 0 || anchor.Shape != positive.Shape || anchor.Shape != negative.Shape)
        {
            Throw.Argument(Name, $"anchor, positive and negative must have one shape [..., d]; got {anchor.Shape}, {positive.Shape} and {negative.Shape}");
        }

        (anchor, positive, negative) = Three(Name, "anchor, positive and negative", anchor, positive, negative);
        Tensor near = PairwiseDistance(anchor, positive, p, eps), far = PairwiseDistance(anchor, negative, p, eps);
        far = swap ? far.Minimum(PairwiseDistance(positive, negative, p, eps)) : far;
        return Reduce((near - far + margin).Clamp(min: 0), reduction);
    }

    internal static void CheckMargin(double margin)
    {
        if (!(margin > 0))
        {
            Throw.Argument("triplet_margin_loss", FormattableString.Invariant($"margin must be above 0; got {margin}"));
        }
    }
}
