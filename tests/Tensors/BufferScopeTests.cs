namespace MiniTorch.Tests;

/// <summary>Tests that look at the pool, which all threads share, run alone.</summary>
[CollectionDefinition(nameof(UsesPoolAlone), DisableParallelization = true)]
public sealed class UsesPoolAlone;

[Collection(nameof(UsesPoolAlone))]
public sealed class BufferScopeTests
{
    public static TheoryData<int> Counts => [1, 10, 1023, 1024, 100_000];

    [Theory]
    [MemberData(nameof(Counts))]
    public void After_the_end_every_access_throws(int count)
    {
        NDArray made, view, given = NDArray.Ones([count]);
        NDArray given2 = given.Clone();
        using (BufferScope.Begin())
        {
            made = given.Add(1);
            view = made.Unsqueeze(0).Slice(1, 0, count);
            given2.Add(1, given2);
        }

        foreach (NDArray x in (NDArray[])[made, view, made.Reshape(count, 1), view.Transpose(0, 1)])
        {
            NDArray other = given.Reshape(x.Shape.AsSpan());
            foreach (Action use in (Action[])[
                () => x.ToArray<float>(), () => x.AsSpan<float>(), () => x.AsReadOnlySpan<float>(), () => x.AsMemory<float>(), () => x.Clone(), () => x.Fill(1),
                () => x.Add(1), () => other.Add(x), () => x.Exp(), () => x.Sum(), () => x.Max(), () => x.ArgMax(), () => x.Softmax(-1), () => x.To(DType.Int64),
                () => other.CopyFrom(x), () => x.CopyFrom(other), () => x.MatMul(NDArray.Ones([x.Shape[-1], 1])), () => x.Eq(0),
                () => other.Add(1, x), () => _ = x.ToString(), () => BufferScope.Escape(x)])
            {
                Assert.Contains("scope.Keep(...)", Assert.Throws<ObjectDisposedException>(use).Message, StringComparison.Ordinal);
            }
        }

        if (count == 1)
        {
            Assert.Throws<ObjectDisposedException>(() => made.Item<float>());
        }

        Assert.All(given.ToArray<float>(), static v => Assert.Equal(1, v));
        Assert.All(given2.ToArray<float>(), static v => Assert.Equal(2, v));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void What_is_kept_lives_one_scope_longer(int count)
    {
        NDArray outside, middle, inside, escaped;
        using (BufferScope outer = BufferScope.Begin())
        {
            using (BufferScope inner = BufferScope.Begin())
            {
                outside = NDArray.Full([count], 1);
                middle = NDArray.Full([count], 2);
                inside = NDArray.Full([count], 3);
                escaped = NDArray.Full([count], 4);
                Assert.Same(outside, inner.Keep(outside));
                inner.Keep(middle.Reshape(1, count));
                inner.Keep(middle);
                outer.Keep(inside);
                BufferScope.Escape(escaped);
                BufferScope.Escape(escaped);
            }

            Churn(count);
            AssertHolds(inside, 3);
            AssertHolds(middle, 2);
            AssertHolds(escaped, 4);
            outer.Keep(outside);
            outer.Keep(escaped);
        }

        Churn(count);
        Assert.Throws<ObjectDisposedException>(() => middle.ToArray<float>());
        AssertHolds(outside, 1);
        AssertHolds(inside, 3);
        AssertHolds(escaped, 4);

        static void AssertHolds(NDArray x, float value) => Assert.All(x.ToArray<float>(), v => Assert.Equal(value, v));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void What_a_scope_has_ended_cannot_be_kept(int count)
    {
        using BufferScope outer = BufferScope.Begin();
        NDArray ended;
        using (BufferScope.Begin())
        {
            ended = NDArray.Full([count], 1);
        }

        Assert.Throws<ObjectDisposedException>(() => outer.Keep(ended));
    }

    [Fact]
    public void Scopes_inside_each_other_reuse_their_lists()
    {
        const int Rounds = 100;
        Nest(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Nest(Rounds);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Rounds, 0, 3 * 64);

        static void Nest(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                using (BufferScope.Begin())
                using (BufferScope.Begin())
                using (BufferScope.Begin())
                {
                }
            }
        }
    }

    [Fact]
    public void Scopes_end_from_the_inside_and_once()
    {
        BufferScope outer = BufferScope.Begin(), inner = BufferScope.Begin();
        NDArray x = NDArray.Zeros([5000]);
        Assert.Contains("end the inner scope first", Assert.Throws<InvalidOperationException>(outer.Dispose).Message, StringComparison.Ordinal);
        x.Fill(1);
        inner.Dispose();
        inner.Dispose();
        NDArray y = NDArray.Zeros([5000]);
        inner.Dispose();
        y.Fill(1);
        string message = Assert.Throws<InvalidOperationException>(() => inner.Keep(y)).Message;
        Assert.Contains("Keep was called after the scope had ended", message, StringComparison.Ordinal);
        outer.Dispose();
        outer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => y.Fill(1));
        NDArray z = NDArray.Zeros([5000]);
        Assert.Null(z.Storage.Scope);
    }

    [Fact]
    public void An_exception_ends_the_scope()
    {
        NDArray? x = null;
        Assert.Throws<ArgumentException>(() =>
        {
            using var scope = BufferScope.Begin();
            x = NDArray.Zeros([3000]);
            x.Add(NDArray.Zeros([2]));
        });
        Assert.Throws<ObjectDisposedException>(() => x!.Fill(0));
        Assert.Null(BufferScope.Current);
    }

