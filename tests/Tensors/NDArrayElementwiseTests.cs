using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>Elementwise operations against the same formula in float64, index by index.</summary>
public sealed class NDArrayElementwiseTests
{
    private static readonly (string Name, Func<NDArray, NDArray, NDArray> Use, Func<double, double, double> Formula)[] _binary =
    [
        ("add", static (a, b) => a.Add(b), static (a, b) => a + b),
        ("sub", static (a, b) => a.Subtract(b), static (a, b) => a - b),
        ("mul", static (a, b) => a.Multiply(b), static (a, b) => a * b),
        ("maximum", static (a, b) => a.Maximum(b), Math.Max),
        ("minimum", static (a, b) => a.Minimum(b), Math.Min),
        ("div", static (a, b) => a.Divide(b), static (a, b) => a / b),
        ("fmax", static (a, b) => a.Fmax(b), Math.Max),
        ("fmin", static (a, b) => a.Fmin(b), Math.Min),
        ("heaviside", static (a, b) => a.Heaviside(b), static (a, b) => a < 0 ? 0 : a > 0 ? 1 : b),
        ("copysign", static (a, b) => a.CopySign(b), Math.CopySign),
        ("eq", static (a, b) => a.Eq(b), static (a, b) => a == b ? 1 : 0),
        ("gt", static (a, b) => a.Gt(b), static (a, b) => a > b ? 1 : 0),
        ("lt", static (a, b) => a.Lt(b), static (a, b) => a < b ? 1 : 0),
        ("ge", static (a, b) => a.Ge(b), static (a, b) => a >= b ? 1 : 0),
        ("le", static (a, b) => a.Le(b), static (a, b) => a <= b ? 1 : 0),
        ("ne", static (a, b) => a.Ne(b), static (a, b) => a != b ? 1 : 0),
        ("logical_and", static (a, b) => a.LogicalAnd(b), static (a, b) => a != 0 && b != 0 ? 1 : 0),
        ("logical_or", static (a, b) => a.LogicalOr(b), static (a, b) => a != 0 || b != 0 ? 1 : 0),
        ("logical_xor", static (a, b) => a.LogicalXor(b), static (a, b) => a != 0 ^ b != 0 ? 1 : 0),
    ];

    private static readonly (string Name, Func<NDArray, NDArray> Use, Func<double, double> Formula, bool GivesFloat)[] _unary =
    [
        ("neg", static x => x.Negate(), static x => -x, false),
        ("relu", static x => x.Relu(), static x => Math.Max(x, 0), false),
        ("abs", static x => x.Abs(), Math.Abs, false),
        ("sign", static x => x.Sign(), static x => Math.Sign(x), false),
        ("square", static x => x.Square(), static x => x * x, false),
        ("sqrt", static x => x.Sqrt(), Math.Sqrt, true),
        ("exp", static x => x.Exp(), Math.Exp, true),
        ("log", static x => x.Log(), Math.Log, true),
        ("tanh", static x => x.Tanh(), Math.Tanh, true),
        ("sigmoid", static x => x.Sigmoid(), static x => 1 / (1 + Math.Exp(-x)), true),
        ("number + x", static x => x.Add(3), static x => x + 3, false),
        ("x - number", static x => x.Subtract(3), static x => x - 3, false),
        ("number - x", static x => x.SubtractFrom(3), static x => 3 - x, false),
        ("x * number", static x => x.Multiply(3), static x => x * 3, false),
        ("x / number", static x => x.Divide(3), static x => x / 3, true),
        ("number / x", static x => x.DivideInto(3), static x => 3 / x, true),
        ("x ^ 2", static x => x.Pow(2), static x => x * x, false),
        ("x ^ 3", static x => x.Pow(3), static x => x * x * x, false),
        ("clamp", static x => x.Clamp(2, 5), static x => Math.Clamp(x, 2, 5), false),
        ("clamp from below", static x => x.Clamp(min: 2), static x => Math.Max(x, 2), false),
        ("clamp from above", static x => x.Clamp(max: 2), static x => Math.Min(x, 2), false),
        ("x = number", static x => x.Eq(3), static x => x == 3 ? 1 : 0, false),
        ("x > number", static x => x.Gt(3), static x => x > 3 ? 1 : 0, false),
        ("x < number", static x => x.Lt(3), static x => x < 3 ? 1 : 0, false),
        ("x >= number", static x => x.Ge(3), static x => x >= 3 ? 1 : 0, false),
        ("x <= number", static x => x.Le(3), static x => x <= 3 ? 1 : 0, false),
    ];

