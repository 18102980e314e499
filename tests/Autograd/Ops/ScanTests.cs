namespace MiniTorch.Tests;

/// <summary>Products and running sums and products: values, shapes and derivatives of both orders, with zeros among the factors too.</summary>
public sealed class ScanTests
{
    private static readonly Shape[] Cubes = [[2, 3, 2], [0, 3, 2], [2, 0, 3], [2, 3, 0], [1, 3, 1], [2, 1, 2]];
    private static readonly OpTestOptions Rounding = new() { SingleTolerance = 4e-6 };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Along_each_dimension(int dim)
    {
        foreach (bool keepDim in (bool[])[false, true])
        {
            OpTest.Check(x => x.Prod(dim, keepDim), x => x.Reduce([dim], keepDim, Product), Cubes, Rounding);
        }

        OpTest.Check(x => x.Cumsum(dim), x => x.Along(dim, Sums), Cubes, Rounding);
        OpTest.Check(x => x.Cumprod(dim), x => x.Along(dim, Products), Cubes, Rounding);
    }

    [Fact]
    public void Of_all_elements_and_of_a_scalar()
    {
        OpTest.Check(static x => x.Prod(), static x => x.Reduce([], false, Product));
        OpTest.Check(static x => x.Cumsum(0), static x => x, [[]]);
        OpTest.Check(static x => x.Cumprod(-1), static x => x, [[]]);
        Assert.Equal(1, Tensor.Zeros([0, 3]).Prod().Item<float>());
    }

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

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    private static double Product(double[] values) => values.Aggregate(1.0, static (a, b) => a * b);

    private static double[] Sums(double[] row) => [.. row.Select((_, m) => row[..(m + 1)].Sum())];

    private static double[] Products(double[] row) => [.. row.Select((_, m) => Product(row[..(m + 1)]))];
}
