namespace MiniTorch.Data;

/// <summary>Datasets and streams from functions.</summary>
public static class Dataset
{
    /// <summary>A dataset whose samples a function makes: <c>Dataset.From(files.Length, i => (Read(files[i]), labels[i]))</c>.</summary>
    /// <param name="count">The number of samples.</param>
    /// <param name="get">The sample at an index; called from several threads if the loader has workers. See <see cref="SampleDataset"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static SampleDataset From(int count, Func<int, Sample> get)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(get);
        return new FunctionDataset(count, get);
    }

    /// <summary>A stream whose samples a function reads, anew for every epoch. See <see cref="IStreamingDataset"/>.</summary>
    /// <param name="read">The samples from the first to the last; often a method with <c>yield return</c>.</param>
    public static IStreamingDataset Stream(Func<IEnumerable<Sample>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new FunctionStream(_ => read());
    }

    /// <inheritdoc cref="Stream(Func{IEnumerable{Sample}})"/>
    /// <param name="read">The same from a generator, which follows from the seed and the epoch.</param>
    public static IStreamingDataset Stream(Func<Generator, IEnumerable<Sample>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new FunctionStream(read);
    }

    private sealed class FunctionDataset(int count, Func<int, Sample> get) : SampleDataset
    {
        public override int Count => count;

        protected override Sample GetSample(int index) => get(index);
    }

    private sealed class FunctionStream(Func<Generator, IEnumerable<Sample>> read) : IStreamingDataset
    {
        public IEnumerable<Sample> Read(Generator generator) => read(generator);
    }
}
