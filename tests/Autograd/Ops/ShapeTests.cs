namespace MiniTorch.Tests;

/// <summary>Views and copies: their values against an index map, their gradients to both orders.</summary>
public sealed class ShapeTests
{
    [Fact]
    public void Copies()
    {
        Tensor x = Tensor.Randn([3, 4], requiresGrad: true);
        Assert.False(x.Clone().Value.SharesStorageWith(x.Value));
        Assert.True(x.Transpose(0, 1).Clone().Value.IsContiguous);
        Assert.Same(x, x.Contiguous());
    }

    [Fact]
    public void Views_share_their_memory()
    {
        Tensor x = Tensor.Randn([2, 3, 4], requiresGrad: true);
        Assert.All(
            (Tensor[])
            [
                x.Reshape(6, 4), x.View(6, -1), x.Flatten(), x.Unflatten(2, 2, 2), x.Transpose(0, 1), x.MT, x[0].T, x.Permute(2, 1, 0), x.MoveDim(0, 2), x.Slice(1, 1),
                x.Narrow(2, 1, 2), x[1, ..2], x.Select(0, 1), x.Unsqueeze(0), x[0..1].Squeeze(0), x[0..1].Squeeze(), x[0..1].Expand(5, 3, 4), x.Unfold(2, 2, 1), x.Diagonal(), x.Detach(),
                .. x.Split(1), .. x.Split([2, 2], 2), .. x.Chunk(2, 2), .. x.TensorSplit(2, 1), .. x.TensorSplit([1], 1), .. x.Unbind(2),
                .. Tensor.BroadcastTensors(x, Tensor.Zeros([1]))[..1], .. Tensor.Meshgrid(x[0, 0], Tensor.Zeros([2]))[..1], x[0, 0, 0].AtLeast3D(),
            ],
            view => Assert.True(view.Value.SharesStorageWith(x.Value)));
    }

    [Fact]
    public void Copies_do_not_share_their_memory()
    {
        Tensor x = Tensor.Randn([1, 3, 3], requiresGrad: true);
        Assert.All(
            (Tensor[])
            [
                x.Repeat(1, 1, 1), x.Tile(1), x.RepeatInterleave(1, 0), x.RepeatInterleave(1), x.Flip(0), x.Flip([]), x.Rot90(0), x.Roll(0), x.Roll(0, 0), x.Tril(9), x.Triu(-9),
                x[0].Diag(), x.Pad([]), x.Pad([0, 0], PadMode.Reflect), Tensor.Cat([x]), Tensor.Stack([x]), Tensor.HStack(x), x.SliceScatter(x, 0, 0),
            ],
            copy =>
            {
                Assert.False(copy.Value.SharesStorageWith(x.Value));
                copy.AddInPlace(1);
            });
    }

    [Fact]
    public void Writing_to_a_view_changes_the_whole_and_counts()
    {
        Tensor x = Tensor.Zeros([3, 4]);
        foreach (Func<Tensor, Tensor> view in (Func<Tensor, Tensor>[])
            [
                static x => x.View(2, 6)[1], static x => x.T[0], static x => x.MT[1], static x => x.MoveDim(1, 0), static x => x.Diagonal(1), static x => x.Narrow(1, 1, 2),
                static x => x.Unfold(1, 2, 2), static x => x.Split(3, 1)[1], static x => x.Chunk(2)[1], static x => x.TensorSplit([1])[1], static x => x.Unbind(1)[3],
                static x => x.Unflatten(1, 2, 2).Select(2, 1), static x => x.Unsqueeze(0).Squeeze(),
            ])
        {
            int version = x.Value.Version;
            Tensor part = view(x);
            Assert.Equal(version, part.Value.Version);
            double before = x.Sum().Item<double>();
            part.AddInPlace(1);
            Assert.Equal(before + part.Count, x.Sum().Item<double>());
            Assert.Equal(version + 1, x.Value.Version);
        }
    }

