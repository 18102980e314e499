using MiniTorch.Kernels;

namespace MiniTorch;

public sealed partial class NDArray
{
    /// <summary>The sum of all elements, shape []. Integers and bools are summed as int64. PyTorch: <c>x.sum()</c>.</summary>
    public NDArray Sum() => Sum([]);

    /// <summary>Sums over one dimension. PyTorch: <c>x.sum(dim, keepdim)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    public NDArray Sum(int dim, bool keepDim = false) => Sum([dim], keepDim);

    /// <summary>Sums over several dimensions; over all if none is named. The order of summation is fixed, and pairwise. PyTorch: <c>x.sum(dims, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public NDArray Sum(ReadOnlySpan<int> dims, bool keepDim = false) =>
        Reduction.Run<SumReduction>(DType.IsFloatingPoint() ? this : To(DType.Int64), dims, keepDim);

    /// <summary>The mean of all elements, shape []. Floating-point types only. PyTorch: <c>x.mean()</c>.</summary>
    public NDArray Mean() => Mean([]);

    /// <summary>Means over one dimension. PyTorch: <c>x.mean(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public NDArray Mean(int dim, bool keepDim = false) => Mean([dim], keepDim);

    /// <summary>Means over several dimensions; over all if none is named. Of no elements the mean is NaN. PyTorch: <c>x.mean(dims, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public NDArray Mean(ReadOnlySpan<int> dims, bool keepDim = false)
    {
        if (!DType.IsFloatingPoint())
        {
            Throw.Argument("mean", $"defined for floating-point types; got {DType.Name()}; convert with To(DType.Float32) first");
        }

        NDArray sum = Sum(dims, keepDim);
        return sum.Divide(Reduction.Size(Shape, dims, "mean"), sum);
    }

    /// <summary>The greatest of all elements, shape []; NaN if one is NaN. PyTorch: <c>x.max()</c>.</summary>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public NDArray Max() => Amax([]);

    /// <summary>
    /// The greatest elements over one dimension and the index of the first of them; NaN counts as the greatest. PyTorch: <c>x.max(dim, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public (NDArray Values, NDArray Indices) Max(int dim, bool keepDim = false) => (Amax([dim], keepDim), ArgMax(dim, keepDim));

    /// <summary>The greatest elements over several dimensions; over all if none is named. PyTorch: <c>x.amax(dims, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    /// <exception cref="ArgumentException">A maximum would be over no elements.</exception>
    public NDArray Amax(ReadOnlySpan<int> dims, bool keepDim = false) => Reduction.Run<MaxReduction>(this, dims, keepDim);

    /// <summary>Where the greatest element is in row-major order, the first of several, as int64 of shape []. PyTorch: <c>x.argmax()</c>.</summary>
    public NDArray ArgMax() => Reshape(-1).ArgMax(0);

    /// <summary>The index of the greatest element along a dimension, the first of several, as int64. PyTorch: <c>x.argmax(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    /// <exception cref="ArgumentException">The dimension has no elements.</exception>
    public NDArray ArgMax(int dim, bool keepDim = false) => Reduction.ArgMax(this, dim, keepDim);
}
