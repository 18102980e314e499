namespace MiniTorch.Tests;

/// <summary>Sums, means, maxima and softmax over no, one, several and all dimensions.</summary>
public sealed class ReductionTests
{
    private static readonly Shape[] WithElements = [[2, 3, 2]];
    private static readonly Shape[] AlsoEmpty = [[2, 3, 2], [0, 3, 2], [2, 0, 3], [2, 3, 0], [1, 3, 1]];

    public static TheoryData<int[], bool> Dims
    {
        get
        {
            var data = new TheoryData<int[], bool>();
            foreach (int[] dims in (int[][])[[], [0], [1], [2], [-1], [-3], [0, 1], [0, 2], [2, 0], [1, 2], [0, 1, 2]])
            {
                data.Add(dims, false);
                data.Add(dims, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Dims))]
    public void Sum(int[] dims, bool keepDim) =>
        OpTest.Check(x => x.Sum(dims, keepDim), x => x.Reduce(dims, keepDim, static values => values.Sum()), AlsoEmpty);

    [Theory]
    [MemberData(nameof(Dims))]
    public void Mean(int[] dims, bool keepDim) =>
        OpTest.Check(x => x.Mean(dims, keepDim), x => x.Reduce(dims, keepDim, static values => values.Sum() / values.Length), AlsoEmpty);

    [Theory]
    [MemberData(nameof(Dims))]
    public void Amax(int[] dims, bool keepDim) =>
        OpTest.Check(x => x.Amax(dims, keepDim), x => x.Reduce(dims, keepDim, static values => values.Max()), WithElements);

    [Theory]
    [MemberData(nameof(Dims))]
    public void Amin(int[] dims, bool keepDim) =>
        OpTest.Check(x => x.Amin(dims, keepDim), x => x.Reduce(dims, keepDim, static values => values.Min()), WithElements);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void One_dimension(int dim)
    {
        OpTestOptions indices = new() { DType = DType.Int64 };
        foreach (bool keepDim in (bool[])[false, true])
        {
            OpTest.Check(x => x.Sum(dim, keepDim), x => x.Reduce([dim], keepDim, static values => values.Sum()), AlsoEmpty);
            OpTest.Check(x => x.Mean(dim, keepDim), x => x.Reduce([dim], keepDim, static values => values.Sum() / values.Length), AlsoEmpty);
            OpTest.Check(x => x.Max(dim, keepDim).Values, x => x.Reduce([dim], keepDim, static values => values.Max()), WithElements);
            OpTest.Check(x => x.Max(dim, keepDim).Indices, x => x.Reduce([dim], keepDim, First), WithElements, indices);
            OpTest.Check(x => x.ArgMax(dim, keepDim), x => x.Reduce([dim], keepDim, First), WithElements, indices);
            OpTest.Check(x => x.Min(dim, keepDim).Values, x => x.Reduce([dim], keepDim, static values => values.Min()), WithElements);
            OpTest.Check(x => x.Min(dim, keepDim).Indices, x => x.Reduce([dim], keepDim, FirstSmallest), WithElements, indices);
            OpTest.Check(x => x.ArgMin(dim, keepDim), x => x.Reduce([dim], keepDim, FirstSmallest), WithElements, indices);
        }
    }

    [Fact]
    public void All_elements()
    {
        OpTest.Check(static x => x.Sum(), static x => x.Reduce([], false, static values => values.Sum()));
        OpTest.Check(static x => x.Mean(), static x => x.Reduce([], false, static values => values.Sum() / values.Length));
        OpTest.Check(static x => x.Max(), static x => x.Reduce([], false, static values => values.Max()), [[], [1], [3, 4]]);
        OpTest.Check(static x => x.ArgMax(), static x => x.Reduce([], false, First), [[], [1], [3, 4]], new() { DType = DType.Int64 });
        OpTest.Check(static x => x.Min(), static x => x.Reduce([], false, static values => values.Min()), [[], [1], [3, 4]]);
        OpTest.Check(static x => x.ArgMin(), static x => x.Reduce([], false, FirstSmallest), [[], [1], [3, 4]], new() { DType = DType.Int64 });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Softmax_and_its_logarithm(int dim)
    {
        Shape[] shapes = [[3, 4], [2, 3, 2], [1, 1], [0, 3], [3, 0]];
        OpTest.Check(x => x.Softmax(dim), x => x.Along(dim, Softmax), shapes);
        OpTest.Check(x => x.LogSoftmax(dim), x => x.Along(dim, static row => [.. Softmax(row).Select(static p => Math.Log(p))]), shapes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Softmax_of_a_scalar(int dim)
    {
        OpTest.Check(x => x.Softmax(dim), static x => x.Map(static _ => 1), [[]]);
        OpTest.Check(x => x.LogSoftmax(dim), static x => x.Map(static _ => 0), [[]]);
    }

    [Fact]
    public void Softmax_is_stable_for_huge_logits()
    {
        Tensor x = Tensor.From([1e6, 0, -1e6], requiresGrad: true);
        Assert.Equal([1, 0, 0], x.Softmax(0).ToArray<double>());
        Tensor log = x.LogSoftmax(0);
        Assert.Equal([0, -1e6, -2e6], log.ToArray<double>());
        log.Backward(Tensor.From([0.0, 1, 0]));
        Assert.Equal([-1, 1, 0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_sum_over_nothing_is_zero_however_large_the_result()
    {
        // Every way to bring the dimensions together; the result's memory comes from the pool and held NaN before.
        foreach ((Shape shape, int[] dims) in ((Shape, int[])[])[([0, 1000, 0], [0, 2]), ([1000, 0], [1]), ([0, 1000], [0])])
        {
            using (BufferScope.Begin())
            {
                _ = NDArray.Full([1000], double.NaN, DType.Float64);
            }

            Assert.All(NDArray.Empty(shape, DType.Float64).Sum(dims).ToArray<double>(), static x => Assert.Equal(0, x));
        }
    }

    [Fact]
    public void A_maximum_or_minimum_over_nothing_is_an_error()
    {
        Assert.Contains("min: of no elements", Assert.Throws<ArgumentException>(static () => Tensor.Zeros([0]).Min()).Message, StringComparison.Ordinal);
        Assert.Contains("argmin: dimension 1 has no elements; got shape [2, 0]", Assert.Throws<ArgumentException>(static () => Tensor.Zeros([2, 0]).ArgMin(1)).Message, StringComparison.Ordinal);
        Assert.Contains("max: of no elements", Assert.Throws<ArgumentException>(static () => Tensor.Zeros([0]).Max()).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 0]", Assert.Throws<ArgumentException>(static () => Tensor.Zeros([2, 0]).Amax([1])).Message, StringComparison.Ordinal);
    }

    private static double[] Softmax(double[] row)
    {
        double shift = row.Max();
        double sum = row.Sum(x => Math.Exp(x - shift));
        return [.. row.Select(x => Math.Exp(x - shift) / sum)];
    }

    private static double First(double[] values) => Array.IndexOf(values, values.Max());

    private static double FirstSmallest(double[] values) => Array.IndexOf(values, values.Min());
}