    [Fact]
    public void The_end_on_another_thread_throws_and_says_why()
    {
        BufferScope scope = BufferScope.Begin();
        NDArray x = NDArray.Zeros([3000]);
        string message = OnOtherThread(() => Assert.Throws<InvalidOperationException>(scope.Dispose).Message);
        Assert.Contains("await", message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => x.Fill(0));
        Assert.Null(NDArray.Zeros([3000]).Storage.Scope);
        scope.Dispose();
    }

    [Fact]
    public void Keeping_on_another_thread_throws_and_says_why()
    {
        using var scope = BufferScope.Begin();
        NDArray x = NDArray.Ones([3000]);
        string message = OnOtherThread(() => Assert.Throws<InvalidOperationException>(() => scope.Keep(x)).Message);
        Assert.Equal("scope: Keep must be called on the thread that began the scope; an await inside a scope may continue on another thread, so call it before", message);
        Assert.Same(scope, x.Storage.Scope);
        Assert.Same(x, scope.Keep(x));
    }

    [Fact]
    public void What_is_taken_out_on_another_thread_while_the_scope_ends_is_alive_or_throws()
    {
        for (int round = 0; round < 300; round++)
        {
            NDArray[] made;
            Thread escapes;
            using (BufferScope.Begin())
            {
                made = [.. Enumerable.Range(0, 4).Select(static _ => NDArray.Full([2000], 7))];
                escapes = new Thread(() =>
                {
                    try
                    {
                        Array.ForEach(made, BufferScope.Escape);
                    }
                    catch (ObjectDisposedException)
                    {
                        // The scope was first.
                    }
                });
                escapes.Start();
                Thread.SpinWait(round * 20);
            }

            escapes.Join();
            Churn(2000);
            foreach (NDArray x in made.Where(static x => x.Storage.Scope is null))
            {
                Assert.True(x.ToArray<float>().AsSpan().IndexOfAnyExcept(7f) < 0);
            }
        }
    }

    [Fact]
    public void An_await_inside_that_goes_on_elsewhere_throws_and_says_why()
    {
        var source = new TaskCompletionSource();
        Task step = Step(source.Task);
        OnOtherThread(() => source.TrySetResult());
        string message = Assert.Throws<AggregateException>(step.Wait).InnerException!.Message;
        Assert.Contains("an await inside a scope may continue on another thread", message, StringComparison.Ordinal);
        Assert.Null(BufferScope.Current);

        static async Task Step(Task task)
        {
            using var scope = BufferScope.Begin();
            await task;
        }
    }

    [Fact]
    public void Arrays_of_other_threads_are_not_in_the_scope()
    {
        NDArray small, large;
        using (BufferScope.Begin())
        {
            (small, large) = OnOtherThread(static () => (NDArray.Ones([2]), NDArray.Ones([5000])));
            Assert.Null(large.Storage.Scope);
        }

        Churn(5000);
        Assert.Equal(5002, small.Sum().Item<float>() + large.Sum().Item<float>());
    }

    [Fact]
    public void The_next_round_reuses_the_memory()
    {
        HashSet<object> buffers = [];
        for (int round = 0; round < 50; round++)
        {
            using var scope = BufferScope.Begin();
            for (int i = 0; i < 5; i++)
            {
                buffers.Add(NDArray.Empty([20_011 + i]).Storage.Buffer!);
            }
        }

        Assert.InRange(buffers.Count, 5, 5 + 5);
    }

    [Fact]
    public void Ten_thousand_rounds_do_not_grow()
    {
        NDArray weight = NDArray.Ones([64, 64]), result = NDArray.Zeros([64, 64]);
        Rounds(200);
        (long free, long tracked) = BufferPool.Bytes;
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        Rounds(10_000);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, heap + 500_000);
        (long freeAfter, long trackedAfter) = BufferPool.Bytes;
        Assert.InRange(freeAfter + trackedAfter, 0, free + tracked + 500_000);

        void Rounds(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using BufferScope outer = BufferScope.Begin();
                NDArray x = weight.Add(1);
                using (BufferScope inner = BufferScope.Begin())
                {
                    NDArray y = x.Multiply(2).Sum(0);
                    inner.Keep(y.Add(1));
                    inner.Keep(x.Add(1));
                    BufferScope.Escape(y);
                }

                result.CopyFrom(x);
            }
        }
    }

    [Fact]
    public void Memory_taken_out_outlives_the_scope_and_its_array()
    {
        foreach (int count in (int[])[10, 50_000])
        {
            Memory<float> whole, part;
            NDArray x;
            using (BufferScope.Begin())
            {
                x = NDArray.Full([count], 5);
                whole = x.AsMemory<float>();
                part = x.Slice(0, 2, 5).AsMemory<float>();
            }

            Churn(count);
            Assert.Equal((count, 3), (whole.Length, part.Length));
            Assert.True(whole.Span.IndexOfAnyExcept(5f) < 0);
            part.Span[0] = 6;
            Assert.Equal((6f, 6f), (whole.Span[2], x.Slice(0, 2, 3).Item<float>()));
            unsafe
            {
                using System.Buffers.MemoryHandle pinned = whole[1..].Pin();
                GC.Collect();
                Assert.Equal(6f, ((float*)pinned.Pointer)[1]);
                Assert.Equal(part.Span[0], ((float*)pinned.Pointer)[1]);
            }
        }
    }

    // Uses the pool so that a buffer given back too early would be overwritten.
    private static void Churn(int count)
    {
        NDArray[] others = [.. Enumerable.Range(0, 20).Select(i => NDArray.Full([count], -1 - i))];
        GC.KeepAlive(others);
    }

    private static T OnOtherThread<T>(Func<T> function)
    {
        T result = default!;
        var thread = new Thread(() => result = function());
        thread.Start();
        thread.Join();
        return result;
    }
}