    private static readonly int[] _long = [Elementwise.Chunk - 1, Elementwise.Chunk, Elementwise.Chunk + 1, (2 * Elementwise.Chunk) + 77];

    public static TheoryData<int> Binaries => [.. Enumerable.Range(0, _binary.Length)];

    public static TheoryData<int> Unaries => [.. Enumerable.Range(0, _unary.Length)];

    private static IEnumerable<int> Lengths => Enumerable.Range(0, 131).Concat(_long);

    private static DType[] Types(int length) => length < 1000 ? NDArrayOracle.AllTypes : [DType.Float32, (DType)(1 + (length % 5))];

    [Theory]
    [MemberData(nameof(Binaries))]
    public void Two_operands_in_every_type_length_and_placement(int op)
    {
        foreach (int length in Lengths)
        {
            foreach (DType dtype in Types(length))
            {
                Placement a = (Placement)((length + (int)dtype) % 6), b = (Placement)((length / 6) % 6);
                CheckBinary(op, NDArrayOracle.Make([length], dtype, a, length), NDArrayOracle.Make([length], dtype, b, -length));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Unaries))]
    public void One_operand_in_every_type_length_and_placement(int op)
    {
        foreach (int length in Lengths)
        {
            foreach (DType dtype in Types(length))
            {
                CheckUnary(op, NDArrayOracle.Make([length], dtype, (Placement)((length + (int)dtype) % 6), length));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Unaries))]
    public void One_operand_in_more_dimensions(int op)
    {
        foreach (int[] sizes in (int[][])[[], [1], [1, 1], [3, 4], [2, 3, 4], [5, 1, 7], [0, 3], [3, 0], [2, 3, 2, 3], [3, 700], [700, 3], [190, 191]])
        {
            foreach (Placement placement in NDArrayOracle.AllPlacements)
            {
                CheckUnary(op, NDArrayOracle.Make(sizes, DType.Float32, placement, 5));
                CheckUnary(op, NDArrayOracle.Make([.. sizes.Select(static s => s % 50)], DType.Int32, placement, 6));
            }
        }
    }

