namespace MiniTorch.Data;

/// <summary>
/// A number of samples that are reached by index. It makes whole batches, so that a batch costs one pass over its samples; where samples are
/// made one by one, derive from <see cref="SampleDataset"/> or call <see cref="Dataset.From"/>.
/// PyTorch: a map-style <c>torch.utils.data.Dataset</c> together with <c>default_collate</c>.
/// </summary>
public interface IDataset
{
    /// <summary>The number of samples.</summary>
    int Count { get; }

    /// <summary>
    /// The samples at the indices, in their order, as new tensors whose first dimension counts samples. The result depends on the indices
    /// alone, random transforms excepted; several threads may ask at the same time.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not below <see cref="Count"/>.</exception>
    Batch GetBatch(ReadOnlySpan<int> indices);

    /// <summary>
    /// The same, where random numbers are drawn: those of sample i of the batch from <c>generators[i]</c>. A dataset that draws none, or is
    /// content with <see cref="Generator.Default"/>, leaves this as it is.
    /// </summary>
    Batch GetBatch(ReadOnlySpan<int> indices, SampleGenerators generators) => GetBatch(indices);

    /// <summary>The same samples one by one, for a collate of one's own or a transform.</summary>
    Sample[] GetSamples(ReadOnlySpan<int> indices, SampleGenerators generators) => GetBatch(indices, generators).ToSamples();
}
