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
/// The order of a shuffled epoch, and whatever samplers, datasets and transforms draw from the generators they are given, follows from
/// <see cref="Seed"/> and the number of the epoch alone: not from what was read before, nor from the number of workers. While a batch is
/// made, <see cref="Generator.Default"/> is a generator of that batch, and no operation is recorded: a batch has no history.
/// </para>
/// <para>
/// A <c>foreach</c> left early ends its epoch, and the next begins the next one; yet <see cref="SaveState"/> remembers the place, and after
/// <see cref="LoadState"/> the next <c>foreach</c> gives the batches that were left of that epoch. Batches that workers have made ahead of
/// the loop do not count as read.
/// </para>
/// <para>
/// Without workers a batch is made when the loop asks for it, so it is outside a scope that the loop's body begins: it may be kept. Its memory
/// comes back to the pool when the garbage collector finds it, hence no longer in the cache. A loop that calls <c>MoveNext</c> inside the scope
/// of the step gets the memory of the batch before again, at half the price. What workers make is in no scope.
/// </para>
/// <para>
/// Workers are threads that live as long as the <c>foreach</c>: when it is left, in whichever way, they end with the sample or batch each is
/// at; those of an enumerator that was not disposed, when the garbage collector finds it. The dataset, its transforms and the collate are
/// called by several of them at the same time.
/// </para>
/// </remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "PyTorch's word.")]
public sealed partial class DataLoader : IEnumerable<Batch>
{
    private const int DefaultPrefetchFactor = 2;

    private readonly IBatchPlan _plan;
    private readonly bool _shuffle;
    private readonly string _sampler;

    // The enumeration that Epoch and Position speak of: the one begun last.
    private object? _pass;
    private bool _resumes;

    /// <summary>A loader of the dataset.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">Samples a batch; the last batch of an epoch may be smaller.</param>
    /// <param name="shuffle">Whether every epoch has the samples in another random order, else it is that of the dataset.</param>
    /// <param name="dropLast">Whether to leave out a last batch that is smaller; a dataset smaller than one batch then has none.</param>
    /// <param name="seed">What all random numbers follow from; if null, one is drawn, but for an epoch in the order of the dataset, which
    /// has seed 0.</param>
    /// <param name="generator">Where a seed is drawn from, now and never later; <see cref="Generator.Default"/> if null.</param>
    /// <param name="sampler">Which samples an epoch has, in which order; excludes <paramref name="shuffle"/>.</param>
    /// <param name="batchSampler">Which samples each batch has; excludes <paramref name="batchSize"/>, <paramref name="shuffle"/>,
    /// <paramref name="dropLast"/> and <paramref name="sampler"/>.</param>
    /// <param name="numWorkers">How many threads make batches ahead of the loop; with 0 it makes them itself.</param>
    /// <param name="prefetchFactor">How many batches for each worker may be under way or wait for the loop; 2 if null. Without workers there
    /// are none.</param>
    /// <param name="collate">How samples become a batch; if null they are stacked, by the dataset where it makes whole batches.</param>
    /// <exception cref="ArgumentException">A number is not positive, or two options exclude each other.</exception>
    public DataLoader(
        IDataset dataset,
        int batchSize = 1,
        bool shuffle = false,
        bool dropLast = false,
        long? seed = null,
        Generator? generator = null,
        ISampler? sampler = null,
        IBatchSampler? batchSampler = null,
        int numWorkers = 0,
        int? prefetchFactor = null,
        Func<IReadOnlyList<Sample>, Batch>? collate = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        CheckNumbers(batchSize, numWorkers, prefetchFactor);
        if (sampler is not null && shuffle)
        {
            Throw.Argument("data loader", "a sampler and shuffle exclude each other: the sampler says what the order is");
        }

        if (batchSampler is not null && (batchSize != 1 || shuffle || dropLast || sampler is not null))
        {
            Throw.Argument(
                "data loader",
                "a batch sampler excludes batchSize, shuffle, dropLast and sampler, which are its own business; "
                + $"got batchSize {batchSize}, shuffle {shuffle}, dropLast {dropLast}{(sampler is null ? "" : " and a sampler")}");
        }

        (BatchSize, DropLast, NumWorkers, PrefetchFactor) = (batchSize, dropLast, numWorkers, prefetchFactor ?? DefaultPrefetchFactor);
        bool isOrdered = sampler is null && batchSampler is null && !shuffle;
        Seed = ChooseSeed(seed, generator, isDrawn: !isOrdered);
        _shuffle = shuffle;
        _sampler = batchSampler is not null ? $"{batchSampler.Count} batches" : sampler is not null ? $"{sampler.Count} samples" : NoSampler;
        sampler ??= shuffle ? new RandomSampler(dataset) : new SequentialSampler(dataset);
        _plan = new DatasetPlan(dataset, batchSampler ?? new BatchSampler(sampler, batchSize, dropLast), collate);
    }

