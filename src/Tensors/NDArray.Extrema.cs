using MiniTorch.Kernels;

namespace MiniTorch;

public sealed partial class NDArray
{
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
    public NDArray ArgMax(int dim, bool keepDim = false) => Reduction.Arg<MaxReduction>(this, dim, keepDim);

    /// <summary>The smallest of all elements, shape []; NaN if one is NaN. PyTorch: <c>x.min()</c>.</summary>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public NDArray Min() => Amin([]);

    /// <summary>
    /// The smallest elements over one dimension and the index of the first of them; NaN counts as the smallest. PyTorch: <c>x.min(dim, keepdim)</c>.
    /// </summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public (NDArray Values, NDArray Indices) Min(int dim, bool keepDim = false) => (Amin([dim], keepDim), ArgMin(dim, keepDim));

    /// <summary>The smallest elements over several dimensions; over all if none is named. PyTorch: <c>x.amin(dims, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    /// <exception cref="ArgumentException">A minimum would be over no elements.</exception>
    public NDArray Amin(ReadOnlySpan<int> dims, bool keepDim = false) => Reduction.Run<MinReduction>(this, dims, keepDim);

    /// <summary>Where the smallest element is in row-major order, the first of several, as int64 of shape []. PyTorch: <c>x.argmin()</c>.</summary>
    public NDArray ArgMin() => Reshape(-1).ArgMin(0);

    /// <summary>The index of the smallest element along a dimension, the first of several, as int64. PyTorch: <c>x.argmin(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    /// <exception cref="ArgumentException">The dimension has no elements.</exception>
    public NDArray ArgMin(int dim, bool keepDim = false) => Reduction.Arg<MinReduction>(this, dim, keepDim);
}
