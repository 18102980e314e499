namespace MiniTorch.Tests;

/// <summary>Operands that lie in the destination's memory: what is read is what stood there before.</summary>
public sealed class NDArraySharedOperandTests
{
    private static readonly long[] _places = [3, 2, 1, 1];

    public static TheoryData<string> Operations => [.. _operations.Keys];

    private static readonly Dictionary<string, Func<NDArray, NDArray, NDArray, NDArray?, NDArray>> _operations = new()
    {
        ["scatter"] = static (x, index, source, to) => x.Scatter(0, index, source, to),
        ["scatter of a number"] = static (x, index, _, to) => x.Scatter(0, index, 7, to),
        ["scatter_add"] = static (x, index, source, to) => x.ScatterAdd(0, index, source, to),
        ["index_add"] = static (x, index, source, to) => x.IndexAdd(0, index, source, destination: to),
        ["index_add with alpha"] = static (x, index, source, to) => x.IndexAdd(0, index, source, 2, to),
        ["index_copy"] = static (x, index, source, to) => x.IndexCopy(0, index, source, to),
        ["index_fill"] = static (x, index, _, to) => x.IndexFill(0, index, 7, to),
        ["index_put"] = static (x, index, source, to) => x.IndexPut([index], source, destination: to),
        ["index_put, added"] = static (x, index, source, to) => x.IndexPut([index], source, true, to),
        ["masked_fill"] = static (x, index, _, to) => x.MaskedFill(index.Eq(1), 7, to),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void The_destination_may_be_the_source_the_indices_or_the_array_itself(string name)
    {
        Func<NDArray, NDArray, NDArray, NDArray?, NDArray> operation = _operations[name];
        long[] expected = operation(Values(), Index(), Source(), null).ToArray<long>();
        NDArray source = Source(), index = Index(), x = Values(), whole = NDArray.Zeros([5], DType.Int64);
        Assert.Equal(expected, operation(Values(), Index(), source, source).ToArray<long>());
        Assert.Equal(expected, operation(Values(), index, Source(), index).ToArray<long>());
        Assert.Equal(expected, operation(x, Index(), Source(), x).ToArray<long>());

        whole.Slice(0, 0, 4).CopyFrom(Source());
        Assert.Equal(expected, operation(Values(), Index(), whole.Slice(0, 0, 4), whole.Slice(0, 1)).ToArray<long>());
        whole.Slice(0, 0, 4).CopyFrom(Index());
        Assert.Equal(expected, operation(Values(), whole.Slice(0, 0, 4), Source(), whole.Slice(0, 1)).ToArray<long>());
        whole.Slice(0, 0, 4).CopyFrom(Values());
        Assert.Equal(expected, operation(whole.Slice(0, 0, 4), Index(), Source(), whole.Slice(0, 1)).ToArray<long>());

        long[] expectedOfPlaces = operation(Index(), Index(), Source(), null).ToArray<long>();
        Assert.Equal(expectedOfPlaces, operation(index = Index(), index, Source(), index).ToArray<long>());
    }

    [Fact]
    public void Parts_of_one_wrapped_array_know_that_they_overlap()
    {
        float[] values = [1, 2, 3, 4, 5];
        NDArray front = NDArray.Wrap(values.AsMemory(0, 4)), back = NDArray.Wrap(values.AsMemory(1)), all = NDArray.Wrap(values);
        Assert.True(front.SharesStorageWith(back));
        Assert.True(all.SharesStorageWith(front));
        Assert.False(all.SharesStorageWith(NDArray.Wrap([1f, 2, 3, 4, 5])));
        NDArray.Ones([4]).Add(front, back);
        Assert.Equal([1, 2, 3, 4, 5], values);
        back.CopyFrom(front);
        Assert.Equal([1, 1, 2, 3, 4], values);
        all.Slice(0, 0, 4).Add(front, front);
        Assert.Equal([2, 2, 4, 6, 4], values);
        front.IndexPut([NDArray.From([0L, 1, 2, 3])], back, destination: front);
        Assert.Equal([2, 4, 6, 4, 4], values);
    }

    [Fact]
    public void So_do_arrays_over_memory_that_an_array_gave_out()
    {
        NDArray x = NDArray.From([1f, 2, 3, 4, 5]);
        NDArray back = NDArray.Wrap(x.AsMemory<float>()[1..]);
        Assert.True(back.SharesStorageWith(x));
        back.CopyFrom(x.Slice(0, 0, 4));
        Assert.Equal([1, 1, 2, 3, 4], x.ToArray<float>());
    }

    private static NDArray Values() => NDArray.From([10L, 20, 30, 40]);

    private static NDArray Index() => NDArray.From(_places);

    private static NDArray Source() => NDArray.From([1L, 2, 3, 0]);
}
