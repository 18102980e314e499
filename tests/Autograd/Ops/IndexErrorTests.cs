namespace MiniTorch.Tests;

/// <summary>Indices, masks, sources and options that an operation does not take: each error by its message.</summary>
public sealed class IndexErrorTests
{
    private static readonly Tensor _cube = Tensor.Zeros([2, 3, 4]);
    private static readonly Tensor _three = Tensor.From([1f, 2, 3]);

    [Theory]
    [InlineData("index: there are at most 3 dimensions to index in shape [2, 3, 4]; got indices for 4", 0)]
    [InlineData("index: index 3 is out of range for dimension 1 of shape [2, 3, 4]", 1)]
    [InlineData("index: index -4 is out of range for dimension 1 of shape [2, 3, 4]", 2)]
    [InlineData("index: the indices must broadcast together: sizes aligned at the last dimension are equal or 1; got [2], [3]", 3)]
    [InlineData("index: indices must be int64 or int32; got float32 [1]", 4)]
    [InlineData("index: indices must be int64 or int32; got uint8 [3]", 5)]
    [InlineData("index: a mask must have the sizes of the dimensions that it masks, from 0 on, of shape [2, 3, 4]; got [3]", 6)]
    [InlineData("index: a mask must have the sizes of the dimensions that it masks, from 1 on, of shape [2, 3, 4]; got [2, 3]", 7)]
    [InlineData("index: one ellipsis at most can stand for the dimensions that are left; got several", 8)]
    [InlineData("slice: step must be positive; got -1", 9)]
    [InlineData("index: index 2 is out of range for dimension 0 of shape [2, 3, 4]", 10)]
    [InlineData("index: there are at most 3 dimensions to index in shape [2, 3, 4]; got indices for 5", 11)]
    public void Of_entries(string message, int number)
    {
        Func<Tensor>[] wrong =
        [
            static () => _cube[0, 0, 0, 0],
            static () => _cube[.., Tensor.From([0L, 3])],
            static () => _cube[.., Tensor.From([-4])],
            static () => _cube[Tensor.From([0L, 1]), Tensor.From([0L, 1, 2])],
            static () => _cube[Tensor.From([0f])],
            static () => _cube[.., Tensor.Zeros([3], DType.UInt8)],
            static () => _cube[Tensor.From([true, false, true])],
            static () => _cube[.., Tensor.Zeros([2, 3], DType.Bool)],
            static () => _cube[TensorIndex.Ellipsis, 0, TensorIndex.Ellipsis],
            static () => _cube[TensorIndex.Slice(step: -1)],
            static () => _cube[Tensor.From(2)],
            static () => _cube[.., Tensor.Zeros([2, 3], DType.Bool), .., 0],
        ];
        Assert.Equal(message, Message(wrong[number]));
    }

    [Fact]
    public void Of_values()
    {
        Tensor x = _cube.Clone(), index = Tensor.From([0L, 1]);
        Assert.Equal("index_put: the values must broadcast to the part that is set, [2, 3, 4]; got [2]", Message(() => { x[index] = Tensor.Zeros([2]); return x; }));
        Assert.Equal("index_put: the values must broadcast to the part that is set, [2, 3, 4]; got [1, 2, 3, 4]", Message(() => x.IndexPut([index], Tensor.Zeros([1, 2, 3, 4]))));
        Assert.Equal("index_put: the values must have the tensor's type, float32; got int64 []", Message(() => x.IndexPut([index], Tensor.From(1))));
        Assert.Equal("put: the source must have as many elements as there are indices; got source [1] for indices [2]", Message(() => x.Put(index, Tensor.Zeros([1]))));
        Assert.Equal("take: index 24 is out of range for dimension 0 of shape [24]", Message(() => x.Take(Tensor.From([24L]))));
        Assert.Equal("take: indices must be int64 or int32; got bool [24]", Message(() => x.Take(Tensor.Zeros([24], DType.Bool))));
    }

