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
        var classes = new ClassRows(Name, target, logits.Shape[1], ignoreIndex);
        return weight is null && labelSmoothing == 0
            ? FromClasses(logits, classes, single, reduction)
            : FromWeighedClasses(logits, classes, single, reduction, ClassWeight(Name, input, weight), labelSmoothing);
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
        CheckFloatingPoint(Name, input);
        Shape single = ShapeWithoutClasses(Name, input);
        if (target.DType != DType.Int64 || target.Shape != single)
        {
            Throw.Argument(Name, $"for an input of shape {input.Shape} the target must be int64 class indices of shape {single}; got {target.DType.Name()} {target.Shape}");
        }

        Tensor rows = ClassesLast(input);
        var classes = new ClassRows(Name, target, rows.Shape[1], ignoreIndex);
        NDArray weights = classes.Weights(ClassWeight(Name, input, weight), input.DType);
        return Reduce(-(classes.Pick(rows) * new Tensor(weights)), weights, single, reduction);
    }

    // The common case: one operation. The mean's 1/n goes into the gradient of the rows.
    private static Tensor FromClasses(Tensor logits, ClassRows classes, Shape single, Reduction reduction)
    {
        NDArray rows = logits.Value.CrossEntropyRows(classes.Indices.Value, classes.Ignored);
        NDArray value = reduction switch
        {
            Reduction.Mean => rows.Sum().Divide(classes.Kept),
            Reduction.Sum => rows.Sum(),
            _ => rows.Reshape(single.AsSpan()).AsWhole(),
        };
        return Op.Record(
            "cross_entropy",
            value,
            (classes.Ignored, Divisor: reduction == Reduction.Mean ? classes.Kept : 1),
            save: [logits, classes.Indices],
            (logits, static (s, g) => CrossEntropyBackward(s[0], s[1], s.State.Ignored, PerRow(g, s[1].Count, s.State.Divisor))));
    }

    // The gradient of each row's loss, from that of all of them or of their sum or mean.
    private static Tensor PerRow(Tensor gradient, int rows, int divisor)
    {
        Tensor scaled = divisor == 1 ? gradient : gradient / divisor;
        return scaled.Count == rows ? scaled.Reshape(rows) : scaled.Expand([rows]);
    }

    // gᵢ·(softmax(xᵢ) − one-hot(cᵢ)) in one pass.
    private static Tensor CrossEntropyBackward(Tensor logits, Tensor indices, long ignored, Tensor gradient) => Op.Record(
        "cross_entropy_backward",
        logits.Value.CrossEntropyBackward(indices.Value, ignored, gradient.Value),
        ignored,
        save: [logits, indices, gradient],
        (logits, static (s, h) => SoftmaxBackward(s[0].Softmax(1), h * ClassRows.Keep(s[2], s[1], s.State).Unsqueeze(1))),
        (gradient, static (s, h) => ClassRows.Keep((s[0].Softmax(1) * h).Sum(1), s[1], s.State) - ClassRows.Pick(h, s[1], s.State)));

    private static Tensor SoftmaxBackward(Tensor p, Tensor gradient)
    {
        Tensor product = p * gradient;
        return product - (p * product.Sum(1, keepDim: true));
    }

    private static Tensor FromWeighedClasses(
        Tensor logits, ClassRows classes, Shape single, Reduction reduction, Tensor? weight, double labelSmoothing)
    {
        Tensor logs = logits.LogSoftmax(1);
        NDArray weights = classes.Weights(weight, logits.DType);
        Tensor losses = -(classes.Pick(logs) * new Tensor(weights));
        if (labelSmoothing > 0)
        {
            Tensor smooth = classes.Keep((weight is null ? logs : logs * weight).Sum(1));
            losses = (losses * (1 - labelSmoothing)) - (smooth * (labelSmoothing / logs.Shape[1]));
        }

        return Reduce(losses, weights, single, reduction);
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

    private static Tensor Reduce(Tensor losses, NDArray weights, Shape single, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Sum() / new Tensor(weights.Sum()),
        Reduction.Sum => losses.Sum(),
        _ => losses.Reshape(single.AsSpan()),
    };

    // [n, c, d₁, …] → [n·d₁·…, c] and [c] → [1, c].
    private static Tensor ClassesLast(Tensor input)
    {
        if (input.Rank == 2)
        {
            return input;
        }

        int classes = input.Shape[Math.Min(1, input.Rank - 1)];
        Tensor last = input.Rank == 1 ? input : input.Permute([0, .. Enumerable.Range(2, input.Rank - 2), 1]);
        return last.Reshape(classes == 0 ? 0 : input.Count / classes, classes);
    }

    private static Shape ShapeWithoutClasses(string op, Tensor input)
    {
        if (input.Rank == 0)
        {
            Throw.Argument(op, $"the input needs a dimension of classes; got shape {input.Shape}");
        }

        ReadOnlySpan<int> sizes = input.Shape.AsSpan();
        return sizes.Length == 1 ? Shape.Scalar : [sizes[0], .. sizes[2..]];
    }

    private static Tensor? ClassWeight(string op, Tensor input, Tensor? weight)
    {
        if (weight is null)
        {
            return null;
        }

        int classes = input.Shape[Math.Min(1, input.Rank - 1)];
        if (weight.Rank != 1 || weight.Shape[0] != classes)
        {
            Throw.Argument(op, $"the weight must have one entry a class, shape [{classes}]; got {weight.Shape} for an input of shape {input.Shape}");
        }

        if (weight.RequiresGrad)
        {
            Throw.Argument(op, "the weight of the classes has no derivative; pass its Detach()");
        }

        return weight.To(input.DType);
    }
}
