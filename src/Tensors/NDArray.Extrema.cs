using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The greatest of all elements, shape []; NaN if one is NaN. PyTorch: <c>x.max()</c>.</summary>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public NDArray Max() => Reduction.Run<MaxReduction>("max", this, [], keepDim: false);

    /// <summary>
    /// The greatest elements over one dimension and the index of the first of them; NaN counts as the greatest. PyTorch: <c>x.max(dim, keepdim)</c>.
    /// </summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    public (NDArray Values, NDArray Indices) Max(int dim, bool keepDim = false) =>
        Reduction.Choose<MaxReduction>("max", this, dim, keepDim);

    /// <summary>The greatest elements over several dimensions; over all if none is named. PyTorch: <c>x.amax(dims, keepdim)</c>.</summary>
    /// <param name="dims">The dimensions; negative ones count from the end.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    /// <exception cref="ArgumentException">A maximum would be over no elements.</exception>
    public NDArray Amax(ReadOnlySpan<int> dims, bool keepDim = false) => Reduction.Run<MaxReduction>("amax", this, dims, keepDim);

    /// <summary>Where the greatest element is in row-major order, the first of several, as int64 of shape []. PyTorch: <c>x.argmax()</c>.</summary>
    public NDArray ArgMax() => Reshape(-1).ArgMax(0);

    /// <summary>The index of the greatest element along a dimension, the first of several, as int64. PyTorch: <c>x.argmax(dim, keepdim)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <exception cref="ArgumentException">The dimension has no elements.</exception>
    public NDArray ArgMax(int dim, bool keepDim = false) => Reduction.Arg<MaxReduction>("argmax", this, dim, keepDim);

    /// <summary>The smallest of all elements, shape []; NaN if one is NaN. PyTorch: <c>x.min()</c>.</summary>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public NDArray Min() => Reduction.Run<MinReduction>("min", this, [], keepDim: false);

    /// <summary>
    /// The smallest elements over one dimension and the index of the first of them; NaN counts as the smallest. PyTorch: <c>x.min(dim, keepdim)</c>.
    /// </summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    public (NDArray Values, NDArray Indices) Min(int dim, bool keepDim = false) =>
        Reduction.Choose<MinReduction>("min", this, dim, keepDim);

    /// <summary>The smallest elements over several dimensions; over all if none is named. PyTorch: <c>x.amin(dims, keepdim)</c>.</summary>
    /// <param name="dims">The dimensions; negative ones count from the end.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    /// <exception cref="ArgumentException">A minimum would be over no elements.</exception>
    public NDArray Amin(ReadOnlySpan<int> dims, bool keepDim = false) => Reduction.Run<MinReduction>("amin", this, dims, keepDim);

    /// <summary>Where the smallest element is in row-major order, the first of several, as int64 of shape []. PyTorch: <c>x.argmin()</c>.</summary>
    public NDArray ArgMin() => Reshape(-1).ArgMin(0);

    /// <summary>The index of the smallest element along a dimension, the first of several, as int64. PyTorch: <c>x.argmin(dim, keepdim)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <exception cref="ArgumentException">The dimension has no elements.</exception>
    public NDArray ArgMin(int dim, bool keepDim = false) => Reduction.Arg<MinReduction>("argmin", this, dim, keepDim);

    /// <summary>The smallest and the greatest of all elements, both NaN if one is NaN. PyTorch: <c>torch.aminmax(x)</c>.</summary>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public (NDArray Min, NDArray Max) Aminmax() => Aminmax([], keepDim: false);

    /// <summary>The smallest and the greatest elements over one dimension. PyTorch: <c>torch.aminmax(x, dim=d, keepdim=k)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <exception cref="ArgumentException">The dimension has no elements.</exception>
    public (NDArray Min, NDArray Max) Aminmax(int dim, bool keepDim = false) => Aminmax([dim], keepDim);

    private (NDArray Min, NDArray Max) Aminmax(ReadOnlySpan<int> dims, bool keepDim)
    {
        const string Name = "aminmax";
        return (Reduction.Run<MinReduction>(Name, this, dims, keepDim), Reduction.Run<MaxReduction>(Name, this, dims, keepDim));
    }
}
