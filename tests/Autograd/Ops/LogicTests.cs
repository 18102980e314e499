namespace MiniTorch.Tests;

/// <summary>Comparisons and logic: types, special values, masks, refusals.</summary>
public sealed class LogicTests
{
    private const double NaN = double.NaN;
    private const double Inf = double.PositiveInfinity;

    private static readonly Tensor _bools = Tensor.From([true, true, false, false]);
    private static readonly Tensor _others = Tensor.From([true, false, true, false]);

    [Fact]
    public void Masks_combine_by_operators()
    {
        Assert.Equal([true, false, false, false], (_bools & _others).ToArray<bool>());
        Assert.Equal([true, true, true, false], (_bools | _others).ToArray<bool>());
        Assert.Equal([false, true, true, false], (_bools ^ _others).ToArray<bool>());
        Assert.Equal([false, false, true, true], (~_bools).ToArray<bool>());
        Assert.Equal([false, false, true, true], (_bools ^ true).ToArray<bool>());
        Tensor x = Tensor.Arange(6);
        Assert.Equal([false, false, true, true, false, false], ((x > 1) & (x <= 3)).ToArray<bool>());
        Assert.Equal([true, true, false, false, false, true], ((2 > x) | (x >= 5)).ToArray<bool>());
        Assert.Equal([true, true, false, false, false, false], (~((1 < x) | (5 <= x))).ToArray<bool>());
    }

    [Fact]
    public void Equality_operators_compare_references()
    {
        Tensor x = Tensor.Ones([2]), y = x;
        Assert.True(x == y);
        Assert.True(x != Tensor.Ones([2]));
        Assert.Equal([false, false], x.Ne(1).ToArray<bool>());
    }

    [Fact]
    public void Bits_of_every_type_of_integers()
    {
        foreach (DType dtype in (DType[])[DType.Int64, DType.Int32, DType.UInt8])
        {
            Tensor a = Tensor.From([12L, 5]).To(dtype), b = Tensor.From([10L, 3]).To(dtype);
            Check(dtype, [8, 1], a & b);
            Check(dtype, [14, 7], a | b);
            Check(dtype, [6, 6], a ^ b);
            Check(dtype, [4, 4], a & 4);
            Check(dtype, [0, 1], a & true);
            Check(dtype, [24, 10], a << 1);
            Check(dtype, [3, 1], a >> 2);
            Check(dtype, dtype == DType.UInt8 ? [243, 250] : [-13, -6], ~a);
        }

        Check(DType.Int64, [4, 0, 4, 0], Tensor.From([4L, 2, 6, 8]) & Tensor.From(4L));
        Check(DType.Int64, [1, 1, 0, 0], _bools & 1);
        Check(DType.Int32, [3], Tensor.From([1]) | Tensor.From([2L]).To(DType.UInt8));
    }

    [Fact]
    public void Shifts_beyond_the_bits_leave_nothing_but_the_sign()
    {
        Tensor x = Tensor.From([1L, -8, 8]);
        Assert.Equal([0L, 0, 0], (x << 64).ToArray<long>());
        Assert.Equal([0L, 0, 0], (x << -1).ToArray<long>());
        Assert.Equal([0L, -1, 0], (x >> 64).ToArray<long>());
        Assert.Equal([0L, -4, 4], (x >> 1).ToArray<long>());
        Assert.Equal([long.MinValue, 0, 0], (x << 63).ToArray<long>());
        Assert.Equal([0, 0], (Tensor.From([1, -1]) << 32).ToArray<int>());
        Assert.Equal([(byte)128, (byte)0], (Tensor.From([129L, 255]).To(DType.UInt8) << Tensor.From([7L, 8]).To(DType.UInt8)).ToArray<byte>());
        Assert.Equal([(byte)1, (byte)0], (Tensor.From([129L, 255]).To(DType.UInt8) >> Tensor.From([7L, 8]).To(DType.UInt8)).ToArray<byte>());
    }

    [Fact]
    public void Logic_takes_every_type_and_NaN_for_true()
    {
        Tensor x = Tensor.From([NaN, 0, -0.0, 1e-300]), y = Tensor.From([1f, 1, 1, 0]);
        Assert.Equal([true, false, false, false], x.LogicalAnd(y).ToArray<bool>());
        Assert.Equal([true, true, true, true], x.LogicalOr(y).ToArray<bool>());
        Assert.Equal([false, true, true, true], x.LogicalXor(y).ToArray<bool>());
        Assert.Equal([false, true, true, false], x.LogicalNot().ToArray<bool>());
        Assert.Equal([true, false], Tensor.From([1f, 0]).LogicalAnd(Tensor.From(1e-300)).ToArray<bool>());
        Assert.Equal([true, false], Tensor.From([256L, 0]).LogicalAnd(Tensor.From([true, true])).ToArray<bool>());
    }