    /// <summary>A loader of a stream, whose order is its own: shuffle, a sampler and a batch sampler are refused. Its <see cref="Count"/> is not known.</summary>
    /// <inheritdoc cref="DataLoader(IDataset, int, bool, bool, long?, Generator?, ISampler?, IBatchSampler?, int, int?, Func{IReadOnlyList{Sample}, Batch}?)"/>
    public DataLoader(
        IStreamingDataset dataset,
        int batchSize = 1,
        bool shuffle = false,
        bool dropLast = false,
        long? seed = null,
        Generator? generator = null,
        ISampler? sampler = null,
        IBatchSampler? batchSampler = null,
        int numWorkers = 0,
        int? prefetchFactor = null,
        Func<IReadOnlyList<Sample>, Batch>? collate = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        CheckNumbers(batchSize, numWorkers, prefetchFactor);
        if (shuffle || sampler is not null || batchSampler is not null)
        {
            string option = shuffle ? "shuffle" : sampler is not null ? "a sampler" : "a batch sampler";
            Throw.Argument("data loader", $"a streaming dataset has an order of its own; got {option}: let the stream shuffle what it reads");
        }

        (BatchSize, DropLast, NumWorkers, PrefetchFactor) = (batchSize, dropLast, numWorkers, prefetchFactor ?? DefaultPrefetchFactor);
        Seed = ChooseSeed(seed, generator, isDrawn: true);
        _sampler = NoSampler;
        _plan = new StreamPlan(dataset, batchSize, dropLast, collate);
    }

    /// <summary>Samples a batch; 1 if a batch sampler says it.</summary>
    public int BatchSize { get; }

    /// <summary>Whether a last batch that is smaller is left out.</summary>
    public bool DropLast { get; }

    /// <summary>How many threads make batches ahead of the loop.</summary>
    public int NumWorkers { get; }

    /// <summary>How many batches for each worker may be under way or wait for the loop.</summary>
    public int PrefetchFactor { get; }

    /// <summary>What all random numbers follow from.</summary>
    public long Seed { get; private set; }

    /// <summary>The number of batches of an epoch. PyTorch: <c>len(loader)</c>.</summary>
    /// <exception cref="InvalidOperationException">The dataset is a stream, which ends where it ends.</exception>
    public int Count
    {
        get
        {
            if (_plan.BatchCount is not { } count)
            {
                Throw.Invalid("data loader", "the number of batches of a streaming dataset is not known before its end");
                return 0;
            }

            return count;
        }
    }

    /// <summary>The number of the current epoch, from 0: of the one being read, or between two <c>foreach</c> of the next.</summary>
    public int Epoch { get; private set; }

    /// <summary>How many batches of the current epoch have been read.</summary>
    public int Position { get; private set; }

    /// <summary>Begins the next epoch, or goes on with the one whose state was loaded.</summary>
    /// <exception cref="SampleException">A batch could not be made; it comes when all batches before it have been read.</exception>
    public IEnumerator<Batch> GetEnumerator() => Enumerate(CancellationToken.None);

    /// <summary>
    /// The same for a loop that may be cancelled while it waits for a batch: <c>foreach (var (images, labels) in train.WithCancellation(token))</c>.
    /// It then throws <see cref="OperationCanceledException"/>, once workers have done the batch they are at.
    /// </summary>
    public IEnumerable<Batch> WithCancellation(CancellationToken cancellationToken)
    {
        using IEnumerator<Batch> batches = Enumerate(cancellationToken);
        while (batches.MoveNext())
        {
            yield return batches.Current;
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void CheckNumbers(int batchSize, int numWorkers, int? prefetchFactor)
    {
        if (batchSize <= 0)
        {
            Throw.Argument("data loader", $"the batch size must be positive; got {batchSize}");
        }

        if (numWorkers < 0)
        {
            Throw.Argument("data loader", $"the number of workers must not be negative; got {numWorkers}");
        }

        if (prefetchFactor is not null && (numWorkers == 0 || prefetchFactor <= 0))
        {
            Throw.Argument("data loader", $"prefetchFactor must be positive and needs workers; got {prefetchFactor} with numWorkers {numWorkers}");
        }
    }

    private static long ChooseSeed(long? seed, Generator? generator, bool isDrawn)
    {
        if (seed is not null && generator is not null)
        {
            Throw.Argument(
                "data loader", $"a seed and a generator exclude each other; got seed {seed} and a generator with seed {generator.Seed}");
        }

        return seed ?? (isDrawn ? unchecked((long)(generator ?? Generator.Default).NextUInt64()) : 0);
    }

    private IEnumerator<Batch> Enumerate(CancellationToken cancellation)
    {
        if (Position > 0 && !_resumes)
        {
            Epoch++;
            Position = 0;
        }

        object pass = _pass = new object();
        _resumes = false;
        int position = Position;
        using IEnumerator<Func<Batch>> requests = _plan.Begin(new EpochRandom(Seed, Epoch), position);
        using Prefetcher? prefetcher = NumWorkers == 0 ? null : new(requests, NumWorkers, NumWorkers * PrefetchFactor, cancellation);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Batch? batch = prefetcher is not null ? prefetcher.Next() : requests.MoveNext() ? requests.Current() : null;
            if (batch is null)
            {
                break;
            }

            position++;
            if (_pass == pass)
            {
                Position = position;
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
}
