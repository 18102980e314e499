using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MiniTorch.Tests;

[Collection(nameof(UsesPoolAlone))]
public sealed class BufferPoolTests
{
    // Of a size that no other test uses, so that its class holds only what is put there.
    private const int Rare = 333_333;

    [Fact]
    public void Size_classes_rise_and_are_large_enough()
    {
        int last = 0;
        foreach (int bytes in Sizes())
        {
            int sizeClass = BufferPool.ClassOf(bytes);
            Assert.InRange(sizeClass, last, 127);
            Assert.InRange(BufferPool.BytesOf(sizeClass), bytes, Math.Max(bytes, (long)(bytes * 1.25) + 1));
            Assert.Equal(sizeClass, BufferPool.ClassOf(Math.Min(BufferPool.BytesOf(sizeClass), Array.MaxLength - 64)));
            last = sizeClass;
        }

        static IEnumerable<int> Sizes() => Enumerable.Range(12, 19)
            .SelectMany(static power => Enumerable.Range(4, 4).SelectMany(quarter => Enumerable.Range(-2, 5).Select(near => ((long)quarter << (power - 2)) + near)))
            .Where(static bytes => bytes is >= Storage.PooledFrom and <= int.MaxValue - 128)
            .Append(Array.MaxLength - 64).Select(static bytes => (int)bytes).Distinct().Order();
    }

    [Fact]
    public unsafe void Buffers_begin_at_64_bytes_and_hold_what_was_asked()
    {
        foreach (int count in (int[])[1024, 1025, 1280, 1281, 5000, 1 << 18])
        {
            NDArray x = NDArray.Zeros([count]);
            fixed (float* p = x.AsSpan<float>())
            {
                Assert.Equal(0, (nint)p % 64);
            }

            Assert.InRange(x.Storage.Buffer!.Bytes, count * 4, 2 * count * 5);
        }

        Assert.Null(NDArray.Zeros([1023]).Storage.Buffer);
    }

    [Fact]
    public void A_buffer_given_back_is_the_next_to_be_used()
    {
        PooledBuffer first;
        using (BufferScope.Begin())
        {
            first = NDArray.Empty([Rare]).Storage.Buffer!;
        }

        NDArray x = NDArray.Empty([Rare + 5]), y = NDArray.Empty([Rare]);
        Assert.Same(first, x.Storage.Buffer);
        Assert.NotSame(first, y.Storage.Buffer);
        GC.KeepAlive(x);
    }

    [Fact]
    public void An_abandoned_buffer_comes_back_after_a_collection()
    {
        HashSet<PooledBuffer> abandoned = Abandon(Rare * 2, static x => x);
        GC.Collect();
        Assert.NotEmpty(Rented(Rare * 2, 6).Intersect(abandoned));
    }

    [Fact]
    public void A_buffer_with_a_view_alive_does_not_come_back()
    {
        NDArray? view = null;
        HashSet<PooledBuffer> abandoned = Abandon(Rare * 3, x => view = x.Fill(7).Slice(0, 5, 10));
        GC.Collect();
        HashSet<PooledBuffer> rented = Rented(Rare * 3, 6);
        Assert.DoesNotContain(view!.Storage.Buffer!, rented);
        Assert.Equal(2, rented.Intersect(abandoned).Count());
        Assert.Equal([7f, 7, 7, 7, 7], view.ToArray<float>());
    }

    [Fact]
    public void A_buffer_whose_span_was_taken_never_comes_back()
    {
        Span<float> span = Taken(out PooledBuffer buffer);
        span.Fill(3);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            Assert.DoesNotContain(buffer, Rented(Rare * 5, 3));
        }

