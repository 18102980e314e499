namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>The product of all elements, shape []; of none 1. The gradient is right with zeros among them. PyTorch: <c>x.prod()</c>.</summary>
    public Tensor Prod() => Reshape(-1).Prod(0);

    /// <summary>Products over one dimension. The gradient is right with zeros among the factors. PyTorch: <c>x.prod(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="NDArray.Prod(int, bool)"/>
    public Tensor Prod(int dim, bool keepDim = false) =>
        Op.Record("prod", Value.Prod(dim, keepDim), Shape.Dim(dim, "prod"), save: [this], (this, static (s, g) => ProdBackward(s[0], s.State, g)));

    /// <summary>Running sums along a dimension: yₘ = x₀ + … + xₘ. PyTorch: <c>torch.cumsum</c>.</summary>
    /// <inheritdoc cref="NDArray.Cumsum(int)"/>
    public Tensor Cumsum(int dim) => Cumsum(dim, reverse: false);

    /// <summary>Running products along a dimension: yₘ = x₀ · … · xₘ. The gradient is right with zeros among the factors. PyTorch: <c>torch.cumprod</c>.</summary>
    /// <inheritdoc cref="NDArray.Cumprod"/>
    public Tensor Cumprod(int dim) => Rank == 0 ? Unsqueeze(0).Cumprod(dim).Squeeze(0) : Op.Record(
        "cumprod",
        Value.Cumprod(dim),
        Shape.Dim(dim, "cumprod"),
        save: [this, Op.Output],
        (this, static (s, g) => CumprodBackward(s[0], s[1], s.State, g)));

    private Tensor Cumsum(int dim, bool reverse) =>
        Op.Record("cumsum", Value.Cumsum(dim, reverse), (dim, reverse), save: [], (this, static (s, g) => g.Cumsum(s.State.dim, !s.State.reverse)));

    // A product is the last of the running products.
    private static Tensor ProdBackward(Tensor x, int dim, Tensor gradient)
    {
        if (x.Count == 0)
        {
            return Zeros(x.Shape, x.DType);
        }

        Tensor last = gradient.Reshape(x.Shape.With(dim, 1).AsSpan());
        return CumprodBackward(x, x.Cumprod(dim), dim, SliceBackward(last, (x.Shape, dim, x.Shape[dim] - 1, int.MaxValue, 1)));
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

    // Every element moves to the next place, in reverse to the one before; the place that becomes free holds a number.
    private static Tensor Shifted(Tensor x, int dim, Scalar free, bool reverse)
    {
        NDArray value = NDArray.Full(x.Shape, free, x.DType);
        int moved = Math.Max(x.Shape[dim] - 1, 0);
        (int from, int to) = reverse ? (1, 0) : (0, 1);
        value.Slice(dim, to, to + moved).CopyFrom(x.Value.Slice(dim, from, from + moved));
        return Op.Record("shift", value, (dim, reverse), save: [], (x, static (s, h) => Shifted(h, s.State.dim, 0, !s.State.reverse)));
    }
}
