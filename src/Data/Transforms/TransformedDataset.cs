namespace MiniTorch.Data;

/// <summary>A dataset and what is done to each of its samples.</summary>
internal sealed class TransformedDataset(IDataset source, Func<Sample, Generator, Sample> transform) : IDataset
{
    public int Count => source.Count;

    public Batch GetBatch(ReadOnlySpan<int> indices) => GetBatch(indices, SampleGenerators.Draw());

    public Batch GetBatch(ReadOnlySpan<int> indices, SampleGenerators generators) => Batch.Stack(GetSamples(indices, generators));

    public Sample[] GetSamples(ReadOnlySpan<int> indices, SampleGenerators generators)
    {
        Sample[] samples = source.GetSamples(indices, generators.Inner);
        for (int i = 0; i < samples.Length; i++)
        {
            Generator generator = generators[i];
            using GeneratorScope own = Generator.Use(generator);
            try
            {
                samples[i] = transform(samples[i], generator);
            }
            catch (Exception exception) when (SampleException.IsMissing(exception))
            {
                throw new SampleException(indices[i], exception);
            }
        }

        return samples;
    }
}

/// <summary>A dataset and what is done to its batches.</summary>
internal sealed class TransformedBatches(IDataset source, Func<Batch, Batch> transform) : IDataset
{
    public int Count => source.Count;

    public Batch GetBatch(ReadOnlySpan<int> indices) => transform(source.GetBatch(indices));

    public Batch GetBatch(ReadOnlySpan<int> indices, SampleGenerators generators) => transform(source.GetBatch(indices, generators));
}

/// <summary>A stream and what is done to each of its samples.</summary>
internal sealed class TransformedStream(IStreamingDataset source, Func<Sample, Generator, Sample> transform) : IStreamingDataset
{
    private const int InnerPart = 0;

    public IEnumerable<Sample> Read(Generator generator) => source.Read(generator);

    public Sample Transform(Sample sample, Generator generator) =>
        transform(source.Transform(sample, generator.Split(InnerPart)), generator);
}
