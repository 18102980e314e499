namespace MiniTorch.Tests;

/// <summary>What the proofs of order and search cannot show: NaN and the zeros, ties, shared gradients, types, errors. The numbers were also read off PyTorch 1.13.</summary>
public sealed class SortTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    private static readonly double[] _special = [3, NaN, -0.0, 0, -Inf, Inf, NaN, 1];

    [Theory]
    [InlineData(DType.Float64)]
    [InlineData(DType.Float32)]
    public void NaN_is_the_greatest_and_equal_elements_keep_their_order(DType dtype)
    {
        Tensor x = Tensor.From(_special).To(dtype);
        (Tensor values, Tensor indices) = x.Sort();
        Assert.Equal([-Inf, -0.0, 0, 1, 3, Inf, NaN, NaN], Doubles(values));
        Assert.True(double.IsNegative(Doubles(values)[1]) && !double.IsNegative(Doubles(values)[2]));
        Assert.Equal([4L, 2, 3, 7, 0, 5, 1, 6], indices.ToArray<long>());
        Assert.Equal([1L, 6, 5, 0, 7, 2, 3, 4], x.ArgSort(descending: true).ToArray<long>());

        (values, indices) = x.Topk(3);
        Assert.Equal([NaN, NaN, Inf], Doubles(values));
        Assert.Equal([1L, 6, 5], indices.ToArray<long>());
        (values, indices) = x.Kthvalue(8);
        Assert.Equal((NaN, 6L), (Doubles(values)[0], indices.Item<long>()));
        (values, indices) = x.Median(0);
        Assert.Equal((NaN, 1L), (Doubles(values)[0], indices.Item<long>()));
        (values, indices) = x.NanMedian(0);
        Assert.Equal((0, 3L), (Doubles(values)[0], indices.Item<long>()));
        (values, indices) = Tensor.From([NaN, NaN]).To(dtype).NanMedian(0);
        Assert.Equal((NaN, 0L), (Doubles(values)[0], indices.Item<long>()));
    }

    [Fact]
    public void Integers_are_sorted_over_their_whole_range()
    {
        Assert.Equal([long.MinValue, -1, 0, 1, long.MaxValue], Tensor.From([0L, long.MaxValue, -1, long.MinValue, 1]).Sort().Values.ToArray<long>());
        Assert.Equal([int.MaxValue, 1, 0, -1, int.MinValue], Tensor.From([0, int.MaxValue, -1, int.MinValue, 1]).Sort(descending: true).Values.ToArray<int>());
        (Tensor values, Tensor indices) = Tensor.From([true, false, true]).Sort();
        Assert.Equal([false, true, true], values.ToArray<bool>());
        Assert.Equal([1L, 0, 2], indices.ToArray<long>());
    }

    // Rows long enough for every way to sort, of few different keys and of many.
    [Theory]
    [InlineData(32, 5)]
    [InlineData(33, 5)]
    [InlineData(1000, 7)]
    [InlineData(40_000, 1 << 20)]
    public void Long_rows_are_sorted_stably(int length, int different)
    {
        Tensor whole = new(NDArray.RandInt(-different, different, [3, length], new Generator(5)));
        foreach (DType dtype in (DType[])[DType.Int64, DType.Int32, DType.Float32, DType.Float64])
        {
            foreach (bool descending in (bool[])[false, true])
            {
                Tensor x = whole.To(dtype).Transpose(0, 1);
                (Tensor values, Tensor indices) = x.Sort(0, descending);
                for (int row = 0; row < 3; row++)
                {
                    long[] keys = whole[row].ToArray<long>();
                    int[] order = Enumerable.Range(0, length).ToArray();
                    int[] expected = [.. descending ? order.OrderByDescending(i => keys[i]) : order.OrderBy(i => keys[i])];
                    Assert.Equal(expected.Select(static i => (long)i), indices[.., row].ToArray<long>());
                    Assert.Equal(expected.Select(i => keys[i]), values[.., row].To(DType.Int64).ToArray<long>());
                }
            }
        }
    }

    [Fact]
    public void Equal_elements_share_the_gradient_of_the_median_of_all_and_one_takes_that_along_a_dimension()
    {
        Assert.Equal([0, 0.5, 0.5, 0], GradientAt([1, 2, 2, 3], static x => x.Median()));
        Assert.Equal([0, 0.5, 0.5, 0], GradientAt([1, 2, 2, NaN], static x => x.NanMedian()));
        Assert.Equal([0, 1, 0, 0], GradientAt([1, 2, 2, 3], static x => x.Median(0).Values));
        Assert.Equal([0, 0.5, 0.5, 0], GradientAt([1, NaN, NaN, 3], static x => x.Median()));
        Assert.Equal([0, 1, 0, 0], GradientAt([1, NaN, NaN, 3], static x => x.Median(0).Values));
        Assert.Equal([0, 0, 1, 0], GradientAt([1, 2, 2, 3], static x => x.Kthvalue(3).Values));
        Assert.Equal([0, 1, 0, 1], GradientAt([1, 2, 2, 3], static x => x.Topk(2).Values));
        Assert.Equal([0, 0.5, 0.5, 0], GradientAt([1, 2, 3, 4], static x => x.Quantile(0.5)));
    }

    [Fact]
    public void A_quantile_of_a_row_with_NaN_is_NaN_and_nanquantile_leaves_it_out()
    {
        Tensor x = Tensor.From([1, NaN, 2, 1, 5, 2, NaN, NaN, NaN], [3, 3]), q = Tensor.From([0, 0.3, 1]);
        Close.Assert([NaN, 1, NaN, NaN, 1.6, NaN, NaN, 5, NaN], x.Quantile(q, 1).Reshape(-1).ToArray<double>());
        Close.Assert([1, 1, NaN, 1.3, 1.6, NaN, 2, 5, NaN], x.NanQuantile(q, 1).Reshape(-1).ToArray<double>());
        Assert.Equal([3, 1], Tensor.From([1.0, 2, 3, 4]).Quantile(Tensor.From([0.5, 1 / 6.0]), interpolation: QuantileInterpolation.Nearest).ToArray<double>());
        Assert.Equal(1.5f, Tensor.From([1f, 2]).Quantile(0.5).Item<float>());
        Assert.Equal(3, Tensor.From(3.0).Quantile(0.5, 0, keepDim: true).Item<double>());
    }

    [Fact]
    public void Every_NaN_is_unique_and_the_zeros_are_one()
    {
        (Tensor values, Tensor inverse, Tensor counts) = Tensor.From([NaN, 1, NaN, 0.0, -0.0]).Unique();
        Assert.Equal([0, 1, NaN, NaN], values.ToArray<double>());
        Assert.Equal([2L, 1, 3, 0, 0], inverse.ToArray<long>());
        Assert.Equal([2L, 1, 1, 1], counts.ToArray<long>());
    }

    [Fact]
    public void Searches_put_NaN_behind_all_and_meet_types()
    {
        Tensor bounds = Tensor.From([1f, 3, 5]), x = Tensor.From([1, 6, NaN, -Inf, 3]);
        Assert.Equal([0L, 3, 3, 0, 1], bounds.SearchSorted(x).ToArray<long>());
        Assert.Equal([1L, 3, 3, 0, 2], bounds.SearchSorted(x, right: true).ToArray<long>());
        Assert.Equal([0L, 1, 2], Tensor.From([0L, 2, 4]).Bucketize(bounds).ToArray<long>());
        Assert.Equal([false, false, true], Tensor.From([1, NaN, 2]).IsIn(Tensor.From([NaN, 2])).ToArray<bool>());
        Assert.Equal([true, false], Tensor.From([1, 2.5f]).IsIn(Tensor.From([1L, 2])).ToArray<bool>());
    }

    [Fact]
    public void Counts_have_the_weights_type_and_the_classes_follow_from_the_numbers()
    {
        Tensor x = Tensor.From([1, 1, 3]);
        Assert.Equal([0L, 2, 0, 1], x.Bincount().ToArray<long>());
        Assert.Equal([0f, 0.75f, 0, 1], x.Bincount(Tensor.From([0.5f, 0.25f, 1])).ToArray<float>());
        Assert.Equal([0.0, 3, 0, 3], x.To(DType.UInt8).Bincount(Tensor.From([1L, 2, 3])).ToArray<double>());
        Assert.Equal([0, 1, 0, 0, 0, 1], Tensor.From([1, 2]).OneHot().To(DType.Int32).ToArray<int>());
        Assert.Equal([0, 3], Tensor.Zeros([0], DType.Int64).OneHot(3).Shape);
    }

    [Fact]
    public void Histograms_span_the_elements_where_no_range_is_given()
    {
        Assert.Equal([0f, 2, 1, 0], Tensor.From([1f, 2, 1, 5]).Histc(4, 0, 4).ToArray<float>());
        Assert.Equal([2f, 1, 0, 1], Tensor.From([1f, 2, 1, 5]).Histc(4).ToArray<float>());
        Assert.Equal([0.0, 0, 2, 0], Tensor.From([1.0, 1]).Histc(4).ToArray<double>());
        Assert.Equal([0.0, 1, 0, 0], Tensor.From([1.0, NaN]).Histc(4, 0, 4).ToArray<double>());
        Assert.Equal([0f, 0], Tensor.Zeros([0]).Histc(2).ToArray<float>());
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]), index = Tensor.From([1L]);
        Assert.Equal("sort: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", Message(() => x.Sort(2).Values));
        Assert.Equal("topk: k must lie in 0 to 3, the size of dimension -1 of shape [2, 3]; got 4", Message(() => x.Topk(4).Values));
        Assert.Equal("kthvalue: k must lie in 1 to 2, the size of dimension 0 of shape [2, 3]; got 0", Message(() => x.Kthvalue(0, 0).Values));
        Assert.Equal("median: dimension 1 has no elements; got float32 [2, 0]", Message(() => Tensor.Zeros([2, 0]).Median(1).Values));
        Assert.Equal("median: there are no elements to choose from; got int64 [2, 0, 3]", Message(() => Tensor.Zeros([2, 0, 3], DType.Int64).Median()));
        Assert.Equal(double.NaN, Tensor.Zeros([0], DType.Float64).Median().Item<double>());
        Assert.Equal("quantile: q must lie between 0 and 1; got 1.5", Message(() => x.Quantile(1.5)));
        Assert.Equal("quantile: dimension 1 is out of range for shape [], which has 0 dimensions", Message(static () => Tensor.From(1f).Quantile(0.5, 1)));
        Assert.Equal("quantile: there must be elements to choose from; got float32 [0]", Message(() => Tensor.Zeros([0]).Quantile(0.5)));
        Assert.Contains("q must have the tensor's type, float32, and at most one dimension; got float32 [2, 3]", Message(() => x.Quantile(x)), StringComparison.Ordinal);
        Assert.Contains("got sequence [2, 3] for values [3]", Message(() => x.SearchSorted(Tensor.Zeros([3]))), StringComparison.Ordinal);
        Assert.Equal("bucketize: the boundaries must have one dimension; got float32 [2, 3]", Message(() => x.Bucketize(x)));
        Assert.Equal("one_hot: the number of classes must be given, or follow from at least one number; got -1 for shape [0]", Message(() => Tensor.Zeros([0], DType.Int64).OneHot()));
        Assert.Equal("one_hot: indices must lie in 0 to 0; got 1", Message(() => index.OneHot(1)));
        Assert.Equal("one_hot: numbers must lie in 0 to 2147483590; got -1 to -1", Message(() => (-index).OneHot()));
        Assert.Equal("bincount: numbers must be integers in one dimension; got float32 [2, 3]", Message(() => x.Bincount()));
        Assert.Equal("bincount: weights must have the numbers' shape [1] and the length must not be negative; got [2, 3] and 0", Message(() => index.Bincount(x)));
        Assert.Equal("histc: there must be at least one bin, and max must not be below min; got 4 bins from 3 to 1", Message(() => x.Histc(4, 3, 1)));
        Assert.Equal("histc: the range must be finite; got NaN to NaN", Message(() => Tensor.From([NaN]).Histc(4)));
    }

    private static double[] Doubles(Tensor x) => x.To(DType.Float64).ToArray<double>();

    private static string Message(Func<Tensor> op) => Assert.Throws<ArgumentException>(() => { _ = op(); }).Message;

    private static double[] GradientAt(double[] values, Func<Tensor, Tensor> op)
    {
        Tensor x = Tensor.From(values, requiresGrad: true);
        op(x).Sum().Backward();
        return x.Grad!.ToArray<double>();
    }
}
