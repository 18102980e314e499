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
        CheckPair("mse_loss", input, target);
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

    /// <summary>Two tensors of one shape, at least one of a floating-point type.</summary>
    private static void CheckPair(string op, Tensor input, Tensor target)
    {
        if (input.Shape != target.Shape)
        {
            Throw.Argument(op, $"input and target must have one shape; got {input.Shape} and {target.Shape}");
        }

        if (!input.DType.IsFloatingPoint() && !target.DType.IsFloatingPoint())
        {
            Throw.Argument(op, $"input or target must be of a floating-point type; got {input.DType.Name()} and {target.DType.Name()}");
        }
    }

    private static NDArray Reduce(NDArray losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        _ => losses,
    };
}
