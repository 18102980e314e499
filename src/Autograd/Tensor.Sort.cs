namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// The elements in order along a dimension, and where each stood. NaN counts as the greatest; equal elements keep their order.
    /// PyTorch: <c>torch.sort(x, dim, descending, stable=True)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Sort"/>
    public (Tensor Values, Tensor Indices) Sort(int dim = -1, bool descending = false) => Moved("sort", Value.Sort(dim, descending), dim);

    /// <summary>Where the elements in order along a dimension stand, as int64. PyTorch: <c>torch.argsort(x, dim, descending, stable=True)</c>.</summary>
    /// <inheritdoc cref="NDArray.ArgSort"/>
    public Tensor ArgSort(int dim = -1, bool descending = false) => new(Value.ArgSort(dim, descending));

    /// <summary>The elements in ascending order along the first dimension. PyTorch: <c>torch.msort</c>.</summary>
    public Tensor MSort() => Sort(0).Values;

    /// <summary>
    /// The greatest or smallest elements along a dimension, in order, and where they stand; NaN counts as the greatest, and of equal ones the first are taken.
    /// PyTorch: <c>torch.topk</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Topk"/>
    public (Tensor Values, Tensor Indices) Topk(int k, int dim = -1, bool largest = true) => Moved("topk", Value.Topk(k, dim, largest), dim);

    /// <summary>
    /// The <paramref name="k"/>-th smallest element along a dimension, which alone receives the gradient, and where it stands; NaN counts as the greatest, and of
    /// equal ones the first comes first. PyTorch: <c>torch.kthvalue</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Kthvalue"/>
    public (Tensor Values, Tensor Indices) Kthvalue(int k, int dim = -1, bool keepDim = false) =>
        Single("kthvalue", Value.Kthvalue(k, dim, keepDim), dim);

    /// <summary>
    /// The median of all elements, of an even number the lower one, shape []; NaN if one is NaN. The gradient is shared by equal ones. PyTorch: <c>x.median()</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Median()"/>
    public Tensor Median() => WholeMedian("median", Value.Median());

    /// <summary>
    /// Medians along a dimension, of an even number the lower one, and where they stand: of equal elements the one that stable sorting places there, which alone
    /// receives the gradient. NaN, and where the first stands, if one is NaN. PyTorch: <c>x.median(dim, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Median(int, bool)"/>
    public (Tensor Values, Tensor Indices) Median(int dim, bool keepDim = false) => Single("median", Value.Median(dim, keepDim), dim);

    /// <summary>
    /// The median of all elements that are not NaN, of an even number the lower one, shape []; NaN if all are. The gradient is shared by equal ones. PyTorch: <c>x.nanmedian()</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.NanMedian()"/>
    public Tensor NanMedian() => WholeMedian("nanmedian", Value.NanMedian());

    /// <summary>
    /// Medians along a dimension of what is not NaN, of an even number the lower one, and where they stand; that element alone receives the gradient.
    /// PyTorch: <c>x.nanmedian(dim, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Median(int, bool)"/>
    public (Tensor Values, Tensor Indices) NanMedian(int dim, bool keepDim = false) => Single("nanmedian", Value.NanMedian(dim, keepDim), dim);

    // Elements in another order along a dimension, or some of them.
    private (Tensor Values, Tensor Indices) Moved(string op, (NDArray Values, NDArray Indices) of, int dim)
    {
        var indices = new Tensor(of.Indices);
        Tensor values = Op.Record(
            op, of.Values, (Shape, dim), save: [indices], (this, static (s, g) => g.ScatterAdd(s.State.Shape, s.State.dim, s[0])));
        return (values, indices);
    }

    // One element along a dimension.
    private (Tensor Values, Tensor Indices) Single(string op, (NDArray Values, NDArray Indices) of, int dim) =>
        Rank == 0 ? Moved(op, of, dim) : Chosen(op, of, dim);

    private Tensor WholeMedian(string op, NDArray value) =>
        Op.Record(op, value, save: [this, Op.Output], (this, static (s, g) => WholeMedianBackward(s[0], s[1], g)));

    // NaN equals nothing: its gradient goes to the elements that are NaN.
    private static Tensor WholeMedianBackward(Tensor x, Tensor median, Tensor gradient)
    {
        Tensor equals = double.IsNaN(median.Detach().To(DType.Float64).Item<double>()) ? x.Eq(x).Eq(false) : x.Eq(median.Detach());
        return Where(equals, gradient, 0) / equals.To(gradient.DType).Sum();
    }
}
