namespace MiniTorch.Tests;

// Arrays that hold their elements themselves until something needs a storage.
public sealed class NDArraySmallTests
{
    [Fact]
    public void Views_and_the_array_go_on_sharing_elements_and_count_of_writes()
    {
        NDArray x = NDArray.Full([4], 5);
        x.Add(1, x);
        int version = x.Version;
        NDArray view = x.Slice(0, 1, 3), alias = x.Alias();
        Assert.Equal((version, version), (view.Version, alias.Version));
        view.Fill(7);
        x.Add(1, x);
        Assert.Equal([7f, 8, 8, 7], x.ToArray<float>());
        Assert.Equal([8f, 8], view.ToArray<float>());
        Assert.Equal((version + 2, version + 2, version + 2), (x.Version, view.Version, alias.Version));
        Assert.True(x.SharesStorageWith(view) && view.SharesStorageWith(alias) && x.SharesStorageWith(x));
        Assert.False(x.SharesStorageWith(x.Clone()) || view.SharesStorageWith(NDArray.Full([4], 5)));
    }

    [Fact]
    public void A_view_alone_keeps_the_elements()
    {
        NDArray[] views = [.. Enumerable.Range(0, 1000).Select(static i => NDArray.From([i, i + 1, i + 2, i + 3]).Slice(0, 1, 3))];
        GC.Collect();
        GC.Collect();
        Assert.All(views, static (view, i) => Assert.Equal([i + 1, i + 2], view.ToArray<int>()));
    }

    [Fact]
    public void A_span_and_what_is_taken_out_see_later_writes_of_the_array_and_its_views()
    {
        NDArray x = NDArray.Zeros([4]);
        Span<float> span = x.AsSpan<float>();
        NDArray view = x.Slice(0, 2, 4);
        Memory<float> memory = x.AsMemory<float>();
        view.Fill(3);
        x.Slice(0, 0, 1).Fill(2);
        GC.Collect();
        Assert.Equal([2f, 0, 3, 3], span.ToArray());
        Assert.Equal([2f, 0, 3, 3], memory.ToArray());
        memory.Span[1] = 9;
        Assert.Equal([2f, 9, 3, 3], x.ToArray<float>());
    }

    [Fact]
    public void After_the_scope_neither_the_array_nor_a_view_can_be_read_unless_it_was_moved_out()
    {
        NDArray alone, viewed, view, kept, escaped;
        using (BufferScope scope = BufferScope.Begin())
        {
            (alone, viewed, kept, escaped) = (NDArray.Full([2], 1), NDArray.Full([2], 2), NDArray.Full([2], 3), NDArray.Full([2], 4));
            view = viewed.Slice(0, 0, 1);
            scope.Keep(kept);
            BufferScope.Escape(escaped.Slice(0, 1, 2));
        }

        Assert.All((NDArray[])[alone, viewed, view], static x =>
        {
            Assert.Throws<ObjectDisposedException>(() => x.ToArray<float>());
            Assert.Throws<ObjectDisposedException>(() => x.Add(1));
        });
        Assert.Throws<ObjectDisposedException>(() => alone.Slice(0, 0, 1).ToArray<float>());
        Assert.Equal((3f, 4f), (kept.Sum().Item<float>() / 2, escaped.Sum().Item<float>() / 2));
    }

    [Fact]
    public void Threads_that_first_ask_for_views_at_once_get_views_of_one_storage()
    {
        for (int round = 0; round < 200; round++)
        {
            NDArray x = NDArray.Full([3], round);
            var views = new NDArray[4];
            Parallel.For(0, views.Length, i => views[i] = x.Alias());
            views[0].Fill(-1);
            Assert.All(views, view => Assert.Same(x.Storage, view.Storage));
            Assert.Equal([-1f, -1, -1], x.ToArray<float>());
        }
    }
}
