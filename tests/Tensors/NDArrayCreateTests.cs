namespace MiniTorch.Tests;

public sealed class NDArrayCreateTests
{
    [Fact]
    public void Zeros_ones_and_full_hold_their_value_in_every_type_and_size()
    {
        foreach (DType dtype in NDArrayOracle.AllTypes)
        {
            foreach (int[] sizes in (int[][])[[], [0], [1], [3, 0, 2], [7, 11], [70_001]])
            {
                Shape shape = Shape.Of(sizes);
                Check(NDArray.Zeros(shape, dtype), 0);
                Check(NDArray.Ones(shape, dtype), 1);
                Check(NDArray.Full(shape, 3, dtype), dtype == DType.Bool ? 1 : 3);
                Assert.Equal(shape, NDArray.Empty(shape, dtype).Shape);

                void Check(NDArray x, double value)
                {
                    Assert.Equal((shape, dtype, true, 0), (x.Shape, x.DType, x.IsContiguous, x.Offset));
                    Assert.True(Array.TrueForAll(NDArrayOracle.Read(x), v => v == value));
                }
            }
        }

        Assert.Equal(DType.Float32, NDArray.Zeros([1]).DType);
        Assert.Equal([2, 2], NDArray.Full([2], 2.7, DType.Int64).ToArray<long>());
    }

