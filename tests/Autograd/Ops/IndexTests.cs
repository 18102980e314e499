namespace MiniTorch.Tests;

/// <summary>What the proofs of the index operations cannot show: views, assignment, duplicates, errors.</summary>
public sealed class IndexTests
{
    [Fact]
    public void Entries_without_index_tensors_are_views_and_others_are_copies()
    {
        Tensor x = Tensor.Randn([2, 3, 4]);
        Assert.True(x[1, TensorIndex.Ellipsis, TensorIndex.Slice(0, 4, 2), TensorIndex.NewAxis].Value.SharesStorageWith(x.Value));
        Assert.True(x[Tensor.From(1)].Value.SharesStorageWith(x.Value));
        Assert.False(x[Tensor.From([1L])].Value.SharesStorageWith(x.Value));
        Assert.False(x[x.Gt(0)].Value.SharesStorageWith(x.Value));
    }

    [Fact]
    public void A_part_by_index_tensors_is_set_in_place_by_the_last_value_and_converted()
    {
        Tensor x = Tensor.Zeros([4], DType.Float32);
        x[Tensor.From([1L, 3, 1])] = Tensor.From([1.0, 2, 3]);
        Assert.Equal([0f, 3, 0, 2], x.ToArray<float>());
        x[x.Gt(2)] = Tensor.From(-1.0);
        Assert.Equal([0f, -1, 0, 2], x.ToArray<float>());
        x[..2][Tensor.From([0L])] = Tensor.From(5.0);
        Assert.Equal([5f, -1, 0, 2], x.ToArray<float>());

        Tensor counts = Tensor.From([1L, 2, 3]);
        counts[counts.Gt(1)] = Tensor.From(7.9);
        Assert.Equal([1L, 7, 7], counts.ToArray<long>());
    }

    [Fact]
    public void Values_that_share_memory_with_what_is_set_are_read_first()
    {
        Tensor x = Tensor.From([0L, 1, 2, 3]);
        x[Tensor.From([1L, 2, 3])] = x[..3];
        Assert.Equal([0L, 0, 1, 2], x.ToArray<long>());
        x = Tensor.From([0L, 1, 2, 3]);
        x.IndexAddInPlace(0, Tensor.From([1L, 2, 3, 3]), x);
        Assert.Equal([0L, 1, 3, 8], x.ToArray<long>());
        x.ScatterInPlace(0, Tensor.From([3L, 2, 1, 0]), x);
        Assert.Equal([8L, 3, 1, 0], x.ToArray<long>());
    }

    [Fact]
    public void History_goes_on_through_assignment_by_mask_and_by_index()
    {
        Tensor x = Tensor.From([1.0, -2, 3], requiresGrad: true), v = Tensor.From(5.0, requiresGrad: true);
        Tensor y = x * 2;
        y[y.Lt(0)] = v;
        y[Tensor.From([2L])] = v * 3;
        (y * y).Sum().Backward();
        Assert.Equal([8, 0, 0], x.Grad!.ToArray<double>());
        Assert.Equal(10 + (2 * 15 * 3), v.Grad!.Item<double>());
    }

    [Fact]
    public void A_leaf_that_requires_a_gradient_is_not_changed_in_place()
    {
        Tensor x = Tensor.Zeros([3], requiresGrad: true), index = Tensor.From([1L]), one = Tensor.Ones([1]);
        Assert.All(
            (Action[])
            [
                () => x[index] = one, () => x.IndexPutInPlace([index], one), () => x.ScatterInPlace(0, index, one), () => x.ScatterInPlace(0, index, 1),
                () => x.ScatterAddInPlace(0, index, one), () => x.IndexAddInPlace(0, index, one), () => x.IndexCopyInPlace(0, index, one),
                () => x.IndexFillInPlace(0, index, 1), () => x.IndexFillInPlace(0, index, one[0]), () => x.MaskedFillInPlace(x.Gt(0), 1), () => x.MaskedFillInPlace(x.Gt(0), one[0]),
            ],
            static change => Assert.Contains("a leaf that requires a gradient cannot be changed in place", Assert.Throws<InvalidOperationException>(change).Message, StringComparison.Ordinal));
        Assert.Equal([0f, 0, 0], x.ToArray<float>());
    }

