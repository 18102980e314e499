using System.Runtime.ExceptionServices;

namespace MiniTorch.Data;

/// <summary>
/// Threads that make the batches of an epoch ahead of the loop: each takes the next request, and what was made is given out in the order of
/// the requests. There are never more requests under way or waiting than the capacity.
/// </summary>
/// <remarks>
/// The threads do not belong to <see cref="Workers"/>, which kernels of the loop may be using: a batch may wait for a disk. A kernel that is
/// called while a batch is made runs on that thread alone.
/// </remarks>
internal sealed class PrefetchQueue
{
    private readonly IEnumerator<Func<Batch?>> _requests;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _wakeUp;
    private readonly Thread[] _threads;

    // Whoever has it reads requests. It is taken before the gate.
    private readonly Lock _reading = new();

    // Guards what follows.
    private readonly object _gate = new();
    private readonly Outcome?[] _outcomes;
    private int _taken;
    private int _delivered;
    private bool _hasEnded;

    /// <summary>Starts the threads. They alone use the requests until <see cref="Join"/>, one at a time.</summary>
    public PrefetchQueue(IEnumerator<Func<Batch?>> requests, int workers, int capacity, CancellationToken cancellation)
    {
        _requests = requests;
        _cancellation = cancellation;
        _outcomes = new Outcome?[capacity];
        _wakeUp = cancellation.UnsafeRegister(static queue => ((PrefetchQueue)queue!).WakeUp(), this);
        _threads = new Thread[workers];
        for (int i = 0; i < workers; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"MiniTorch loader {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Waits for the next batch; null after the last. What went wrong with it is thrown here.</summary>
    /// <exception cref="OperationCanceledException">The loop is cancelled.</exception>
    public Batch? Next()
    {
        Outcome outcome;
        lock (_gate)
        {
            ref Outcome? slot = ref _outcomes[_delivered % _outcomes.Length];
            while (slot is null)
            {
                _cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }

            outcome = slot;
            slot = null;
            _delivered++;
            Monitor.PulseAll(_gate);
        }

        outcome.Failure?.Throw();
        return outcome.Batch;
    }

    /// <summary>Ends each thread when it has done the batch it is at.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            Monitor.PulseAll(_gate);
        }

        _wakeUp.Unregister();
    }

    /// <summary>Waits until all have ended.</summary>
    public void Join() => Array.ForEach(_threads, static thread => thread.Join());

    private static Batch? NoBatch() => null;

    private void Work()
    {
        Workers.RunAlone();
        while (TryTake(out int number, out Func<Batch?>? make))
        {
            Outcome outcome;
            try
            {
                outcome = new Outcome(make(), null);
            }
            catch (Exception exception)
            {
                outcome = new Outcome(null, ExceptionDispatchInfo.Capture(exception));
            }

            Put(number, outcome);
        }
    }

    // A failure to read a request is what comes of it; after the last request there is one for no batch.
    private bool TryTake(out int number, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Func<Batch?>? make)
    {
        lock (_reading)
        {
            if (!TryTakeNumber(out number))
            {
                make = null;
                return false;
            }

            try
            {
                make = _requests.MoveNext() ? _requests.Current : NoBatch;
            }
            catch (Exception exception)
            {
                var failure = ExceptionDispatchInfo.Capture(exception);
                make = () =>
                {
                    failure.Throw();
                    return null;
                };
            }

            return true;
        }
    }

    private bool TryTakeNumber(out int number)
    {
        lock (_gate)
        {
            while (!_hasEnded && _taken - _delivered >= _outcomes.Length)
            {
                Monitor.Wait(_gate);
            }

            number = _taken;
            _taken += _hasEnded ? 0 : 1;
            return !_hasEnded;
        }
    }

    private void Put(int number, Outcome outcome)
    {
        lock (_gate)
        {
            _outcomes[number % _outcomes.Length] = outcome;
            _hasEnded |= outcome.Batch is null;
            Monitor.PulseAll(_gate);
        }
    }

    private void WakeUp()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    // A batch, what went wrong, or neither: the end.
    private sealed record Outcome(Batch? Batch, ExceptionDispatchInfo? Failure);
}
