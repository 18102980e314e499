namespace MiniTorch.Data;

/// <summary>All samples in the order of the dataset. PyTorch: <c>torch.utils.data.SequentialSampler</c>.</summary>
public sealed class SequentialSampler : ISampler
{
    private readonly IDataset _dataset;

    /// <summary>A sampler of the dataset.</summary>
    public SequentialSampler(IDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        _dataset = dataset;
    }

    /// <inheritdoc/>
    public int Count => _dataset.Count;

    /// <inheritdoc/>
    public int[] GetOrder(Generator generator) => Indices.UpTo(Count);
}