    [Fact]
    public void Operands_of_random_shapes_types_and_placements_broadcast() =>
        Prop.ForAll((byte[] sizes, byte[] choices) =>
        {
            (int mask, int types, int placements, int op) = (At(0), At(1), At(2), At(3));
            int[] full = [.. sizes.Take(4).Select(static b => b % 13 == 0 ? 0 : 1 + (b % 5))];
            int[] left = [.. full.Select((size, i) => (mask >> i & 1) == 1 ? 1 : size)];
            int[] right = [.. full.Select((size, i) => (mask >> (i + 4) & 1) == 1 ? 1 : size)];
            left = left[Math.Min(left.Length, placements % 3)..];
            NDArray a = NDArrayOracle.Make(left, (DType)(types % 6), (Placement)(placements % 6), types);
            NDArray b = NDArrayOracle.Make(right, (DType)(types / 6 % 6), (Placement)(placements / 6 % 6), mask);
            CheckBinary(op % _binary.Length, a, b);
            CheckBinary(op % _binary.Length, b, a);

            int At(int i) => i < choices.Length ? choices[i] : 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("300,200", "200")]
    [InlineData("300,200", "300,1")]
    [InlineData("300,1", "1,200")]
    [InlineData("60000", "1")]
    [InlineData("", "50000")]
    [InlineData("30,40,50", "40,1")]
    [InlineData("30,1,50", "1,40,1")]
    [InlineData("3,20000", "3,1")]
    [InlineData("20000,3", "3")]
    public void Large_operands_broadcast(string left, string right)
    {
        for (int op = 0; op < _binary.Length; op++)
        {
            NDArray a = NDArrayOracle.Make(Sizes(left), DType.Float32, (Placement)(op % 6), 1);
            NDArray b = NDArrayOracle.Make(Sizes(right), DType.Float32, (Placement)((op + 3) % 6), 2);
            CheckBinary(op, a, b);
            CheckBinary(op, b, a);
        }

        static int[] Sizes(string text) => text.Length == 0 ? [] : [.. text.Split(',').Select(int.Parse)];
    }

    [Fact]
    public void Of_arithmetic_bools_have_sums_and_products()
    {
        NDArray x = NDArray.From([true, true, false, false]), y = NDArray.From([true, false, true, false]);
        Assert.Equal([true, true, true, false], x.Add(y).ToArray<bool>());
        Assert.Equal([true, false, false, false], x.Multiply(y).ToArray<bool>());
        Assert.Equal([true, true, true, false], x.Maximum(y).ToArray<bool>());
        Assert.Equal([true, false, false, false], x.Minimum(y).ToArray<bool>());
        Assert.Equal([true, true, true, true], x.Add(true).ToArray<bool>());
        Assert.Equal([false, false, false, false], x.Multiply(false).ToArray<bool>());
        Assert.Equal([1L, 1, 0, 0], x.Square().ToArray<long>());
        Assert.Equal([3L, 3, 2, 2], x.Add(2).ToArray<long>());
        Assert.Equal([1f, 1], x.Divide(x).ToArray<float>()[..2]);
        foreach (Func<NDArray> use in (Func<NDArray>[])[() => x.Relu(), () => x.Abs(), () => x.Clamp(max: true), () => x.Pow(x), () => x.Pow(true), () => x.Fmod(x), () => x.Remainder(x), () => x.FloorDivide(x), () => x.BitwiseLeftShift(x), () => x.Clamp(x, y)])
        {
            Assert.EndsWith(": not defined for bool; convert with To(DType.Int64) first", Assert.Throws<NotSupportedException>(use).Message, StringComparison.Ordinal);
        }

        foreach (Func<NDArray> use in (Func<NDArray>[])[() => x.Subtract(x), () => x.Subtract(true), () => x.SubtractFrom(true)])
        {
            Assert.Equal("sub: not defined for bool; use LogicalXor or BitwiseXor (^), or convert with To(DType.Int64) first", Assert.Throws<NotSupportedException>(use).Message);
        }

        Assert.Equal("neg: not defined for bool; use LogicalNot or BitwiseNot (~), or convert with To(DType.Int64) first", Assert.Throws<NotSupportedException>(() => x.Negate()).Message);
        Assert.Equal(x.ToArray<bool>(), x.Sign().ToArray<bool>());
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named_with_the_operation()
    {
        NDArray a = NDArray.Zeros([2, 3]), b = NDArray.Zeros([2]);
        foreach ((string name, Func<NDArray, NDArray, NDArray> use, _) in _binary)
        {
            string message = $"{name}: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2, 3] and [2]";
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => use(a, b)).Message);
        }
    }

    [Fact]
    public void Integers_wrap_and_divide_as_floats()
    {
        Assert.Equal([4, 251], NDArray.From<byte>([250, 1]).Add(NDArray.From<byte>([10, 250])).ToArray<byte>());
        Assert.Equal([255, 0], NDArray.From<byte>([1, 0]).Negate().ToArray<byte>());
        Assert.Equal([int.MinValue], NDArray.From([int.MaxValue]).Add(1).ToArray<int>());
        Assert.Equal([long.MinValue], NDArray.From([long.MaxValue]).Add(1).ToArray<long>());
        Assert.Equal([long.MaxValue - 1], NDArray.From([long.MaxValue]).Subtract(1).ToArray<long>());
        Assert.Equal([(1L << 53) + 1], NDArray.From([1L << 53]).Add(1).ToArray<long>());
        Assert.Equal([0.5f, float.PositiveInfinity, float.NaN], NDArray.From([1, 1, 0]).Divide(NDArray.From([2, 0, 0])).ToArray<float>());
        Assert.Equal([16777217.0], NDArray.From([16777217L]).Divide(NDArray.From([1.0])).ToArray<double>());
        Assert.Equal([16777216f], NDArray.From([16777217L]).Divide(NDArray.From([1L])).ToArray<float>());
        Assert.Equal([false, false], NDArray.From<byte>([100, 44]).Gt(300).Eq(NDArray.From<byte>([100, 44]).Lt(300)).ToArray<bool>());
        Assert.Equal([false, false], NDArray.From<byte>([100, 44]).Eq(300).ToArray<bool>());
        Assert.Equal([true, false], NDArray.From([16777217L, 16777216L]).Eq(NDArray.From([16777217.0])).ToArray<bool>());
    }

