namespace MiniTorch;

/// <summary>
/// The derivatives of y = a·b: gᵃ = g·bᵀ and gᵇ = aᵀ·g. A vector operand is a matrix of one row (left) or one column (right), as in the
/// forward direction; batches that were repeated are summed by the engine.
/// </summary>
internal static class MatMulBackward
{
    public static Tensor First(Tensor a, Tensor b, Tensor gradient)
    {
        Tensor columns = b.Rank == 1 ? b.Unsqueeze(1) : b;
        Tensor result = Full(a, b, gradient).MatMul(columns.Transpose(-2, -1));
        return a.Rank == 1 ? result.Squeeze(-2) : result;
    }

    public static Tensor Second(Tensor a, Tensor b, Tensor gradient)
    {
        Tensor rows = a.Rank == 1 ? a.Unsqueeze(0) : a;
        gradient = Full(a, b, gradient);
        if (b.Rank <= 2 && rows.Rank > 2)
        {
            // One matrix served a whole batch: its gradient is one product over all rows, not a sum of many.
            int count = Shape.Of(rows.Shape.AsSpan()[..^1]).Count;
            rows = rows.Reshape(count, rows.Shape[-1]);
            gradient = gradient.Reshape(count, gradient.Shape[-1]);
        }

        Tensor result = rows.Transpose(-2, -1).MatMul(gradient);
        return b.Rank == 1 ? result.Squeeze(-1) : result;
    }

    // The gradient with the dimensions that the forward product dropped for vectors.
    private static Tensor Full(Tensor a, Tensor b, Tensor gradient)
    {
        Tensor full = a.Rank == 1 ? gradient.Unsqueeze(b.Rank == 1 ? 0 : -2) : gradient;
        return b.Rank == 1 ? full.Unsqueeze(-1) : full;
    }
}
