using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>Operators of three arrays, index by index: all types, placements and broadcasts, and results written to a given place.</summary>
public sealed class NDArrayTernaryTests
{
    private static readonly (Func<NDArray, NDArray, NDArray, NDArray?, NDArray> Use, Func<double, double, double, double> Formula, bool TakesIntegers)[] _ops =
    [
        (static (a, b, c, y) => a.Addcmul(b, c, 2, y), static (a, b, c) => a + (2 * b * c), true),
        (static (a, b, c, y) => a.Clamp(b, c, y), static (a, b, c) => Math.Min(Math.Max(a, b), c), true),
        (static (a, b, c, y) => a.Lerp(b, c, y), static (a, b, c) => a + (c * (b - a)), false),
        (static (a, b, c, y) => a.Addcdiv(b, c.Abs().Add(1), -4, y), static (a, b, c) => (float)(a + (float)(-4 * b / (Math.Abs(c) + 1))), false),
    ];

    [Fact]
    public void Every_type_length_and_placement()
    {
        foreach (int length in (int[])[.. Enumerable.Range(0, 67), 511, 512, 513, Elementwise.Chunk - 1, Elementwise.Chunk, (2 * Elementwise.Chunk) + 77])
        {
            foreach (DType dtype in (DType[])[DType.Float32, DType.Int64, DType.Int32, DType.UInt8])
            {
                for (int op = 0; op < _ops.Length; op++)
                {
                    Check(op, Make(length + (int)dtype, 1), Make(length, 2), Make(length / 6, 3));
                }

                NDArray Make(int place, int seed) => NDArrayOracle.Make([length], dtype, (Placement)(place % 6), seed);
            }
        }
    }

    [Fact]
    public void Random_shapes_and_placements_broadcast() =>
        Prop.ForAll((byte[] sizes, byte[] choices) =>
        {
            (int mask, int more, int placements, int op) = (At(0), At(1), At(2), At(3));
            int[] full = [.. sizes.Take(4).Select(static b => b % 13 == 0 ? 0 : 1 + (b % 5))];
            int[] Some(int bits) => [.. full.Select((size, i) => (bits >> i & 1) == 1 ? 1 : size).Skip((bits >> 4) % 3)];
            Check(
                op % _ops.Length,
                NDArrayOracle.Make(Some(mask), DType.Float32, (Placement)(placements % 6), 1),
                NDArrayOracle.Make(Some(more), DType.Float32, (Placement)(placements / 6 % 6), 2),
                NDArrayOracle.Make(Some(mask ^ more), DType.Float32, (Placement)(placements / 36 % 6), 3));

            int At(int i) => i < choices.Length ? choices[i] : 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    public void A_destination_may_be_any_operand_or_overlap_it(int n)
    {
        for (int op = 0; op < _ops.Length; op++)
        {
            for (int choice = 0; choice < 6; choice++)
            {
                NDArray whole = NDArrayOracle.Make([n + 1, n + 1], DType.Float32, Placement.Contiguous, choice).Add(0.5);
                NDArray x = whole.Slice(0, 0, n).Slice(1, 0, n);
                NDArray shifted = whole.Slice(0, 1).Slice(1, 1), turned = x.Transpose(0, 1), row = x.Select(0, 1);
                (NDArray a, NDArray b, NDArray c) = choice switch
                {
                    0 => (x, x, x),
                    1 => (x, shifted, turned),
                    2 => (row, x, shifted),
                    3 => (turned, row, x),
                    4 => (shifted, turned, row),
                    _ => (x, row, row),
                };
                byte[] expected = NDArrayOracle.Bytes(_ops[op].Use(a, b, c, null));
                Assert.Same(x, _ops[op].Use(a, b, c, x));
                Assert.Equal(expected, NDArrayOracle.Bytes(x));
            }
        }
    }

    private static void Check(int op, NDArray a, NDArray b, NDArray c)
    {
        if (!a.DType.IsFloatingPoint() && !_ops[op].TakesIntegers)
        {
            Assert.Contains(a.DType.Name(), Assert.Throws<NotSupportedException>(() => _ops[op].Use(a, b, c, null)).Message, StringComparison.Ordinal);
            return;
        }

        NDArray y = _ops[op].Use(a, b, c, null);
        Assert.Equal(Shape.Broadcast(Shape.Broadcast(a.Shape, b.Shape), c.Shape), y.Shape);
        (double[] va, double[] vb, double[] vc, double[] actual) = (NDArrayOracle.Read(a), NDArrayOracle.Read(b), NDArrayOracle.Read(c), NDArrayOracle.Read(y));
        (int[] sa, int[] sb, int[] sc) = (a.Shape.ToArray(), b.Shape.ToArray(), c.Shape.ToArray());
        int next = 0;
        foreach (int[] index in NDArrayOracle.Indices(y.Shape.ToArray()))
        {
            double expected = _ops[op].Formula(va[NDArrayOracle.Place(sa, index)], vb[NDArrayOracle.Place(sb, index)], vc[NDArrayOracle.Place(sc, index)]);
            Assert.Equal(y.DType == DType.UInt8 ? (byte)(long)expected : expected, actual[next++]);
        }
    }
}
