namespace MiniTorch.Tests;

/// <summary>Products, running sums and products, recurrences and gathering, index by index; sizes beyond one chunk of the workers among them.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class NDArrayScanTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public static TheoryData<string> Shapes => ["1", "5", "130", "40000", "3,4", "65,130", "2,3,4", "3,1,5", "2,0,3", "0", "0,2", "2,40000", "40000,2", "300,200", "5,7,1000"];

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Along_every_dimension_in_every_type_and_placement(string text)
    {
        int[] sizes = [.. text.Split(',').Select(int.Parse)];
        for (int dim = 0; dim < sizes.Length; dim++)
        {
            foreach (DType dtype in text.Length > 5 ? [DType.Float32, DType.Int64] : NDArrayOracle.AllTypes)
            {
                NDArray x = NDArrayOracle.Make(sizes, dtype, (Placement)((dim + (int)dtype) % 6), 1), factors = Factors(x);
                DType result = dtype.IsFloatingPoint() ? dtype : DType.Int64;
                Same("cumsum", Scan(x, x, dim, false, static (y, _, b) => y + b), x.Cumsum(dim), result);
                Same("reversed cumsum", Scan(x, x, dim, true, static (y, _, b) => y + b), x.Cumsum(dim - sizes.Length, reverse: true), result);
                Same("cumprod", Scan(factors, factors, dim, false, static (y, _, b) => y * b), factors.Cumprod(dim), result);
                Same("cummax", Scan(x, x, dim, false, static (y, _, b) => Math.Max(y, b)), x.Cummax(dim).Values, dtype);
                Same("cummin", Scan(x, x, dim, false, static (y, _, b) => Math.Min(y, b)), x.Cummin(dim - sizes.Length).Values, dtype);
                Same("prod", Last(Scan(factors, factors, dim, false, static (y, _, b) => y * b), sizes, dim), factors.Prod(dim), result);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_recurrence_runs_both_ways(string text)
    {
        int[] sizes = [.. text.Split(',').Select(int.Parse)];
        for (int dim = 0; dim < sizes.Length; dim++)
        {
            NDArray x = NDArrayOracle.Make(sizes, DType.Float64, Placement.Transposed, 1), links = Factors(NDArrayOracle.Make(sizes, DType.Float64, Placement.Contiguous, 2));
            Same("recurrence", Scan(links, x, dim, false, static (y, a, b) => b + (a * y)), x.Recurrence(links, dim, reverse: false), DType.Float64);
            Same("reversed recurrence", Scan(links, x, dim, true, static (y, a, b) => b + (a * y)), x.Recurrence(links, -1 - (sizes.Length - 1 - dim), reverse: true), DType.Float64);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_gather_takes_scatter_adds_where_it_was(string text)
    {
        int[] sizes = [.. text.Split(',').Select(int.Parse)];
        for (int dim = 0; dim < sizes.Length; dim++)
        {
            foreach (int picks in (int[])[0, 1, 3])
            {
                foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
                {
                    int[] picked = [.. sizes];
                    picked[dim] = sizes[dim] == 0 ? 0 : picks;
                    NDArray x = NDArrayOracle.Make(sizes, dtype, Placement.Stepped, 1), few = NDArrayOracle.Make(picked, dtype, Placement.Offset, 2);
                    long[] places = new long[few.Count];
                    var random = new Random(picks);
                    for (int i = 0; i < places.Length; i++)
                    {
                        places[i] = random.Next(sizes[dim]);
                    }

                    NDArray index = NDArray.From(places, Shape.Of(picked));
                    double[] source = NDArrayOracle.Read(x), added = NDArrayOracle.Read(few), taken = new double[few.Count], sums = new double[x.Count];
                    int next = 0;
                    foreach (int[] at in NDArrayOracle.Indices(picked))
                    {
                        int[] target = [.. at];
                        target[dim] = (int)places[next];
                        int place = NDArrayOracle.Place(sizes, target);
                        taken[next] = source[place];
                        sums[place] += added[next++];
                    }

                    Same("gather", taken, x.Gather(dim, index), dtype);
                    Same("scatter_add", sums, few.ScatterAdd(x.Shape, dim, index), dtype);
                }
            }
        }
    }

    [Fact]
    public void Indices_out_of_range_are_named()
    {
        NDArray x = NDArray.Zeros([2, 3]);
        Assert.Equal("gather: indices must lie in 0 to 2; got 3", Assert.Throws<ArgumentException>(() => x.Gather(1, NDArray.From([0L, 3], [2, 1]))).Message);
        Assert.Equal("scatter_add: indices must lie in 0 to 2; got -1", Assert.Throws<ArgumentException>(() => x.ScatterAdd([2, 3], 1, NDArray.From([0L, 1, -1, 0, 0, 0], [2, 3]))).Message);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        foreach (Shape shape in (Shape[])[[300_000], [700, 300], [3, 100_000], [100_000, 3]])
        {
            NDArray x = NDArray.Rand(shape, generator: new Generator(3)).Add(0.5), mask = x.Gt(1);
            Func<NDArray>[] all =
            [
                () => x.Cumsum(0), () => x.Cumprod(-1), () => x.Prod(), () => x.Prod(0), () => x.Prod(-1), () => x.Amin([0]), () => x.Norm(), () => x.Norm(3, 0),
                () => x.Recurrence(x, 0, reverse: true), () => x.Cummax(0).Values, () => x.Cummin(-1).Indices,
                () => x.LogCumsumExp(0), () => x.LogSumExp(0), () => x.LogSumExp(), () => x.Var(), () => x.Std(0), () => mask.Any(0), () => mask.All(), () => mask.CountNonzero(0),
                () => NDArray.Where(mask, x, x.Negate()), () => x.Clamp(0.7, 1.2), () => x.Sign(), () => x.Pow(1.5),
            ];
            foreach (Func<NDArray> use in all)
            {
                Workers.Count = 1;
                byte[] alone = NDArrayOracle.Bytes(use());
                Workers.Count = 7;
                Assert.Equal(alone, NDArrayOracle.Bytes(use()));
            }
        }
    }

    [Fact]
    public void Float32_is_carried_in_double()
    {
        NDArray x = NDArray.Full([1_000_000], 0.1f);
        Assert.Equal((float)(0.1f * 1e6), x.Cumsum(0).Slice(0, -1).Item<float>());
        Assert.Equal((float)(0.1f * 1e6), x.Unsqueeze(1).Expand([1_000_000, 2]).Cumsum(0).Slice(0, -1).Slice(1, 1).Item<float>());
        Assert.Equal([1e30f, float.PositiveInfinity, 1e30f], NDArray.From([1e30f, 1e30f, 1e-30f]).Cumprod(0).ToArray<float>());
    }

    // Of the numbers of an array: −1, 1, and a 0 where they are divisible by 7. Their products are exact in every type.
    private static NDArray Factors(NDArray x)
    {
        double[] values = [.. NDArrayOracle.Read(x).Select((v, i) => i % 31 == 30 ? 0 : v % 2 == 0 ? 1.0 : x.DType is DType.UInt8 or DType.Bool ? 1 : -1)];
        return NDArray.From(values, x.Shape).To(x.DType);
    }

    private static double[] Scan(NDArray a, NDArray b, int dim, bool reverse, Func<double, double, double, double> step)
    {
        int[] sizes = b.Shape.ToArray();
        double[] links = NDArrayOracle.Read(a), values = NDArrayOracle.Read(b), results = [.. values];
        int inner = sizes[(dim + 1)..].Aggregate(1, static (x, y) => x * y), size = sizes[dim];
        foreach (int m in reverse ? Enumerable.Range(0, Math.Max(size - 1, 0)).Reverse() : Enumerable.Range(0, size).Skip(1))
        {
            for (int lane = 0; lane < values.Length / size; lane++)
            {
                int at = (lane / inner * size * inner) + (m * inner) + (lane % inner);
                results[at] = reverse ? step(results[at + inner], links[at + inner], values[at]) : step(results[at - inner], links[at], values[at]);
            }
        }

        return results;
    }

    private static double[] Last(double[] running, int[] sizes, int dim)
    {
        int inner = sizes[(dim + 1)..].Aggregate(1, static (x, y) => x * y), size = sizes[dim], outer = sizes[..dim].Aggregate(1, static (x, y) => x * y);
        return [.. Enumerable.Range(0, outer * inner).Select(lane => size == 0 ? 1 : running[(((lane / inner) + 1) * size * inner) - inner + (lane % inner)])];
    }

    private static void Same(string op, double[] expected, NDArray actual, DType dtype)
    {
        Assert.Equal(dtype, actual.DType);
        Assert.True(expected.AsSpan().SequenceEqual(NDArrayOracle.Read(actual)), $"{op} of {actual.DType}, shape of the result {actual.Shape}");
    }
}
