namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>Whether any element is not 0, shape []; of none false. NaN is not 0. PyTorch: <c>x.any()</c>.</summary>
    /// <inheritdoc cref="NDArray.Any()"/>
    public Tensor Any() => Any([]);

    /// <summary>Whether any element along a dimension is not 0. PyTorch: <c>x.any(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="NDArray.Any(int, bool)"/>
    public Tensor Any(int dim, bool keepDim = false) => Any([dim], keepDim);

    /// <summary>Whether any element over several dimensions is not 0; over all if none is named. Of none: false. PyTorch: <c>x.any(dims, keepdim)</c>.</summary>
    /// <inheritdoc cref="NDArray.Any(ReadOnlySpan{int}, bool)"/>
    public Tensor Any(ReadOnlySpan<int> dims, bool keepDim = false) => new(Value.Any(dims, keepDim));

    /// <summary>Whether no element is 0, shape []; of none true. NaN is not 0. PyTorch: <c>x.all()</c>.</summary>
    /// <inheritdoc cref="NDArray.All()"/>
    public Tensor All() => All([]);

    /// <summary>Whether no element along a dimension is 0. PyTorch: <c>x.all(dim, keepdim)</c>.</summary>
    /// <inheritdoc cref="NDArray.All(int, bool)"/>
    public Tensor All(int dim, bool keepDim = false) => All([dim], keepDim);

    /// <summary>Whether no element over several dimensions is 0; over all if none is named. Of none: true. PyTorch: <c>x.all(dims, keepdim)</c>.</summary>
    /// <inheritdoc cref="NDArray.All(ReadOnlySpan{int}, bool)"/>
    public Tensor All(ReadOnlySpan<int> dims, bool keepDim = false) => new(Value.All(dims, keepDim));

    /// <summary>The number of elements that are not 0, as int64 of shape []. PyTorch: <c>x.count_nonzero()</c>.</summary>
    public Tensor CountNonzero() => CountNonzero([]);

    /// <summary>The numbers of elements along a dimension that are not 0, as int64. PyTorch: <c>x.count_nonzero(dim)</c>.</summary>
    /// <inheritdoc cref="NDArray.CountNonzero(int, bool)"/>
    public Tensor CountNonzero(int dim, bool keepDim = false) => CountNonzero([dim], keepDim);

    /// <summary>The numbers of elements over several dimensions, over all if none is named, that are not 0, as int64. PyTorch: <c>x.count_nonzero(dims)</c>.</summary>
    /// <inheritdoc cref="NDArray.CountNonzero(ReadOnlySpan{int}, bool)"/>
    public Tensor CountNonzero(ReadOnlySpan<int> dims, bool keepDim = false) => new(Value.CountNonzero(dims, keepDim));
}
