using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// The elements in order along a dimension, and where each stood. NaN counts as the greatest; equal elements keep their order.
    /// PyTorch: <c>torch.sort(x, dim, descending, stable=True)</c>.
    /// </summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="descending">Whether the greatest is first.</param>
    /// <returns>Two arrays of this shape; the indices are int64.</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public (NDArray Values, NDArray Indices) Sort(int dim = -1, bool descending = false) => Sorted("sort", dim, descending);

    /// <summary>Where the elements in order along a dimension stand, as int64. PyTorch: <c>torch.argsort(x, dim, descending, stable=True)</c>.</summary>
    /// <inheritdoc cref="Sort"/>
    /// <returns>An array of this shape.</returns>
    public NDArray ArgSort(int dim = -1, bool descending = false) => Sorted("argsort", dim, descending).Indices;

    /// <summary>
    /// The greatest or smallest elements along a dimension, in order, and where they stand; NaN counts as the greatest, and of equal ones the first are taken.
    /// PyTorch: <c>torch.topk</c>.
    /// </summary>
    /// <param name="k">How many, 0 to the dimension's size.</param>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="largest">Whether the greatest, the greatest first; else the smallest, the smallest first.</param>
    /// <exception cref="ArgumentException">The dimension has fewer elements.</exception>
    public (NDArray Values, NDArray Indices) Topk(int k, int dim = -1, bool largest = true)
    {
        const string Name = "topk";
        CheckNoBool(Name);
        (NDArray values, NDArray indices) = Sorted(Name, dim, descending: largest);
        int size = Rank == 0 ? 1 : Shape[dim];
        if (k < 0 || k > size)
        {
            Throw.Argument(Name, $"k must lie in 0 to {size}, the size of dimension {dim} of shape {Shape}; got {k}");
        }

        return Rank == 0 ? (values, indices) : (values.Slice(dim, 0, k).Clone(), indices.Slice(dim, 0, k).Clone());
    }

    /// <summary>
    /// The <paramref name="k"/>-th smallest element along a dimension, and where it stands; NaN counts as the greatest, and of equal ones the first
    /// comes first. PyTorch: <c>torch.kthvalue</c>.
    /// </summary>
    /// <param name="k">From 1.</param>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <exception cref="ArgumentException">The dimension has fewer elements, or <paramref name="k"/> is not positive.</exception>
    public (NDArray Values, NDArray Indices) Kthvalue(int k, int dim = -1, bool keepDim = false)
    {
        const string Name = "kthvalue";
        CheckNoBool(Name);
        (NDArray values, NDArray indices) = Sorted(Name, dim, descending: false);
        int size = Rank == 0 ? 1 : Shape[dim];
        if (k < 1 || k > size)
        {
            Throw.Argument(Name, $"k must lie in 1 to {size}, the size of dimension {dim} of shape {Shape}; got {k}");
        }

        return Rank == 0 ? (values, indices) : (At(values), At(indices));

        NDArray At(NDArray sorted)
        {
            NDArray one = sorted.Slice(dim, k - 1, k);
            return (keepDim ? one : one.Squeeze(dim)).Clone();
        }
    }

    /// <summary>The median of all elements, of an even number the lower one, shape []; NaN if one is NaN. PyTorch: <c>x.median()</c>.</summary>
    /// <exception cref="ArgumentException">There are no elements, and the type has no NaN.</exception>
    public NDArray Median() => WholeMedian("median", ignoresNaN: false);

    /// <summary>
    /// Medians along a dimension, of an even number the lower one, and where they stand: of equal elements the one that stable sorting places there. NaN, and where
    /// the first stands, if one is NaN. PyTorch: <c>x.median(dim, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="Sum(int, bool, DType?)"/>
    /// <exception cref="ArgumentException">The dimension has no elements.</exception>
    public (NDArray Values, NDArray Indices) Median(int dim, bool keepDim = false) => Medians("median", dim, keepDim, ignoresNaN: false);

    /// <summary>The median of all elements that are not NaN, of an even number the lower one, shape []; NaN if all are. PyTorch: <c>x.nanmedian()</c>.</summary>
    /// <exception cref="ArgumentException">There are no elements, and the type has no NaN.</exception>
    public NDArray NanMedian() => WholeMedian("nanmedian", ignoresNaN: true);

    /// <summary>Medians along a dimension of what is not NaN, of an even number the lower one, and where they stand. PyTorch: <c>x.nanmedian(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="Median(int, bool)"/>
    public (NDArray Values, NDArray Indices) NanMedian(int dim, bool keepDim = false) => Medians("nanmedian", dim, keepDim, ignoresNaN: true);

    private (NDArray Values, NDArray Indices) Sorted(string op, int dim, bool descending)
    {
        NDArray x = AtLeast1D(this);
        dim = x.Shape.Dim(dim, op);
        NDArray indices = Allocate(op, Shape, DType.Int64), values = Allocate(op, Shape, DType);
        Sorting.Run(x, dim, descending, AtLeast1D(values), AtLeast1D(indices));
        return (values, indices);
    }

    private NDArray WholeMedian(string op, bool ignoresNaN)
    {
        if (Count == 0 && DType.IsFloatingPoint())
        {
            return Full(Shape.Scalar, double.NaN, DType);
        }

        if (Count == 0 && DType != DType.Bool)
        {
            Throw.Argument(op, $"there are no elements to choose from; got {DType.Name()} {Shape}");
        }

        return Reshape(-1).Medians(op, 0, false, ignoresNaN).Values;
    }

    private (NDArray Values, NDArray Indices) Medians(string op, int dim, bool keepDim, bool ignoresNaN)
    {
        CheckNoBool(op);
        if (Rank == 0)
        {
            (NDArray value, NDArray index) = Unsqueeze(0).Medians(op, dim, false, ignoresNaN);
            return (value, index);
        }

        dim = Shape.Dim(dim, op);
        int size = Shape[dim];
        Shape kept = Shape.With(dim, 1);
        if (size == 0 && kept.Count > 0)
        {
            Throw.Argument(op, $"dimension {dim} has no elements; got {DType.Name()} {Shape}");
        }

        (NDArray values, NDArray indices) = Sorted(op, dim, descending: false);
        NDArray places = size == 0 ? Zeros(kept, DType.Int64) : values.Eq(values).Sum(dim, keepDim: true);
        Span<long> numbers = places.Elements<long>();
        for (int i = 0; i < numbers.Length; i++)
        {
            // NaN stands behind the numbers.
            numbers[i] = ignoresNaN || numbers[i] == size ? Math.Max(0, numbers[i] - 1) / 2 : numbers[i];
        }

        (values, indices) = (values.Gather(dim, places), indices.Gather(dim, places));
        return keepDim ? (values, indices) : (values.Squeeze(dim).AsWhole(), indices.Squeeze(dim).AsWhole());
    }

    private void CheckNoBool(string op)
    {
        if (DType == DType.Bool)
        {
            Throw.DType<NDArray>(op, DType, DType.UInt8);
        }
    }
}
