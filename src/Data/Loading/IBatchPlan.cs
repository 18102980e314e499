namespace MiniTorch.Data;

/// <summary>
/// What a loader reads. Whether with workers or without, batches are made the same way: no operation is recorded, and
/// <see cref="Generator.Default"/> is a generator of the batch.
/// </summary>
internal interface IBatchPlan
{
    /// <summary>Of the dataset, or −1 if not known.</summary>
    int SampleCount { get; }

    /// <summary>Batches of an epoch, or null if not known.</summary>
    int? BatchCount { get; }

    /// <summary>
    /// One function for each batch of an epoch but the first <paramref name="skip"/>. One thread at a time moves on; any may call the functions.
    /// </summary>
    IEnumerator<Func<Batch>> Begin(EpochRandom random, int skip);
}

/// <summary>Batches of a dataset, by indices.</summary>
internal sealed class DatasetPlan(IDataset dataset, IBatchSampler batches, Func<IReadOnlyList<Sample>, Batch>? collate) : IBatchPlan
{
    public int SampleCount => dataset.Count;

    public int? BatchCount => batches.Count;

    // The sampler is asked here, on the thread of the loop.
    public IEnumerator<Func<Batch>> Begin(EpochRandom random, int skip)
    {
        ReadOnlyMemory<int>[] epoch = batches.GetBatches(random.Order);
        if (epoch.Length != batches.Count)
        {
            Throw.Invalid("data loader", $"the batch sampler says that an epoch has {batches.Count} batches, it gave {epoch.Length}");
        }

        return Requests(epoch, random, skip);
    }

    private IEnumerator<Func<Batch>> Requests(ReadOnlyMemory<int>[] epoch, EpochRandom random, int skip)
    {
        int first = 0;
        for (int i = 0; i < epoch.Length; i++)
        {
            ReadOnlyMemory<int> indices = epoch[i];
            int place = first;
            if (i >= skip)
            {
                yield return () => Make(indices.Span, place, random);
            }

            first += indices.Length;
        }
    }

    private Batch Make(ReadOnlySpan<int> indices, int first, EpochRandom random)
    {
        using GradModeScope unrecorded = Autograd.NoGrad();
        using GeneratorScope own = Generator.Use(random.Batch(first));
        var generators = new SampleGenerators(random.Samples, first);
        try
        {
            return collate is null ? dataset.GetBatch(indices, generators) : collate(dataset.GetSamples(indices, generators));
        }
        catch (Exception exception) when (SampleException.IsMissing(exception))
        {
            throw new SampleException(indices, exception);
        }
    }
}

/// <summary>Batches of a stream: read one after the other, transformed and put together by any thread.</summary>
internal sealed class StreamPlan(IStreamingDataset stream, int batchSize, bool dropLast, Func<IReadOnlyList<Sample>, Batch>? collate) : IBatchPlan
{
    public int SampleCount => -1;

    public int? BatchCount => null;

    public IEnumerator<Func<Batch>> Begin(EpochRandom random, int skip)
    {
        using IEnumerator<Sample> reader = stream.Read(random.Reading).GetEnumerator();
        long first = 0;
        for (int i = 0; Read(reader, first, random) is { Length: > 0 } samples; i++)
        {
            long place = first;
            if (i >= skip)
            {
                yield return () => Make(samples, place, random);
            }

            first += samples.Length;
            if (samples.Length < batchSize)
            {
                break;
            }
        }
    }

    // A stream need not end: after 2³¹ samples the places begin anew.
    private static int Place(long sample) => (int)(sample & int.MaxValue);

    private Sample[] Read(IEnumerator<Sample> reader, long first, EpochRandom random)
    {
        using GradModeScope unrecorded = Autograd.NoGrad();
        using GeneratorScope own = Generator.Use(random.Reading);
        List<Sample> samples = [];
        try
        {
            while (samples.Count < batchSize && reader.MoveNext())
            {
                samples.Add(reader.Current);
            }
        }
        catch (Exception exception) when (SampleException.IsMissing(exception))
        {
            throw new SampleException(Place(first + samples.Count), exception);
        }

        return dropLast && samples.Count < batchSize ? [] : [.. samples];
    }

    private Batch Make(Sample[] samples, long first, EpochRandom random)
    {
        using GradModeScope unrecorded = Autograd.NoGrad();
        var transformed = new Sample[samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            Generator generator = random.Samples.Split(Place(first + i));
            using GeneratorScope ofSample = Generator.Use(generator);
            try
            {
                transformed[i] = stream.Transform(samples[i], generator);
            }
            catch (Exception exception) when (SampleException.IsMissing(exception))
            {
                throw new SampleException(Place(first + i), exception);
            }
        }

        using GeneratorScope ofBatch = Generator.Use(random.Batch(Place(first)));
        try
        {
            return (collate ?? Batch.Stack)(transformed);
        }
        catch (Exception exception) when (SampleException.IsMissing(exception))
        {
            throw new SampleException([.. Indices.UpTo(samples.Length).Select(i => Place(first + i))], exception);
        }
    }
}
