namespace MiniTorch.Tests;

public sealed class NDArraySoftmaxTests
{
    [Theory]
    [InlineData(DType.Float32, 1e-6)]
    [InlineData(DType.Float64, 1e-14)]
    public void Along_every_dim_of_every_shape(DType dtype, double tolerance)
    {
        foreach (int[] sizes in (int[][])[[1], [7], [3, 5], [5, 1], [2, 3, 4], [2, 0, 3], [0, 4], [40, 500], [500, 40], [2, 33, 2, 17]])
        {
            foreach (Placement placement in NDArrayOracle.AllPlacements)
            {
                NDArray x = NDArrayOracle.Make(sizes, dtype, placement, 3);
                for (int dim = -sizes.Length; dim < sizes.Length; dim++)
                {
                    Check(x, dim, tolerance);
                }
            }
        }
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Logits_of_a_million_are_stable(DType dtype)
    {
        NDArray x = NDArray.From(new[,] { { 1e6, -1e6, 1e6, 0 }, { -1e6, -1e6, -1e6, -1e6 }, { 1e6, 1e6 - 1, -1e6, 3 } }).To(dtype);
        Check(x, 1, 1e-6);
        Check(x, 0, 1e-6);
        double[] expected = [-Math.Log(2), -2e6 - Math.Log(2), -Math.Log(2), -1e6 - Math.Log(2)];
        Assert.Equal(expected, NDArrayOracle.Read(x.LogSoftmax(1).Select(0, 0)), (a, b) => Math.Abs(a - b) <= Math.Abs(a) * 1e-6);
    }

    [Fact]
    public void A_single_number_is_certain()
    {
        Assert.Equal((1f, 0f), (NDArray.Of(5f).Softmax(0).Item<float>(), NDArray.Of(5f).LogSoftmax(-1).Item<float>()));
        Assert.Equal(Shape.Scalar, NDArray.Of(5f).Softmax(0).Shape);
    }

    [Fact]
    public void Infinities_and_NaN_are_PyTorchs()
    {
        float nan = float.NaN, inf = float.PositiveInfinity;
        NDArray x = NDArray.From(new[,] { { -inf, 0f, 0f }, { -inf, -inf, -inf }, { inf, 0f, 1f }, { nan, 0f, 1f } });
        Assert.Equal([0, 0.5f, 0.5f, nan, nan, nan, nan], x.Softmax(1).ToArray<float>()[..7]);
        Assert.Equal([nan, nan, nan], x.Softmax(1).ToArray<float>()[9..]);
        Assert.Equal(-inf, x.LogSoftmax(1).ToArray<float>()[0]);
    }

    [Fact]
    public void Wrong_dims_and_types_are_refused()
    {
        Assert.Equal("softmax: not defined for int64; convert with To(DType.Float32) first", Assert.Throws<NotSupportedException>(static () => NDArray.Arange(3).Softmax(0)).Message);
        Assert.Equal(
            "log_softmax: dimension 1 is out of range for shape [3], which has 1 dimension",
            Assert.Throws<ArgumentException>(static () => NDArray.Zeros([3]).LogSoftmax(1)).Message);
        Assert.Throws<ArgumentException>(static () => NDArray.Of(1f).Softmax(1));
    }

    private static void Check(NDArray x, int dim, double tolerance)
    {
        int[] sizes = x.Shape.ToArray(), groups = [.. sizes];
        groups[dim < 0 ? dim + sizes.Length : dim] = 1;
        double[] values = NDArrayOracle.Read(x), max = new double[Math.Max(1, groups.Aggregate(1, static (a, b) => a * b))], sums = new double[max.Length];
        int[] group = [.. NDArrayOracle.Indices(sizes).Select(index => NDArrayOracle.Place(groups, index))];
        Array.Fill(max, double.NegativeInfinity);
        for (int i = 0; i < values.Length; i++)
        {
            max[group[i]] = Math.Max(max[group[i]], values[i]);
        }

        for (int i = 0; i < values.Length; i++)
        {
            sums[group[i]] += Math.Exp(values[i] - max[group[i]]);
        }

        NDArray softmax = x.Softmax(dim), logarithm = x.LogSoftmax(dim);
        Assert.Equal((x.Shape, x.DType, x.Shape, x.DType), (softmax.Shape, softmax.DType, logarithm.Shape, logarithm.DType));
        double[] actual = NDArrayOracle.Read(softmax), logarithms = NDArrayOracle.Read(logarithm);
        for (int i = 0; i < values.Length; i++)
        {
            double expected = values[i] - max[group[i]] - Math.Log(sums[group[i]]);
            bool close = Math.Abs(logarithms[i] - expected) <= tolerance * Math.Max(1, Math.Abs(expected))
                && Math.Abs(actual[i] - Math.Exp(expected)) <= tolerance;
            if (!close)
            {
                Assert.Fail($"of {x.Shape} over {dim} at {i}: {logarithms[i]}, not {expected}, and {actual[i]}, not {Math.Exp(expected)}");
            }
        }
    }
}
