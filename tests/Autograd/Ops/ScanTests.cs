namespace MiniTorch.Tests;

/// <summary>Products and running reductions where their proofs (ReductionProofs) do not look: zeros among the factors, types, errors.</summary>
public sealed class ScanTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void With_zeros_the_derivatives_of_every_order_are_those_of_the_polynomial(int zeros)
    {
        var random = new Random(zeros);
        for (int i = 0; i < 4; i++)
        {
            double[] values = [1.5, -2, 0.5, 3];
            foreach (int at in Enumerable.Range(0, 4).OrderBy(_ => random.Next()).Take(zeros))
            {
                values[at] = 0;
            }

            Tensor x = Tensor.From(values, requiresGrad: true);
            Smooth(static x => x[0].Prod(), x);
            Smooth(static x => x[0].Prod(0, keepDim: true), x);
            Smooth(static x => x[0].Cumprod(0), x);
            Smooth(static x => x[0].Reshape(2, 2).Prod(0), x);
            Smooth(static x => x[0].Reshape(2, 1, 2).Prod([2, 0]), x);
            Smooth(static x => x[0].Reshape(2, 2).Cumprod(1), x);

            // The third derivative.
            Smooth(static x => Autograd.Grad([x[0].Cumprod(0)], [x[0]], [x[1]], createGraph: true)[0], x, Tensor.From([1, -0.5, 2, 0.25], requiresGrad: true));
            Smooth(static x => Autograd.Grad([x[0].Prod()], [x[0]], createGraph: true)[0], x);
        }

        static void Smooth(Func<Tensor[], Tensor> function, params Tensor[] x)
        {
            GradCheckResult first = Autograd.GradCheck(function, x), second = Autograd.GradGradCheck(function, x);
            Assert.True(first.Passed, first.ToString());
            Assert.True(second.Passed, second.ToString());
        }
    }

    [Fact]
    public void A_factor_that_is_infinite_or_NaN_spoils_only_what_it_is_part_of()
    {
        double nan = double.NaN, inf = double.PositiveInfinity;

        // The first as PyTorch 1.13, which divides where there is no zero and gives NaN at the infinity of the second.
        Assert.Equal([0, nan, inf], Gradient([inf, 2, 0]));
        Assert.Equal([6, inf, inf], Gradient([inf, 2, 3]));
        Assert.Equal([6, nan, nan], Gradient([nan, 2, 3]));

        static double[] Gradient(double[] values)
        {
            Tensor x = Tensor.From(values, requiresGrad: true);
            x.Prod().Backward();
            return x.Grad!.ToArray<double>();
        }
    }

    [Fact]
    public void Integers_and_bools_give_int64()
    {
        Tensor x = Tensor.From([2L, -3, 4]);
        Assert.Equal(-24, x.Prod().Item<long>());
        Assert.Equal([2L, -6, -24], x.To(DType.Int32).Cumprod(0).ToArray<long>());
        Assert.Equal([2L, -1, 3], x.Cumsum(0).ToArray<long>());
        Assert.Equal([1L, 2, 2], Tensor.From([true, true, false]).Cumsum(0).ToArray<long>());
        Assert.Equal([1L, 1, 0], Tensor.From([true, true, false]).Cumprod(0).ToArray<long>());
        Assert.Equal(1L, Tensor.From([true, true]).Prod(0).Item<long>());
        Assert.Equal(100_000_000L, Tensor.Full([4], 100, DType.UInt8).Prod().Item<long>());
        Assert.Equal(unchecked(4611686018427387904L * 4), Tensor.From([1L << 62, 4]).Prod().Item<long>());
    }

    [Fact]
    public void Wrong_dimensions_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Says("prod: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => x.Prod(2));
        Says("cumsum: dimension -3 is out of range for shape [2, 3], which has 2 dimensions", () => x.Cumsum(-3));
        Says("cumprod: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => x.Cumprod(2));
        Says("cummax: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => x.Cummax(2).Values);
        Says("cummin: dimension 1 is out of range for shape [1], which has 1 dimension", static () => Tensor.Zeros([]).Cummin(1).Values);
        Says("logcumsumexp: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => x.LogCumsumExp(2));
        Says("diff: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => x.Diff(1, 2));
        Says("diff: dimension -1 is out of range for shape [], which has 0 dimensions", static () => Tensor.Zeros([]).Diff());
        Says("diff: the order must not be negative; got -1", () => x.Diff(-1));
        Says("trapezoid: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => x.Trapezoid(1, 2));
        Says("trapezoid: there must be one point for each sample along dimension -1; got points [2] for samples [2, 3]", () => x.Trapezoid(Tensor.Zeros([2])));
        Says("cumulative_trapezoid: there must be one point for each sample along dimension 0; got points [3, 3, 3] for samples [2, 3]", () => x.CumulativeTrapezoid(Tensor.Zeros([3, 3, 3]), 0));
        Says("cov: at most two dimensions are allowed; got shape [2, 2, 2]", static () => Tensor.Zeros([2, 2, 2]).Cov());
        Says("corrcoef: at most two dimensions are allowed; got shape [2, 2, 2]", static () => Tensor.Zeros([2, 2, 2]).Corrcoef());

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void Types_that_a_running_reduction_does_not_have_are_named()
    {
        Assert.Equal("cumsum: not defined for bool; convert with To(DType.Int64) first", Refused(static () => Tensor.Ones([2]).Cumsum(0, DType.Bool)));
        Assert.Equal("logcumsumexp: not defined for int64; convert with To(DType.Float32) first", Refused(static () => Tensor.Arange(3).LogCumsumExp(0)));
        Assert.Equal("cov: not defined for bool; convert with To(DType.Float32) first", Refused(static () => Tensor.From([true]).Cov()));
        Assert.Equal("trapezoid: not defined for bool; convert with To(DType.Float32) first", Refused(static () => Tensor.From([true]).Trapezoid()));

        static string Refused(Func<Tensor> call) => Assert.Throws<NotSupportedException>(call).Message;
    }

    // Numbers of PyTorch 1.13.
    [Fact]
    public void Differences_of_integers_wrap_and_those_of_bools_say_whether_they_differ()
    {
        Assert.Equal([(byte)255, 1], Tensor.From([1L, 0, 1]).To(DType.UInt8).Diff().ToArray<byte>());
        Assert.Equal([true, true, false], Tensor.From([true, false, true, true]).Diff().ToArray<bool>());
        Assert.Equal([false, true], Tensor.From([true, false, true, true]).Diff(2).ToArray<bool>());
        Assert.Equal([6L, 12, 18], Tensor.From([0L, 1, 8, 27, 64]).Diff(2).ToArray<long>());
        Assert.Equal("[3, 0]", Tensor.Zeros([3, 2]).Diff(int.MaxValue).Shape.ToString());
    }

    [Fact]
    public void Integers_vary_in_the_default_type()
    {
        Tensor x = Tensor.From([1L, 2, 3, 3, 2, 1], [2, 3]);
        Assert.Equal([1f, -1, -1, 1], x.Cov().ToArray<float>());
        Close.Assert(x.To(DType.Float32).Corrcoef(), x.Corrcoef());
    }

    [Fact]
    public void What_does_not_vary_correlates_with_nothing()
    {
        Tensor x = Tensor.From([0.0, 1, 2, 1, 1, 1], [2, 3]);
        Close.Assert([1, double.NaN, double.NaN, double.NaN], x.Corrcoef().ToArray<double>());
        Assert.Equal(double.NaN, Tensor.Full([], 3, DType.Float64).Corrcoef().Item<double>());
        Assert.Equal(double.NaN, Tensor.Zeros([0], DType.Float64).Corrcoef().Item<double>());
        Assert.All(Tensor.Zeros([2, 0]).Cov().ToArray<float>(), static v => Assert.Equal(float.NaN, v));
    }
}
