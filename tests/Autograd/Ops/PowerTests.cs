namespace MiniTorch.Tests;

/// <summary>Powers and norms of every order: values, shapes and derivatives of both orders, in every layout.</summary>
public sealed class PowerTests
{
    private static readonly OpTestOptions Positive = new() { Low = 0.3, High = 3, SingleTolerance = 4e-6 };
    private static readonly OpTestOptions AwayFromZero = new() { Gap = 0.4, SingleTolerance = 4e-6 };

    public static TheoryData<double> Orders => [0, 0.5, 1, 1.5, 2, 2.5, 3, -1, -1.5, double.PositiveInfinity, double.NegativeInfinity];

    [Fact]
    public void Square() => OpTest.Check(static x => x.Square(), static x => x.Map(static v => v * v));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(-2)]
    public void Whole_powers(int p)
    {
        OpTest.Check(x => x.Pow(p), x => x.Map(v => Math.Pow(v, p)), options: AwayFromZero);
        OpTest.Check(x => x.Pow((double)p), x => x.Map(v => Math.Pow(v, p)), options: AwayFromZero);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(-0.5)]
    [InlineData(2.25)]
    public void Real_powers(double p) => OpTest.Check(x => x.Pow(p), x => x.Map(v => Math.Pow(v, p)), options: Positive);

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

    [Theory]
    [MemberData(nameof(Orders))]
    public void Norms_over_all_some_and_one_dimension(double p)
    {
        double[] Of(double[] values) => [Norm(values, p)];
        Shape[] shapes = p >= 0 && double.IsFinite(p) ? [[2, 3, 2], [1, 1, 1], [2, 0, 3], [0, 3, 2]] : [[2, 3, 2], [1, 1, 1]];
        foreach (int[] dims in (int[][])[[], [0], [1], [-1], [0, 2], [1, 2], [0, 1, 2]])
        {
            foreach (bool keepDim in (bool[])[false, true])
            {
                OpTest.Check(x => x.Norm(p, dims, keepDim), x => x.Reduce(dims, keepDim, values => Of(values)[0]), shapes, AwayFromZero);
            }
        }

        OpTest.Check(x => x.Norm(p), x => x.Reduce([], false, values => Of(values)[0]), [[], [1], [5], [3, 4]], AwayFromZero);
        OpTest.Check(x => x.Norm(p, 1), x => x.Reduce([1], false, values => Of(values)[0]), [[3, 4]], AwayFromZero);
        OpTest.Check(x => x.Norm(p, -2, keepDim: true), x => x.Reduce([0], true, values => Of(values)[0]), [[3, 4]], AwayFromZero);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void A_norm_scales_and_its_gradient_does_not(double p)
    {
        if (p == 0)
        {
            return;
        }

        Tensor x = Tensor.From([0.5, -1.25, 2, -0.75], requiresGrad: true);
        Tensor y = Tensor.From([2.0, -5, 8, -3], requiresGrad: true);
        Close.Assert(x.Norm(p) * 4, y.Norm(p));
        Close.Assert(Autograd.Grad([x.Norm(p)], [x])[0], Autograd.Grad([y.Norm(p)], [y])[0]);
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
        Says("norm: defined for floating-point types; got int64; convert with To(DType.Float32) first", static () => Tensor.Arange(3).Norm());
        Says("norm: the order must be a number; got NaN", static () => Tensor.Zeros([3]).Norm(double.NaN));
        Says("norm: of no elements there is none of order Infinity; got shape [2, 0]", static () => Tensor.Zeros([2, 0]).Norm(double.PositiveInfinity));
        Says("norm: of no elements there is none of order -1; got shape [2, 0]", static () => Tensor.Zeros([2, 0]).Norm(-1, 1));
        Says("norm: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", static () => Tensor.Zeros([2, 3]).Norm(2, 2));
        Says("norm: dimension -1 occurs twice in [1, -1]", static () => Tensor.Zeros([2, 3]).Norm(2, [1, -1]));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    private static double Norm(double[] values, double p)
    {
        double[] sizes = [.. values.Select(Math.Abs)];
        return p switch
        {
            0 => sizes.Count(static v => v != 0),
            double.PositiveInfinity => sizes.Max(),
            double.NegativeInfinity => sizes.Min(),
            _ => Math.Pow(sizes.Sum(v => Math.Pow(v, p)), 1 / p),
        };
    }
}