    [Fact]
    public void A_view_with_a_history_is_not_changed_in_place_and_a_saved_one_is_guarded()
    {
        Tensor x = Tensor.Ones([3, 4], requiresGrad: true) * 1;
        Assert.All(
            (Tensor[])[x.View(4, 3), x.T, x.MT, x.MoveDim(0, 1), x.Diagonal(), x.Unfold(0, 1, 1), x.Split(2)[0], x.Unbind()[1], x.Unflatten(1, 2, 2), x.Squeeze()],
            view => Assert.Contains(
                "a view cannot be changed in place", Assert.Throws<InvalidOperationException>(() => view.AddInPlace(1)).Message, StringComparison.Ordinal));
        Tensor diagonal = x.Diagonal();
        Tensor square = diagonal * diagonal;
        using (Autograd.NoGrad())
        {
            x.T.AddInPlace(1);
        }

        Assert.Contains("mul", Assert.Throws<InvalidOperationException>(() => square.Sum().Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_elements_in_one_place_are_not_written_to()
    {
        Tensor windows = Tensor.Zeros([5]).Unfold(0, 3, 1);
        string message = Assert.Throws<ArgumentException>(() => windows.AddInPlace(1)).Message;
        Assert.Equal("add: a view of overlapping windows cannot be written to, since several of its elements share one place; got strides [1, 1] for shape [3, 3]", message);
        Assert.Equal([1f, 1, 0, 0, 0], Written(static x => x.Unfold(0, 2, 1)[0]));
        Assert.Equal([1f, 1, 1, 1, 0], Written(static x => x.Unfold(0, 2, 1).Slice(0, 0, step: 2)));

        static float[] Written(Func<Tensor, Tensor> part)
        {
            Tensor x = Tensor.Zeros([5]);
            part(x).AddInPlace(1);
            return x.ToArray<float>();
        }
    }

    [Fact]
    public void Derivatives_go_through_chains_of_views() => OpTest.Check(
        static x => x.Unfold(2, 3, 1).Diagonal(1, 1, 2).MoveDim(-1, 0).Slice(0, 0, step: 2).View(2, 2, 3, 1).Squeeze().MT,
        static x => x.Take([2, 3, 2], static i => [i[2], 2 * i[0], (2 * i[0]) + 1 + i[1]]),
        [[2, 3, 6]]);

    [Fact]
    public void Gradients_cross_between_the_floating_point_types()
    {
        Tensor x = Tensor.From([1f, 2, 3], requiresGrad: true);
        Tensor y = x.To(DType.Float64);
        Assert.Equal(DType.Float64, y.DType);
        Assert.Same(y, y.To(DType.Float64));
        (y * Tensor.From([0.1, 0.2, 0.3])).Sum().Backward();
        Assert.Equal([0.1f, 0.2f, 0.3f], x.Grad!.ToArray<float>());

        Tensor asInts = y.To(DType.Int64);
        Assert.False(asInts.RequiresGrad);
        Assert.False(asInts.To(DType.Float32).RequiresGrad);
        Assert.Equal([1L, 2, 3], asInts.ToArray<long>());
    }

    [Fact]
    public void A_shape_is_a_list_of_its_sizes()
    {
        Shape shape = [64, 784];
        Assert.Equal([1, 64, 784, 2], (int[])[1, .. shape, 2]);
        Assert.Equal(784, shape[^1]);
        Assert.Equal(64, shape[-2]);
        Assert.True(shape is [64, var columns] && columns == 784);
        Assert.Equal((2, 2, 50176), (shape.Rank, shape.Length, shape.Count));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3, 4]);
        Assert.Contains("index 4 is out of range for dimension 2 of shape [2, 3, 4]", Message(() => x[0..2, 0..3, 4]), StringComparison.Ordinal);
        Assert.Contains("is out of range for dimension 0 of shape [2, 3, 4]", Message(() => x[int.MinValue]), StringComparison.Ordinal);
        Assert.Contains("at most 3 dimensions", Message(() => x[0, 0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("sizes aligned at the last dimension are equal or 1; got [2, 3, 4] and [2]", Message(() => x + Tensor.Zeros([2])), StringComparison.Ordinal);
    }

    private static string Message(Func<Tensor> op) => Assert.Throws<ArgumentException>(() => { _ = op(); }).Message;
}
