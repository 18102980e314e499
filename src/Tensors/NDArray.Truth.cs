using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>Whether any element is not 0, shape []; of none false. NaN is not 0. PyTorch: <c>x.any()</c>.</summary>
    /// <inheritdoc cref="Any(ReadOnlySpan{int}, bool)"/>
    public NDArray Any() => Any([]);

    /// <summary>Whether any element along a dimension is not 0. PyTorch: <c>x.any(dim, keepdim)</c>.</summary>
    /// <param name="dim">The dimension; negative counts from the end.</param>
    /// <param name="keepDim">Whether the dimension stays, with size 1.</param>
    /// <inheritdoc cref="Any(ReadOnlySpan{int}, bool)"/>
    public NDArray Any(int dim, bool keepDim = false) => Any([dim], keepDim);

    /// <summary>Whether any element over several dimensions is not 0; over all if none is named. Of none: false. PyTorch: <c>x.any(dims, keepdim)</c>.</summary>
    /// <param name="dims">The dimensions; negative ones count from the end.</param>
    /// <param name="keepDim">Whether the dimensions stay, with size 1.</param>
    /// <returns>Bool; of uint8, as in PyTorch, uint8.</returns>
    public NDArray Any(ReadOnlySpan<int> dims, bool keepDim = false) => Truth<AnyReduction>("any", dims, keepDim);

    /// <summary>Whether no element is 0, shape []; of none true. NaN is not 0. PyTorch: <c>x.all()</c>.</summary>
    /// <inheritdoc cref="Any(ReadOnlySpan{int}, bool)"/>
    public NDArray All() => All([]);

    /// <summary>Whether no element along a dimension is 0. PyTorch: <c>x.all(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="Any(int, bool)"/>
    public NDArray All(int dim, bool keepDim = false) => All([dim], keepDim);

    /// <summary>Whether no element over several dimensions is 0; over all if none is named. Of none: true. PyTorch: <c>x.all(dims, keepdim)</c>.</summary>
    /// <inheritdoc cref="Any(ReadOnlySpan{int}, bool)"/>
    public NDArray All(ReadOnlySpan<int> dims, bool keepDim = false) => Truth<AllReduction>("all", dims, keepDim);

    /// <summary>The number of elements that are not 0, as int64 of shape []. PyTorch: <c>x.count_nonzero()</c>.</summary>
    public NDArray CountNonzero() => CountNonzero([]);

    /// <summary>The numbers of elements along a dimension that are not 0, as int64. PyTorch: <c>x.count_nonzero(dim)</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool, DType?)"/>
    public NDArray CountNonzero(int dim, bool keepDim = false) => CountNonzero([dim], keepDim);

    /// <summary>The numbers of elements over several dimensions, over all if none is named, that are not 0, as int64. PyTorch: <c>x.count_nonzero(dims)</c>.</summary>
    /// <inheritdoc cref="Sum(ReadOnlySpan{int}, bool, DType?)"/>
    public NDArray CountNonzero(ReadOnlySpan<int> dims, bool keepDim = false) => To(DType.Bool).Sum("count_nonzero", dims, keepDim, null);

    private NDArray Truth<TOp>(string op, ReadOnlySpan<int> dims, bool keepDim)
        where TOp : struct, IReduction
    {
        NDArray truth = Reduction.Run<TOp>(op, To(DType.Bool), dims, keepDim);
        return DType == DType.UInt8 ? truth.To(DType) : truth;
    }
}
