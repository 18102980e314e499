using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>Running sums along a dimension: yₘ = x₀ + … + xₘ. PyTorch: <c>torch.cumsum</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="dtype">What the elements are converted to first, and the result's type; if null the type of floats and int64 for integers and bools.</param>
    /// <exception cref="NotSupportedException">The type asked for is bool.</exception>
    public NDArray Cumsum(int dim, DType? dtype = null) => Cumsum(dim, reverse: false, dtype);

    /// <summary>Running products along a dimension: yₘ = x₀ · … · xₘ. Integers wrap. PyTorch: <c>torch.cumprod</c>.</summary>
    /// <inheritdoc cref="Cumsum(int, DType?)"/>
    public NDArray Cumprod(int dim, DType? dtype = null) => Running<RunningProduct>("cumprod", dim, reverse: false, dtype);

    /// <summary>
    /// Running greatest elements along a dimension and where they stand, the last of equal ones; NaN counts as the greatest. PyTorch: <c>torch.cummax</c>.
    /// </summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <returns>The values, and the indices along the dimension as int64.</returns>
    public (NDArray Values, NDArray Indices) Cummax(int dim) => Chosen<RunningMax>("cummax", dim);

    /// <summary>
    /// Running smallest elements along a dimension and where they stand, the last of equal ones; NaN counts as the smallest. PyTorch: <c>torch.cummin</c>.
    /// </summary>
    /// <inheritdoc cref="Cummax"/>
    public (NDArray Values, NDArray Indices) Cummin(int dim) => Chosen<RunningMin>("cummin", dim);

    /// <summary>yₘ = ln(eˣ⁰ + … + eˣᵐ) along a dimension; stable for any finite values. PyTorch: <c>torch.logcumsumexp</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray LogCumsumExp(int dim)
    {
        const string Name = "logcumsumexp";
        if (!DType.IsFloatingPoint())
        {
            return Throw.DType<NDArray>(Name, DType, DType.Float32);
        }

        if (Rank == 0)
        {
            return Unsqueeze(0).LogCumsumExp(dim).Squeeze(0);
        }

        // Sums of e^(x − the running maximum), rescaled where that rises. Where two are equal the difference is 0, for infinities too.
        dim = Shape.Dim(dim, Name);
        NDArray zero = Zeros(Shape.Scalar, DType);
        NDArray max = Cummax(dim).Values;
        NDArray before = max.Shifted(dim, 0, reverse: false);
        NDArray terms = Where(Eq(max), zero, Subtract(max));
        NDArray links = Where(before.Eq(max), zero, before.Subtract(max));
        NDArray sums = terms.Exp(terms).Recurrence(links.Exp(links), dim, reverse: false);
        return sums.Log(sums).Add(max, sums);
    }

    /// <summary>
    /// Differences of neighbours along a dimension, yₘ = xₘ₊₁ − xₘ, <paramref name="n"/> times over; of bools whether they differ. Each time the dimension
    /// becomes shorter by 1, down to 0. PyTorch: <c>torch.diff</c>.
    /// </summary>
    /// <param name="n">How many times, from 0.</param>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <exception cref="ArgumentException">The order is negative, or there is no such dimension.</exception>
    public NDArray Diff(int n = 1, int dim = -1)
    {
        const string Name = "diff";
        dim = Shape.Dim(dim, Name);
        if (n < 0)
        {
            Throw.Argument(Name, $"the order must not be negative; got {n}");
        }

        NDArray y = this;
        for (int i = Math.Min(n, Shape[dim]); i > 0; i--)
        {
            NDArray next = y.Slice(dim, 1);
            NDArray before = y.Slice(dim, 0, -1);
            y = DType == DType.Bool ? next.Eq(before).Eq(0) : next.Subtract(before);
        }

        return y;
    }

    /// <summary>Running sums from the first element on, or back from the last.</summary>
    internal NDArray Cumsum(int dim, bool reverse, DType? dtype = null) => Running<RunningSum>("cumsum", dim, reverse, dtype);

    /// <summary>
    /// The linear recurrence yₘ = xₘ + aₘ·yₘ₋₁ along a dimension, y₀ = x₀; in reverse yₘ₋₁ = xₘ₋₁ + aₘ·yₘ and the last y is the last x. a₀ is
    /// not read. As matrices that multiply x the two are transposes of each other.
    /// </summary>
    /// <param name="links">a, of this shape and floating-point type.</param>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="reverse">Whether the last element is the first.</param>
    internal NDArray Recurrence(NDArray links, int dim, bool reverse) => Scanned<LinearRecurrence>("recurrence", links, this, dim, reverse);

    /// <summary>Every element at the next place along a dimension, in reverse at the one before; the place that becomes free holds a number.</summary>
    internal NDArray Shifted(int dim, Scalar free, bool reverse)
    {
        NDArray result = Full(Shape, free, DType);
        int moved = Math.Max(Shape[dim] - 1, 0);
        (int from, int to) = reverse ? (1, 0) : (0, 1);
        result.Slice(dim, to, to + moved).CopyFrom(Slice(dim, from, from + moved));
        return result;
    }

    private NDArray Running<TOp>(string op, int dim, bool reverse, DType? dtype)
        where TOp : struct, IScan
    {
        if (dtype == DType.Bool)
        {
            return Throw.DType<NDArray>(op, DType.Bool, DType.Int64);
        }

        NDArray x = Terms(dtype);
        NDArray wide = x.DType.IsFloatingPoint() ? x : x.To(DType.Int64);
        return Scanned<TOp>(op, wide, wide, dim, reverse).To(x.DType);
    }

    private static NDArray Scanned<TOp>(string op, NDArray a, NDArray b, int dim, bool reverse)
        where TOp : struct, IScan
    {
        if (b.Rank == 0)
        {
            return Scanned<TOp>(op, a.Unsqueeze(0), b.Unsqueeze(0), dim, reverse).Squeeze(0);
        }

        dim = b.Shape.Dim(dim, op);
        NDArray y = Empty(b.Shape, b.DType);
        Scan.Run<TOp>(a.Contiguous(), b.Contiguous(), dim, reverse, y);
        return y;
    }

    private (NDArray Values, NDArray Indices) Chosen<TOp>(string op, int dim)
        where TOp : struct, IRunningChoice
    {
        if (Rank == 0)
        {
            (NDArray value, NDArray index) = Unsqueeze(0).Chosen<TOp>(op, dim);
            return (value.Squeeze(0), index.Squeeze(0));
        }

        dim = Shape.Dim(dim, op);
        (NDArray Values, NDArray Indices) y = (Empty(Shape, DType), Empty(Shape, DType.Int64));
        RunningChoice.Run<TOp>(Contiguous(), dim, y.Values, y.Indices);
        return y;
    }
}
