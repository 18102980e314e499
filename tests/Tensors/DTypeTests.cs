namespace MiniTorch.Tests;

public sealed class DTypeTests
{
    private const DType F32 = DType.Float32, F64 = DType.Float64, I64 = DType.Int64, I32 = DType.Int32, U8 = DType.UInt8, B = DType.Bool;

    // torch.promote_types of all pairs, in the order float32, float64, int64, int32, uint8, bool.
    private static readonly DType[,] _meetings =
    {
        { F32, F64, F32, F32, F32, F32 },
        { F64, F64, F64, F64, F64, F64 },
        { F32, F64, I64, I64, I64, I64 },
        { F32, F64, I64, I32, I32, I32 },
        { F32, F64, I64, I32, U8, U8 },
        { F32, F64, I64, I32, U8, B },
    };

    [Fact]
    public void Two_types_meet_as_in_PyTorch()
    {
        foreach (DType left in NDArrayOracle.AllTypes)
        {
            foreach (DType right in NDArrayOracle.AllTypes)
            {
                DType expected = _meetings[(int)left, (int)right];
                Assert.Equal(expected, DTypes.Promote(left, right));
                if (expected != B)
                {
                    Assert.Equal(expected, NDArray.Zeros([2], left).Add(NDArray.Zeros([3, 2], right)).DType);
                }
            }
        }
    }

    // torch.result_type(torch.ones(1, dtype=d), number)
    [Theory]
    [InlineData(F32, F32, F32, F32)]
    [InlineData(F64, F64, F64, F64)]
    [InlineData(I64, I64, I64, F32)]
    [InlineData(I32, I32, I32, F32)]
    [InlineData(U8, U8, U8, F32)]
    [InlineData(B, B, I64, F32)]
    public void A_number_widens_only_the_kind(DType tensor, DType withBool, DType withInteger, DType withReal)
    {
        Assert.Equal(withBool, DTypes.Promote(tensor, true));
        Assert.Equal(withInteger, DTypes.Promote(tensor, long.MaxValue));
        Assert.Equal(withReal, DTypes.Promote(tensor, 1e300));
        Assert.Equal(withInteger, NDArray.Ones([1], tensor).Add(2).DType);
        Assert.Equal(withReal, NDArray.Ones([1], tensor).Multiply(2.0).DType);
        Assert.Equal(withReal, NDArray.Ones([1], tensor).SubtractFrom(2f).DType);
    }

    // torch.ones(2, dtype=a) + torch.ones((), dtype=b)
    [Fact]
    public void Rank_0_beside_dimensions_widens_only_the_kind()
    {
        foreach (DType array in NDArrayOracle.AllTypes)
        {
            foreach (DType single in NDArrayOracle.AllTypes.Where(single => array != B || single != B))
            {
                DType expected = Kind(single) > Kind(array) ? single : array;
                Assert.Equal(expected, NDArray.Ones([2], array).Add(NDArray.Ones([], single)).DType);
                Assert.Equal(expected, NDArray.Ones([], single).Multiply(NDArray.Ones([0], array)).DType);
                Assert.Equal(Kind(expected) < 2 ? F32 : expected, NDArray.Ones([], single).Divide(NDArray.Ones([1, 1], array)).DType);
                Assert.Equal(_meetings[(int)array, (int)single], NDArray.Ones([], array).Add(NDArray.Ones([], single)).DType);
            }
        }

        static int Kind(DType dtype) => dtype is F32 or F64 ? 2 : dtype == B ? 0 : 1;
    }

    [Theory]
    [InlineData(F32, 4, true, "float32")]
    [InlineData(F64, 8, true, "float64")]
    [InlineData(I64, 8, false, "int64")]
    [InlineData(I32, 4, false, "int32")]
    [InlineData(U8, 1, false, "uint8")]
    [InlineData(B, 1, false, "bool")]
    public void Facts(DType dtype, int size, bool isFloatingPoint, string name) =>
        Assert.Equal((size, isFloatingPoint, name), (dtype.Size(), dtype.IsFloatingPoint(), dtype.Name()));

    [Fact]
    public void Element_types_are_six()
    {
        DType[] types = [DTypes.Of<float>(), DTypes.Of<double>(), DTypes.Of<long>(), DTypes.Of<int>(), DTypes.Of<byte>(), DTypes.Of<bool>()];
        Assert.Equal(NDArrayOracle.AllTypes, types);
        Assert.Contains("Int16 is not an element type", Assert.Throws<NotSupportedException>(static () => DTypes.Of<short>()).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(static () => DTypes.Of<DayOfWeek>());
    }

    [Fact]
    public void A_scalar_keeps_kind_and_value()
    {
        Check(7, ScalarKind.Integer, 7, 7, "7");
        Check(long.MinValue, ScalarKind.Integer, long.MinValue, long.MinValue, "-9223372036854775808");
        Check(0.1f, ScalarKind.Real, 0.1f, 0, "0.10000000149011612");
        Check(-2.75, ScalarKind.Real, -2.75, -2, "-2.75");
        Check(true, ScalarKind.Boolean, 1, 1, "true");
        Check(false, ScalarKind.Boolean, 0, 0, "false");
        Check(double.NaN, ScalarKind.Real, double.NaN, 0, "NaN");
        Check(double.PositiveInfinity, ScalarKind.Real, double.PositiveInfinity, long.MaxValue, "Infinity");
        Check(-1e300, ScalarKind.Real, -1e300, long.MinValue, "-1E+300");

        static void Check(Scalar scalar, ScalarKind kind, double real, long integer, string text) =>
            Assert.Equal((kind, real, integer, text), (scalar.Kind, scalar.AsDouble, scalar.AsInt64, scalar.ToString()));
    }

    [Fact]
    public void Scalars_are_equal_by_kind_and_value_and_then_hash_alike()
    {
        Scalar[] scalars = [0, 1, 0.0, -0.0, 1.0, double.NaN, BitConverter.Int64BitsToDouble(0x7FF8000000000001), true, false, 1L << 53, (double)(1L << 53)];
        foreach (Scalar x in scalars)
        {
            foreach (Scalar y in scalars)
            {
                bool equal = x.Kind == y.Kind && x.AsDouble.Equals(y.AsDouble);
                Assert.Equal(equal, x == y);
                Assert.Equal(!equal, x != y);
                Assert.Equal(equal, x.Equals((object)y));
                Assert.True(!equal || x.GetHashCode() == y.GetHashCode());
            }
        }

        Scalar large = (1L << 53) + 1, larger = 1L << 53;
        Assert.NotEqual(large, larger);
        Assert.False(large.Equals("text"));
    }

    [Fact]
    public void A_scalar_becomes_an_element_as_a_cast_does()
    {
        Scalar[] scalars = [0, -1, 300, 1L << 40, 2.9, -2.9, 1e300, double.NaN, true, false];
        foreach (Scalar x in scalars)
        {
            Assert.Equal((float)x.AsDouble, x.To<float>());
            Assert.Equal(x.AsDouble, x.To<double>());
            Assert.Equal(x.AsInt64, x.To<long>());
            Assert.Equal(unchecked((int)x.AsInt64), x.To<int>());
            Assert.Equal(unchecked((byte)x.AsInt64), x.To<byte>());
            Assert.Equal(x.AsDouble != 0, x.To<bool>());
        }
    }
}
