using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Data;

namespace MiniTorch.Tests;

public sealed partial class DataLoaderTests
{
    private static readonly int[] _workers = [0, 1, 2, 5];

    [Fact]
    public void Batches_are_the_same_for_any_number_of_workers_however_long_each_takes() => Prop.ForAll(_cases, c =>
    {
        using ManualResetEventSlim never = new();
        SampleDataset dataset = Dataset.From(c.Samples, i =>
        {
            never.Wait(TimeSpan.FromMilliseconds((i * 7919) % 5 / 4));
            return (Tensor.From((long)i), Tensor.Rand([3]));
        });
        double[][][] runs = [.. _workers.Select(workers =>
        {
            DataLoader loader = new(
                dataset, c.BatchSize, shuffle: true, c.DropLast, c.Seed, numWorkers: workers, prefetchFactor: workers == 0 ? null : 1 + (workers % 3));
            return Enumerable.Range(0, 2).SelectMany(_ => loader)
                .Select(batch => (double[])[.. batch[0].ToArray<long>(), .. batch[1].ToArray<float>()]).ToArray();
        })];

        Assert.All(runs, run => Assert.Equal(runs[0], run));
        Assert.Equal(2 * c.Kept, runs[0].Sum(batch => batch.Length) / 4);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void A_dataset_of_whole_batches_draws_the_same_for_any_number_of_workers()
    {
        float[][][] runs = [.. _workers.Select(workers =>
            new DataLoader(new Drawing(), 4, shuffle: true, seed: 8, numWorkers: workers).Select(batch => batch[0].ToArray<float>()).ToArray())];

        Assert.All(runs, run => Assert.Equal(runs[0], run));
        Assert.Equal(5, runs[0].Select(batch => batch[0]).Distinct().Count());
    }

    [Fact]
    public void A_run_with_workers_that_is_resumed_anywhere_gives_the_batches_that_were_left() => Prop.ForAll(
        _cases,
        Gen.Choose(0, 30).ToArbitrary(),
        Gen.Elements(_workers).ToArbitrary(),
        (c, stop, workers) =>
        {
            DataLoader Make(int count, long seed) => new(Numbers(c.Samples), c.BatchSize, shuffle: true, c.DropLast, seed, numWorkers: count);
            long[][] whole = Read(c.Loader(), epochs: 2, stop: int.MaxValue).Batches;
            (long[][] before, StateNode state) = Read(Make(workers, c.Seed), epochs: 2, stop);
            DataLoader resumed = Make(5 - workers, 99);
            resumed.LoadState(state);

            Assert.Equal(whole, [.. before, .. Read(resumed, epochs: 2, stop: int.MaxValue).Batches]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Only_what_the_loop_has_read_counts_as_position()
    {
        using CountdownEvent ahead = new(4);
        DataLoader loader = new(Dataset.From(100, i => Counted(i, ahead)), numWorkers: 2);
        using IEnumerator<Batch> batches = loader.GetEnumerator();
        batches.MoveNext();
        ahead.Wait();

        Assert.Equal((0, 1), (loader.Epoch, loader.Position));
    }

    [Fact]
    public void Workers_are_never_further_ahead_than_the_queue_allows()
    {
        int made = 0, most = 0, read = 0;
        SampleDataset dataset = Dataset.From(200, i =>
        {
            int now = Interlocked.Increment(ref made) - Volatile.Read(ref read);
            InterlockedMax(ref most, now);
            return Tensor.From((long)i);
        });
        foreach (Batch batch in new DataLoader(dataset, numWorkers: 3, prefetchFactor: 2))
        {
            Thread.Yield();
            Interlocked.Increment(ref read);
        }

        // Six under way or waiting, and the one that the loop has.
        Assert.InRange(most, 1, 7);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_failure_comes_after_the_batches_before_it_and_names_the_sample(int workers)
    {
        SampleDataset dataset = Dataset.From(20, i => i == 13 ? throw new IOException("no such file") : Tensor.From((long)i));
        DataLoader loader = new(dataset, batchSize: 2, numWorkers: workers);
        List<long> seen = [];
        SampleException exception = Assert.Throws<SampleException>(() =>
        {
            foreach (Batch batch in loader)
            {
                seen.AddRange(batch[0].ToArray<long>());
            }
        });

        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i), seen);
        Assert.Equal("data loader: sample 13: no such file", exception.Message);
        Assert.Equal("no such file", Assert.IsType<IOException>(exception.InnerException).Message);
        Assert.Equal((0, 6), (loader.Epoch, loader.Position));
    }

    [Fact]
    public void A_failure_of_a_whole_batch_names_its_samples()
    {
        SampleException exception = Assert.Throws<SampleException>(() => new DataLoader(new Broken(), 10, numWorkers: 1, sampler: new Fixed([2, 3, 4, 5, 6, 7, 8, 9, 9, 2])).First());

        Assert.Equal("data loader: samples 2, 3, 4, 5, 6, 7, 8, 9 and 2 more: gone", exception.Message);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9, 9, 2], exception.Indices);
    }

    [Fact]
    public void No_thread_outlives_the_loop()
    {
        ConcurrentDictionary<Thread, bool> threads = [];
        SampleDataset dataset = Dataset.From(50, i =>
        {
            threads[Thread.CurrentThread] = Thread.CurrentThread.IsBackground;
            return i == 40 ? throw new IOException("gone") : Tensor.From((long)i);
        });
        DataLoader loader = new(dataset, batchSize: 3, numWorkers: 3);
        for (int round = 0; round < 20; round++)
        {
            Assert.NotNull(loader.First());
            Assert.Throws<SampleException>(() => loader.ToArray());
            Assert.Throws<InvalidOperationException>(() =>
            {
                foreach (Batch batch in loader)
                {
                    throw new InvalidOperationException("the body");
                }
            });
        }

        Assert.NotEmpty(threads);
        Assert.DoesNotContain(Thread.CurrentThread, threads.Keys);
        Assert.All(threads, thread => Assert.Equal((true, false), (thread.Value, thread.Key.IsAlive)));
    }

    [Fact]
    public void Threads_end_when_a_loop_by_hand_is_forgotten()
    {
        ConcurrentDictionary<Thread, bool> threads = [];
        DataLoader loader = new(
            Dataset.From(1000, i =>
            {
                threads[Thread.CurrentThread] = true;
                return Tensor.From((long)i);
            }),
            numWorkers: 2);
        Forget(loader);
        for (int i = 0; i < 100 && threads.Keys.Any(thread => thread.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            threads.Keys.First().Join(50);
        }

        Assert.NotEmpty(threads);
        Assert.All(threads.Keys, thread => Assert.False(thread.IsAlive));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget(DataLoader loader)
        {
            IEnumerator<Batch> batches = loader.GetEnumerator();
            Assert.True(batches.MoveNext());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_loop_is_cancelled_between_batches(int workers)
    {
        using CancellationTokenSource source = new();
        DataLoader loader = new(Numbers(20), batchSize: 2, numWorkers: workers);
        int read = 0;

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (Batch batch in loader.WithCancellation(source.Token))
            {
                if (++read == 3)
                {
                    source.Cancel();
                }
            }
        });

        Assert.Equal(3, read);
        Assert.Equal(3, loader.Position);
        Assert.Equal(10, loader.WithCancellation(CancellationToken.None).Count());
    }

    [Fact]
    public async Task A_loop_that_waits_for_a_batch_is_cancelled()
    {
        using CancellationTokenSource source = new();
        using ManualResetEventSlim begun = new();
        SampleDataset dataset = Dataset.From(5, i =>
        {
            begun.Set();
            source.Token.WaitHandle.WaitOne();
            return Tensor.From((long)i);
        });
        DataLoader loader = new(dataset, numWorkers: 2);
        Task cancelling = Task.Run(() =>
        {
            begun.Wait();
            source.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => loader.WithCancellation(source.Token).Count());

        await cancelling;
        Assert.Equal(0, loader.Position);
    }

    [Fact]
    public void What_workers_make_is_in_no_scope_and_comes_back_to_the_pool()
    {
        DataLoader loader = new(new TensorDataset(Tensor.Ones([64, 40_000])), batchSize: 8, numWorkers: 2);
        List<Batch> kept = [];
        using (TensorScope.Begin())
        {
            foreach (Batch batch in loader)
            {
                using TensorScope step = TensorScope.Begin();
                Assert.Equal(320_000f, batch[0].Sum().Item<float>());
                kept.Add(batch);
            }
        }

        Assert.All(kept, batch => Assert.Equal(1f, batch[0].ToArray<float>()[319_999]));
        kept.Clear();
        Read(epochs: 20);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Read(epochs: 60);

        // The pool is full after the first 200 MB; of the 600 MB after them nothing stays.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 32_000_000);

        void Read(int epochs)
        {
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                Assert.Equal(8, loader.ToArray().Length);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Batches_have_no_history_and_modes_are_as_before(int workers)
    {
        Tensor weight = Tensor.Ones([1], requiresGrad: true);
        ConcurrentBag<bool> modes = [];
        IDataset dataset = new TensorDataset(Tensor.Ones([4, 1])).Map(x =>
        {
            modes.Add(Autograd.IsGradEnabled);
            return x * weight;
        });
        Generator generator = Generator.Default;

        foreach (Batch batch in new DataLoader(dataset, 2, numWorkers: workers))
        {
            Assert.False(batch[0].RequiresGrad);
            Assert.True(Autograd.IsGradEnabled);
            Assert.Same(generator, Generator.Default);
        }

        Assert.Equal([false, false, false, false], modes);
    }

    [Fact]
    public void Loops_inside_loops_with_workers_each_see_everything()
    {
        DataLoader loader = new(Numbers(6), 2, shuffle: true, seed: 0, numWorkers: 2);
        int pairs = 0;
        foreach (Batch outer in loader)
        {
            pairs += loader.ToArray().Length * outer.Count;
        }

        Assert.Equal(9, pairs);
    }

    private static Sample Counted(int i, CountdownEvent ahead)
    {
        lock (ahead)
        {
            if (!ahead.IsSet)
            {
                ahead.Signal();
            }
        }

        return Tensor.From((long)i);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }

    private sealed class Drawing : IDataset
    {
        public int Count => 20;

        public Batch GetBatch(ReadOnlySpan<int> indices) => new(Tensor.Rand([indices.Length]));
    }

    private sealed class Fixed(int[] order) : ISampler
    {
        public int Count => order.Length;

        public int[] GetOrder(Generator generator) => order;
    }
}
