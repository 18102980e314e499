namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// The element of rank q·(n − 1) of n in order, from 0, along a dimension or of all; between two elements, what the interpolation says. NaN if one is
    /// NaN. PyTorch: <c>torch.quantile</c>.
    /// </summary>
    /// <param name="q">0 to 1.</param>
    /// <param name="dim">The dimension; negative counts from the end. All elements if null.</param>
    /// <param name="keepDim">Whether the reduced dimensions stay, with size 1.</param>
    /// <param name="interpolation">Between two elements.</param>
    /// <exception cref="ArgumentException"><paramref name="q"/> is not between 0 and 1, or there are no elements.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public Tensor Quantile(double q, int? dim = null, bool keepDim = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        Quantiles("quantile", From([q]), dim, keepDim, interpolation, ignoresNaN: false).Select(0, 0);

    /// <param name="q">Numbers from 0 to 1 of this type, of one dimension, which stands in front of the result's, or of none.</param>
    /// <param name="dim">The dimension; negative counts from the end. All elements if null.</param>
    /// <param name="keepDim">Whether the reduced dimensions stay, with size 1.</param>
    /// <param name="interpolation">Between two elements.</param>
    /// <inheritdoc cref="Quantile(double, int?, bool, QuantileInterpolation)"/>
    public Tensor Quantile(Tensor q, int? dim = null, bool keepDim = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        Quantiles("quantile", q, dim, keepDim, interpolation, ignoresNaN: false);

    /// <summary>
    /// The element of rank q·(n − 1) of the n that are not NaN in order, from 0, along a dimension or of all; between two elements, what the interpolation
    /// says. NaN if all are. PyTorch: <c>torch.nanquantile</c>.
    /// </summary>
    /// <inheritdoc cref="Quantile(double, int?, bool, QuantileInterpolation)"/>
    public Tensor NanQuantile(double q, int? dim = null, bool keepDim = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        Quantiles("nanquantile", From([q]), dim, keepDim, interpolation, ignoresNaN: true).Select(0, 0);

    /// <inheritdoc cref="Quantile(Tensor, int?, bool, QuantileInterpolation)"/>
    public Tensor NanQuantile(Tensor q, int? dim = null, bool keepDim = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        Quantiles("nanquantile", q, dim, keepDim, interpolation, ignoresNaN: true);

    private Tensor Quantiles(string op, Tensor q, int? dim, bool keepDim, QuantileInterpolation interpolation, bool ignoresNaN)
    {
        if (!DType.IsFloatingPoint())
        {
            return Throw.DType<Tensor>(op, DType, DTypes.Default);
        }

        CheckQuantiles(op, q);

        // Rows of what is reduced, in order.
        int? at = dim is { } given ? Shape.DimOrScalar(given, op) : null;
        Tensor rows = Rank == 0 || at is null ? Reshape(-1) : Moved(this, at.Value, Rank - 1);
        int size = rows.Shape[^1];
        if (size == 0)
        {
            Throw.Argument(op, $"there must be elements to choose from; got {DType.Name()} {Shape}");
        }

        rows = rows.Sort().Values;
        Tensor ranks = Ranks(rows.Value, q.Rank == 0 ? q.Unsqueeze(0) : q, ignoresNaN);
        Tensor result = Interpolated(rows, ranks, interpolation);

        // [rows, q] → [q, rows], with the reduced dimensions where they were.
        result = Moved(result, result.Rank - 1, 0);
        if (keepDim)
        {
            Shape kept = at is { } one && Rank > 0 ? Shape.With(one, 1) : Shape.Of(new int[Rank].Select(static _ => 1).ToArray());
            result = result.Reshape([result.Shape[0], .. kept]);
        }

        return q.Rank == 0 ? result.Select(0, 0) : result;
    }

    private static Tensor Moved(Tensor x, int from, int to)
    {
        List<int> dims = [.. Enumerable.Range(0, x.Rank)];
        dims.RemoveAt(from);
        dims.Insert(to, from);
        return x.Permute([.. dims]);
    }

    private void CheckQuantiles(string op, Tensor q)
    {
        // The number of a call with a double is float64.
        bool isNumber = q.DType == DType.Float64 && !q.RequiresGrad;
        if (q.Rank > 1 || (q.DType != DType && !isNumber))
        {
            Throw.Argument(op, $"q must have the tensor's type, {DType.Name()}, and at most one dimension; got {q.DType.Name()} {q.Shape}");
        }

        foreach (double one in q.Value.To(DType.Float64).ToArray<double>())
        {
            if (!(one >= 0 && one <= 1))
            {
                Throw.Argument(op, $"q must lie between 0 and 1; got {one}");
            }
        }
    }

    // q·(n − 1) for every row and q; the last place, where a NaN stands, in a row that has one.
    private static Tensor Ranks(NDArray rows, Tensor q, bool ignoresNaN)
    {
        int size = rows.Shape[^1];
        NDArray numbers = rows.Eq(rows);
        if (ignoresNaN)
        {
            NDArray last = numbers.Sum(-1, keepDim: true).Subtract(1).Clamp(min: 0);
            return q * new Tensor(last.To(q.DType));
        }

        return Where(new Tensor(numbers.Slice(-1, size - 1)), q * (size - 1), size - 1);
    }

    private static Tensor Interpolated(Tensor rows, Tensor ranks, QuantileInterpolation interpolation)
    {
        Tensor below = Places(ranks.Value.Floor()), above = Places(ranks.Value.Ceil());
        switch (interpolation)
        {
            case QuantileInterpolation.Lower: return rows.Gather(-1, below);
            case QuantileInterpolation.Higher: return rows.Gather(-1, above);
            case QuantileInterpolation.Nearest: return rows.Gather(-1, Places(ranks.Value.Round()));
            default: break;
        }

        Tensor low = rows.Gather(-1, below), high = rows.Gather(-1, above);
        Tensor weight = interpolation == QuantileInterpolation.Midpoint
            ? Full(low.Shape, 0.5, low.DType)
            : (ranks - below.To(ranks.DType)).To(low.DType);

        // From the nearer of the two, as PyTorch's lerp does.
        return Where(weight.Lt(0.5), low + (weight * (high - low)), high - ((high - low) * (1 - weight)));

        static Tensor Places(NDArray ranks) => new(ranks.To(DType.Int64));
    }
}
