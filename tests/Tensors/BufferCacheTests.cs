namespace MiniTorch.Tests;

[Collection(nameof(UsesPoolAlone))]
public sealed class BufferCacheTests
{
    // Of size classes that no other test uses.
    private const int Bytes = 18_001;
    private const int OtherBytes = 26_001;
    private const int SmallBytes = 9_001;

    [Fact]
    public void What_a_scope_gives_back_is_its_threads_own()
    {
        PooledBuffer first = Made(Bytes)[0], elsewhere = first;
        OnThread(() => elsewhere = Made(Bytes)[0]);
        Assert.NotSame(first, elsewhere);
        Assert.Same(first, Made(Bytes)[0]);
    }

    [Fact]
    public void What_a_thread_kept_goes_to_the_others_when_it_has_ended()
    {
        PooledBuffer? kept = null;
        OnThread(() => kept = Made(OtherBytes)[0]);
        OnThread(static () => BufferScope.Begin().Dispose());
        NDArray[] rented = [.. Enumerable.Range(0, 50).Select(static _ => NDArray.Empty([OtherBytes], DType.UInt8))];
        Assert.Contains(kept, rented.Select(static x => x.Storage.Buffer));
    }

    [Fact]
    public void A_thread_keeps_little_and_lets_go_of_what_it_no_longer_asks_for() => OnThread(static () =>
    {
        BufferCache cache = BufferCache.Mine;
        long kept = 0;
        PooledBuffer next = BufferPool.Rent(SmallBytes);
        while (cache.TryAdd(next))
        {
            kept += next.Bytes;
            Assert.Null(cache.TryTake(OtherBytes));
            next = BufferPool.Rent(SmallBytes);
        }

        BufferPool.Return(next);
        Assert.InRange(kept, BufferCache.MostBytes - next.Bytes + 1, BufferCache.MostBytes);
        Assert.Null(cache.TryTake(OtherBytes));
        Assert.Null(cache.TryTakeAny());
    });

    [Fact]
    public void Large_buffers_belong_to_all_threads()
    {
        const int Large = (2 * BufferCache.LargestBuffer) - 77;
        PooledBuffer first = Made(Large)[0], elsewhere = first;
        OnThread(() => elsewhere = Made(Large)[0]);
        Assert.Same(first, elsewhere);
    }

    [Fact]
    public void A_kept_buffer_whose_span_was_taken_in_the_scope_is_reused_without_harm()
    {
        PooledBuffer first;
        using (BufferScope.Begin())
        {
            NDArray x = NDArray.Empty([Bytes], DType.UInt8);
            x.AsSpan<byte>().Fill(1);
            first = x.Storage.Buffer!;
        }

        Assert.False(first.IsExposed);
        Assert.Same(first, Made(Bytes)[0]);
    }

    private static PooledBuffer[] Made(int bytes, int count = 1)
    {
        using BufferScope scope = BufferScope.Begin();
        return [.. Enumerable.Range(0, count).Select(_ => NDArray.Empty([bytes], DType.UInt8).Storage.Buffer!)];
    }

    private static void OnThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