    [Fact]
    public void Of_indices_along_a_dimension()
    {
        Tensor index = Tensor.From([0L], [1, 1, 1]);
        Assert.Equal("take_along_dim: indices must lie in 0 to 2; got 3", Message(() => _three.TakeAlongDim(Tensor.From([3L]), 0)));
        Assert.Equal("take_along_dim: indices must lie in 0 to 2; got -1", Message(() => _three.TakeAlongDim(Tensor.From([-1L]))));
        Assert.Equal("put: index 3 is out of range for dimension 0 of shape [3]", Message(() => _three.Put(Tensor.From([3L]), Tensor.Ones([1]))));
        Assert.Equal("put: the values must have the tensor's type, float32; got int64 [1]", Message(() => _three.Put(Tensor.From([1L]), Tensor.From([1L]))));
        Assert.Equal(
            "masked_scatter: the values must have the tensor's type, float32; got int64 [1]", Message(() => _three.MaskedScatter(Tensor.From([true, false, false]), Tensor.From([1L]))));
        Assert.Equal("gather: dimension 3 is out of range for shape [2, 3, 4], which has 3 dimensions", Message(() => _cube.Gather(3, index)));
        Assert.Equal("gather: indices must be int64 or int32; got float32 [3]", Message(() => _three.Gather(0, _three)));
        Assert.Equal("gather: indices must have the tensor's rank and be no larger in any dimension but 0; got indices [1] for shape [2, 3, 4]", Message(() => _cube.Gather(0, Tensor.From([0L]))));
        Assert.Equal("gather: indices must have the tensor's rank and be no larger in any dimension but 0; got indices [1, 4, 1] for shape [2, 3, 4]", Message(() => _cube.Gather(0, Tensor.Zeros([1, 4, 1], DType.Int64))));
        Assert.Equal("gather: indices must lie in 0 to 2; got -1", Message(() => _three.Gather(0, Tensor.From([-1L]))));
        Assert.Equal("gather: there are no elements to index; got index 0", Message(() => Tensor.Zeros([0]).Gather(0, Tensor.From([0L]))));
        Assert.Equal("scatter: the source must have the tensor's type, float32; got int64 [1]", Message(() => _three.Scatter(0, Tensor.From([0L]), Tensor.From([1L]))));
        Assert.Equal("scatter_add: the source must have the indices' rank and be no smaller in any dimension; got source [1] for indices [2]", Message(() => _three.ScatterAdd(0, Tensor.From([0L, 1]), Tensor.Zeros([1]))));
        Assert.Equal("scatter_add: indices must lie in 0 to 2; got 3", Message(() => _three.ScatterAdd(0, Tensor.From([3]), Tensor.Zeros([1]))));
        Assert.Equal("take_along_dim: tensor and indices must have the same number of dimensions; got [2, 3, 4] and [1]", Message(() => _cube.TakeAlongDim(Tensor.From([0L]), 0)));
        Assert.Equal("take_along_dim: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [1, 3, 4] and [1, 2, 1]", Message(() => _cube.TakeAlongDim(Tensor.Zeros([1, 2, 1], DType.Int64), 0)));
    }

    [Fact]
    public void Of_indices_of_slices()
    {
        Tensor index = Tensor.From([0L, 1]);
        Assert.Equal("index_select: indices must have rank 1 or 0; got [1, 1]", Message(() => _cube.IndexSelect(0, Tensor.From([0L], [1, 1]))));
        Assert.Equal("index_select: indices must lie in 0 to 1; got -1", Message(() => _cube.IndexSelect(0, Tensor.From([-1]))));
        Assert.Equal("index_select: a tensor of shape [] has one slice to select; got indices [2]", Message(() => Tensor.From(1f).IndexSelect(0, index)));
        Assert.Equal("index_add: the source must have shape [2, 2, 4] for 2 indices in dimension 1 of [2, 3, 4]; got [2, 4]", Message(() => _cube.IndexAdd(1, index, Tensor.Zeros([2, 4]))));
        Assert.Equal("index_add: the source must have the tensor's type, float32; got float64 [2]", Message(() => _three.IndexAdd(0, index, Tensor.From([1.0, 2]))));
        Assert.Equal("index_add: alpha must be a number of the tensor's type, int64; got 0.5", Message(() => index.IndexAdd(0, index, index, alpha: 0.5)));
        Assert.Equal("index_copy: the source must have the tensor's type, float32; got float64 [2]", Message(() => _three.IndexCopy(0, index, Tensor.From([1.0, 2]))));
        Assert.Equal("index_copy: indices must lie in 0 to 2; got -1", Message(() => _three.IndexCopy(0, Tensor.From([-1]), Tensor.Zeros([1]))));
        Assert.Equal("index_fill: index 3 is out of range for dimension 0 of shape [3]", Message(() => _three.IndexFill(0, Tensor.From([3]), 1)));
        Assert.Equal("index_fill: the value must be a single number, of shape []; got float32 [1]", Message(() => _three.IndexFill(0, index, Tensor.Zeros([1]))));
    }

    [Fact]
    public void Of_masks()
    {
        Tensor mask = Tensor.From([true, false, true]);
        Assert.Equal("masked_fill: the mask must be bool; got float32 [3]", Message(() => _three.MaskedFill(_three, 1)));
        Assert.Equal("masked_fill: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2, 3, 4] and [3]", Message(() => _cube.MaskedFill(mask, 1)));
        Assert.Equal("masked_fill: the value must be a single number, of shape []; got float32 [3]", Message(() => _three.MaskedFill(mask, _three)));
        Assert.Equal("masked_select: the mask must be bool; got float32 [3]", Message(() => _three.MaskedSelect(_three)));
        Assert.Equal("masked_select: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2, 3, 4] and [3]", Message(() => _cube.MaskedSelect(mask)));
        Assert.Equal("masked_scatter: the mask must be bool; got float32 [3]", Message(() => _three.MaskedScatter(_three, _three)));
        Assert.Equal("masked_scatter: the source must have an element for each of the 2 that the mask selects; got float32 [1]", Message(() => _three.MaskedScatter(mask, Tensor.Zeros([1]))));
    }

    private static string Message(Func<Tensor> op) => Assert.Throws<ArgumentException>(() => { _ = op(); }).Message;
}
