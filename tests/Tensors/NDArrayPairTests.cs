namespace MiniTorch.Tests;

/// <summary>Where operators of two operands have an edge: what the formula alone would get wrong there.</summary>
public class NDArrayPairTests
{
    [Theory]
    [InlineData(2, -1, double.NegativeInfinity)]
    [InlineData(-2, -1, double.PositiveInfinity)]
    [InlineData(2, -1.5, double.NaN)]
    [InlineData(2, double.NegativeInfinity, double.NaN)]
    [InlineData(2, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(2, double.NaN, double.NaN)]
    [InlineData(0, -1, 0)]
    [InlineData(3, 0, 0)]
    [InlineData(3, 1e-20, 3e-20)]
    [InlineData(3, -1e-10, -3.00000000015e-10)]
    [InlineData(3, 3e-5, 3 * 2.9999550008999797e-5)]
    [InlineData(2, 1e300, 2 * 690.77552789821368)]
    public void Xlog1py_is_precise_near_0_and_right_at_its_ends(double x, double y, double expected)
    {
        double actual = Double(x).Xlog1py(Double(y)).Item<double>();

        Assert.True(actual.Equals(expected) || Math.Abs(actual - expected) <= 1e-15 * Math.Abs(expected), $"{actual:R} instead of {expected:R}");
    }

    [Theory]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int64)]
    public void A_right_shift_keeps_the_sign_and_one_of_all_bits_leaves_nothing_else(DType dtype)
    {
        NDArray x = NDArray.From([-8L, -7, -1, 8, 8, -8, -8, 8, -8]).To(dtype);
        NDArray by = NDArray.From([1L, 1, 5, 1, 64, 64, -1, -1, 0]).To(dtype);

        Assert.Equal([-4, -4, -1, 4, 0, -1, -1, 0, -8], x.BitwiseRightShift(by).To(DType.Int64).ToArray<long>());
    }

    [Fact]
    public void A_right_shift_of_bytes_fills_with_zeros()
    {
        NDArray x = NDArray.From<byte>([200, 200, 200, 200]);

        Assert.Equal([100, 1, 0, 0], x.BitwiseRightShift(NDArray.From<byte>([1, 7, 8, 255])).ToArray<byte>());
    }

    [Fact]
    public void Alpha_is_whole_where_operands_are()
    {
        NDArray whole = NDArray.From([1, 2]), real = NDArray.From([1.5f, 2]);

        Assert.Equal([3, 6], whole.Add(whole, 2).ToArray<int>());
        Assert.Equal([2.25f, 3], real.Add(real, 0.5).ToArray<float>());
        Assert.Equal([1.25f, 1.5f], real.Subtract(whole, 0.25).ToArray<float>());
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => whole.Add(whole, 0.5));
        Assert.Contains("alpha must be whole", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_name_themselves_when_the_destination_does_not_fit()
    {
        NDArray x = NDArray.From([1f, 2]);

        ArgumentException thrown = Assert.Throws<ArgumentException>(() => x.Clamp(x, x, NDArray.Zeros([3])));

        Assert.StartsWith("clamp: ", thrown.Message, StringComparison.Ordinal);
    }

    private static NDArray Double(double value) => NDArray.From([value]);
}
