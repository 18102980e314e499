namespace MiniTorch.Data;

/// <summary>
/// A dataset whose samples are made one by one: say how many there are and what each is.
/// PyTorch: <c>torch.utils.data.Dataset</c> with <c>__len__</c> and <c>__getitem__</c>.
/// </summary>
/// <remarks>
/// While a sample is made, <see cref="Generator.Default"/> is a generator of its own (<see cref="SampleGenerators"/>): what it draws depends
/// neither on the samples before it nor on the number of workers.
/// </remarks>
public abstract class SampleDataset : IDataset
{
    /// <inheritdoc/>
    public abstract int Count { get; }

    /// <summary>The samples at the indices, stacked (<see cref="Batch.Stack"/>).</summary>
    public Batch GetBatch(ReadOnlySpan<int> indices) => GetBatch(indices, SampleGenerators.Draw());

    /// <inheritdoc/>
    public Batch GetBatch(ReadOnlySpan<int> indices, SampleGenerators generators) => Batch.Stack(GetSamples(indices, generators));

    /// <inheritdoc/>
    /// <exception cref="SampleException"><see cref="GetSample"/> failed.</exception>
    public Sample[] GetSamples(ReadOnlySpan<int> indices, SampleGenerators generators)
    {
        var samples = new Sample[indices.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            int index = indices[i];
            if ((uint)index >= (uint)Count)
            {
                Throw.Index(index, Count);
            }

            using GeneratorScope own = Generator.Use(generators[i]);
            try
            {
                samples[i] = GetSample(index);
            }
            catch (Exception exception) when (SampleException.IsMissing(exception))
            {
                throw new SampleException(index, exception);
            }
        }

        return samples;
    }

    /// <summary>One sample; several threads may ask at the same time.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    protected abstract Sample GetSample(int index);
}
