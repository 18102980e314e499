namespace MiniTorch.Tests;

/// <summary>What the proofs of joining and splitting cannot show: types, sharing, errors.</summary>
public sealed class JoinTests
{
    [Fact]
    public void Stack_takes_a_tensor_twice_and_copies()
    {
        Tensor x = Tensor.From([1.0, 2], requiresGrad: true), constant = Tensor.From([3.0, 4]);
        Tensor y = Tensor.Stack([x, constant, x], dim: 1);
        Assert.Equal([1, 3, 1, 2, 4, 2], y.ToArray<double>());
        Assert.False(y.Value.SharesStorageWith(x.Value));
        y.Backward(Tensor.From([1.0, 10, 100, 2, 20, 200], [2, 3]));
        Assert.Equal([101, 202], x.Grad!.ToArray<double>());
        Assert.Null(constant.Grad);
        Assert.False(Tensor.Stack([constant, constant]).RequiresGrad);
    }

    [Fact]
    public void Stack_promotes_types_and_each_gradient_has_its_tensors()
    {
        Tensor single = Tensor.From([1f, 2], requiresGrad: true), real = Tensor.From([0.1, 0.2], requiresGrad: true), index = Tensor.From([7L, 8]);
        Tensor y = Tensor.Stack([single, index, real]);
        Assert.Equal(DType.Float64, y.DType);
        Assert.Equal([1, 2, 7, 8, 0.1, 0.2], y.ToArray<double>());
        y.Sum().Backward();
        Assert.Equal((DType.Float32, DType.Float64), (single.Grad!.DType, real.Grad!.DType));
        Assert.Equal(DType.Int64, Tensor.Stack([index, Tensor.From([true, false])]).DType);
    }

    [Fact]
    public void Cat_promotes_types_and_each_gradient_has_its_tensors()
    {
        Tensor single = Tensor.From([1f, 2], requiresGrad: true), real = Tensor.From([0.1], requiresGrad: true), index = Tensor.From([7L]);
        Tensor y = Tensor.Cat([single, index, real, single]);
        Assert.Equal([1, 2, 7, 0.1, 1, 2], y.ToArray<double>());
        y.Backward(Tensor.From([1.0, 2, 3, 4, 10, 20]));
        Assert.Equal([11f, 22], single.Grad!.ToArray<float>());
        Assert.Equal([4.0], real.Grad!.ToArray<double>());
        Assert.Equal(DType.UInt8, Tensor.Cat([Tensor.From([true]), new Tensor(NDArray.From([(byte)3]))]).DType);
    }

    // PyTorch 1.13: torch.cat([torch.zeros(0, dtype=torch.float64), torch.ones(2, 3)], 1), dims that only the others have, and nothing but such.
    [Fact]
    public void Nothing_joins_with_anything_but_has_a_type()
    {
        Tensor nothing = Tensor.Zeros([0], DType.Float64, requiresGrad: true), x = Tensor.Ones([2, 3], requiresGrad: true);
        Tensor y = Tensor.Cat([nothing, x], -1);
        Assert.Equal((DType.Float64, Shape.Of(2, 3)), (y.DType, y.Shape));
        y.Sum().Backward();
        Assert.Equal(Shape.Of(0), nothing.Grad!.Shape);
        Assert.Equal((DType.Float32, Shape.Of(2, 3)), (x.Grad!.DType, x.Grad.Shape));
        Assert.Equal(Shape.Of(0), Tensor.Cat([nothing, nothing], 1).Shape);
    }

    [Fact]
    public void Many_parts_have_their_gradients_each_in_its_place()
    {
        Tensor x = Tensor.Zeros([1000, 2], requiresGrad: true);
        Tensor[] rows = x.Unbind();
        Tensor sum = Tensor.Zeros([2]);
        for (int i = 0; i < rows.Length; i++)
        {
            sum += rows[i] * i;
        }

        sum.Sum().Backward();
        Assert.Equal([.. Enumerable.Range(0, 2000).Select(static i => (float)(i / 2))], x.Grad!.ToArray<float>());
        Assert.Empty(Tensor.Zeros([0, 3]).Unbind());
        Assert.Empty(Tensor.Zeros([0]).Split([]));
        Assert.Equal(Shape.Of(0), Assert.Single(Tensor.Zeros([0]).Split(0)).Shape);
        Assert.Empty(Tensor.BroadcastTensors());
    }