    [Fact]
    public void A_single_integer_wraps_into_the_type_of_the_array_before_it_is_compared_with_it()
    {
        // PyTorch 1.13: torch.maximum(torch.tensor(-4), torch.tensor([0, 100, 255], dtype=torch.uint8)), and likewise.
        NDArray array = NDArray.From<byte>([0, 100, 255]);
        Assert.Equal([252, 252, 255], NDArray.Of(-4L).Maximum(array).ToArray<byte>());
        Assert.Equal([0, 100, 252], array.Minimum(NDArray.Of(-4L)).ToArray<byte>());
        Assert.Equal([44, 100, 255], array.Maximum(NDArray.Of(300L)).ToArray<byte>());
        Assert.Equal([0, 44, 44], NDArray.Of(300L).Minimum(array).ToArray<byte>());
        Assert.Equal([252, 100, 252], NDArray.Where(NDArray.From([true, false, true]), NDArray.Of(-4L), array).ToArray<byte>());
    }

    [Fact]
    public void Special_values()
    {
        float nan = float.NaN, inf = float.PositiveInfinity;
        NDArray x = NDArray.From([nan, inf, -inf, -0f, 0f, -1f]);
        Assert.Equal([nan, inf, 0, 0, 0, 0], x.Relu().ToArray<float>());
        Assert.Equal([nan, inf, inf, 0, 0, 1], x.Abs().ToArray<float>());
        Assert.Equal([0f, 1, -1, 0, 0, -1], x.Sign().ToArray<float>());
        Assert.Equal([nan, inf, inf, 0, 0, 1], x.Square().ToArray<float>());
        Assert.Equal([nan, inf, 0.5f, 0.5f, 0.5f, 0.5f], x.Maximum(NDArray.Of(0.5f)).ToArray<float>());
        Assert.Equal([nan, 0.5f, -inf, 0, 0, -1], x.Minimum(NDArray.Of(0.5f)).ToArray<float>());
        Assert.Equal([nan, nan, nan, nan, nan, nan], x.Maximum(NDArray.Of(nan)).ToArray<float>());
        Assert.Equal([nan, nan, nan, nan, nan, nan], NDArray.Of(nan).Minimum(x).ToArray<float>());
        Assert.Equal([nan, 2, -0.5f, 0, 0, -0.5f], x.Clamp(-0.5, 2).ToArray<float>());
        Assert.Equal([2f, 2, 2], NDArray.From([1f, 3, 9]).Clamp(5, 2).ToArray<float>());
        Assert.Equal([int.MinValue, 3], NDArray.From([int.MinValue, -3]).Abs().ToArray<int>());
        Assert.Equal([long.MinValue, 1], NDArray.From([long.MinValue, -1]).Abs().ToArray<long>());
        Assert.Equal([nan, inf, nan, -0f, 0, nan], x.Sqrt().ToArray<float>());
        Assert.Equal([nan, inf, 0, 1, 1], x.Exp().ToArray<float>()[..5]);
        Assert.Equal([nan, inf, nan, -inf, -inf, nan], x.Log().ToArray<float>());
        Assert.Equal([nan, 1, -1, 0, 0], x.Tanh().ToArray<float>()[..5]);
        Assert.Equal([nan, 1, 0, 0.5f, 0.5f], x.Sigmoid().ToArray<float>()[..5]);
        Assert.Equal([nan, -inf, inf, 0, 0, 1], x.Negate().ToArray<float>());
        Assert.True(float.IsNegative(NDArray.Of(0f).Negate().Item<float>()));
        Assert.Equal([nan, nan, nan, -0f, 0, -0f], x.Multiply(0).ToArray<float>());
        Assert.Equal([false, true, true, true, true, true], x.Eq(x).ToArray<bool>());
        Assert.Equal([false, true, false, false, false, false], x.Gt(0).ToArray<bool>());
        Assert.Equal([false, false, true, false, false, true], x.Lt(0).ToArray<bool>());
        Assert.Equal([false, true, false, true, true, false], x.Ge(0).ToArray<bool>());
        Assert.Equal([false, false, true, true, true, true], x.Le(0).ToArray<bool>());
    }

