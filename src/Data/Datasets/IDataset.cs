namespace MiniTorch.Data;

/// <summary>
/// A number of samples that are reached by index. It makes whole batches, so that a batch costs one pass over its samples.
/// PyTorch: a map-style <c>torch.utils.data.Dataset</c> together with <c>default_collate</c>.
/// </summary>
public interface IDataset
{
    /// <summary>The number of samples.</summary>
    int Count { get; }

    /// <summary>
    /// The samples at the indices, in their order, as new tensors whose first dimension counts samples. The result depends on the indices
    /// alone; several threads may ask at the same time.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not below <see cref="Count"/>.</exception>
    Batch GetBatch(ReadOnlySpan<int> indices);
}
