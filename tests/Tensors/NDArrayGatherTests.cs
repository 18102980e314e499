namespace MiniTorch.Tests;

/// <summary>Indices of one row, some of which are taken several at a time.</summary>
public sealed class NDArrayGatherTests
{
    [Fact]
    public void Any_number_of_indices_is_taken_and_added_in_order()
    {
        for (int count = 1; count <= 21; count++)
        {
            long[] index = [.. Enumerable.Range(0, count).Select(static i => (i * i) % 5L)];
            float[] source = [.. Enumerable.Range(0, count).Select(static i => 1 + (i * 0.1f))], x = [0.5f, 1e8f, -3, 7, 1];
            float[] taken = [.. index.Select(i => x[i])], sums = [.. x];
            for (int i = 0; i < count; i++)
            {
                sums[index[i]] += source[i];
            }

            NDArray indices = NDArray.From(index);
            Assert.Equal(taken, NDArray.From(x).Gather(0, indices).ToArray<float>());
            Assert.Equal(sums, NDArray.From(x).ScatterAdd(0, indices, NDArray.From(source)).ToArray<float>());
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void An_index_out_of_range_is_named_wherever_it_stands(long wrong)
    {
        for (int place = 0; place < 11; place++)
        {
            long[] index = new long[11];
            index[place] = wrong;
            ArgumentException error = Assert.Throws<ArgumentException>(() => NDArray.Zeros([5], DType.Float32).Gather(0, NDArray.From(index)));
            Assert.Contains($"indices must lie in 0 to 4; got {wrong}", error.Message, StringComparison.Ordinal);
        }
    }
}