    private static void CheckBinary(int op, NDArray a, NDArray b)
    {
        (string name, Func<NDArray, NDArray, NDArray> use, Func<double, double, double> formula) = _binary[op];
        bool compares = op >= Array.FindIndex(_binary, static item => item.Name == "eq");
        bool givesFloat = name is "div" or "copysign";
        DType meeting = Meeting(a, b);
        if (meeting == DType.Bool && name == "sub")
        {
            Assert.Throws<NotSupportedException>(() => use(a, b));
            return;
        }

        NDArray y = use(a, b);
        DType dtype = compares ? DType.Bool : givesFloat && !meeting.IsFloatingPoint() ? DType.Float32 : meeting;
        Assert.Equal(dtype, y.DType);
        Shape shape = Shape.Broadcast(a.Shape, b.Shape);
        Assert.Equal(shape, y.Shape);
        double[] va = NDArrayOracle.Read(a), vb = NDArrayOracle.Read(b), actual = NDArrayOracle.Read(y);
        int[] sa = a.Shape.ToArray(), sb = b.Shape.ToArray();
        int next = 0;
        foreach (int[] index in NDArrayOracle.Indices(shape.ToArray()))
        {
            double expected = Round(formula(Meet(va[NDArrayOracle.Place(sa, index)]), Meet(vb[NDArrayOracle.Place(sb, index)])), dtype);
            if (!expected.Equals(actual[next]))
            {
                Assert.Fail($"{name} of {a.DType} {a.Shape} and {b.DType} {b.Shape} at [{string.Join(", ", index)}]: {actual[next]}, not {expected}");
            }

            next++;
        }

        // Operands meet first: the greater of two wrapped numbers is not the greater number wrapped. Comparisons and quotients do not wrap.
        double Meet(double value) => compares || givesFloat ? value : Round(value, dtype);
    }

    private static void CheckUnary(int op, NDArray x)
    {
        (string name, Func<NDArray, NDArray> use, Func<double, double> formula, bool givesFloat) = _unary[op];
        bool compares = op > 20, isScalar = op > 9;
        if (x.DType == DType.Bool && op < 3)
        {
            Assert.Throws<NotSupportedException>(() => use(x));
            return;
        }

        NDArray y = use(x);
        DType dtype = compares ? DType.Bool : givesFloat && !x.DType.IsFloatingPoint() ? DType.Float32 : (isScalar || name == "square") && x.DType == DType.Bool ? DType.Int64 : x.DType;
        Assert.Equal((dtype, x.Shape), (y.DType, y.Shape));
        double tolerance = name is "exp" or "log" or "tanh" or "sigmoid" ? dtype == DType.Float32 ? 4e-7 : 1e-15 : 0;
        double[] values = NDArrayOracle.Read(x), actual = NDArrayOracle.Read(y);
        for (int i = 0; i < values.Length; i++)
        {
            double expected = Round(formula(values[i]), dtype);
            if (!expected.Equals(actual[i]) && !(Math.Abs(actual[i] - expected) <= tolerance * Math.Abs(expected)))
            {
                Assert.Fail($"{name} of {x.DType} {x.Shape} at {i}: {actual[i]}, not {expected}");
            }
        }
    }

    // float64 holds the exact result of one operation on small numbers, or enough of it to round once more.
    private static double Round(double value, DType dtype) => dtype switch
    {
        DType.Float32 => (float)value,
        DType.UInt8 => (byte)(long)value,
        DType.Bool => value != 0 ? 1 : 0,
        _ => value + 0.0,
    };

    private static DType Meeting(NDArray a, NDArray b)
    {
        if ((a.Rank == 0) == (b.Rank == 0))
        {
            return DTypes.Promote(a.DType, b.DType);
        }

        (DType array, DType single) = a.Rank == 0 ? (b.DType, a.DType) : (a.DType, b.DType);
        return array.IsFloatingPoint() || (!single.IsFloatingPoint() && array != DType.Bool) ? array : single;
    }
}
