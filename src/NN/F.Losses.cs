namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>The squared difference (x − y)², summed or averaged. PyTorch: <c>F.mse_loss</c>.</summary>
    /// <param name="input">x.</param>
    /// <param name="target">y, of the same shape; PyTorch only warns and broadcasts.</param>
    /// <param name="reduction">Mean, sum, or the single squares.</param>
    /// <returns>A scalar, or the shape of the input under <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or neither type is floating-point.</exception>
    public static Tensor MseLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
    {
        CheckPair("mse_loss", input, target, reduction);
        NDArray squares = input.Value.Subtract(target.Value);
        squares.Multiply(squares, squares);
        return Op.Record(
            "mse_loss",
            Reduce(squares, reduction),
            reduction == Reduction.Mean ? 2.0 / squares.Count : 2.0,
            save: [input, target],
            (input, static (s, g) => (s[0] - s[1]) * (g * s.State)),
            (target, static (s, g) => (s[1] - s[0]) * (g * s.State)));
    }

    internal static void CheckReduction(string op, Reduction reduction, bool hasBatchMean = false)
    {
        if (reduction is not (Reduction.None or Reduction.Mean or Reduction.Sum) && !(hasBatchMean && reduction == Reduction.BatchMean))
        {
            Throw.Argument(op, $"the reduction must be None, Mean{(hasBatchMean ? ", BatchMean" : "")} or Sum; got {reduction}{(reduction == Reduction.BatchMean ? ", which only kl_div has" : "")}");
        }
    }

    /// <summary>Two tensors of one shape, at least one of a floating-point type.</summary>
    private static void CheckPair(string op, Tensor input, Tensor target, Reduction reduction, bool hasBatchMean = false)
    {
        CheckReduction(op, reduction, hasBatchMean);
        CheckShapes(op, input, target);
        if (!input.DType.IsFloatingPoint() && !target.DType.IsFloatingPoint())
        {
            Throw.Argument(op, $"input or target must be of a floating-point type; got {input.DType.Name()} and {target.DType.Name()}");
        }
    }

    private static void CheckShapes(string op, Tensor input, Tensor target)
    {
        if (input.Shape != target.Shape)
        {
            Throw.Argument(op, $"input and target must have one shape; got {input.Shape} and {target.Shape}");
        }
    }

    /// <summary>The same two, in the type in which they meet.</summary>
    private static (Tensor Input, Tensor Target) Pair(
        string op, Tensor input, Tensor target, Reduction reduction, bool hasBatchMean = false)
    {
        CheckPair(op, input, target, reduction, hasBatchMean);
        DType dtype = DTypes.Promote(input.DType, target.DType);
        return (input.To(dtype), target.To(dtype));
    }

    /// <summary>Three tensors in the floating-point type in which they meet; what they are called is said in the message.</summary>
    private static (Tensor First, Tensor Second, Tensor Third) Three(string op, string names, Tensor first, Tensor second, Tensor third)
    {
        DType dtype = DTypes.Promote(DTypes.Promote(first.DType, second.DType), third.DType);
        if (!dtype.IsFloatingPoint())
        {
            Throw.Argument(op, $"one of {names} must be of a floating-point type; got {first.DType.Name()}, {second.DType.Name()} and {third.DType.Name()}");
        }

        return (first.To(dtype), second.To(dtype), third.To(dtype));
    }

    private static NDArray Reduce(NDArray losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        _ => losses,
    };

    private static Tensor Reduce(Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        _ => losses,
    };

    // Under a mean each single loss has this part of the gradient.
    private static double Part(NDArray losses, Reduction reduction) => reduction == Reduction.Mean ? 1.0 / losses.Count : 1;
}
