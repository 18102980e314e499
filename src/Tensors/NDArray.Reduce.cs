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

    /// <summary>The product of all elements, shape []; of none 1. Integers and bools are multiplied as int64. PyTorch: <c>x.prod()</c>.</summary>
    public NDArray Prod() => Prod([], keepDim: false);

    /// <summary>Products over one dimension. PyTorch: <c>x.prod(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public NDArray Prod(int dim, bool keepDim = false) => Prod([dim], keepDim);

    private NDArray Prod(ReadOnlySpan<int> dims, bool keepDim) =>
        Reduction.Run<ProductReduction>(DType.IsFloatingPoint() ? this : To(DType.Int64), dims, keepDim);
}
