namespace MiniTorch.Data;

/// <summary>The order of a sampler, cut into batches. PyTorch: <c>torch.utils.data.BatchSampler</c>.</summary>
public sealed class BatchSampler : IBatchSampler
{
    private readonly ISampler _sampler;
    private readonly int _batchSize;
    private readonly bool _dropLast;

    /// <summary>Batches of a sampler.</summary>
    /// <param name="sampler">The order.</param>
    /// <param name="batchSize">Samples a batch; the last may be smaller.</param>
    /// <param name="dropLast">Whether a last batch that is smaller is left out.</param>
    /// <exception cref="ArgumentException"><paramref name="batchSize"/> is not positive.</exception>
    public BatchSampler(ISampler sampler, int batchSize, bool dropLast)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        if (batchSize <= 0)
        {
            Throw.Argument("batch sampler", $"the batch size must be positive; got {batchSize}");
        }

        _sampler = sampler;
        _batchSize = batchSize;
        _dropLast = dropLast;
    }

    /// <inheritdoc/>
    public int Count => (int)((_sampler.Count + (_dropLast ? 0L : _batchSize - 1)) / _batchSize);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The sampler gave another number of indices than it says.</exception>
    public ReadOnlyMemory<int>[] GetBatches(Generator generator)
    {
        int[] order = _sampler.GetOrder(generator);
        if (order.Length != _sampler.Count)
        {
            Throw.Invalid("batch sampler", $"the sampler says that an epoch has {_sampler.Count} indices, it gave {order.Length}");
        }

        var batches = new ReadOnlyMemory<int>[Count];
        for (int i = 0; i < batches.Length; i++)
        {
            int start = i * _batchSize;
            batches[i] = order.AsMemory(start, Math.Min(_batchSize, order.Length - start));
        }

        return batches;
    }
}
