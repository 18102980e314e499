namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>
    /// The cross entropy −Σ q_c ln softmax(x)_c between logits x and a target distribution q: of one class if the target holds class
    /// indices, else given by the target. Stable for logits of any finite size. PyTorch: <c>F.cross_entropy</c>.
    /// </summary>
    /// <param name="input">Logits x, [n, c], [c] for a single one, or [n, c, d₁, …].</param>
    /// <param name="target">Class indices, int64 [n], [] or [n, d₁, …]; or class probabilities, floating-point, of the input's shape.
    /// </param>
    /// <param name="reduction">Mean, sum, or the single losses. With class indices the mean divides by the sum of their weights.</param>
    /// <param name="weight">A weight for each class, [c]; null for 1.</param>
    /// <param name="ignoreIndex">The class index whose rows count for nothing.</param>
    /// <param name="labelSmoothing">ε: the target becomes (1 − ε)·q + ε/c (Szegedy et al. 2016).</param>
    /// <returns>A scalar, or the shape of the class indices under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit each other, or a class index is out of range.</exception>
    public static Tensor CrossEntropy(
        Tensor input,
        Tensor target,
        Reduction reduction = Reduction.Mean,
        Tensor? weight = null,
        long ignoreIndex = -100,
        double labelSmoothing = 0)
    {
        const string Name = "cross_entropy";
        CheckReduction(Name, reduction);
        CheckProbability(Name, "label smoothing", labelSmoothing);
        CheckFloatingPoint(Name, input);
        Shape single = ShapeWithoutClasses(Name, input);
        if (target.DType.IsFloatingPoint() && target.Shape == input.Shape)
        {
            return FromProbabilities(input, target, single, reduction, ClassWeight(Name, input, weight), labelSmoothing);
        }

        if (target.DType != DType.Int64 || target.Shape != single)
        {
            Throw.Argument(Name, $"for an input of shape {input.Shape} the target must be int64 class indices of shape {single} or floating-point class probabilities of shape {input.Shape}; got {target.DType.Name()} {target.Shape}");
        }

        Tensor logits = ClassesLast(input);
        Tensor classes = ClassIndices(Name, target, logits.Shape[1], ignoreIndex, out int kept);
        return weight is null && labelSmoothing == 0
            ? FromClasses(logits, classes, ignoreIndex, kept, single, reduction)
            : FromLogarithms(logits.LogSoftmax(1), classes, ignoreIndex, kept, single, reduction, ClassWeight(Name, input, weight), labelSmoothing);
    }

    /// <summary>The negative of the entry of each row that the target names, weighted: −w_c·x_c. PyTorch: <c>F.nll_loss</c>.</summary>
    /// <param name="input">Logarithms of probabilities, [n, c], [c] for a single one, or [n, c, d₁, …].</param>
    /// <param name="target">Class indices, int64 [n], [] or [n, d₁, …].</param>
    /// <param name="reduction">Mean, which divides by the sum of the targets' weights, sum, or the single losses.</param>
    /// <param name="weight">A weight for each class, [c]; null for 1.</param>
    /// <param name="ignoreIndex">The class index whose rows count for nothing.</param>
    /// <returns>A scalar, or the target's shape under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit each other, or a class index is out of range.</exception>
    public static Tensor NllLoss(
        Tensor input, Tensor target, Reduction reduction = Reduction.Mean, Tensor? weight = null, long ignoreIndex = -100)
    {
        const string Name = "nll_loss";
        CheckReduction(Name, reduction);
        CheckFloatingPoint(Name, input);
        Shape single = ShapeWithoutClasses(Name, input);
        if (target.DType != DType.Int64 || target.Shape != single)
        {
            Throw.Argument(Name, $"for an input of shape {input.Shape} the target must be int64 class indices of shape {single}; got {target.DType.Name()} {target.Shape}");
        }

        Tensor rows = ClassesLast(input);
        Tensor classes = ClassIndices(Name, target, rows.Shape[1], ignoreIndex, out int kept);
        return FromLogarithms(rows, classes, ignoreIndex, kept, single, reduction, ClassWeight(Name, input, weight), labelSmoothing: 0);
    }

    // The common case: one operation. The mean's 1/n goes into the gradient of the rows.
    private static Tensor FromClasses(Tensor logits, Tensor classes, long ignored, int kept, Shape single, Reduction reduction)
    {
        NDArray rows = logits.Value.CrossEntropyRows(classes.Value, ignored);
        NDArray value = reduction switch
        {
            Reduction.Mean => rows.Sum().Divide(kept),
            Reduction.Sum => rows.Sum(),
            _ => rows.Reshape(single.AsSpan()).AsWhole(),
        };
        return Op.Record(
            "cross_entropy",
            value,
            (Ignored: ignored, Divisor: reduction == Reduction.Mean ? kept : 1),
            save: [logits, classes],
            (logits, static (s, g) => CrossEntropyBackward(s[0], s[1], s.State.Ignored, PerRow(g, s[1].Count, s.State.Divisor))));
    }

    // The gradient of each row's loss, from that of all of them or of their sum or mean.
    private static Tensor PerRow(Tensor gradient, int rows, int divisor)
    {
        Tensor scaled = divisor == 1 ? gradient : gradient / divisor;
        return scaled.Count == rows ? scaled.Reshape(rows) : scaled.Expand([rows]);
    }

    // gᵢ·(softmax(xᵢ) − one-hot(cᵢ)) in one pass.
    private static Tensor CrossEntropyBackward(Tensor logits, Tensor classes, long ignored, Tensor gradient) => Op.Record(
        "cross_entropy_backward",
        logits.Value.CrossEntropyBackward(classes.Value, ignored, gradient.Value),
        ignored,
        save: [logits, classes, gradient],
        (logits, static (s, h) => SoftmaxBackward(s[0].Softmax(1), h * Kept(s[2], s[1].Eq(s.State)).Unsqueeze(1))),
        (gradient, static (s, h) =>
        {
            Tensor skipped = s[1].Eq(s.State);
            return Kept((s[0].Softmax(1) * h).Sum(1), skipped) - OfClass(h, Column(s[1], skipped), skipped);
        }
    ));

    private static Tensor SoftmaxBackward(Tensor p, Tensor gradient)
    {
        Tensor product = p * gradient;
        return product - (p * product.Sum(1, keepDim: true));
    }

    private static Tensor FromLogarithms(
        Tensor logs, Tensor classes, long ignored, int kept, Shape single, Reduction reduction, Tensor? weight, double labelSmoothing)
    {
        Tensor? skipped = kept == classes.Count ? null : classes.Eq(ignored);
        Tensor column = Column(classes, skipped);
        Tensor? weights = weight is null ? null : OfClass(weight.Expand(logs.Shape), column, skipped);
        Tensor losses = -OfClass(logs, column, skipped);
        losses = weights is null ? losses : losses * weights;
        if (labelSmoothing > 0)
        {
            Tensor smooth = Kept((weight is null ? logs : logs * weight).Sum(1), skipped);
            losses = (losses * (1 - labelSmoothing)) - (smooth * (labelSmoothing / logs.Shape[1]));
        }

        return reduction switch
        {
            Reduction.Mean => weights is null ? losses.Sum() / kept : losses.Sum() / weights.Sum(),
            Reduction.Sum => losses.Sum(),
            _ => losses.Reshape(single.AsSpan()),
        };
    }

    private static Tensor FromProbabilities(
        Tensor input, Tensor target, Shape single, Reduction reduction, Tensor? weight, double labelSmoothing)
    {
        Tensor logs = ClassesLast(input).LogSoftmax(1);
        Tensor probabilities = ClassesLast(target);
        if (labelSmoothing > 0)
        {
            probabilities = (probabilities * (1 - labelSmoothing)) + (labelSmoothing / logs.Shape[1]);
        }

        Tensor losses = -(probabilities * (weight is null ? logs : logs * weight)).Sum(1);
        return reduction switch
        {
            Reduction.Mean => losses.Mean(),
            Reduction.Sum => losses.Sum(),
            _ => losses.Reshape(single.AsSpan()),
        };
    }
}