    [Theory]
    [InlineData(0, 5, 1, new long[] { 0, 1, 2, 3, 4 })]
    [InlineData(5, 0, -2, new long[] { 5, 3, 1 })]
    [InlineData(4, -3, -3, new long[] { 4, 1, -2 })]
    [InlineData(0, 6, 3, new long[] { 0, 3 })]
    [InlineData(0, 7, 3, new long[] { 0, 3, 6 })]
    [InlineData(3, 3, 1, new long[0])]
    [InlineData(3, 3, -1, new long[0])]
    [InlineData(0, 5, long.MaxValue, new long[] { 0 })]
    [InlineData(0, -5, long.MinValue, new long[] { 0 })]
    [InlineData(long.MaxValue - 1, long.MaxValue, 1, new[] { long.MaxValue - 1 })]
    [InlineData(long.MinValue, long.MaxValue, long.MaxValue, new[] { long.MinValue, -1, long.MaxValue - 1 })]
    public void Arange_steps_up_and_down(long start, long end, long step, long[] expected) =>
        Assert.Equal(expected, NDArray.Arange(start, end, step).ToArray<long>());

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(0, 5, -1)]
    [InlineData(5, 0, 1)]
    [InlineData(long.MaxValue, long.MinValue, 1)]
    [InlineData(0, long.MaxValue, 1)]
    [InlineData(long.MinValue, long.MaxValue, 3)]
    public void Arange_refuses_what_has_no_end(long start, long end, long step)
    {
        string message = Assert.Throws<ArgumentException>(() => NDArray.Arange(start, end, step)).Message;
        Assert.StartsWith("arange: ", message, StringComparison.Ordinal);
        Assert.EndsWith($"got start {start}, end {end}, step {step}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_copies_spans_and_arrays_of_any_rank_and_type()
    {
        float[] source = [1, 2, 3, 4, 5, 6];
        NDArray x = NDArray.From(source, [2, 3]);
        source[0] = 9;
        Assert.Equal([1f, 2, 3, 4, 5, 6], x.ToArray<float>());
        Assert.Equal("[6]", NDArray.From(source.AsSpan().Slice(0, 6)[..]).Shape.ToString());
        Assert.Equal("[2]", NDArray.From([1.5, 2.5]).Shape.ToString());
        Assert.Equal("[0]", NDArray.From(ReadOnlySpan<int>.Empty).Shape.ToString());
        Assert.Equal([4f, 5], NDArray.From(source.AsSpan(3, 2)).ToArray<float>());

        Check(NDArray.From(new double[2, 3] { { 1, 2, 3 }, { 4, 5, 6 } }), DType.Float64, "[2, 3]");
        Check(NDArray.From(new float[1, 2, 3] { { { 1, 2, 3 }, { 4, 5, 6 } } }), DType.Float32, "[1, 2, 3]");
        Check(NDArray.From(new long[3, 2] { { 1, 2 }, { 3, 4 }, { 5, 6 } }), DType.Int64, "[3, 2]");
        Check(NDArray.From(new int[6, 1] { { 1 }, { 2 }, { 3 }, { 4 }, { 5 }, { 6 } }), DType.Int32, "[6, 1]");
        Check(NDArray.From(new byte[2, 3, 1] { { { 1 }, { 2 }, { 3 } }, { { 4 }, { 5 }, { 6 } } }), DType.UInt8, "[2, 3, 1]");
        Check(NDArray.From((Array)new int[] { 1, 2, 3, 4, 5, 6 }), DType.Int32, "[6]");
        Assert.Equal([true, false], NDArray.From(new[,] { { true }, { false } }).ToArray<bool>());
        Assert.Equal("[2, 0]", NDArray.From(new float[2, 0]).Shape.ToString());

        static void Check(NDArray actual, DType dtype, string shape)
        {
            Assert.Equal((dtype, shape), (actual.DType, actual.Shape.ToString()));
            Assert.Equal([1, 2, 3, 4, 5, 6], NDArrayOracle.Read(actual));
        }
    }

    [Fact]
    public void From_refuses_other_shapes_and_types()
    {
        Assert.Equal(
            "from: shape [2, 2] holds 4 elements; got 3 values",
            Assert.Throws<ArgumentException>(static () => NDArray.From([1f, 2, 3], [2, 2])).Message);
        Assert.Throws<NotSupportedException>(static () => NDArray.From(new short[3]));
        Assert.Throws<NotSupportedException>(static () => NDArray.From(new uint[2, 2]));
        Assert.Throws<NotSupportedException>(static () => NDArray.From((Array)new float[][] { [1], [2] }));
        Assert.Throws<NotSupportedException>(static () => NDArray.From((Array)new string[1, 1]));
        Assert.Throws<NotSupportedException>(static () => NDArray.Of('a'));
    }

    [Fact]
    public void More_than_2_GB_are_refused() =>
        Assert.StartsWith(
            "empty: an array has at most 2 GB; [1073741824] of float32", Assert.Throws<ArgumentException>(static () => NDArray.Empty([1 << 30])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Item_gives_exactly_the_value_or_throws()
    {
        Assert.Equal(2.5f, NDArray.Of(2.5f).Item<float>());
        Assert.Equal(2.5, NDArray.Full([1, 1, 1], 2.5).Item<double>());
        Assert.Equal(3, NDArray.Of(3.0).Item<int>());
        Assert.Equal(255, NDArray.Of(255L).Item<byte>());
        Assert.True(NDArray.Of(1f).Item<bool>());
        Assert.False(NDArray.Of(0L).Item<bool>());
        Assert.Equal(1, NDArray.Of(true).Item<double>());
        Assert.Equal(long.MinValue, NDArray.Of((double)long.MinValue).Item<long>());
        Assert.Equal(1L << 62, NDArray.Of((float)(1L << 62)).Item<long>());
        Assert.Equal(9.21e18, NDArray.Of(9_210_000_000_000_000_000).Item<double>());
        Assert.Equal(9_210_000_000_000_000_000, NDArray.Of(9.21e18).Item<long>());
        Assert.Equal(double.NaN, NDArray.Of(float.NaN).Item<double>());
        Assert.Equal(float.NaN, NDArray.Of(double.NaN).Item<float>());
        Assert.Equal(float.NegativeInfinity, NDArray.Of(double.NegativeInfinity).Item<float>());
        Assert.Equal(long.MinValue, NDArray.Of(long.MinValue).Item<double>());
        Assert.Equal(6, NDArray.Arange(12).Reshape(3, 4).Select(0, 1).Select(0, 2).Item<int>());

        Refused<float, double>(0.1);
        Refused<float, long>((1L << 24) + 1);
        Refused<float, long>(long.MaxValue);
        Refused<double, long>((1L << 53) + 1);
        Refused<double, long>(long.MaxValue);
        Refused<long, double>(0.5);
        Refused<long, double>(Math.ScaleB(1, 63));
        Refused<long, float>(float.NaN);
        Refused<long, float>(float.PositiveInfinity);
        Refused<int, long>(1L << 31);
        Refused<int, double>(-1e300);
        Refused<byte, int>(256);
        Refused<byte, int>(-1);
        Refused<bool, int>(2);
        Refused<bool, double>(double.NaN);
        Assert.Throws<NotSupportedException>(static () => NDArray.Of(1).Item<short>());

        static void Refused<T, TFrom>(TFrom value)
            where T : unmanaged
            where TFrom : unmanaged
        {
            string message = Assert.Throws<InvalidOperationException>(() => NDArray.Of(value).Item<T>()).Message;
            Assert.EndsWith($" has no exact value of type {typeof(T).Name}; convert with To(dtype) first", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Item_needs_one_element(int count) =>
        Assert.Equal(
            $"item: only an array of one element has a single value; got shape [{count}]",
            Assert.Throws<InvalidOperationException>(() => NDArray.Zeros([count]).Item<float>()).Message);

    [Fact]
    public void Spans_see_the_memory_and_count_writes()
    {
        NDArray x = NDArray.Zeros([2, 3]), row = x.Select(0, 1);
        int before = x.Version;
        Assert.Equal(3, row.AsReadOnlySpan<float>().Length);
        Assert.Equal(before, x.Version);
        row.AsSpan<float>()[2] = 7;
        Assert.Equal((before + 1, before + 1), (x.Version, row.Version));
        Assert.Equal([0f, 0, 0, 0, 0, 7], x.ToArray<float>());
        row.AsMemory<float>().Span[0] = 5;
        Assert.Equal(before + 2, x.Version);
        Assert.Equal([5f, 0, 7], row.ToArray<float>());
        Assert.Equal(0, NDArray.Zeros([0, 4]).AsSpan<float>().Length);
        x.Fill(1);
        x.CopyFrom(NDArray.Zeros([]));
        x.Add(1, x);
        x.Slice(1, 0, 2).Fill(4);
        Assert.Equal(before + 6, x.Version);
        _ = x.Add(1).Exp().Reshape(-1).ToArray<float>();
        Assert.Equal(before + 6, x.Version);
    }

    public static TheoryData<DType, double, bool> Fits => new()
    {
        { DType.UInt8, 0, true }, { DType.UInt8, 255.9, true }, { DType.UInt8, -0.9, true }, { DType.UInt8, 256, false }, { DType.UInt8, -1, false },
        { DType.Int32, 2147483647.5, true }, { DType.Int32, -2147483648.5, true }, { DType.Int32, 2147483648, false }, { DType.Int32, -2147483649, false },
        { DType.Int64, 9223372036854774784, true }, { DType.Int64, -9223372036854775808, true }, { DType.Int64, 9223372036854775808, false },
        { DType.Int64, double.NaN, false }, { DType.Int32, double.PositiveInfinity, false }, { DType.UInt8, double.NegativeInfinity, false },
        { DType.Float32, float.MaxValue, true }, { DType.Float32, -3.5e38, false }, { DType.Float32, 1e-300, true },
        { DType.Float32, double.NaN, true }, { DType.Float32, double.NegativeInfinity, true }, { DType.Float64, 1e308, true }, { DType.Bool, 1e308, true },
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public void A_value_beyond_the_type_is_refused(DType dtype, double value, bool fits)
    {
        if (fits)
        {
            Assert.Equal(NDArray.Full([2], value, DType.Float64).To(dtype).ToString(), NDArray.Full([2], value, dtype).ToString());
            return;
        }

        string message = $"{(Scalar)value} does not fit {dtype.Name()}; choose a type that holds it";
        Assert.Equal($"full: {message}", Assert.Throws<ArgumentException>(() => NDArray.Full([2], value, dtype)).Message);
        NDArray x = NDArray.Ones([2], dtype);
        Assert.Equal($"fill: {message}", Assert.Throws<ArgumentException>(() => x.Fill(value)).Message);
        Assert.Equal((NDArray.Ones([2], dtype).ToString(), 1), (x.ToString(), x.Version));
    }

    [Fact]
    public void A_whole_number_beyond_the_type_is_refused()
    {
        Assert.Equal([long.MaxValue], NDArray.Full([1], long.MaxValue, DType.Int64).ToArray<long>());
        Assert.Throws<ArgumentException>(() => NDArray.Full([1], long.MaxValue, DType.Int32));
        Assert.Throws<ArgumentException>(() => NDArray.Full([1], int.MinValue - 1L, DType.Int32));
        Assert.Throws<ArgumentException>(() => NDArray.Full([1], 256, DType.UInt8));
        Assert.Equal([1], NDArray.Full([1], true, DType.UInt8).ToArray<byte>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(512)]
    public void Spans_of_any_size_stay_with_the_array(int count)
    {
        NDArray x = NDArray.Full([count], 1, DType.Float64), view = x.Reshape(1, count);
        ReadOnlySpan<double> read = view.AsReadOnlySpan<double>();
        Span<double> written = x.AsSpan<double>();
        Memory<double> held = x.AsMemory<double>();
        x.Fill(2);
        Assert.Equal((2, 2, 2), (read[^1], written[^1], held.Span[^1]));
        held.Span[^1] = 3;
        Assert.Equal((3, 3, 3), (read[^1], written[^1], view.Select(1, -1).Item<double>()));
        x.Add(view.Reshape(count), x);
        Assert.Equal((6, 6, 6), (read[^1], written[^1], held.Span[^1]));
        Assert.Equal((count, count, count), (read.Length, written.Length, held.Length));
    }

    [Fact]
    public void A_small_array_may_be_read_from_several_threads_at_once()
    {
        for (int round = 0; round < 500; round++)
        {
            NDArray x = NDArray.Of(1.0);
            Memory<double>[] held = new Memory<double>[4];
            Parallel.For(0, held.Length, i => held[i] = x.AsMemory<double>());
            x.Fill(2);
            Assert.All(held, static memory => Assert.Equal(2, memory.Span[0]));
        }
    }

    [Fact]
    public void Spans_need_the_type_and_side_by_side_elements()
    {
        NDArray x = NDArray.Zeros([3, 2]);
        string wrongType = "span: the element type is float32, not Double; convert with To(dtype) first";
        Assert.Equal(wrongType, Assert.Throws<ArgumentException>(() => x.AsSpan<double>()).Message);
        Assert.Equal(wrongType, Assert.Throws<ArgumentException>(() => x.AsReadOnlySpan<double>()).Message);
        Assert.Equal(wrongType, Assert.Throws<ArgumentException>(() => x.AsMemory<double>()).Message);
        Assert.Throws<ArgumentException>(() => x.AsSpan<int>());
        Assert.Throws<ArgumentException>(() => x.ToArray<double>());
        string apart = "span: the elements of a view with strides [1, 2] of shape [2, 3] do not lie side by side; call Contiguous() first";
        Assert.Equal(apart, Assert.Throws<InvalidOperationException>(() => x.Transpose(0, 1).AsSpan<float>()).Message);
        Assert.Equal(apart, Assert.Throws<InvalidOperationException>(() => x.Transpose(0, 1).AsReadOnlySpan<float>()).Message);
        Assert.Equal(apart, Assert.Throws<InvalidOperationException>(() => x.Transpose(0, 1).AsMemory<float>()).Message);
    }

    [Fact]
    public void Clone_and_Contiguous()
    {
        NDArray x = NDArray.Arange(6).Reshape(2, 3), view = x.Transpose(0, 1);
        Assert.Same(x, x.Contiguous());
        Assert.False(x.Clone().SharesStorageWith(x));
        foreach (NDArray copy in (NDArray[])[view.Clone(), view.Contiguous()])
        {
            Assert.True(copy.IsContiguous && !copy.SharesStorageWith(x));
            Assert.Equal([0L, 3, 1, 4, 2, 5], copy.ToArray<long>());
        }
    }
}
