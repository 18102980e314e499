namespace MiniTorch.Tests;

public sealed class NDArrayRangesTests
{
    // len(torch.arange(start, end, step))
    [Theory]
    [InlineData(0, 1, 0.1, 10)]
    [InlineData(0, 0.3, 0.1, 3)]
    [InlineData(-3, -1.5, 0.3, 5)]
    [InlineData(1, 0, -0.25, 4)]
    [InlineData(2, 2, 0.5, 0)]
    [InlineData(0, 1e-9, 1, 1)]
    public void Real_ranges_have_as_many_numbers_as_in_PyTorch(double start, double end, double step, int count)
    {
        NDArray x = NDArray.Arange(start, end, step);
        Assert.Equal((DType.Float32, count), (x.DType, x.Count));
        Assert.Equal(Enumerable.Range(0, count).Select(i => (float)(start + (step * i))), x.ToArray<float>());
        Assert.Equal(Enumerable.Range(0, count).Select(i => start + (step * i)), NDArray.Arange(start, end, step, DType.Float64).ToArray<double>());
    }

    [Fact]
    public void Whole_arguments_give_int64_and_any_real_one_a_float()
    {
        Assert.Equal(DType.Int64, NDArray.Arange(5).DType);
        Assert.Equal(DType.Int64, NDArray.Arange(-3, 0).DType);
        Assert.Equal(3, NDArray.Arange(-3, 0).Count);
        Assert.Equal(DType.Float32, NDArray.Arange(0, 5f).DType);
        Assert.Equal(DType.Float32, NDArray.Arange(5.0).DType);
        Assert.Equal(DType.Float32, NDArray.Arange(-3.0, 0).DType);
        Assert.Equal([0f, 1, 2], NDArray.Arange(3, DType.Float32).ToArray<float>());
        Assert.Equal([0, 1, 2], NDArray.Arange(3, DType.Int32).ToArray<int>());
        Assert.Equal([255, 254], NDArray.Arange(255, 253, -1, DType.UInt8).ToArray<byte>());
        Assert.Equal(256, NDArray.Arange(256, DType.UInt8).Count);
        // torch.arange(-1.5, 3, dtype=torch.int64)
        Assert.Equal([-1, 0, 1, 2], NDArray.Arange(-1.5, 3, dtype: DType.Int64).ToArray<long>());
    }

