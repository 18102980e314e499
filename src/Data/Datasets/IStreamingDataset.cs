namespace MiniTorch.Data;

/// <summary>
/// Samples that come one after the other, as from a file or a socket: their number need not be known, nor be small enough for memory.
/// PyTorch: <c>torch.utils.data.IterableDataset</c>.
/// </summary>
/// <remarks>
/// One thread at a time reads; workers only share the work of <see cref="Transform"/> and of putting batches together. So the order is that
/// of the stream for any number of workers, and no dataset has to know of them. (PyTorch gives each worker a copy, which must be cut into
/// shards.)
/// </remarks>
public interface IStreamingDataset
{
    /// <summary>The samples of an epoch from the first to the last, read as they are asked for, perhaps on changing threads.</summary>
    /// <param name="generator">Random numbers of the epoch, as for a buffer that shuffles. It is <see cref="Generator.Default"/> too
    /// while samples are read.</param>
    IEnumerable<Sample> Read(Generator generator);

    /// <summary>What is yet to be done to a sample that was read; several threads may ask at the same time.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="generator">Random numbers for this sample alone.</param>
    Sample Transform(Sample sample, Generator generator) => sample;
}
