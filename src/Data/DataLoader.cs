using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.Data;

/// <summary>
/// The samples of a dataset in batches, epoch by epoch: each <c>foreach</c> is one epoch.
/// <code>
/// var train = new DataLoader(dataset, batchSize: 128, shuffle: true, seed: 0);
/// foreach (var (images, labels) in train) { … }
/// </code>
/// PyTorch: <c>torch.utils.data.DataLoader</c>.
/// </summary>
/// <remarks>
/// <para>
/// The order of a shuffled epoch follows from <see cref="Seed"/> and the number of the epoch alone, whatever was read before. A
/// <c>foreach</c> left early ends its epoch, and the next begins the next one; yet <see cref="SaveState"/> remembers the place, and after
/// <see cref="LoadState"/> the next <c>foreach</c> gives the batches that were left of that epoch.
/// </para>
/// <para>
/// A batch is made when the loop asks for it, so it is outside a scope that the loop's body begins: it may be kept. Its memory comes back
/// to the pool when the garbage collector finds it, hence no longer in the cache. A loop that calls <c>MoveNext</c> inside the scope of the
/// step gets the memory of the batch before again, at half the price.
/// </para>
/// </remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "PyTorch's word.")]
public sealed partial class DataLoader : IEnumerable<Batch>
{
    private readonly IDataset _dataset;
    private readonly bool _shuffle;

    // The enumeration that Epoch and Position speak of: the one begun last.
    private object? _pass;
    private bool _resumes;

    /// <summary>A loader of the dataset.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">Samples a batch; the last batch of an epoch may be smaller.</param>
    /// <param name="shuffle">Whether every epoch has the samples in another random order, else it is that of the dataset.</param>
    /// <param name="dropLast">Whether to leave out a last batch that is smaller; a dataset smaller than one batch then has none.</param>
    /// <param name="seed">What the random orders follow from; if null, and <paramref name="shuffle"/> is set, one is drawn.</param>
    /// <param name="generator">Where a seed is drawn from, now and never later; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="batchSize"/> is not positive, or a seed and a generator are given.</exception>
    public DataLoader(
        IDataset dataset, int batchSize = 1, bool shuffle = false, bool dropLast = false, long? seed = null, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (batchSize <= 0)
        {
            Throw.Argument("data loader", $"the batch size must be positive; got {batchSize}");
        }

        if (seed is not null && generator is not null)
        {
            Throw.Argument(
                "data loader", $"a seed and a generator exclude each other; got seed {seed} and a generator with seed {generator.Seed}");
        }

        _dataset = dataset;
        _shuffle = shuffle;
        BatchSize = batchSize;
        DropLast = dropLast;
        Seed = seed ?? (shuffle ? unchecked((long)(generator ?? Generator.Default).NextUInt64()) : 0);
    }

    /// <summary>Samples a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Whether a last batch that is smaller is left out.</summary>
    public bool DropLast { get; }

    /// <summary>What the random orders follow from.</summary>
    public long Seed { get; private set; }

    /// <summary>The number of batches of an epoch. PyTorch: <c>len(loader)</c>.</summary>
    public int Count => (int)((_dataset.Count + (DropLast ? 0L : BatchSize - 1)) / BatchSize);

    /// <summary>The number of the current epoch, from 0: of the one being read, or between two <c>foreach</c> of the next.</summary>
    public int Epoch { get; private set; }

    /// <summary>How many batches of the current epoch have been read.</summary>
    public int Position { get; private set; }

    /// <summary>Begins the next epoch, or goes on with the one whose state was loaded.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        if (Position > 0 && !_resumes)
        {
            Epoch++;
            Position = 0;
        }

        object pass = _pass = new object();
        _resumes = false;
        int[] order = Order();
        for (int i = Position; i < Count; i++)
        {
            int start = i * BatchSize;
            Batch batch = _dataset.GetBatch(order.AsSpan(start, Math.Min(BatchSize, order.Length - start)));
            if (_pass == pass)
            {
                Position = i + 1;
            }

            yield return batch;
        }

        if (_pass == pass)
        {
            Epoch++;
            Position = 0;
            _pass = null;
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int[] Order()
    {
        int[] order = new int[_dataset.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        if (_shuffle)
        {
            new Generator(Seed).Split(Epoch).Permute<int>(order);
        }

        return order;
    }
}
