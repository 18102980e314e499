using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace MiniTorch;

public static unsafe partial class Workers
{
    // A closed gate is far below zero; whoever enters adds one. The count is positive only for those who entered while it was open.
    private const int Closed = int.MinValue / 2;

    private static readonly long s_spinTicks = Stopwatch.Frequency / 20_000;

    private static Shared s_shared = new() { Gate = Closed };
    private static Worker[] s_workers = [];

    // The job, written by the owner before it opens the gate.
    private static void* s_body;
    private static delegate*<void*, void> s_drain;
    private static int s_chunks;
    private static int s_helpers;
    private static ExceptionDispatchInfo? s_failure;

    private static bool TryOwn() => Volatile.Read(ref s_shared.Owned) == 0 && Interlocked.Exchange(ref s_shared.Owned, 1) == 0;

    private static void Release() => Volatile.Write(ref s_shared.Owned, 0);

    // Workers that have not entered by the time the chunks run out (still asleep, or short of a core) are not waited for.
    private static void RunShared(int chunks, int helpers, void* body, delegate*<void*, void> drain)
    {
        GrowTo(helpers);
        s_body = body;
        s_drain = drain;
        s_chunks = chunks;
        Volatile.Write(ref s_helpers, helpers);
        s_shared.Next = -1;
        Interlocked.Add(ref s_shared.Gate, -Closed);
        Interlocked.Increment(ref s_shared.Job);
        for (int i = 0; i < helpers; i++)
        {
            s_workers[i].Wake();
        }

        DrainJob();
        Interlocked.Add(ref s_shared.Gate, Closed);
        AwaitEmptyGate();
        ExceptionDispatchInfo? failure = s_failure;
        s_failure = null;
        failure?.Throw();
    }

    private static void DrainJob()
    {
        try
        {
            s_drain(s_body);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref s_failure, ExceptionDispatchInfo.Capture(exception), null);
            Volatile.Write(ref s_shared.Next, s_chunks);
        }
    }

    private static bool TryTake(out int chunk)
    {
        chunk = Interlocked.Increment(ref s_shared.Next);
        return (uint)chunk < (uint)s_chunks;
    }

    private static void AwaitEmptyGate()
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref s_shared.Gate) != Closed)
        {
            if (Stopwatch.GetTimestamp() - start < s_spinTicks)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    private static void GrowTo(int count)
    {
        int existing = s_workers.Length;
        if (existing >= count)
        {
            return;
        }

        Worker[] workers = new Worker[count];
        s_workers.CopyTo(workers, 0);
        for (int i = existing; i < count; i++)
        {
            workers[i] = new Worker(i, Volatile.Read(ref s_shared.Job));
        }

        s_workers = workers;
    }

    private sealed class Worker
    {
        private readonly int _index;
        private int _seen;
        private bool _asleep;

        public Worker(int index, int job)
        {
            _index = index;
            _seen = job;
            new Thread(Loop) { IsBackground = true, Name = $"MiniTorch worker {index + 1}" }.UnsafeStart();
        }

        public void Wake()
        {
            if (Volatile.Read(ref _asleep))
            {
                lock (this)
                {
                    Monitor.Pulse(this);
                }
            }
        }

        private void Loop()
        {
            t_isInside = true;
            while (true)
            {
                AwaitJob();
                _seen = Volatile.Read(ref s_shared.Job);
                if (_index >= Volatile.Read(ref s_helpers))
                {
                    continue;
                }

                if (Interlocked.Increment(ref s_shared.Gate) > 0)
                {
                    DrainJob();
                }

                Interlocked.Decrement(ref s_shared.Gate);
            }
        }

        private void AwaitJob()
        {
            // One that the last job had no use for does not spin through the next ones.
            if (_index < Volatile.Read(ref s_helpers))
            {
                long start = Stopwatch.GetTimestamp();
                do
                {
                    if (Volatile.Read(ref s_shared.Job) != _seen)
                    {
                        return;
                    }

                    Thread.SpinWait(1);
                }
                while (Stopwatch.GetTimestamp() - start < s_spinTicks);
            }

            lock (this)
            {
                // Either this thread sees the new job below, or the owner, who posts before it looks, sees this flag. Both need the full fence.
                Interlocked.Exchange(ref _asleep, true);
                while (Volatile.Read(ref s_shared.Job) == _seen)
                {
                    Monitor.Wait(this);
                }

                Volatile.Write(ref _asleep, false);
            }
        }
    }

    // What threads write while others poll, each on cache lines of its own (two lines: processors fetch them in pairs).
    [StructLayout(LayoutKind.Explicit, Size = 640)]
    private struct Shared
    {
        [FieldOffset(128)]
        public int Owned;

        [FieldOffset(256)]
        public int Job;

        [FieldOffset(384)]
        public int Next;

        [FieldOffset(512)]
        public int Gate;
    }
}