    [Fact]
    public void Closeness_of_special_values()
    {
        Tensor x = Tensor.From([1, Inf, -Inf, Inf, NaN, Inf, 1]), y = Tensor.From([1 + 1e-6, Inf, -Inf, -Inf, NaN, 1, Inf]);
        Assert.Equal([true, true, true, false, false, false, false], x.IsClose(y).ToArray<bool>());
        Assert.Equal([true, true, true, false, true, false, false], x.IsClose(y, equalNaN: true).ToArray<bool>());
        Assert.Equal([false, true], Tensor.From([1L, 255]).To(DType.UInt8).IsClose(Tensor.From([255L, 254]).To(DType.UInt8), 0, 1).ToArray<bool>());
        Assert.Equal([true, false], Tensor.From([true, false]).IsClose(Tensor.From([true, true])).ToArray<bool>());
        Tensor large = Tensor.From([1L << 53, long.MaxValue]), next = Tensor.From([(1L << 53) + 1, long.MinValue]);
        Assert.Equal([false, false], large.IsClose(next, 0, 0).ToArray<bool>());
        Assert.Equal([true, false], large.IsClose(next, 0, 1).ToArray<bool>());
        Assert.True(x.AllClose(x, equalNaN: true));
        Assert.False(x.AllClose(x));
        Assert.True(Tensor.Zeros([0, 2]).AllClose(Tensor.Ones([0, 2])));
        Assert.True(Tensor.Ones([2, 2]).AllClose(Tensor.Ones([2])));
    }

    [Fact]
    public void Equal_wants_one_shape_and_equal_elements()
    {
        Assert.True(Tensor.From([1f, 2]).Equal(Tensor.From([1.0, 2])));
        Assert.True(Tensor.From([1L, 2]).Equal(Tensor.From([1f, 2])));
        Assert.False(Tensor.Ones([2]).Equal(Tensor.Ones([1, 2])));
        Assert.False(Tensor.From([1.0, NaN]).Equal(Tensor.From([1.0, NaN])));
        Assert.False(Tensor.From([1.0, 2]).Equal(Tensor.From([1.0, 3])));
        Assert.True(Tensor.Zeros([0]).Equal(Tensor.Zeros([0])));
    }

    [Fact]
    public void Integers_beside_numbers_do_not_wrap()
    {
        Tensor bytes = Tensor.From([44L, 255]).To(DType.UInt8);
        Assert.Equal([true, true], bytes.Ne(300).ToArray<bool>());
        Assert.Equal([true, true], (bytes < 300).ToArray<bool>());
        Assert.Equal([true, true], (bytes > -1).ToArray<bool>());
        Assert.Equal([false, true], (Tensor.From([1L, 2]) > 1.5).ToArray<bool>());
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Tensor x = Tensor.Ones([2]);
        Refuses("bitwise_and: not defined for float32; convert with To(DType.Int64) first", () => x & x);
        Refuses("bitwise_or: not defined for float32; convert with To(DType.Int64) first", () => x | true);
        Refuses("bitwise_xor: not defined for float32; convert with To(DType.Int64) first", static () => _bools ^ 1.5);
        Refuses("bitwise_not: not defined for float32; convert with To(DType.Int64) first", () => ~x);
        Refuses("bitwise_left_shift: not defined for bool; convert with To(DType.Int64) first", static () => _bools << _others);
        Refuses("bitwise_right_shift: not defined for float32; convert with To(DType.Int64) first", () => x >> 1);
        Says("isclose: tolerances must not be negative; got rtol -1 and atol 1E-08", () => x.IsClose(x, -1));
        Says("isclose: tolerances must not be negative; got rtol 1E-05 and atol NaN", () => x.IsClose(x, atol: NaN));
        Says("isclose: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2] and [3]", () => x.IsClose(Tensor.Ones([3])));
        Says("logical_xor: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2] and [3]", () => x.LogicalXor(Tensor.Ones([3])));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
        static void Refuses(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<NotSupportedException>(call).Message);
    }

    private static void Check(DType dtype, long[] expected, Tensor actual)
    {
        Assert.Equal(dtype, actual.DType);
        Assert.Equal(expected, actual.To(DType.Int64).ToArray<long>());
    }
}
