namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>Running sums along a dimension: yₘ = x₀ + … + xₘ. PyTorch: <c>torch.cumsum</c>.</summary>
    /// <inheritdoc cref="NDArray.Cumsum(int, DType?)"/>
    public Tensor Cumsum(int dim, DType? dtype = null) => Cumsum(dim, reverse: false, dtype);

    /// <summary>Running products along a dimension: yₘ = x₀ · … · xₘ. The gradient is right with zeros among the factors. PyTorch: <c>torch.cumprod</c>.</summary>
    /// <inheritdoc cref="NDArray.Cumprod"/>
    public Tensor Cumprod(int dim, DType? dtype = null)
    {
        if (Rank == 0)
        {
            return Unsqueeze(0).Cumprod(dim, dtype).Squeeze(0);
        }

        Tensor x = Factors(dtype);
        return Op.Record(
            "cumprod",
            x.Value.Cumprod(dim, dtype),
            Shape.Dim(dim, "cumprod"),
            save: [x, Op.Output],
            (x, static (s, g) => CumprodBackward(s[0], s[1], s.State, g)));
    }

    /// <summary>
    /// Running greatest elements along a dimension and where they stand, the last of equal ones, which alone receives the gradient; NaN counts as the
    /// greatest. PyTorch: <c>torch.cummax</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Cummax"/>
    public (Tensor Values, Tensor Indices) Cummax(int dim) => RunningChoice("cummax", Value.Cummax(dim), dim);

    /// <summary>
    /// Running smallest elements along a dimension and where they stand, the last of equal ones, which alone receives the gradient; NaN counts as the
    /// smallest. PyTorch: <c>torch.cummin</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Cummin"/>
    public (Tensor Values, Tensor Indices) Cummin(int dim) => RunningChoice("cummin", Value.Cummin(dim), dim);

    /// <summary>
    /// yₘ = ln(eˣ⁰ + … + eˣᵐ) along a dimension; stable for any finite values. The derivative for −∞ is 0 behind other numbers, and NaN, as in PyTorch,
    /// where all before it are −∞. PyTorch: <c>torch.logcumsumexp</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.LogCumsumExp"/>
    public Tensor LogCumsumExp(int dim) => Rank == 0 ? Unsqueeze(0).LogCumsumExp(dim).Squeeze(0) : Op.Record(
        "logcumsumexp",
        Value.LogCumsumExp(dim),
        Shape.Dim(dim, "logcumsumexp"),
        save: [this, Op.Output],
        (this, static (s, g) => LogCumsumExpBackward(s[0], s[1], s.State, g)));

    /// <summary>
    /// Differences of neighbours along a dimension, yₘ = xₘ₊₁ − xₘ, <paramref name="n"/> times over; of bools whether they differ. Each time the dimension
    /// becomes shorter by 1, down to 0. PyTorch: <c>torch.diff</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Diff"/>
    public Tensor Diff(int n = 1, int dim = -1) => Op.Record(
        "diff", Value.Diff(n, dim), (Shape, Dim: Shape.Dim(dim, "diff")), save: [], (this, static (s, g) => DiffBackward(s.State.Shape, s.State.Dim, g)));

    private (Tensor Values, Tensor Indices) RunningChoice(string op, (NDArray Values, NDArray Indices) of, int dim)
    {
        var indices = new Tensor(of.Indices);
        if (Rank == 0)
        {
            return (Op.Record(op, of.Values, save: [], (this, static (s, g) => g)), indices);
        }

        Tensor values = Op.Record(
            op,
            of.Values,
            (Shape, Dim: Shape.Dim(dim, op)),
            save: [indices],
            (this, static (s, g) => g.ScatterAdd(s.State.Shape, s.State.Dim, s[0])));
        return (values, indices);
    }

    private Tensor Cumsum(int dim, bool reverse, DType? dtype = null) =>
        Op.Record("cumsum", Value.Cumsum(dim, reverse, dtype), (dim, reverse), save: [], (this, static (s, g) => g.Cumsum(s.State.dim, !s.State.reverse)));

    // What is multiplied, in the type whose history it is.
    private Tensor Factors(DType? dtype) => dtype is { } wanted && wanted.IsFloatingPoint() ? To(wanted) : this;

    // A product is the last of the running products of a row.
    private static Tensor ProdBackward(Tensor x, int[] dims, Shape kept, Tensor gradient)
    {
        if (x.Count == 0)
        {
            return Zeros(x.Shape, x.DType);
        }

        int[] order = [.. Enumerable.Range(0, x.Rank).OrderBy(dim => dims.Length == 0 || dims.Contains(dim) || dims.Contains(dim - x.Rank) ? 1 : 0)];
        int[] inverse = [.. Enumerable.Range(0, x.Rank).Select(dim => Array.IndexOf(order, dim))];
        Shape rows = [kept.Count, x.Count / kept.Count];
        Tensor permuted = x.Permute(order), factors = permuted.Reshape(rows.AsSpan());
        Tensor last = SliceBackward(gradient.Reshape(rows[0], 1), (rows, 1, rows[1] - 1, int.MaxValue, 1));
        return CumprodBackward(factors, factors.Cumprod(1), 1, last).Reshape(permuted.Shape.AsSpan()).Permute(inverse);
    }

    // ∂L/∂xᵢ = (x₀ ⋯ xᵢ₋₁)·sᵢ with sᵢ = gᵢ + xᵢ₊₁·sᵢ₊₁: what stands before i and what stands behind it, without a division.
    private static Tensor CumprodBackward(Tensor x, Tensor y, int dim, Tensor gradient) =>
        Shifted(y, dim, 1, reverse: false) * gradient.Recurrence(x, dim, reverse: true);

    /// <summary>The linear recurrence of <see cref="NDArray.Recurrence"/>; the derivative for its inputs is the same recurrence the other way.</summary>
    private Tensor Recurrence(Tensor links, int dim, bool reverse) => Op.Record(
        "recurrence",
        Value.Recurrence(links.Value, dim, reverse),
        (dim, reverse),
        save: [links, Op.Output],
        (this, static (s, h) => h.Recurrence(s[0], s.State.dim, !s.State.reverse)),
        (links, static (s, h) =>
        {
            Tensor adjoint = h.Recurrence(s[0], s.State.dim, !s.State.reverse);
            (Tensor before, Tensor behind) = s.State.reverse ? (adjoint, s[1]) : (s[1], adjoint);
            return Shifted(before, s.State.dim, 0, reverse: false) * behind;
        }
    ));

    // ∂L/∂xᵢ = e^(xᵢ − yᵢ)·sᵢ with sᵢ = gᵢ + e^(yᵢ − yᵢ₊₁)·sᵢ₊₁: no exponent is above 0. Between equal infinities there is no difference.
    private static Tensor LogCumsumExpBackward(Tensor x, Tensor y, int dim, Tensor gradient)
    {
        Tensor before = Shifted(y, dim, 0, reverse: false);
        Tensor equal = Where(y.Abs().Eq(double.PositiveInfinity), before.Eq(y), false);
        Tensor links = Where(equal, 0, before - y).Exp();
        return (x - y).Exp() * gradient.Recurrence(links, dim, reverse: true);
    }

    // The transpose of a difference is the difference of what has zeros around it, with the other sign.
    private static Tensor DiffBackward(Shape shape, int dim, Tensor gradient)
    {
        int size = gradient.Shape[dim];
        int times = shape[dim] - size;
        Tensor result = SliceBackward(gradient, (shape.With(dim, shape[dim] + times), dim, times, times + size, 1)).Diff(times, dim);
        return times % 2 == 0 ? result : -result;
    }

    // As NDArray.Shifted: the place that becomes free has no history.
    private static Tensor Shifted(Tensor x, int dim, Scalar free, bool reverse) => Op.Record(
        "shift", x.Value.Shifted(dim, free, reverse), (dim, reverse), save: [], (x, static (s, h) => Shifted(h, s.State.dim, 0, !s.State.reverse)));
}
