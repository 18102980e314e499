namespace MiniTorch.Tests;

/// <summary>Reductions against a walk over all indices. Small whole numbers have one sum, whatever the order.</summary>
public sealed class NDArrayReduceTests
{
    public static TheoryData<string> Shapes =>
    [
        "", "1", "5", "130", "33000", "1,1", "3,4", "4,1", "65,130", "2,3,4", "3,1,5", "2,1,3,2", "3,2,4,2", "2,0,3", "0",
        "0,2,3", "4,2,0", "0,0", "70,500", "500,70", "2,90,70", "3,17000", "17000,3",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Over_every_subset_of_dims_in_every_type(string text)
    {
        int[] sizes = Sizes(text);
        DType[] types = text.Length > 5 ? [DType.Float32, DType.Int32] : NDArrayOracle.AllTypes;
        foreach (int[] dims in NDArrayOracle.Subsets(sizes.Length))
        {
            foreach (DType dtype in types)
            {
                Placement placement = (Placement)((dims.Length + (int)dtype + dims.Sum()) % 6);
                foreach (NDArray x in (NDArray[])[NDArrayOracle.Make(sizes, dtype, Placement.Contiguous, 1), NDArrayOracle.Make(sizes, dtype, placement, 2)])
                {
                    Check(x, dims, keepDim: false);
                    Check(x, [.. dims.Reverse().Select(d => d - sizes.Length)], keepDim: true);
                }
            }
        }
    }

    [Fact]
    public void Whole_arrays_reduce_to_rank_0()
    {
        NDArray x = NDArray.From(new[,] { { 1f, 5, 2 }, { 5, -1, 0 } }).Transpose(0, 1);
        Assert.Equal((12f, 2f, 5f, 1L), (x.Sum().Item<float>(), x.Mean().Item<float>(), x.Max().Item<float>(), x.ArgMax().Item<long>()));
        Assert.All([x.Sum(), x.Mean(), x.Max(), x.ArgMax()], static y => Assert.Equal(Shape.Scalar, y.Shape));
        NDArray single = NDArray.Of(3f);
        Assert.Equal((3f, 3f, 3f, 0L), (single.Sum().Item<float>(), single.Mean().Item<float>(), single.Max().Item<float>(), single.ArgMax().Item<long>()));
        (NDArray values, NDArray indices) = x.Max(0, keepDim: true);
        Assert.Equal(("[1, 2]", "[1, 2]"), (values.Shape.ToString(), indices.Shape.ToString()));
        Assert.Equal([5f, 5], values.ToArray<float>());
        Assert.Equal([1L, 0], indices.ToArray<long>());
    }

    [Fact]
    public void Integers_sum_to_int64_without_overflow()
    {
        Assert.Equal(2L * int.MaxValue, NDArray.From([int.MaxValue, int.MaxValue]).Sum().Item<long>());
        Assert.Equal(255L * 1000, NDArray.Full([1000], 255, DType.UInt8).Sum().Item<long>());
        Assert.Equal(70_000, NDArray.Ones([70_000], DType.Bool).Sum().Item<long>());
        Assert.Equal([3L, 3], NDArray.Ones([3, 2], DType.Bool).Sum(0).ToArray<long>());
    }

    [Fact]
    public void NaN_is_the_greatest_and_the_smallest_and_the_first_of_equals_wins()
    {
        float nan = float.NaN, inf = float.PositiveInfinity;
        foreach (int length in (int[])[3, 17, 64, 100, 40_000])
        {
            foreach (int at in (int[])[0, 1, length / 2, length - 1])
            {
                float[] row = new float[length];
                row.AsSpan().Fill(-inf);
                Check(row, -inf, 0);
                row[at] = 1;
                row[^1] = 1;
                Check(row, 1, at);
                row[0] = inf;
                row[at] = nan;
                row[^1] = nan;
                Check(row, nan, at);
            }
        }

        static void Check(float[] row, float max, int argMax)
        {
            NDArray x = NDArray.From(row), column = x.Unsqueeze(1).Expand([row.Length, 3]).Clone();
            Assert.Equal((max, (long)argMax), (x.Max().Item<float>(), x.ArgMax().Item<long>()));
            Assert.Equal([max, max, max], column.Amax([0]).ToArray<float>());
            Assert.Equal([argMax, argMax, argMax], column.ArgMax(0).ToArray<long>());
            Assert.Equal(max, NDArray.From(Array.ConvertAll(row, static v => (double)v)).Max().Item<double>());
            NDArray negative = x.Negate(), negativeColumn = column.Negate();
            Assert.Equal((-max, (long)argMax), (negative.Min().Item<float>(), negative.ArgMin().Item<long>()));
            Assert.Equal([-max, -max, -max], negativeColumn.Amin([0]).ToArray<float>());
            Assert.Equal([argMax, argMax, argMax], negativeColumn.ArgMin(0).ToArray<long>());
            Assert.Equal(-max, NDArray.From(Array.ConvertAll(row, static v => -(double)v)).Min().Item<double>());
        }
    }

    [Fact]
    public void Of_nothing_the_sum_is_0_the_mean_NaN_and_there_is_no_greatest()
    {
        NDArray x = NDArray.Zeros([2, 0, 3]);
        Assert.Equal([0f, 0, 0, 0, 0, 0], x.Sum(1).ToArray<float>());
        Assert.Equal([0f, 0], x.Sum([1, 2]).ToArray<float>());
        Assert.Equal([0f, 0], NDArray.Zeros([0, 2, 3]).Sum([0, 2]).ToArray<float>());
        Assert.Equal([float.NaN, float.NaN], NDArray.Zeros([0, 2, 3]).Mean([0, 2]).ToArray<float>());
        Assert.Equal(float.NaN, x.Mean().Item<float>());
        Assert.Equal("[2, 0]", x.Amax([2]).Shape.ToString());
        Assert.Equal("[2, 0]", x.ArgMax(2).Shape.ToString());
        Refused("max: of no elements there is none; got shape [2, 0, 3]", () => x.Max());
        Refused("amax: of no elements there is none; got shape [2, 0, 3]", () => x.Amax([1]));
        Refused("argmax: dimension 1 has no elements; got shape [2, 0, 3]", () => x.ArgMax(1));
        Refused("min: of no elements there is none; got shape [2, 0, 3]", () => x.Min());
        Refused("argmin: dimension 1 has no elements; got shape [2, 0, 3]", () => x.ArgMin(1));
        Assert.StartsWith("argmax: ", Assert.Throws<ArgumentException>(() => x.ArgMax()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_before_and_behind_a_dimension_that_stays_have_the_bits_of_the_shape_not_of_the_strides()
    {
        foreach (int[] sizes in (int[][])[[5, 3, 17], [3, 4, 5, 6], [2, 3, 1, 40], [1, 3, 20], [4, 1, 20], [0, 3, 20], [4, 3, 0], [4, 3, 15], [40, 2, 3, 20]])
        {
            NDArray x = NDArray.Randn(Shape.Of(sizes), DType.Float32, new Generator(3));
            int[] behind = [.. Enumerable.Range(2, sizes.Length - 2)], dims = [0, .. behind];
            NDArray sum = x.Sum(dims);
            NDArray wide = x.To(DType.Float64);
            Assert.Equal([sizes[1]], sum.Shape.ToArray());
            Assert.Equal(wide.Sum(0).Sum(behind.Select(static dim => dim - 1).ToArray()).ToArray<double>(), sum.To(DType.Float64).ToArray<double>(), static (left, right) => Math.Abs(left - right) < 1e-4);

            NDArray strided = x.Transpose(0, 1).Contiguous().Transpose(0, 1);
            Assert.Equal(sum.ToArray<float>(), strided.Sum(dims).ToArray<float>());
            Assert.Equal(sum.ToArray<float>(), x.Sum(dims, keepDim: true).Reshape(sizes[1]).ToArray<float>());
            Assert.Equal(sizes.Length, x.Sum(dims, keepDim: true).Rank);
            Assert.Equal(sum.ToArray<float>(), x.Sum([.. dims.Reverse()]).ToArray<float>());
            Assert.Equal(x.To(DType.Int64).Sum(0).Sum(behind.Select(static dim => dim - 1).ToArray()).ToArray<long>(), x.To(DType.Int64).Sum(dims).ToArray<long>());
        }
    }

    [Fact]
    public void Wrong_dims_and_types_are_refused()
    {
        NDArray x = NDArray.Zeros([2, 3]);
        Refused("sum: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => x.Sum(2));
        Refused("sum: dimension -1 occurs twice in [1, -1]", () => x.Sum([1, -1]));
        Refused("amax: dimension -3 is out of range for shape [2, 3], which has 2 dimensions", () => x.Amax([-3]));
        Refused("argmax: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => x.ArgMax(2));
        Refused("mean: defined for floating-point types; got int64; convert with To(DType.Float32) first", static () => NDArray.Arange(3).Mean());
    }

    private static void Refused(string message, Action use) => Assert.Equal(message, Assert.Throws<ArgumentException>(use).Message);

    private static int[] Sizes(string text) => text.Length == 0 ? [] : [.. text.Split(',').Select(int.Parse)];

    private static void Check(NDArray x, int[] dims, bool keepDim)
    {
        int[] sizes = x.Shape.ToArray();
        int[] reduced = [.. dims.Select(d => d < 0 ? d + sizes.Length : d)];
        reduced = reduced.Length == 0 ? [.. Enumerable.Range(0, sizes.Length)] : reduced;
        int[] kept = [.. sizes.Select((s, d) => reduced.Contains(d) ? 1 : s)];
        Shape shape = Shape.Of([.. kept.Where((_, d) => keepDim || !reduced.Contains(d))]);
        double[] values = NDArrayOracle.Read(x);
        double[] sums = new double[kept.Aggregate(1, static (a, b) => a * b)], greatest = new double[sums.Length], places = new double[sums.Length];
        double[] smallest = new double[sums.Length], smallestPlaces = new double[sums.Length];
        Array.Fill(greatest, double.NegativeInfinity);
        Array.Fill(smallest, double.PositiveInfinity);
        int next = 0;
        foreach (int[] index in NDArrayOracle.Indices(sizes))
        {
            int at = NDArrayOracle.Place(kept, index);
            double value = values[next++];
            sums[at] += value;
            int place = reduced.Length == 1 ? index[reduced[0]] : next - 1;
            if (value > greatest[at])
            {
                (greatest[at], places[at]) = (value, place);
            }

            if (value < smallest[at])
            {
                (smallest[at], smallestPlaces[at]) = (value, place);
            }
        }

        AssertSame("sum", sums, x.Sum(dims, keepDim), x.DType.IsFloatingPoint() ? x.DType : DType.Int64);
        if (x.DType.IsFloatingPoint())
        {
            double size = reduced.Aggregate(1, (product, d) => product * sizes[d]);
            AssertSame("mean", Array.ConvertAll(sums, s => x.DType == DType.Float32 ? (float)(s / size) : s / size), x.Mean(dims, keepDim), x.DType);
        }

        if (sums.Length > 0 && values.Length == 0)
        {
            Assert.Throws<ArgumentException>(() => x.Amax(dims, keepDim));
            Assert.Throws<ArgumentException>(() => x.Amin(dims, keepDim));
        }
        else
        {
            AssertSame("max", greatest, x.Amax(dims, keepDim), x.DType);
            AssertSame("min", smallest, x.Amin(dims, keepDim), x.DType);
            if (dims.Length == 1)
            {
                AssertSame("argmax", places, x.ArgMax(dims[0], keepDim), DType.Int64);
                AssertSame("argmin", smallestPlaces, x.ArgMin(dims[0], keepDim), DType.Int64);
            }
            else if (dims.Length == 0 && sums.Length > 0 && !keepDim)
            {
                AssertSame("argmax", places, x.ArgMax(), DType.Int64);
                AssertSame("argmin", smallestPlaces, x.ArgMin(), DType.Int64);
            }
        }

        void AssertSame(string op, double[] expected, NDArray actual, DType dtype)
        {
            Assert.Equal((dtype, shape), (actual.DType, actual.Shape));
            Assert.True(
                expected.AsSpan().SequenceEqual(NDArrayOracle.Read(actual)),
                $"{op} of {x.DType} {x.Shape}, strides {Shape.Describe(x.Strides)}, over {Shape.Describe(dims)}");
        }
    }
}
