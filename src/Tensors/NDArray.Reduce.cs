using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The sum of all elements, shape []. PyTorch: <c>x.sum(dtype)</c>.</summary>
    /// <inheritdoc cref="Sum(ReadOnlySpan{int}, bool, DType?)"/>
    public NDArray Sum(DType? dtype = null) => Sum([], dtype: dtype);

    /// <summary>Sums over one dimension. PyTorch: <c>x.sum(dim, keepdim, dtype)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <param name="dtype">What the elements are converted to first, and the result's type; if null the type of floats and int64 for integers and bools.</param>
    public NDArray Sum(int dim, bool keepDim = false, DType? dtype = null) => Sum([dim], keepDim, dtype);

    /// <summary>Sums over several dimensions; over all if none is named. The order of summation is fixed, and pairwise. PyTorch: <c>x.sum(dims, keepdim, dtype)</c>.</summary>
    /// <param name="dims">The dimensions; negative ones count from the end.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    /// <param name="dtype">What the elements are converted to first, and the result's type; if null the type of floats and int64 for integers and bools.</param>
    public NDArray Sum(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null) => Sum("sum", dims, keepDim, dtype);

    /// <summary>The mean of all elements, shape []; of none NaN. PyTorch: <c>x.mean(dtype)</c>.</summary>
    /// <inheritdoc cref="Mean(ReadOnlySpan{int}, bool, DType?)"/>
    public NDArray Mean(DType? dtype = null) => Mean([], dtype: dtype);

    /// <summary>Means over one dimension. PyTorch: <c>x.mean(dim, keepdim, dtype)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <param name="dtype">What the elements are converted to first, and the result's type; this array's if null.</param>
    /// <inheritdoc cref="Mean(ReadOnlySpan{int}, bool, DType?)"/>
    public NDArray Mean(int dim, bool keepDim = false, DType? dtype = null) => Mean([dim], keepDim, dtype);

    /// <summary>Means over several dimensions; over all if none is named. Of no elements the mean is NaN. PyTorch: <c>x.mean(dims, keepdim, dtype)</c>.</summary>
    /// <param name="dims">The dimensions; negative ones count from the end.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    /// <param name="dtype">What the elements are converted to first, and the result's type; this array's if null.</param>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public NDArray Mean(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null)
    {
        const string Name = "mean";
        CheckFloat(Name, dtype ?? DType);
        NDArray sum = Sum(Name, dims, keepDim, dtype);
        return sum.Divide(Reduction.Size(Shape, dims, Name), sum);
    }

    /// <summary>The product of all elements, shape []; of none 1. PyTorch: <c>x.prod(dtype)</c>.</summary>
    /// <inheritdoc cref="Prod(ReadOnlySpan{int}, bool, DType?)"/>
    public NDArray Prod(DType? dtype = null) => Prod([], dtype: dtype);

    /// <summary>Products over one dimension. PyTorch: <c>x.prod(dim, keepdim, dtype)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool, DType?)"/>
    public NDArray Prod(int dim, bool keepDim = false, DType? dtype = null) => Prod([dim], keepDim, dtype);

    /// <summary>Products over several dimensions, over all if none is named; of nothing 1. Integers wrap. PyTorch, for one dimension: <c>x.prod(dim, keepdim, dtype)</c>.</summary>
    /// <inheritdoc cref="Sum(ReadOnlySpan{int}, bool, DType?)"/>
    public NDArray Prod(ReadOnlySpan<int> dims, bool keepDim = false, DType? dtype = null) => dtype == DType.Bool
        ? Reduction.Run<AllReduction>("prod", To(DType.Bool), dims, keepDim)
        : Reduction.Run<ProductReduction>("prod", Terms(dtype), dims, keepDim);

    /// <summary>ln Σ eˣ of all elements, shape []. PyTorch: <c>x.logsumexp(dims)</c> over all of them.</summary>
    /// <inheritdoc cref="LogSumExp(ReadOnlySpan{int}, bool)"/>
    public NDArray LogSumExp() => LogSumExp([]);

    /// <summary>ln Σ eˣ over one dimension. PyTorch: <c>x.logsumexp(dim, keepdim)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <inheritdoc cref="LogSumExp(ReadOnlySpan{int}, bool)"/>
    public NDArray LogSumExp(int dim, bool keepDim = false) => LogSumExp([dim], keepDim);

    /// <summary>
    /// ln Σ eˣ over several dimensions, over all if none is named; stable for any finite values. −∞ of nothing and where all elements are −∞, ∞ if one is ∞.
    /// Integers give <see cref="DTypes.Default"/>. PyTorch: <c>x.logsumexp(dims, keepdim)</c>.
    /// </summary>
    /// <param name="dims">The dimensions; negative ones count from the end.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    public NDArray LogSumExp(ReadOnlySpan<int> dims, bool keepDim = false) => Reduction.Run<LogSumExpReduction>("logsumexp", ToFloat(), dims, keepDim);

    private static void CheckFloat(string op, DType dtype)
    {
        if (!dtype.IsFloatingPoint())
        {
            Throw.Argument(op, $"defined for floating-point types; got {dtype.Name()}; convert with To(DType.Float32) first");
        }
    }

    private NDArray Sum(string op, ReadOnlySpan<int> dims, bool keepDim, DType? dtype) => dtype == DType.Bool
        ? Reduction.Run<AnyReduction>(op, To(DType.Bool), dims, keepDim)
        : Reduction.Run<SumReduction>(op, Terms(dtype).SumOfRows(op, dims), dims, keepDim);

    // Over dimensions before and behind one that stays, as over all but the channels, rows first: sums of rows need no copy.
    private NDArray SumOfRows(string op, ReadOnlySpan<int> dims)
    {
        ReadOnlySpan<int> behind = dims.Length < 2 ? [] : Reduction.DimsBehind(Shape, dims, op);
        return behind.IsEmpty ? this : Reduction.Run<SumReduction>(op, this, behind, keepDim: true);
    }

    // What is summed and multiplied.
    private NDArray Terms(DType? dtype) => To(dtype ?? (DType.IsFloatingPoint() ? DType : DType.Int64));
}
