namespace MiniTorch.Tests;

/// <summary>The default type is one for the process, so these tests run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class DefaultDTypeTestGroup
{
    public const string Name = "default dtype";
}

[Collection(DefaultDTypeTestGroup.Name)]
public sealed class DefaultDTypeTests : IDisposable
{
    public DefaultDTypeTests() => DTypes.Default = DType.Float64;

    public void Dispose() => DTypes.Default = DType.Float32;

    [Fact]
    public void Integers_become_the_default_where_a_result_is_real()
    {
        NDArray integers = NDArray.Arange(1, 4);
        Assert.Equal(DType.Float64, integers.Divide(3).DType);
        Assert.Equal(1.0 / 3, integers.Divide(3).Select(0, 0).Item<double>());
        Assert.Equal(DType.Float64, integers.Divide(integers).DType);
        Assert.Equal(DType.Float64, integers.Multiply(1.5).DType);
        Assert.Equal(DType.Float64, integers.Exp().DType);
        Assert.Equal(DType.Float32, NDArray.Ones([2]).Multiply(1.5).DType);
    }

    [Fact]
    public void The_default_is_printed_without_its_name()
    {
        Assert.Equal("tensor([1.])", NDArray.Ones([1], DType.Float64).ToString());
        Assert.Equal("tensor([1.], dtype=torch.float32)", NDArray.Ones([1]).ToString());
    }

    [Theory]
    [InlineData(DType.Int64)]
    [InlineData(DType.Bool)]
    public void It_must_be_a_float(DType dtype)
    {
        var error = Assert.Throws<ArgumentException>(() => DTypes.Default = dtype);
        Assert.Equal($"default dtype: must be float32 or float64; got {dtype.Name()}", error.Message);
    }
}
