using FsCheck;
using FsCheck.Fluent;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>Results written to a given place, also one that is an operand; and what decides the bits of an element.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class NDArrayDestinationTests : IDisposable
{
    private static readonly Func<NDArray, NDArray?, NDArray>[] _unary =
    [
        static (x, y) => x.Exp(y), static (x, y) => x.Log(y), static (x, y) => x.Tanh(y), static (x, y) => x.Sigmoid(y), static (x, y) => x.Sqrt(y),
        static (x, y) => x.Relu(y), static (x, y) => x.Negate(y), static (x, y) => x.Add(1.5, y), static (x, y) => x.SubtractFrom(1.5, y),
        static (x, y) => x.Multiply(0.3, y), static (x, y) => x.Divide(0.3, y), static (x, y) => x.DivideInto(0.3, y), static (x, y) => x.Subtract(0.3, y),
        static (x, y) => x.Abs(y), static (x, y) => x.Sign(y), static (x, y) => x.Square(y), static (x, y) => x.Clamp(-0.5, 2, y), static (x, y) => x.Clamp(max: 2, destination: y),
    ];

    private static readonly Func<NDArray, NDArray, NDArray?, NDArray>[] _binary =
    [
        static (a, b, y) => a.Add(b, y), static (a, b, y) => a.Subtract(b, y), static (a, b, y) => a.Multiply(b, y), static (a, b, y) => a.Divide(b, y),
        static (a, b, y) => a.Maximum(b, y), static (a, b, y) => a.Minimum(b, y),
    ];

    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [InlineData(7)]
    [InlineData(400)]
    public void Every_placement_of_the_destination_gives_the_same_and_touches_nothing_else(int rows)
    {
        foreach (Placement from in NDArrayOracle.AllPlacements)
        {
            foreach (Placement to in NDArrayOracle.AllPlacements.Where(static p => p != Placement.Expanded))
            {
                NDArray x = NDArrayOracle.Make([rows, 100], DType.Float32, from, 1), other = NDArrayOracle.Make([100], DType.Float32, from, 2);
                NDArray y = NDArrayOracle.Make([rows, 100], DType.Float32, to, 3);
                double before = Whole(y) - NDArrayOracle.Read(y).Sum();
                foreach (Func<NDArray, NDArray?, NDArray> op in _unary)
                {
                    Assert.Same(y, op(x, y));
                    Assert.Equal(NDArrayOracle.Bytes(op(x, null)), NDArrayOracle.Bytes(y));
                }

                foreach (Func<NDArray, NDArray, NDArray?, NDArray> op in _binary)
                {
                    Assert.Same(y, op(x, other, y));
                    Assert.Equal(NDArrayOracle.Bytes(op(x, other, null)), NDArrayOracle.Bytes(y));
                }

                y.Fill(0);
                Assert.Equal(before, Whole(y));
            }
        }

        // The sum of all of the memory between the first and the last element that a base of the placements has, of small whole numbers.
        static double Whole(NDArray y) =>
            NDArrayOracle.Read(new NDArray(y.Storage, [y.Offset + y.Strides[0] * (y.Shape[0] - 1) + y.Strides[1] * (y.Shape[1] - 1) + 1], y.DType)).Sum();
    }

    [Fact]
    public void In_place_and_over_any_overlapping_view() =>
        Prop.ForAll((byte shift, byte choice, bool large) =>
        {
            int n = large ? 200 : 9, op = choice / 4;
            NDArray whole = NDArrayOracle.Make([2 * n, 2 * n], DType.Float64, Placement.Contiguous, shift);
            NDArray x = whole.Slice(0, shift % 3, (shift % 3) + n).Slice(1, 0, n);
            NDArray y = (choice % 4) switch
            {
                0 => x,
                1 => x.Transpose(0, 1),
                2 => whole.Slice(0, 0, n).Slice(1, shift % 5, (shift % 5) + n),
                _ => whole.Slice(0, 0, step: 2).Slice(1, 0, step: 2),
            };
            NDArray row = whole.Select(0, 1).Slice(0, 0, n);
            Func<NDArray, NDArray, NDArray?, NDArray> use = _binary[op % 4];
            foreach ((NDArray a, NDArray b) in ((NDArray, NDArray)[])[(x, row), (row, x), (x, x), (x, y), (y, x)])
            {
                byte[] expected = NDArrayOracle.Bytes(use(a, b, null));
                use(a, b, y);
                Assert.Equal(expected, NDArrayOracle.Bytes(y));
                whole.CopyFrom(NDArrayOracle.Make([2 * n, 2 * n], DType.Float64, Placement.Contiguous, op));
            }

            byte[] exponentials = NDArrayOracle.Bytes(x.Exp());
            x.Exp(y);
            Assert.Equal(exponentials, NDArrayOracle.Bytes(y));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_destination_of_another_shape_or_type_is_refused()
    {
        NDArray x = NDArray.Ones([2, 3]), integers = NDArray.Ones([2, 3], DType.Int64);
        Refused("exp: the result is float32 [2, 3], which the destination, float32 [3, 2], does not hold", () => x.Exp(NDArray.Zeros([3, 2])));
        Refused("add: the result is float32 [2, 3], which the destination, float64 [2, 3], does not hold", () => x.Add(1, NDArray.Zeros([2, 3], DType.Float64)));
        Refused("div: the result is float32 [2, 3], which the destination, int64 [2, 3], does not hold", () => integers.Divide(integers, integers));
        Refused("add: the result is float32 [2, 3], which the destination, float32 [3], does not hold", () => NDArray.Ones([3]).Add(x, NDArray.Ones([3])));
        Refused("mul: the result is float32 [2, 3], which the destination, int64 [2, 3], does not hold", () => integers.Multiply(0.5, integers));

        static void Refused(string message, Action use) => Assert.Equal(message, Assert.Throws<ArgumentException>(use).Message);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void The_bits_of_an_element_depend_on_it_alone(DType dtype)
    {
        var random = new Random(3);
        double[] values = [.. Enumerable.Range(0, 300).Select(_ => (random.NextDouble() - 0.3) * Math.Pow(10, random.Next(-3, 3)))];
        NDArray x = NDArray.From(values).To(dtype);
        foreach (Func<NDArray, NDArray?, NDArray> op in _unary)
        {
            NDArray[] single = [.. Enumerable.Range(0, x.Count).Select(i => op(x.Slice(0, i, i + 1).Clone(), null))];
            foreach (int repeat in (int[])[1, 40, 230])
            {
                foreach (int length in (int[])[.. Enumerable.Range(1, 70), 255, 300])
                {
                    NDArray row = x.Slice(0, 300 - length);
                    NDArray many = op(row.Unsqueeze(0).Expand([repeat, length]), null), stepped = op(row.Slice(0, 0, step: 3), null);
                    NDArray column = op(row.Unsqueeze(1).Expand([length, repeat]), null);
                    byte[] expected = [.. single[(300 - length)..].SelectMany(NDArrayOracle.Bytes)];
                    Assert.Equal(expected, NDArrayOracle.Bytes(many.Select(0, repeat - 1)));
                    Assert.Equal(expected, NDArrayOracle.Bytes(column.Select(1, repeat / 2)));
                    Assert.Equal(expected.Chunk(dtype.Size()).Where((_, i) => i % 3 == 0).SelectMany(static b => b), NDArrayOracle.Bytes(stepped));
                }
            }
        }
    }

    [Fact]
    public void The_number_of_workers_changes_no_bit()
    {
        List<NDArray> operands = [];
        foreach (Placement placement in (Placement[])[Placement.Contiguous, Placement.Transposed, Placement.Stepped])
        {
            operands.Add(NDArrayOracle.Make([Elementwise.Chunk * 2], DType.Float32, placement, 1).Multiply(0.37));
            operands.Add(NDArrayOracle.Make([191, 192], DType.Float32, placement, 2));
            operands.Add(NDArrayOracle.Make([30, 40, 41], DType.Float64, placement, 3));
            operands.Add(NDArrayOracle.Make([70_003], DType.Float32, placement, 4, range: 1 << 20));
        }

        byte[][] expected = Results(1);
        foreach (int count in (int[])[2, 3, 8])
        {
            byte[][] actual = Results(count);
            for (int i = 0; i < actual.Length; i++)
            {
                Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), $"result {i} differs with {count} workers");
            }
        }

        byte[][] Results(int count)
        {
            Workers.Count = count;
            List<NDArray> results = [];
            foreach (NDArray x in operands)
            {
                results.AddRange(_unary.Select(op => op(x, null)));
                results.AddRange(_binary.Select(op => op(x, x.Select(0, 1), null)));
                results.AddRange([x.Sum(), x.Max(), x.Mean(0), x.Sum(-1), x.ArgMax(0), x.Softmax(-1), x.LogSoftmax(0), x.To(DType.Int32), x.Clone()]);
                if (x.Rank > 1)
                {
                    results.AddRange([x.MatMul(x.Transpose(-1, -2)), x.Sum([0, x.Rank - 1]), x.Amax([0])]);
                }
            }

            return [.. results.Select(NDArrayOracle.Bytes)];
        }
    }
}