    [Fact]
    public void Choices_come_in_PyTorchs_order()
    {
        Tensor x = Tensor.From([1.0, 2, 3]);
        Assert.Equal([1, 2, 1, 3, 2, 3], x.Combinations().ToArray<double>());
        Assert.Equal([1, 1, 1, 2, 1, 3, 2, 2, 2, 3, 3, 3], x.Combinations(withReplacement: true).ToArray<double>());
        Assert.Equal(Shape.Of(0, 5), x.Combinations(5).Shape);
        Assert.Equal([1, 1, 1, 2, 2, 1, 2, 2, 3, 1, 3, 2], Tensor.CartesianProd(x, x[..2]).ToArray<double>());
    }

    [Fact]
    public void What_cannot_be_split_is_named()
    {
        Tensor x = Tensor.Zeros([2, 5]);
        Assert.Equal("split: the size of a part must be positive; got 0 for dimension 1 of shape [2, 5]", Message(() => x.Split(0, 1)[0]));
        Assert.Contains("split: the size of a part must be positive; got -1", Message(() => x.Split(-1, 1)[0]), StringComparison.Ordinal);
        Assert.Equal(
            "split: the sizes of the parts must not be negative and must add up to 5, the size of dimension -1 of shape [2, 5]; got [2, 2]",
            Message(() => x.Split([2, 2], -1)[0]));
        Assert.Contains("got [6, -1]", Message(() => x.Split([6, -1], 1)[0]), StringComparison.Ordinal);
        Assert.Contains("got [-1, 6]", Message(() => x.Split([-1, 6], 1)[0]), StringComparison.Ordinal);
        Assert.Contains("got [2147483647, 2147483647, 7]", Message(() => x.Split([int.MaxValue, int.MaxValue, 7], 1)[0]), StringComparison.Ordinal);
        Assert.Equal("chunk: the number of chunks must be positive; got 0 for shape [2, 5]", Message(() => x.Chunk(0)[0]));
        Assert.Equal("tensor_split: the number of sections must be positive; got -1 for shape [2, 5]", Message(() => x.TensorSplit(-1)[0]));
        Tensor number = Tensor.From(1f);
        Assert.StartsWith("split: dimension 0 is out of range for shape []", Message(() => number.Split(1)[0]), StringComparison.Ordinal);
        Assert.StartsWith("split: dimension 0 is out of range for shape []", Message(() => number.Split([1])[0]), StringComparison.Ordinal);
        Assert.StartsWith("chunk: dimension 0 is out of range for shape []", Message(() => number.Chunk(1)[0]), StringComparison.Ordinal);
        Assert.StartsWith("tensor_split: dimension 0 is out of range for shape []", Message(() => number.TensorSplit(1)[0]), StringComparison.Ordinal);
        Assert.StartsWith("tensor_split: dimension 2 is out of range for shape [2, 5]", Message(() => x.TensorSplit([1], 2)[0]), StringComparison.Ordinal);
        Assert.StartsWith("unbind: dimension 0 is out of range for shape []", Message(() => number.Unbind()[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_joined_is_named()
    {
        Tensor x = Tensor.Zeros([2, 3]), y = Tensor.Zeros([3]);
        Assert.Equal("cat: at least one tensor is needed; got none", Message(static () => Tensor.Cat([])));
        Assert.Equal("cat: the shapes must be the same in all dimensions but 1; got [2, 3], [1, 0]", Message(() => Tensor.Cat([x, Tensor.Zeros([1, 0])], -1)));
        Assert.Equal("cat: the shapes must be the same in all dimensions but 0; got [2, 3], [3]", Message(() => Tensor.Cat([x, y])));
        Assert.Equal("cat: a tensor of shape [] has no dimension to join along; got [0], []", Message(static () => Tensor.Cat([Tensor.Zeros([0]), Tensor.From(1f)])));
        Assert.Equal("cat: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", Message(() => Tensor.Cat([Tensor.Zeros([0]), x], 2)));
        Assert.Equal("hstack: the shapes must be the same in all dimensions but 0; got [3], [2, 3]", Message(() => Tensor.HStack(y, x)));
        Assert.Equal("vstack: the shapes must be the same in all dimensions but 0; got [1, 3], [1, 2]", Message(() => Tensor.VStack(y, Tensor.Zeros([2]))));
        Assert.Equal("dstack: at least one tensor is needed; got none", Message(static () => Tensor.DStack()));
        Assert.Equal("hstack: at least one tensor is needed; got none", Message(static () => Tensor.HStack()));
        Assert.Equal("column_stack: the shapes must be the same in all dimensions but 1; got [3, 1], [2, 3]", Message(() => Tensor.ColumnStack(y, x)));
        Assert.Equal("block_diag: at least one tensor is needed; got none", Message(static () => Tensor.BlockDiag()));
        Assert.Equal("block_diag: a block has at most two dimensions; got [2, 3], [1, 1, 1]", Message(() => Tensor.BlockDiag(x, Tensor.Zeros([1, 1, 1]))));
        Assert.Equal("meshgrid: at least one tensor is needed; got none", Message(static () => Tensor.Meshgrid()[0]));
        Assert.Equal("meshgrid: vectors of one type are needed; got float32 [3], float32 [2, 3]", Message(() => Tensor.Meshgrid(y, x)[0]));
        Assert.Equal("cartesian_prod: vectors of one type are needed; got float32 [3], int64 [1]", Message(() => Tensor.CartesianProd(y, Tensor.From([1L]))));
        Assert.StartsWith("broadcast_tensors: shapes must broadcast", Message(() => Tensor.BroadcastTensors(x, Tensor.Zeros([2]))[0]), StringComparison.Ordinal);
        Assert.Equal("combinations: a vector is needed, and a number of elements that is not negative; got [2, 3] and 2", Message(() => x.Combinations()));
        Assert.EndsWith("got [3] and -1", Message(() => y.Combinations(-1)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_be_too_large_is_named_before_memory_is_asked_for()
    {
        Tensor large = Tensor.Zeros([1]).Expand(1 << 30), bytes = Tensor.Zeros([1], DType.UInt8).Expand(2000000000);
        Assert.Equal("cat: a dimension has a size of at most 2147483647; of shape [2000000000] one would get 4000000000", Message(() => Tensor.Cat([bytes, bytes])));
        Assert.Equal("cat: an array has at most 2 GB; [1073741825] of float32 has 4,294,967,300 bytes", Message(() => Tensor.Cat([large, Tensor.Zeros([1])])));
        Assert.StartsWith("stack: an array has at most 2147483591 elements; [1073741824, 2] has more", Message(() => Tensor.Stack([large, large], -1)), StringComparison.Ordinal);
        Assert.StartsWith("meshgrid: an array has at most 2147483591 elements; [1073741824, 1073741824]", Message(() => Tensor.Meshgrid(large, large)[0]), StringComparison.Ordinal);
        Assert.StartsWith("combinations: an array has at most", Message(() => large.Combinations()), StringComparison.Ordinal);
        Assert.StartsWith("combinations: an array has at most", Message(() => large.Combinations(1000000000, withReplacement: true)), StringComparison.Ordinal);
        Assert.StartsWith("block_diag: the blocks have more columns", Message(() => Tensor.BlockDiag(bytes, bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Contains("stack: at least one tensor is needed; got none", Message(static () => Tensor.Stack([])), StringComparison.Ordinal);
        Assert.Contains(
            "stack: all tensors must have the same shape; got [2, 3], [2, 3], [3]", Message(() => Tensor.Stack([x, x, Tensor.Zeros([3])])), StringComparison.Ordinal);
        Assert.Contains(
            "stack: dimension 3 is out of range for tensors of shape [2, 3]; it may be -3 to 2", Message(() => Tensor.Stack([x], 3)), StringComparison.Ordinal);
        Assert.Contains("stack: dimension -4", Message(() => Tensor.Stack([x], -4)), StringComparison.Ordinal);
    }

    private static string Message(Func<Tensor> op) => Assert.Throws<ArgumentException>(() => { _ = op(); }).Message;
}
