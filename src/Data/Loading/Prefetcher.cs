using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.Data;

/// <summary>
/// A loop's hold on the threads that make its batches: they end when it is disposed, or when it is collected because the loop was forgotten.
/// The threads know the queue and not this.
/// </summary>
internal sealed class Prefetcher(IEnumerator<Func<Batch?>> requests, int workers, int capacity, CancellationToken cancellation) : IDisposable
{
    private readonly PrefetchQueue _queue = new(requests, workers, capacity, cancellation);

    [SuppressMessage("Design", "MA0055:Do not use finalizer", Justification = "Nothing else tells threads that wait for a loop that it was forgotten.")]
    ~Prefetcher() => _queue?.End();

    /// <inheritdoc cref="PrefetchQueue.Next"/>
    public Batch? Next()
    {
        Batch? batch = _queue.Next();
        GC.KeepAlive(this);
        return batch;
    }

    /// <summary>Ends the threads and waits until each has done the batch it is at.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _queue.End();
        _queue.Join();
    }
}
