namespace MiniTorch.NN;

// Losses that are 0 once something is far enough on the right side, or almost.
public static partial class F
{
    /// <summary>
    /// max(0, m − y·(x₁ − x₂)): for y = 1 the first is to be greater by m, for y = −1 the second. PyTorch: <c>F.margin_ranking_loss</c>.
    /// </summary>
    /// <param name="input1">x₁.</param>
    /// <param name="input2">x₂, of the same shape.</param>
    /// <param name="target">y, 1 or −1, of the same shape.</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <param name="margin">m.</param>
    /// <returns>A scalar, or the shape of the inputs under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or no type is floating-point.</exception>
    public static Tensor MarginRankingLoss(
        Tensor input1, Tensor input2, Tensor target, Reduction reduction = Reduction.Mean, double margin = 0)
    {
        const string Name = "margin_ranking_loss";
        CheckReduction(Name, reduction);
        if (input1.Shape != input2.Shape || input1.Shape != target.Shape)
        {
            Throw.Argument(Name, $"input1, input2 and target must have one shape; got {input1.Shape}, {input2.Shape} and {target.Shape}");
        }

        (input1, input2, target) = Three(Name, "input1, input2 and target", input1, input2, target);
        return Reduce((((input2 - input1) * target) + margin).Clamp(min: 0), reduction);
    }

    /// <summary>
    /// x where y is 1, max(0, m − x) where y is −1; x is a distance that is to be small or at least m. PyTorch: <c>F.hinge_embedding_loss</c>.
    /// </summary>
    /// <param name="input">x.</param>
    /// <param name="target">y, 1 or −1, of the same shape; of another number the loss is the sum of both.</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <param name="margin">m.</param>
    /// <returns>A scalar, or the shape of the input under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or neither type is floating-point.</exception>
    public static Tensor HingeEmbeddingLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double margin = 1)
    {
        (input, target) = Pair("hinge_embedding_loss", input, target, reduction);
        Tensor far = Tensor.Where(target.Eq(1), 0, (margin - input).Clamp(min: 0));
        return Reduce(Tensor.Where(target.Eq(-1), 0, input) + far, reduction);
    }

    /// <summary>ln(1 + exp(−y·x)), which does not overflow. PyTorch: <c>F.soft_margin_loss</c>.</summary>
    /// <param name="input">x.</param>
    /// <param name="target">y, 1 or −1, of the same shape.</param>
    /// <param name="reduction">Mean, sum, or the single losses.</param>
    /// <returns>A scalar, or the shape of the input under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or neither type is floating-point.</exception>
    public static Tensor SoftMarginLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
    {
        (input, target) = Pair("soft_margin_loss", input, target, reduction);
        return Reduce(-(input * target).LogSigmoid(), reduction);
    }

    /// <summary>
    /// Σ w_y·max(0, m − x_y + x_j)ᵖ / c over the classes j other than y: the target's score is to be greater than any other by m. The
    /// derivative at the margin is 0. PyTorch: <c>F.multi_margin_loss</c>.
    /// </summary>
    /// <param name="input">Scores x, [n, c], or [c] for a single one.</param>
    /// <param name="target">Class indices y, int64 [n] or [].</param>
    /// <param name="reduction">Mean, which divides by n whatever the weights, sum, or the single losses.</param>
    /// <param name="p">1 or 2.</param>
    /// <param name="margin">m.</param>
    /// <param name="weight">A weight w for each class, [c]; null for 1.</param>
    /// <returns>A scalar, or the target's shape under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit each other, a class index is out of range, or <paramref name="p"/> is.</exception>
    public static Tensor MultiMarginLoss(
        Tensor input, Tensor target, Reduction reduction = Reduction.Mean, int p = 1, double margin = 1, Tensor? weight = null)
    {
        const string Name = "multi_margin_loss";
        CheckReduction(Name, reduction);
        CheckMarginOrder(p);
        CheckFloatingPoint(Name, input);
        if (input.Rank is not (1 or 2) || target.DType != DType.Int64 || target.Shape != ShapeWithoutClasses(Name, input))
        {
            Throw.Argument(Name, $"the input must have shape [n, c] and the target be int64 class indices of shape [n], or [c] and []; got {input.Shape}, and {target.DType.Name()} {target.Shape}");
        }

        Tensor rows = ClassesLast(input);
        Tensor column = Column(ClassIndices(Name, target, rows.Shape[1], ignored: null, out _), skipped: null);
        Tensor losses = (rows - rows.Gather(1, column) + margin).Relu().MaskedFill(Tensor.Arange(rows.Shape[1]).Eq(column), 0);
        losses = p == 2 ? losses.Square() : losses;
        losses = ClassWeight(Name, input, weight) is { } weights ? losses * weights.Expand(rows.Shape).Gather(1, column) : losses;
        losses = losses.Sum(1) / rows.Shape[1];
        return Reduce(losses.Reshape(target.Shape.AsSpan()), reduction);
    }

    internal static void CheckMarginOrder(int p)
    {
        if (p is not (1 or 2))
        {
            Throw.Argument("multi_margin_loss", $"p must be 1 or 2; got {p}");
        }
    }
}
