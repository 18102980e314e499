namespace MiniTorch.Tests;

/// <summary>What the proofs of bounds and choices do not show.</summary>
public sealed class BoundsTests
{
    [Fact]
    public void Operands_of_two_types_meet()
    {
        Tensor whole = Tensor.From([3L, -5]), real = Tensor.From([1.5f, 2.5f], requiresGrad: true);
        Assert.Equal([3f, 2.5f], whole.Maximum(real).ToArray<float>());
        Assert.Equal([1.5f, -5f], whole.Minimum(real).ToArray<float>());
        Assert.Equal([1.5f, -5f], Tensor.Where(Tensor.From([false, true]), whole, real).ToArray<float>());
        whole.Maximum(real).Sum().Backward();
        Assert.Equal([0f, 1], real.Grad!.ToArray<float>());
        Assert.Equal(DType.Float64, Tensor.Where(Tensor.From([true]), whole, Tensor.From([0.5])).DType);
        Assert.Equal(DType.Int64, Tensor.Where(Tensor.From([true]), whole, 3).DType);
    }

    [Fact]
    public void What_is_not_taken_receives_nothing_even_where_it_has_no_finite_derivative()
    {
        Tensor x = Tensor.From([-1.0, 0, 4], requiresGrad: true);
        Tensor.Where(x.Gt(0), x.Sqrt(), 0).Sum().Backward(gradient: null);
        Assert.Equal([double.NaN, double.NaN, 0.25], x.Grad!.ToArray<double>());

        // Sqrt's own derivative made those of 0 · ∞; its input chosen beforehand, there are none.
        x.ZeroGrad();
        Tensor.Where(x.Gt(0), x, 1).Sqrt().Sum().Backward();
        Assert.Equal([0, 0, 0.25], x.Grad!.ToArray<double>());

        Tensor y = Tensor.From([1.0, 2], requiresGrad: true);
        Tensor.Where(Tensor.From([true, false]), y, 0).Backward(Tensor.From([double.PositiveInfinity, double.PositiveInfinity]));
        Assert.Equal([double.PositiveInfinity, 0], y.Grad!.ToArray<double>());
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Says("clamp: a lower bound, an upper bound or both must be given; got neither", () => x.Clamp());
        Says("clamp: a bound must be a number of the array's type, uint8; got -1", static () => Tensor.From([1L]).To(DType.UInt8).Clamp(-1, 4));
        Says("clamp: a bound must be a number of the array's type, int32; got 2147483648", static () => Tensor.From([1L]).To(DType.Int32).Clamp(max: 1L << 31));
        Says("where: the condition must be bool; got float32 [2, 3]", () => Tensor.Where(x, x, x));
        Says(
            "where: condition and operands must broadcast: sizes aligned at the last dimension are equal or 1; got [2], [2, 3] and [1]",
            () => Tensor.Where(Tensor.From([true, false]), x, Tensor.Zeros([1])));
        Says(
            "where: condition and operands must broadcast: sizes aligned at the last dimension are equal or 1; got [2, 3], [2, 3] and [2]",
            () => Tensor.Where(x.Gt(0), x, Tensor.Zeros([2])));
        Says("maximum: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2, 3] and [2]", () => x.Maximum(Tensor.Zeros([2])));
        Says("minimum: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2, 3] and [2]", () => x.Minimum(Tensor.Zeros([2])));
        Assert.Equal("clamp: not defined for bool; convert with To(DType.Int64) first", Assert.Throws<NotSupportedException>(() => x.Gt(0).Clamp(min: true)).Message);

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }
}
