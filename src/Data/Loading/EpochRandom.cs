namespace MiniTorch.Data;

/// <summary>All random numbers of an epoch: each follows from the seed, the epoch and what it is for.</summary>
internal sealed class EpochRandom(long seed, int epoch)
{
    private const int SamplesPart = 0;
    private const int BatchesPart = 1;
    private const int ReadingPart = 2;

    private readonly Generator _batches = new Generator(seed).Split(epoch).Split(BatchesPart);

    /// <summary>For the order of the samples.</summary>
    public Generator Order { get; } = new Generator(seed).Split(epoch);

    /// <summary>For each sample.</summary>
    public Generator Samples { get; } = new Generator(seed).Split(epoch).Split(SamplesPart);

    /// <summary>For reading a stream.</summary>
    public Generator Reading { get; } = new Generator(seed).Split(epoch).Split(ReadingPart);

    /// <summary>The default generator while a batch is made.</summary>
    public Generator Batch(int first) => _batches.Split(first);
}