    public static TheoryData<Func<NDArray>, string> Refusals => new()
    {
        { static () => NDArray.Arange(0, 1, 0.0), "arange: all must be finite, and step must not be 0 and must lead from start to end; got start 0, end 1, step 0" },
        { static () => NDArray.Arange(0, 1, -0.5), "arange: all must be finite, and step must not be 0 and must lead from start to end; got start 0, end 1, step -0.5" },
        { static () => NDArray.Arange(double.NaN), "arange: all must be finite, and step must not be 0 and must lead from start to end; got start 0, end NaN, step 1" },
        { static () => NDArray.Arange(double.PositiveInfinity), "arange: all must be finite, and step must not be 0 and must lead from start to end; got start 0, end Infinity, step 1" },
        { static () => NDArray.Arange(0, 1, 1e-12), "arange: an array has at most 2147483591 elements; got start 0, end 1, step 1E-12" },
        { static () => NDArray.Arange(0, 3, 0.5, DType.Int64), "arange: a step of 0.5 is 0 in int64" },
        { static () => NDArray.Arange(0, 257, dtype: DType.UInt8), "arange: 256 does not fit uint8; choose a type that holds it" },
        { static () => NDArray.Arange(-1, 5, dtype: DType.UInt8), "arange: -1 does not fit uint8; choose a type that holds it" },
        { static () => NDArray.Arange(0, 1e39, 1e38), "arange: 1E+39 does not fit float32; choose a type that holds it" },
        { static () => NDArray.Arange(1 << 30), "arange: an array has at most 2 GB; [1073741824] of int64 has 8,589,934,592 bytes" },
        { static () => NDArray.Linspace(0, 1, -1), "linspace: the number of steps must not be negative; got -1" },
        { static () => NDArray.Linspace(0, 300, 3, DType.UInt8), "linspace: 300 does not fit uint8; choose a type that holds it" },
        { static () => NDArray.Logspace(0, 1, -2), "logspace: the number of steps must not be negative; got -2" },
        { static () => NDArray.Logspace(0, 3, 4, dtype: DType.UInt8), "logspace: 1000 does not fit uint8; choose a type that holds it" },
        { static () => NDArray.Eye(-1), "eye: sizes must not be negative; got [-1, -1]" },
        { static () => NDArray.Eye(2, -3), "eye: sizes must not be negative; got [2, -3]" },
        { static () => NDArray.Eye(40_000), "eye: an array has at most 2 GB; [40000, 40000] of float32 has 6,400,000,000 bytes" },
        { static () => NDArray.Zeros([1 << 30]), "zeros: an array has at most 2 GB; [1073741824] of float32 has 4,294,967,296 bytes" },
        { static () => NDArray.Ones([1 << 29], DType.Int64), "ones: an array has at most 2 GB; [536870912] of int64 has 4,294,967,296 bytes" },
        { static () => NDArray.Full([1 << 30], 3), "full: an array has at most 2 GB; [1073741824] of float32 has 4,294,967,296 bytes" },
        { static () => NDArray.Rand([1 << 30]), "rand: an array has at most 2 GB; [1073741824] of float32 has 4,294,967,296 bytes" },
        { static () => NDArray.Zeros([2, -1]), "shape: sizes must not be negative; got [2, -1]" },
        { static () => NDArray.Zeros([1 << 20, 1 << 20]), "shape: an array has at most 2147483591 elements; [1048576, 1048576] has more" },
        { static () => NDArray.RandPerm(-1), "randperm: the number of elements must not be negative; got -1" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_made_is_refused_by_name(Func<NDArray> make, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);

    [Fact]
    public void Bool_has_no_ranges()
    {
        foreach ((string op, Func<NDArray> make) in ((string, Func<NDArray>)[])[
            ("arange", static () => NDArray.Arange(0, 2, dtype: DType.Bool)), ("arange", static () => NDArray.Arange(0, 2.0, dtype: DType.Bool)),
            ("linspace", static () => NDArray.Linspace(0, 1, 2, DType.Bool)), ("logspace", static () => NDArray.Logspace(0, 1, 2, dtype: DType.Bool))])
        {
            Assert.Equal($"{op}: not defined for bool", Assert.Throws<NotSupportedException>(make).Message);
        }
    }

    [Fact]
    public void Integers_between_two_are_cut_as_in_PyTorch()
    {
        // torch.linspace(0, 10, 5), (-3, 2, 4), (0, 5, 4), (0, 10, 4)
        Assert.Equal([0L, 2, 5, 7, 10], NDArray.Linspace(0, 10, 5, DType.Int64).ToArray<long>());
        Assert.Equal([-3, -1, 0, 2], NDArray.Linspace(-3, 2, 4, DType.Int32).ToArray<int>());
        Assert.Equal([0, 1, 3, 5], NDArray.Linspace(0, 5, 4, DType.Int32).ToArray<int>());
        Assert.Equal([0, 3, 6, 10], NDArray.Linspace(0, 10, 4, DType.UInt8).ToArray<byte>());
        Assert.Equal([1L, 10, 100, 1000], NDArray.Logspace(0, 3, 4, dtype: DType.Int64).ToArray<long>());
    }

    [Fact]
    public void The_ends_of_linspace_are_exact()
    {
        for (int steps = 2; steps < 200; steps++)
        {
            double[] x = NDArray.Linspace(-0.1, 0.7, steps, DType.Float64).ToArray<double>();
            Assert.Equal((-0.1, 0.7, steps), (x[0], x[^1], x.Length));
            Assert.Equal(x.Order(), x);
        }
    }

    [Fact]
    public void Likes_take_shape_and_type_but_not_the_layout()
    {
        NDArray x = NDArray.Arange(6).Reshape(2, 3).Transpose(0, 1);
        Assert.Equal([0L, 0, 0, 0, 0, 0], NDArray.ZerosLike(x).ToArray<long>());
        Assert.Equal([1f, 1, 1, 1, 1, 1], NDArray.OnesLike(x, DType.Float32).ToArray<float>());
        Assert.Equal([2, 2, 2, 2, 2, 2], NDArray.FullLike(x, 2.7).ToArray<long>());
        NDArray empty = NDArray.EmptyLike(x, DType.Bool);
        Assert.Equal((x.Shape, DType.Bool, true), (empty.Shape, empty.DType, empty.IsContiguous));
        Assert.Throws<ArgumentException>(() => NDArray.FullLike(x, 1e30));
    }

    [Fact]
    public void A_jagged_array_is_told_from_another_type() =>
        Assert.StartsWith(
            "from: the rows of a jagged array", Assert.Throws<NotSupportedException>(static () => NDArray.From((Array)new float[][] { [1], [2] })).Message,
            StringComparison.Ordinal);
}
