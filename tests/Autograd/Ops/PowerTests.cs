namespace MiniTorch.Tests;

/// <summary>Powers at 0 and of what has none, of integers, and what is refused.</summary>
public sealed class PowerTests
{
    [Fact]
    public void Powers_at_0_and_of_what_has_none()
    {
        double nan = double.NaN, inf = double.PositiveInfinity;

        // PyTorch 1.13: [-1., 0., 2., nan] to several exponents, and the gradients.
        Check(0, [1, 1, 1, 1], [0, 0, 0, 0]);
        Check(0.5, [nan, 0, Math.Sqrt(2), nan], [nan, inf, 0.35355339059327373, nan]);
        Check(1, [-1, 0, 2, nan], [1, 1, 1, 1]);
        Check(1.5, [nan, 0, Math.Pow(2, 1.5), nan], [nan, 0, 2.121320343559643, nan]);
        Check(2, [1, 0, 4, nan], [-2, 0, 4, nan]);
        Check(3, [-1, 0, 8, nan], [3, 0, 12, nan]);
        Check(-1, [-1, inf, 0.5, nan], [-1, -inf, -0.25, nan]);

        static void Check(double p, double[] values, double[] gradients)
        {
            Tensor x = Tensor.From([-1, 0, 2, double.NaN], requiresGrad: true);
            Tensor y = x.Pow(p);
            y.Sum().Backward();
            Close.Assert(values, y.ToArray<double>(), what: $"x to {p}");
            Close.Assert(gradients, x.Grad!.ToArray<double>(), what: $"the gradient of x to {p}");
        }
    }

    [Fact]
    public void Integer_powers_stay_integers_and_wrap()
    {
        Assert.Equal([1L, 1, 1], Tensor.From([0L, -3, 5]).Pow(0).ToArray<long>());
        Assert.Equal([0L, -243, 3125], Tensor.From([0L, -3, 5]).Pow(5).ToArray<long>());
        Assert.Equal([8, 27], Tensor.From([2L, 3]).To(DType.Int32).Pow(3).ToArray<int>());
        Assert.Equal([(byte)0, (byte)(243 * 27 % 256)], Tensor.From([2L, 3]).To(DType.UInt8).Pow(8).ToArray<byte>());
        Assert.Equal([1L, 0], Tensor.From([true, false]).Pow(2).ToArray<long>());
        Assert.Equal([long.MinValue], Tensor.From([2L]).Pow(63).ToArray<long>());
        Assert.Equal(DType.Float32, Tensor.From([4L]).Pow(0.5).DType);
        Assert.Equal([2f], Tensor.From([4L]).Pow(0.5).ToArray<float>());
        Assert.Equal(0.25, Tensor.From([4.0]).Pow(-1L).Item<double>());
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Says("pow: integers have no negative powers; got exponent -1 for int64 [1]; convert with To(DType.Float32) first", static () => Tensor.From([2L]).Pow(-1));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }
}
