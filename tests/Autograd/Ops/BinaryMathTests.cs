namespace MiniTorch.Tests;

/// <summary>Functions of two and three numbers: integers, special values, types and errors. The numbers were read off PyTorch 1.13 too.</summary>
public sealed class BinaryMathTests
{
    private static readonly Tensor _bools = Tensor.From([true, false]);
    private static readonly Tensor _ints = Tensor.From([2L, -3]);
    private static readonly Tensor _bytes = Tensor.From([2L, 3]).To(DType.UInt8);

    [Fact]
    public void Integers_keep_their_type_in_powers_remainders_and_whole_quotients()
    {
        Tensor a = Tensor.From([7L, -7, 7, -7, 0]), b = Tensor.From([3L, 3, -3, -3, 5]);
        Assert.Equal([1L, -1, 1, -1, 0], a.Fmod(b).ToArray<long>());
        Assert.Equal([1L, 2, -2, -1, 0], (a % b).ToArray<long>());
        Assert.Equal([2L, -3, -3, 2, 0], a.FloorDivide(b).ToArray<long>());
        Assert.Equal([2L, -2, -2, 2, 0], a.Divide(b, RoundingMode.Trunc).ToArray<long>());
        Assert.Equal([1L, 2, 1, 2, 0], (a % 3).ToArray<long>());
        Assert.Equal([8L, -27], _ints.Pow(Tensor.From([3L, 3])).ToArray<long>());
        Assert.Equal([4L, 16], Tensor.Pow(2, Tensor.From([2L, 4])).ToArray<long>());
        Assert.Equal([9, 27], Tensor.From([3, 3]).Pow(Tensor.From([2, 3])).ToArray<int>());
        Assert.Equal(new byte[] { 0, 1 }, _bytes.Pow(8).ToArray<byte>().Select(static (v, i) => i == 0 ? v : (byte)1));
        Assert.Equal([1L, 0], _bools.Pow(_ints.Abs()).ToArray<long>());
        Assert.Equal([2L, 1, 4], Tensor.From([4L, -3, 0]).Gcd(Tensor.From([6L, 2, -4])).ToArray<long>());
        Assert.Equal([12L, 6, 0], Tensor.From([4L, -3, 0]).Lcm(Tensor.From([6L, 2, -4])).ToArray<long>());
    }

    [Fact]
    public void Derivatives_do_not_wrap_where_an_operand_is_an_integer()
    {
        Tensor byte200 = Tensor.From([200L]).To(DType.UInt8), byte3 = Tensor.From([3L]).To(DType.UInt8), large = Tensor.From([3037000500L]);
        Close.Assert([-200 / (40000 + 0.25)], GradientAt(0.5, x => byte200.Atan2(x)));
        Close.Assert([200 / (40000 + 0.25)], GradientAt(0.5, x => x.Atan2(byte200)));
        Close.Assert([1 / 3037000500.0], GradientAt(0.5, x => x.Atan2(large)), atol: 0);
        Assert.Equal([-2], GradientAt(0.5, x => x.Lerp(byte200, byte3)));
        Assert.Equal([-197], GradientAt(0.5, w => byte200.Lerp(byte3, w)));
        Assert.Equal([400], GradientAt(0.5, x => Tensor.From([0.0]).Addcmul(x, byte200, 2)));
        Assert.Equal([400], GradientAt(0.5, x => Tensor.From([0.0]).Addcmul(byte200, x, 2)));
        Close.Assert([2.0 / 3], GradientAt(0.5, x => Tensor.From([0.0]).Addcdiv(x, byte3, 2)));
        Close.Assert([-1600], GradientAt(0.5, x => Tensor.From([0.0]).Addcdiv(byte200, x, 2)));
        Close.Assert([Math.Sqrt(3) * Math.Log(3)], GradientAt(0.5, x => byte3.Pow(x)));

        static double[] GradientAt(double at, Func<Tensor, Tensor> op)
        {
            Tensor x = Tensor.From([at], requiresGrad: true);
            op(x).Sum().Backward();
            return x.Grad!.ToArray<double>();
        }
    }

    [Fact]
    public void The_least_integer_by_minus_1_wraps()
    {
        Tensor least = Tensor.From([int.MinValue]), minusOne = Tensor.From([-1]);
        Assert.Equal([int.MinValue], least.FloorDivide(minusOne).ToArray<int>());
        Assert.Equal([int.MinValue], least.Divide(-1, RoundingMode.Trunc).ToArray<int>());
        Assert.Equal([0], least.Fmod(minusOne).ToArray<int>());
        Assert.Equal([0], (least % -1).ToArray<int>());
        Assert.Equal([(byte)1], (Tensor.From([1L]).To(DType.UInt8) % Tensor.From([255L]).To(DType.UInt8)).ToArray<byte>());
    }