        Assert.True(span.IndexOfAnyExcept(3f) < 0);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Span<float> Taken(out PooledBuffer buffer)
        {
            NDArray x = NDArray.Empty([Rare * 5]);
            buffer = x.Storage.Buffer!;
            return x.AsSpan<float>();
        }
    }

    [Fact]
    public void What_a_finalizer_brings_back_to_life_keeps_its_buffer()
    {
        Phoenix.Bury(Rare * 7);
        GC.Collect();
        _ = Rented(Rare * 7, 2);
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _ = Rented(Rare * 7, 4);
        Assert.True(Phoenix.Risen!.AsReadOnlySpan<float>().IndexOfAnyExcept(9f) < 0);
        Phoenix.Risen = null;
    }

    // Nothing is written, so that the buffers cost address space alone.
    [Fact]
    public void Steps_of_varying_sizes_reuse_the_buffers_of_those_before()
    {
        var random = new Random(1);
        Steps(60);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long asked = Steps(60);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, asked / 10);

        long Steps(int count)
        {
            long bytes = 0;
            for (int step = 0; step < count; step++)
            {
                using BufferScope scope = BufferScope.Begin();
                int length = random.Next(300_000, 2_400_000);
                for (int i = 0; i < 20; i++)
                {
                    bytes += NDArray.Empty([length]).Storage.Buffer!.Bytes;
                }
            }

            return bytes;
        }
    }

    // Collections promote what is alive when they come; the pool must find it again instead of growing.
    [Fact]
    public void Steps_without_a_scope_keep_the_pool_near_what_is_alive()
    {
        // What other tests of the process have left there is not this one's.
        (long freeBefore, long trackedBefore) = BufferPool.Bytes;
        var alive = new NDArray[10];
        for (int i = 0; i < 8000; i++)
        {
            alive[i % alive.Length] = NDArray.Empty([Rare * 9 / 10]);
            if (i % 40 == 0)
            {
                GC.Collect(0);
            }
        }

        (long free, long tracked) = BufferPool.Bytes;
        Assert.InRange(free + tracked, alive.Sum(static x => (long)x.Storage.Buffer!.Bytes), freeBefore + trackedBefore + (200L << 20));
    }

    [Fact]
    public void A_live_array_is_never_overwritten_by_another()
    {
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(1, 4).Select(seed => new Thread(() => Interlocked.Add(ref wrong, Stress(seed))))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());
        Assert.Equal(0, wrong);

        static int Stress(int seed)
        {
            var random = new Random(seed);
            var live = new (NDArray Array, int Value)[10];
            int wrong = 0, next = seed << 20;
            for (int round = 0; round < 250; round++)
            {
                using BufferScope? scope = round % 3 == 0 ? BufferScope.Begin() : null;
                for (int i = 0; i < 3; i++)
                {
                    int at = random.Next(live.Length);
                    if (live[at].Array is { } old)
                    {
                        int value = live[at].Value;
                        wrong += old.ToArray<int>().AsSpan().IndexOfAnyExcept(value) < 0 ? 0 : 1;
                    }

                    NDArray made = NDArray.Empty([random.Next(4) switch { 0 => 500, 1 => 2000, 2 => 40_000, _ => 300_000 }], DType.Int32).Fill(++next);
                    _ = made.Add(1);
                    live[at] = (random.Next(2) == 0 ? made.Reshape(-1, made.Count / 4, 4) : made, next);
                    scope?.Keep(made);
                }
            }

            return wrong + live.Count(static e => e.Array is { } x && x.ToArray<int>().AsSpan().IndexOfAnyExcept(e.Value) >= 0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static HashSet<PooledBuffer> Abandon(int count, Func<NDArray, NDArray> use)
    {
        HashSet<PooledBuffer> buffers = [];
        for (int i = 0; i < 3; i++)
        {
            buffers.Add(use(NDArray.Empty([count])).Storage.Buffer!);
        }

        return buffers;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static HashSet<PooledBuffer> Rented(int count, int arrays)
    {
        NDArray[] rented = [.. Enumerable.Range(0, arrays).Select(_ => NDArray.Full([count], -1))];
        return [.. rented.Select(static x => x.Storage.Buffer!)];
    }

    private sealed class Phoenix(NDArray array)
    {
        [SuppressMessage("Design", "MA0055:Do not use finalizer", Justification = "What a user's finalizer does is the point.")]
        ~Phoenix() => Risen = array;

        public static NDArray? Risen { get; set; }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static void Bury(int count) => _ = new Phoenix(NDArray.Full([count], 9));
    }
}
