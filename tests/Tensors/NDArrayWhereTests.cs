using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>The choice between two arrays, index by index: all types, placements and broadcasts, NaN untouched.</summary>
public sealed class NDArrayWhereTests
{
    [Fact]
    public void Every_type_length_and_placement()
    {
        foreach (int length in (int[])[.. Enumerable.Range(0, 67), Elementwise.Chunk - 1, Elementwise.Chunk, (2 * Elementwise.Chunk) + 77])
        {
            foreach (DType dtype in NDArrayOracle.AllTypes)
            {
                Placement place = (Placement)((length + (int)dtype) % 6);
                Check(
                    NDArrayOracle.Make([length], DType.Bool, place, length),
                    NDArrayOracle.Make([length], dtype, (Placement)(length % 6), 1 + length),
                    NDArrayOracle.Make([length], dtype, (Placement)(length / 6 % 6), -length));
            }
        }
    }

    [Fact]
    public void Random_shapes_placements_and_types_broadcast() =>
        Prop.ForAll((byte[] sizes, byte[] choices) =>
        {
            (int mask, int more, int placements, int types) = (At(0), At(1), At(2), At(3));
            int[] full = [.. sizes.Take(4).Select(static b => b % 13 == 0 ? 0 : 1 + (b % 5))];
            int[] Some(int bits) => [.. full.Select((size, i) => (bits >> i & 1) == 1 ? 1 : size).Skip((bits >> 4) % 3)];
            Check(
                NDArrayOracle.Make(Some(mask), DType.Bool, (Placement)(placements % 6), 1),
                NDArrayOracle.Make(Some(more), (DType)(types % 6), (Placement)(placements / 6 % 6), 2),
                NDArrayOracle.Make(Some(mask ^ more), (DType)(types / 6 % 6), (Placement)(placements / 36 % 6), 3));

            int At(int i) => i < choices.Length ? choices[i] : 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData(new[] { 300, 200 }, new[] { 200 }, new int[0])]
    [InlineData(new[] { 300, 1 }, new[] { 1, 200 }, new[] { 300, 200 })]
    [InlineData(new[] { 20000, 3 }, new[] { 3 }, new[] { 20000, 1 })]
    [InlineData(new int[0], new[] { 70000 }, new[] { 1 })]
    public void Large_operands_broadcast(int[] condition, int[] input, int[] other)
    {
        foreach (Placement placement in NDArrayOracle.AllPlacements)
        {
            Check(
                NDArrayOracle.Make(condition, DType.Bool, placement, 1),
                NDArrayOracle.Make(input, DType.Float32, placement, 2),
                NDArrayOracle.Make(other, DType.Float32, Placement.Contiguous, 3));
        }
    }

    [Fact]
    public void Bits_are_copied()
    {
        float nan = BitConverter.UInt32BitsToSingle(0x7FC12345);
        float[] y = NDArray.Where(NDArray.From([true, false, true]), NDArray.From([nan, 1, -0f]), NDArray.From([0f, nan, 0])).ToArray<float>();
        Assert.Equal([0x7FC12345u, 0x7FC12345u, 0x80000000u], y.Select(BitConverter.SingleToUInt32Bits));
    }

    private static void Check(NDArray condition, NDArray input, NDArray other)
    {
        NDArray y = NDArray.Where(condition, input, other);
        Assert.Equal(input.DType.IsFloatingPoint() || other.DType.IsFloatingPoint(), y.DType.IsFloatingPoint());
        Assert.Equal(Shape.Broadcast(condition.Shape, Shape.Broadcast(input.Shape, other.Shape)), y.Shape);
        (double[] c, double[] a, double[] b, double[] actual) =
            (NDArrayOracle.Read(condition), NDArrayOracle.Read(input.To(y.DType)), NDArrayOracle.Read(other.To(y.DType)), NDArrayOracle.Read(y));
        (int[] sc, int[] sa, int[] sb) = (condition.Shape.ToArray(), input.Shape.ToArray(), other.Shape.ToArray());
        int next = 0;
        foreach (int[] index in NDArrayOracle.Indices(y.Shape.ToArray()))
        {
            double expected = c[NDArrayOracle.Place(sc, index)] != 0 ? a[NDArrayOracle.Place(sa, index)] : b[NDArrayOracle.Place(sb, index)];
            Assert.Equal(expected, actual[next++]);
        }
    }
}