    [Fact]
    public void Floats_of_integers()
    {
        foreach (Tensor x in (Tensor[])[_bools, _ints, _bytes])
        {
            Assert.Equal(DType.Float32, x.Atan2(x).DType);
            Assert.Equal(DType.Float32, x.CopySign(x).DType);
            Assert.Equal(DType.Float32, x.Xlogy(x).DType);
            Assert.Equal(DType.Float32, x.Xlog1py(x).DType);
            Assert.Equal(DType.Float32, x.Ldexp(x).DType);
            Assert.Equal(DType.Float64, x.FloatPower(2).DType);
            Assert.Equal(DType.Float64, x.Atan2(Tensor.From(2.0)).DType);
            Assert.Equal(DType.Float64, x.FloatPower(x).DType);
        }

        Assert.Equal([0.5, 9], _ints.FloatPower(Tensor.From([-1L, 2])).ToArray<double>());
        Assert.Equal([8f, -0.375f], _ints.Ldexp(_ints).ToArray<float>());
        Assert.Equal([-2f, -3], _bytes.CopySign(-2).ToArray<float>());
        Assert.Equal(DType.Float32, _ints.Pow(0.5).DType);
        Assert.Equal(DType.Float32, Tensor.Pow(2.0, _ints).DType);
    }

    [Fact]
    public void Alpha_is_a_factor_without_a_part_in_the_type()
    {
        Assert.Equal([6L, -9], _ints.Add(_ints, 2).ToArray<long>());
        Assert.Equal([-2L, 3], _ints.Subtract(_ints, 2).ToArray<long>());
        Assert.Equal([true, false], _bools.Add(_bools, 2).ToArray<bool>());
        Assert.Equal([(byte)(2 + 44), (byte)(3 + 132)], _bytes.Add(Tensor.From([1L, 3]).To(DType.UInt8), 300).ToArray<byte>());
        Assert.Equal([3f, -4.5f], _ints.To(DType.Float32).Add(_ints, 0.5).ToArray<float>());
        Says("add: alpha must be whole for operands that are; got 1.5 for int64 and int64", static () => _ints.Add(_ints, 1.5));
        Says("sub: alpha must be whole for operands that are; got 1.5 for int64 and uint8", static () => _ints.Subtract(_bytes, 1.5));
    }

    [Fact]
    public void A_floor_is_that_of_the_exact_quotient()
    {
        Assert.Equal([9], Tensor.From([1.0]).FloorDivide(0.1).ToArray<double>());
        Assert.Equal([10], Tensor.From([1.0]).Divide(0.1, RoundingMode.Trunc).ToArray<double>());
        Assert.Equal([0.09999999999999995], (Tensor.From([1.0]) % 0.1).ToArray<double>());
        Assert.Equal([-1.0, 1.0 / double.NegativeInfinity], Tensor.From([-1e-300, 0]).FloorDivide(Tensor.From([1e300, -2])).ToArray<double>());
    }

    [Fact]
    public void What_would_overflow_on_the_way_does_not()
    {
        Close.Assert([5e200], Tensor.From([3e200]).Hypot(Tensor.From([4e200])).ToArray<double>(), 1e-15, 0);
        Close.Assert([1000.6931471805599], Tensor.From([1000.0]).LogAddExp(Tensor.From([1000.0])).ToArray<double>());
        Close.Assert([3e-20, 1e-30], Tensor.From([0.0, 0]).LogAddExp(Tensor.From([Math.Log(3e-20), Math.Log(1e-30)])).ToArray<double>(), 1e-12, 0);
        Close.Assert([1e-17], Tensor.From([1.0]).Xlog1py(1e-17).ToArray<double>(), 1e-15, 0);
        Assert.Equal([double.PositiveInfinity], Tensor.From([1.0]).Xlog1py(double.PositiveInfinity).ToArray<double>());
        Assert.Equal([double.NaN, double.NaN, -0.0], Tensor.From([double.NaN, 1, 0]).LogAddExp(Tensor.From([1, double.NaN, double.NegativeInfinity])).ToArray<double>());
    }

