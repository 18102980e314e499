namespace MiniTorch.Tests;

/// <summary>Tests that set the number of workers or need them for themselves run alone.</summary>
[CollectionDefinition(nameof(UsesWorkersAlone), DisableParallelization = true)]
public sealed class UsesWorkersAlone;

[Collection(nameof(UsesWorkersAlone))]
public sealed class WorkersTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_chunk_runs_once(int count)
    {
        Workers.Count = count;
        for (int chunks = 0; chunks < 200; chunks++)
        {
            int[] runs = CountRuns(chunks);
            Assert.All(runs, static n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void Chunks_are_shared_with_other_threads_which_go_on_after_sleeping()
    {
        Workers.Count = 2;
        for (int round = 0; round < 3; round++)
        {
            Thread.Sleep(5);
            int[] threads = new int[2];
            Meeting body = new() { Threads = threads, Arrived = new CountdownEvent(2) };
            Workers.For(2, ref body);
            Assert.NotEqual(threads[0], threads[1]);
        }
    }

    [Fact]
    public void A_nested_call_runs_its_chunks_in_order_on_its_own_thread()
    {
        Workers.Count = 4;
        Nested body = new() { Log = [.. Enumerable.Range(0, 8).Select(static _ => new List<(int, int)>())] };
        Workers.For(8, ref body);
        Assert.All(body.Log, static log =>
        {
            Assert.Equal(Enumerable.Range(0, 5), log.Select(static e => e.Item1));
            Assert.Single(log.Select(static e => e.Item2).Distinct());
        });
    }

    [Fact]
    public void Callers_on_several_threads_do_not_disturb_each_other()
    {
        Workers.Count = 3;
        Parallel.For(0, 8, static _ =>
        {
            for (int i = 0; i < 300; i++)
            {
                Assert.All(CountRuns(17), static n => Assert.Equal(1, n));
            }
        });
    }

    [Fact]
    public void A_thread_that_computes_at_the_same_time_keeps_its_processor()
    {
        Workers.Count = 2;
        using ManualResetEventSlim owned = new(), otherIsInside = new(), done = new();
        Thread other = AtAnotherPlace(() =>
        {
            owned.Wait();
            Signalling waiting = new() { Arrived = otherIsInside, Until = done };
            Workers.For(2, ref waiting);
        });
        other.Start();
        Signalling first = new() { Arrived = owned, Until = otherIsInside };
        Workers.For(2, ref first);

        Lonely body = new() { Threads = new int[8] };
        Workers.For(8, ref body);

        done.Set();
        other.Join();
        Assert.All(body.Threads, static thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void A_thread_that_runs_alone_takes_no_worker_and_none_from_others()
    {
        Workers.Count = 2;
        Lonely body = new() { Threads = new int[8] };
        int[] together = new int[2];
        Thread loading = new(() =>
        {
            Workers.RunAlone();
            Workers.For(8, ref body);
            Assert.All(body.Threads, static thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
        });
        loading.Start();
        loading.Join();

        Meeting meeting = new() { Threads = together, Arrived = new CountdownEvent(2) };
        Workers.For(2, ref meeting);

        Assert.DoesNotContain(0, body.Threads);
        Assert.NotEqual(together[0], together[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void An_exception_reaches_the_caller_and_the_workers_go_on(int count)
    {
        Workers.Count = count;
        for (int failing = 0; failing < 20; failing++)
        {
            InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => Fail(at: failing));
            Assert.Equal($"chunk {failing}", thrown.Message);
            Assert.All(CountRuns(20), static n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void The_count_may_change_at_any_time_on_any_thread()
    {
        using CancellationTokenSource stop = new();
        Thread changer = new(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                Workers.Count = 1 + (i % 6);
                Thread.Yield();
            }
        });
        changer.Start();
        for (int i = 0; i < 2000; i++)
        {
            Assert.All(CountRuns(9), static n => Assert.Equal(1, n));
        }

        stop.Cancel();
        changer.Join();
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        Workers.Count = 2;
        int[] runs = new int[4];
        Counting body = new() { Runs = runs };
        Workers.For(4, ref body);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Workers.For(4, ref body);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void The_count_must_be_positive(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Count = count);

    [Theory]
    [InlineData("3", 3)]
    [InlineData(" 12 ", 12)]
    [InlineData(null, 7)]
    [InlineData("", 7)]
    [InlineData("0", 7)]
    [InlineData("-2", 7)]
    [InlineData("two", 7)]
    [InlineData("2.5", 7)]
    [InlineData("99999999999", 7)]
    public void The_environment_sets_the_first_count_if_it_holds_a_positive_integer(string? variable, int expected) =>
        Assert.Equal(expected, Workers.InitialCount(variable, processors: 7));

    // Of two threads at one place only one is seen. A number is a thread's from the moment it is made.
    private static Thread AtAnotherPlace(ThreadStart start)
    {
        int own = Workers.PlaceOf(Environment.CurrentManagedThreadId);
        List<Thread> made = [new(start)];
        while (Workers.PlaceOf(made[^1].ManagedThreadId) == own)
        {
            made.Add(new(start));
        }

        return made[^1];
    }

    private static int[] CountRuns(int chunks)
    {
        Counting body = new() { Runs = new int[chunks] };
        Workers.For(chunks, ref body);
        return body.Runs;
    }

    private static void Fail(int at)
    {
        Failing body = new() { At = at };
        Workers.For(20, ref body);
    }

    private struct Counting : IParallelBody
    {
        public int[] Runs;

        public readonly void Invoke(int chunk) => Interlocked.Increment(ref Runs[chunk]);
    }

    private struct Meeting : IParallelBody
    {
        public int[] Threads;
        public CountdownEvent Arrived;

        // Two chunks that wait for each other cannot run on one thread.
        public readonly void Invoke(int chunk)
        {
            Threads[chunk] = Environment.CurrentManagedThreadId;
            Arrived.Signal();
            Arrived.Wait();
        }
    }

    private struct Signalling : IParallelBody
    {
        public ManualResetEventSlim Arrived;
        public ManualResetEventSlim Until;

        public readonly void Invoke(int chunk)
        {
            Arrived.Set();
            Until.Wait();
        }
    }

    private struct Lonely : IParallelBody
    {
        public int[] Threads;

        // Long enough for a worker to come, were one called.
        public readonly void Invoke(int chunk)
        {
            Threads[chunk] = Environment.CurrentManagedThreadId;
            Thread.Sleep(20);
        }
    }

    private struct Nested : IParallelBody
    {
        public List<(int Chunk, int Thread)>[] Log;

        public readonly void Invoke(int chunk)
        {
            Inner inner = new() { Log = Log[chunk] };
            Workers.For(5, ref inner);
        }
    }

    private struct Inner : IParallelBody
    {
        public List<(int Chunk, int Thread)> Log;

        public readonly void Invoke(int chunk) => Log.Add((chunk, Environment.CurrentManagedThreadId));
    }

    private struct Failing : IParallelBody
    {
        public int At;

        public readonly void Invoke(int chunk)
        {
            if (chunk == At)
            {
                throw new InvalidOperationException($"chunk {chunk}");
            }
        }
    }
}
