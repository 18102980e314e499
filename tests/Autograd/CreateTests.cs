namespace MiniTorch.Tests;

public sealed class CreateTests
{
    [Fact]
    public void A_single_value_has_the_type_that_PyTorch_gives_it()
    {
        Assert.Equal(
            (DType.Int64, DType.Int64, DType.Bool, DType.Float32, DType.Float64),
            (Tensor.From(5).DType, Tensor.From(5L).DType, Tensor.From(true).DType, Tensor.From(5f).DType, Tensor.From(5.0).DType));
        Assert.Equal(16_777_217, Tensor.From(16_777_217).Item<long>());
        Assert.Equal((1L << 53) + 1, Tensor.From((1L << 53) + 1).Item<long>());
        Assert.True(Tensor.From(true).Item<bool>());
        Assert.True(Tensor.From(2f, requiresGrad: true).RequiresGrad);
    }
}