    [Fact]
    public void Types_of_three_operands_meet()
    {
        Tensor single = Tensor.From([1f, 2]), wide = Tensor.From([1.0, 2]);
        Assert.Equal(DType.Float64, single.Addcmul(_ints, wide).DType);
        Assert.Equal(DType.Float32, single.Addcmul(_ints, Tensor.From(2.0)).DType);
        Assert.Equal(DType.Int64, _bytes.Addcmul(_ints, _bytes).DType);
        Assert.Equal([6L, 6], _ints.Addcmul(_ints, _ints).ToArray<long>());
        Assert.Equal([2.5f, -3 - (1f / 3)], _ints.Addcdiv(Tensor.From([1f]), _ints).ToArray<float>());
        Assert.Equal(DType.Float64, _ints.Clamp(Tensor.From([0.5f]), wide).DType);
        Assert.Equal([2L, 1], _ints.Clamp(min: Tensor.From([true])).ToArray<long>());
        Assert.Equal(DType.Float64, single.Lerp(wide, 0.5).DType);
        Assert.Equal(DType.Float32, single.Lerp(_ints, Tensor.From(0.5)).DType);
        Assert.Equal(DType.Float32, Tensor.Where(_bools, 1, 2.5).DType);
        Assert.Equal(DType.Int64, Tensor.Where(_bools, 1, 2).DType);
        Assert.Equal([true, false], Tensor.Where(_bools, true, false).ToArray<bool>());
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Says("remainder: integers cannot be divided by 0; got a divisor of 0 in int64; convert with To(DType.Float32) for ∞ and NaN", static () => _ints % 0);
        Says("fmod: integers cannot be divided by 0; got a divisor of 0 in uint8; convert with To(DType.Float32) for ∞ and NaN", static () => _bytes.Fmod(_bytes - 2));
        Says("div: integers cannot be divided by 0; got a divisor of 0 in int64; convert with To(DType.Float32) for ∞ and NaN", static () => _ints.FloorDivide(0));
        Says("div: integers cannot be divided by 0; got a divisor of 0 in int32; convert with To(DType.Float32) for ∞ and NaN", static () => Tensor.From([1]).Divide(Tensor.From([0]), RoundingMode.Trunc));
        Says("pow: integers have no negative powers; got exponent -3 in int64; convert with To(DType.Float32) first", static () => _ints.Pow(_ints));
        Says("pow: integers have no negative powers; got exponent -1 in int64; convert with To(DType.Float32) first", static () => Tensor.Pow(2, Tensor.From([-1L])));
        Says("addcmul: value must be whole for operands that are; got 1.5 for int64, int64 and uint8", static () => _ints.Addcmul(_ints, _bytes, 1.5));
        Says("clamp: a lower bound, an upper bound or both must be given; got neither", static () => _ints.Clamp((Tensor?)null));
        Says("atan2: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2] and [3]", static () => _ints.Atan2(Tensor.Zeros([3])));
        Says(
            "lerp: the shapes of all three must broadcast: sizes aligned at the last dimension are equal or 1; got [2], [2] and [3]",
            static () => Tensor.Zeros([2]).Lerp(Tensor.Zeros([2]), Tensor.Zeros([3])));
        Refuses("sub: not defined for bool; use LogicalXor or BitwiseXor (^), or convert with To(DType.Int64) first", static () => _bools - _bools);
        Refuses("pow: not defined for bool; convert with To(DType.Int64) first", static () => _bools.Pow(_bools));
        Refuses("hypot: not defined for int64; convert with To(DType.Float32) first", static () => _ints.Hypot(_ints));
        Refuses("logaddexp: not defined for uint8; convert with To(DType.Float32) first", static () => _bytes.LogAddExp(_bytes));
        Refuses("logaddexp2: not defined for bool; convert with To(DType.Float32) first", static () => _bools.LogAddExp2(_bools));
        Refuses("lerp: not defined for int64; convert with To(DType.Float32) first", static () => _ints.Lerp(_ints, 0.5));
        Refuses("addcdiv: not defined for int64; convert with To(DType.Float32) first", static () => _ints.To(DType.Float32).Addcdiv(_ints, _ints));
        Refuses("addcmul: not defined for bool; convert with To(DType.Int64) first", static () => _bools.Addcmul(_bools, _bools));
        Refuses("gcd: not defined for float32; convert with To(DType.Int64) first", static () => _ints.Gcd(Tensor.Zeros([2])));
        Refuses("lcm: not defined for bool; convert with To(DType.Int64) first", static () => _bools.Lcm(_bools));
    }

    private static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);

    private static void Refuses(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<NotSupportedException>(call).Message);
}