    [Fact]
    public void Index_tensors_may_change_before_backward_where_their_values_were_copied()
    {
        Tensor x = Tensor.From([1.0, 2, 3], requiresGrad: true), index = Tensor.From([2L, 2]);
        Tensor y = x[index];
        index.FillInPlace(0);
        y.Sum().Backward();
        Assert.Equal([0, 0, 2], x.Grad!.ToArray<double>());

        Tensor rows = Tensor.From([2L, 2]);
        y = x.IndexSelect(0, rows);
        rows.FillInPlace(0);
        Assert.Contains("'index_select' saved", Assert.Throws<InvalidOperationException>(() => y.Sum().Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicates_receive_the_gradient_of_their_place_each()
    {
        Tensor index = Tensor.From([0L, 0]);
        Assert.Equal([1, 1], Gradient(static (s, index) => Tensor.Zeros([3], DType.Float64).Scatter(0, index, s)));
        Assert.Equal([1, 1], Gradient(static (s, index) => Tensor.Zeros([3], DType.Float64).IndexCopy(0, index, s)));
        Assert.Equal([1, 1], Gradient(static (s, index) => Tensor.Zeros([3], DType.Float64).IndexPut([index], s)));

        double[] Gradient(Func<Tensor, Tensor, Tensor> op)
        {
            Tensor source = Tensor.From([3.0, 4], requiresGrad: true);
            Tensor y = op(source, index);
            Assert.Equal([4, 0, 0], y.ToArray<double>());
            y.Sum().Backward();
            return source.Grad!.ToArray<double>();
        }
    }

    [Fact]
    public void An_infinite_gradient_makes_no_NaN_where_it_does_not_belong()
    {
        Tensor x = Tensor.From([1.0, 2, 3], requiresGrad: true), v = Tensor.From(4.0, requiresGrad: true), seed = Tensor.From([double.PositiveInfinity, 1, 2]);
        Tensor[] gradients = Autograd.Grad([x.IndexFill(0, Tensor.From([1L]), v)], [x, v], [seed]);
        Assert.Equal([double.PositiveInfinity, 0, 2], gradients[0].ToArray<double>());
        Assert.Equal(1, gradients[1].Item<double>());
        gradients = Autograd.Grad([x.MaskedFill(Tensor.From([true, false, false]), v)], [x, v], [seed]);
        Assert.Equal([0, 1, 2], gradients[0].ToArray<double>());
        Assert.Equal(double.PositiveInfinity, gradients[1].Item<double>());
    }

    [Fact]
    public void Numbers_are_cut_by_integers_and_must_fit()
    {
        Tensor x = Tensor.Zeros([3], DType.UInt8), index = Tensor.From([1L]), mask = Tensor.From([true, false, false]);
        Assert.Equal([1, 0, 0], x.MaskedFill(mask, 1.9).ToArray<byte>());
        Assert.Equal([0, 2, 0], x.IndexFill(0, index, 2.5).ToArray<byte>());
        Assert.Equal([0, 3, 0], x.Scatter(0, index, 3.2).ToArray<byte>());
        Assert.Equal([4, 0, 0], x.MaskedFill(mask, Tensor.From(4.7f)).ToArray<byte>());
        Assert.Equal("masked_fill: 300 does not fit uint8; choose a type that holds it", Message(() => x.MaskedFill(mask, 300)));
        Assert.Contains("index_fill: -1 does not fit uint8", Message(() => x.IndexFill(0, index, -1)), StringComparison.Ordinal);
        Assert.Contains("scatter: 256 does not fit uint8", Message(() => x.Scatter(0, index, 256)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_of_more_dimensions_than_an_array_in_place_is_refused() => Assert.Contains(
        "masked_fill: the result is float32 [2, 3], which the destination, float32 [3], does not hold",
        Message(() => Tensor.Zeros([3]).MaskedFillInPlace(Tensor.Zeros([2, 3], DType.Bool), 1)),
        StringComparison.Ordinal);

    private static string Message(Func<Tensor> op) => Assert.Throws<ArgumentException>(() => { _ = op(); }).Message;
}
