namespace MiniTorch.Tests;

/// <summary>Gathering and scattering of arrays so large that workers share them, in several layouts, against plain loops.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class NDArrayIndexTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public static TheoryData<string, int> Shapes => new()
    {
        { "70000", 0 }, { "3,50000", 1 }, { "3,50000", 0 }, { "50000,3", 0 }, { "40,30,50", 0 }, { "40,30,50", 1 }, { "40,30,50", 2 }, { "2,700,1,40", 1 }, { "1,60000", 0 }, { "1,60000", 1 },
    };

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Large_arrays_are_gathered_and_scattered_element_by_element(string text, int dim)
    {
        int[] sizes = [.. text.Split(',').Select(int.Parse)];
        int[] picked = [.. sizes];
        picked[dim] = Math.Max(3, sizes[dim] / 2);
        foreach (Placement placement in (Placement[])[Placement.Contiguous, Placement.Transposed, Placement.Stepped])
        {
            NDArray x = NDArrayOracle.Make(sizes, DType.Float64, placement, 1), few = NDArrayOracle.Make(picked, DType.Float64, placement, 2);
            NDArray index = NDArray.RandInt(0, sizes[dim], Shape.Of(picked), new Generator(3));
            (double[] taken, double[] sums, double[] last) = Loops(x, few, index, dim);
            Assert.Equal(taken, x.Gather(dim, index).ToArray<double>());
            Assert.Equal(sums, x.ScatterAdd(dim, index, few).ToArray<double>());
            Assert.Equal(last, x.Scatter(dim, index, few).ToArray<double>());

            NDArray slices = NDArray.RandInt(0, sizes[dim], [picked[dim]], new Generator(4));
            int[] along = [.. picked.Select((_, i) => i == dim ? picked[i] : 1)];
            (taken, sums, last) = Loops(x, few, slices.Reshape(along).Expand(Shape.Of(picked)), dim);
            Assert.Equal(taken, x.IndexSelect(dim, slices).ToArray<double>());
            Assert.Equal(sums, x.IndexAdd(dim, slices, few).ToArray<double>());
            Assert.Equal(last, x.IndexCopy(dim, slices, few).ToArray<double>());

            NDArray?[] indices = [.. Enumerable.Repeat<NDArray?>(null, dim), slices];
            Assert.Equal(taken, x.Index(indices).ToArray<double>());
            Assert.Equal(sums, x.IndexPut(indices, few, accumulate: true).ToArray<double>());
            Assert.Equal(last, x.IndexPut(indices, few).ToArray<double>());
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var generator = new Generator(7);
        foreach (Shape shape in (Shape[])[[300_000], [700, 300], [3, 100_000], [100_000, 3]])
        {
            NDArray x = NDArray.Rand(shape, generator: generator), index = NDArray.RandInt(0, 3, shape, generator), rows = NDArray.RandInt(0, shape[0], [Math.Min(5000, shape[0] * 4)], generator);
            NDArray added = NDArray.Rand(shape.With(0, rows.Count), generator: generator), mask = x.Gt(0.5);
            Func<NDArray>[] all =
            [
                () => x.Gather(0, index), () => x.Gather(-1, index), () => x.ScatterAdd(0, index, x), () => x.ScatterAdd(-1, index, x), () => x.Scatter(0, index, x), () => x.Scatter(-1, index, x),
                () => x.IndexSelect(0, rows), () => x.IndexAdd(0, rows, added), () => x.IndexCopy(0, rows, added), () => x.Index(mask), () => x.IndexPut([rows], added, accumulate: true),
                () => x.Sort(0).Indices, () => x.Sort(-1).Values, () => x.Reshape(-1).Sort().Values.SearchSorted(x), () => x.MaskedFill(mask, 2), () => x.Unique().Counts,
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
    public void A_destination_is_written_in_place_and_counts_as_one_write()
    {
        NDArray x = NDArray.Zeros([2, 3]), view = x.Transpose(0, 1), index = NDArray.From([1L, 1]);
        int version = x.Version;
        Assert.Same(view, view.IndexAdd(0, index, NDArray.Ones([2, 2]), destination: view));
        Assert.Equal([0f, 2, 0, 0, 2, 0], x.ToArray<float>());
        Assert.Equal(version + 1, x.Version);

        NDArray other = NDArray.Empty([3, 2]);
        Assert.Same(other, view.IndexFill(0, NDArray.From([-1L]), 5, other));
        Assert.Equal([0f, 0, 2, 2, 5, 5], other.ToArray<float>());
        Assert.Contains("destination, float32 [3, 2]", Assert.Throws<ArgumentException>(() => x.IndexFill(0, index, 5, other)).Message, StringComparison.Ordinal);
        NDArray expanded = NDArray.Zeros([1]).Expand([3]);
        Assert.Contains("an expanded array cannot be written to", Assert.Throws<ArgumentException>(() => expanded.Scatter(0, index, 1, expanded)).Message, StringComparison.Ordinal);
    }

    private static (double[] Taken, double[] Sums, double[] Last) Loops(NDArray x, NDArray few, NDArray index, int dim)
    {
        int[] sizes = x.Shape.ToArray(), picked = few.Shape.ToArray();
        double[] source = NDArrayOracle.Read(x), added = NDArrayOracle.Read(few);
        double[] taken = new double[few.Count], sums = [.. source], last = [.. source];
        long[] places = index.ToArray<long>();
        int[] target = new int[sizes.Length];
        int next = 0;
        foreach (int[] at in NDArrayOracle.Indices(picked))
        {
            at.CopyTo(target, 0);
            target[dim] = (int)places[next];
            int place = NDArrayOracle.Place(sizes, target);
            taken[next] = source[place];
            sums[place] += added[next];
            last[place] = added[next++];
        }

        return (taken, sums, last);
    }
}
