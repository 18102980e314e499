namespace MiniTorch.Data;

/// <summary>The samples in random order, or drawn with replacement. PyTorch: <c>torch.utils.data.RandomSampler</c>.</summary>
public sealed class RandomSampler : ISampler
{
    private readonly IDataset _dataset;
    private readonly bool _replacement;
    private readonly int? _numSamples;

    /// <summary>A sampler of the dataset.</summary>
    /// <param name="dataset">The samples; at least one if any are to be drawn.</param>
    /// <param name="replacement">Whether each index is drawn from all samples, else no sample comes again before all have come.</param>
    /// <param name="numSamples">How many indices an epoch has, perhaps more than there are samples; as many as there are if null.</param>
    /// <exception cref="ArgumentException"><paramref name="numSamples"/> is not positive, or there is nothing to draw from.</exception>
    public RandomSampler(IDataset dataset, bool replacement = false, int? numSamples = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (numSamples <= 0)
        {
            Throw.Argument("random sampler", $"the number of samples must be positive; got {numSamples}");
        }

        if (numSamples > 0 && dataset.Count == 0)
        {
            Throw.Argument("random sampler", $"{numSamples} samples cannot be drawn from a dataset that has none");
        }

        _dataset = dataset;
        _replacement = replacement;
        _numSamples = numSamples;
    }

    /// <inheritdoc/>
    public int Count => _numSamples ?? _dataset.Count;

    /// <inheritdoc/>
    public int[] GetOrder(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        int samples = _dataset.Count;
        if (_replacement && Count > 0)
        {
            long[] drawn = new long[Count];
            generator.FillInt64(drawn, 0, samples);
            return Array.ConvertAll(drawn, static index => (int)index);
        }

        int[] order = new int[Count];
        for (Span<int> left = order; !left.IsEmpty;)
        {
            ReadOnlySpan<int> round = Indices.Shuffled(samples, generator).AsSpan(0, Math.Min(samples, left.Length));
            round.CopyTo(left);
            left = left[round.Length..];
        }

        return order;
    }
}
