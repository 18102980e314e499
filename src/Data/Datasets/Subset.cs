namespace MiniTorch.Data;

/// <summary>Some samples of a dataset, in an order of their own. PyTorch: <c>torch.utils.data.Subset</c>.</summary>
public sealed class Subset : IDataset
{
    private const int OnStack = 256;

    private readonly int[] _indices;

    /// <summary>The samples of a dataset at the indices; one may come more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not below the dataset's count.</exception>
    public Subset(IDataset dataset, IEnumerable<int> indices)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(indices);
        Dataset = dataset;
        _indices = [.. indices];
        foreach (int index in _indices)
        {
            if ((uint)index >= (uint)dataset.Count)
            {
                Throw.Index(index, dataset.Count);
            }
        }
    }

    /// <summary>The whole.</summary>
    public IDataset Dataset { get; }

    /// <summary>Where the samples are in the whole.</summary>
    public IReadOnlyList<int> Indices => _indices;

    /// <inheritdoc/>
    public int Count => _indices.Length;

    /// <inheritdoc/>
    public Batch GetBatch(ReadOnlySpan<int> indices)
    {
        Span<int> inside = indices.Length <= OnStack ? stackalloc int[indices.Length] : new int[indices.Length];
        Locate(indices, inside);
        return Dataset.GetBatch(inside);
    }

    /// <inheritdoc/>
    public Batch GetBatch(ReadOnlySpan<int> indices, SampleGenerators generators)
    {
        Span<int> inside = indices.Length <= OnStack ? stackalloc int[indices.Length] : new int[indices.Length];
        Locate(indices, inside);
        return Dataset.GetBatch(inside, generators);
    }

    /// <inheritdoc/>
    public Sample[] GetSamples(ReadOnlySpan<int> indices, SampleGenerators generators)
    {
        Span<int> inside = indices.Length <= OnStack ? stackalloc int[indices.Length] : new int[indices.Length];
        Locate(indices, inside);
        return Dataset.GetSamples(inside, generators);
    }

    private void Locate(ReadOnlySpan<int> indices, Span<int> inside)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)Count)
            {
                Throw.Index(indices[i], Count);
            }

            inside[i] = _indices[indices[i]];
        }
    }
}
