namespace MiniTorch.Tests;

public sealed class NDArrayViewTests
{
    private static NDArray Cube => NDArray.Arange(24).Reshape(2, 3, 4);

    public static TheoryData<int?, int?, int> Slices()
    {
        TheoryData<int?, int?, int> slices = [];
        foreach (int? bound in (int?[])[null, int.MinValue, -7, -6, -5, -1, 0, 1, 4, 5, 6, int.MaxValue])
        {
            foreach (int? other in (int?[])[null, int.MinValue, -6, -2, 0, 3, 5, 6, int.MaxValue])
            {
                slices.Add(bound, other, 1);
                slices.Add(bound, other, 2);
                slices.Add(bound, other, int.MaxValue);
            }
        }

        return slices;
    }

    [Theory]
    [MemberData(nameof(Slices))]
    public void Slices_are_Pythons(int? start, int? stop, int step)
    {
        foreach (int size in (int[])[0, 1, 5])
        {
            List<long> expected = [];
            long from = Clip(start ?? 0, size), to = Clip(stop ?? int.MaxValue, size);
            for (long i = from; i < to; i += step)
            {
                expected.Add(i);
            }

            NDArray x = NDArray.Arange(size);
            NDArray y = stop is null ? x.Slice(0, start ?? 0, step: step) : x.Slice(0, start ?? 0, stop.Value, step);
            Assert.Equal(expected, y.ToArray<long>());
            Assert.True(y.SharesStorageWith(x));
        }

        static long Clip(long index, int size) => Math.Clamp(index < 0 ? index + size : index, 0, size);
    }

    // No element, so no place: the offset must not leave the storage.
    [Fact]
    public void Slices_of_nothing_stay_inside_the_storage()
    {
        NDArray x = NDArray.Zeros([0, 1 << 20, 100]).Slice(1, 1 << 19).Select(2, 99);
        Assert.Equal((0, "[0, 524288]"), (x.Offset, x.Shape.ToString()));
        Assert.Empty(x.Add(1).ToArray<float>());
    }

    [Fact]
    public void Views_share_and_write_through()
    {
        NDArray x = Cube.Clone();
        x.Transpose(0, 2).Select(0, 1).Slice(0, -1).Fill(-1);
        Assert.Equal([9, 21], Changed(x, -1));

        x = Cube.Clone();
        x.Slice(2, 0, step: 3).CopyFrom(NDArray.From([100L, 200]));
        Assert.Equal([0, 4, 8, 12, 16, 20], Changed(x, 100));
        Assert.Equal([3, 7, 11, 15, 19, 23], Changed(x, 200));

        x = Cube.Clone();
        NDArray view = x.Permute(2, 0, 1).Reshape(4, 2, 3).Unsqueeze(0).Squeeze(0).Select(0, 2);
        view.Add(view, view);
        Assert.Equal([4L, 12, 20, 28, 36, 44], view.ToArray<long>());
        Assert.Equal([0L, 1, 4, 3, 4, 5, 12, 7], x.ToArray<long>()[..8]);

        static IEnumerable<int> Changed(NDArray x, long value) => x.ToArray<long>().Index().Where(e => e.Item == value).Select(static e => e.Index);
    }

    [Fact]
    public void Reshape_infers_one_size()
    {
        Assert.Equal("[24]", Cube.Reshape(-1).Shape.ToString());
        Assert.Equal("[2, 12]", Cube.Reshape(2, -1).Shape.ToString());
        Assert.Equal("[24, 1]", Cube.Reshape(24, -1).Shape.ToString());
        Assert.Equal("[]", NDArray.Zeros([1, 1]).Reshape().Shape.ToString());
        Assert.Equal("[1]", NDArray.Of(3f).Reshape(-1).Shape.ToString());
        Assert.Equal("[0]", NDArray.Zeros([3, 0]).Reshape(-1).Shape.ToString());
        Assert.Equal("[0, 5]", NDArray.Zeros([3, 0]).Reshape(-1, 5).Shape.ToString());
        NDArray same = Cube.Transpose(0, 1);
        NDArray again = same.Reshape(3, 2, 4);
        Assert.True(again.SharesStorageWith(same));
        Assert.Equal(same.Strides.ToArray(), again.Strides.ToArray());
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(5, 5)]
    [InlineData(-1, 5)]
    [InlineData(-1, 0)]
    [InlineData(-2, -12)]
    [InlineData(24, -2)]
    [InlineData(-1, 65536, 65536, 65536, 65536)]
    [InlineData(65536, 65536)]
    [InlineData]
    public void Reshape_refuses_other_counts(params int[] sizes) => Assert.Throws<ArgumentException>(() => Cube.Reshape(sizes));

    [Fact]
    public void Reshape_of_nothing_to_an_ambiguous_size_is_refused() =>
        Assert.Equal(
            "reshape: shape [-1, 0] must hold the 0 elements of [0], and at most one size may be -1",
            Assert.Throws<ArgumentException>(static () => NDArray.Zeros([0]).Reshape(-1, 0)).Message);

    [Fact]
    public void What_cannot_be_is_refused_by_name()
    {
        Refused("transpose: dimension 3 is out of range for shape [2, 3, 4], which has 3 dimensions", static x => x.Transpose(0, 3));
        Refused("permute: one entry a dimension is needed; got [0, 1] for shape [2, 3, 4]", static x => x.Permute(0, 1));
        Refused("permute: every dimension must occur once; got [0, 1, -2] for shape [2, 3, 4]", static x => x.Permute(0, 1, -2));
        Refused("permute: dimension 5 is out of range for shape [2, 3, 4], which has 3 dimensions", static x => x.Permute(0, 1, 5));
        Refused("slice: step must be positive; got 0", static x => x.Slice(0, 0, 1, 0));
        Refused("slice: step must be positive; got -1", static x => x.Slice(0, 0, 1, -1));
        Refused("slice: dimension -4 is out of range for shape [2, 3, 4], which has 3 dimensions", static x => x.Slice(-4, 0));
        Refused("select: index 3 is out of range for dimension 1 of shape [2, 3, 4]", static x => x.Select(1, 3));
        Refused("select: index -4 is out of range for dimension 1 of shape [2, 3, 4]", static x => x.Select(-2, -4));
        Refused("squeeze: dimension 3 is out of range for shape [2, 3, 4], which has 3 dimensions", static x => x.Squeeze(3));
        Refused("unsqueeze: dimension 4 is out of range for shape [2, 3, 4]; it may be -4 to 3", static x => x.Unsqueeze(4));
        Refused("unsqueeze: dimension -5 is out of range for shape [2, 3, 4]; it may be -4 to 3", static x => x.Unsqueeze(-5));
        Refused("expand: only dimensions of size 1 expand, and new ones come in front; got [2, 3, 4], asked for [2, 3, 8]", static x => x.Expand([2, 3, 8]));
        Refused("expand: only dimensions of size 1 expand, and new ones come in front; got [2, 3, 4], asked for [3, 4]", static x => x.Expand([3, 4]));
        Refused(
            "copy: the source must broadcast to the destination's shape; got [5, 1, 1, 1] for [2, 3, 4]",
            static x => x.CopyFrom(NDArray.Zeros([5, 1, 1, 1])));

        Refused("view: shape [5, 5] must hold the 24 elements of [2, 3, 4], and at most one size may be -1", static x => x.View(5, 5));
        Refused(
            "view: [24] is no view of shape [2, 4, 3] with strides [12, 1, 4], since a dimension of it would run over old ones that do not lie one behind the other in memory; use Reshape, which copies",
            static x => x.MT.View(-1));
        Refused("flatten: the end must not lie before the start; got dimensions 2 to 1 of shape [2, 3, 4]", static x => x.Flatten(2, 1));
        Refused("flatten: dimension 3 is out of range for shape [2, 3, 4], which has 3 dimensions", static x => x.Flatten(0, 3));
        Refused(
            "unflatten: the sizes must multiply to 4, the size of dimension -1 of shape [2, 3, 4], and at most one may be -1; got [3, -1]",
            static x => x.Unflatten(-1, 3, -1));
        Refused(
            "unflatten: the sizes must multiply to 4, the size of dimension 2 of shape [2, 3, 4], and at most one may be -1; got []", static x => x.Unflatten(2));
        Refused("unflatten: dimension 3 is out of range for shape [2, 3, 4], which has 3 dimensions", static x => x.Unflatten(3, 1));
        Refused("t: only a matrix, a vector or a number has a transpose; got [2, 3, 4]: use MT for the matrices of a batch, or Permute", static x => x.T);
        Refused("mt: a matrix or a batch of matrices is needed; got [4]", static x => x.Select(0, 0).Select(0, 0).MT);
        Refused("movedim: every dimension needs one place; got [0, 1] to [1] for shape [2, 3, 4]", static x => x.MoveDim([0, 1], [1]));
        Refused("movedim: a dimension must not occur twice; got [0, -3] for shape [2, 3, 4]", static x => x.MoveDim([0, -3], [1, 0]));
        Refused("movedim: a dimension must not occur twice; got [1, 1] for shape [2, 3, 4]", static x => x.MoveDim([0, 1], [1, 1]));
        Refused("movedim: dimension 3 is out of range for shape [2, 3, 4], which has 3 dimensions", static x => x.MoveDim(3, 0));
        Refused("squeeze: a dimension must not occur twice; got [1, -2] for shape [2, 3, 4]", static x => x.Squeeze(1, -2));
        Refused("expand: only dimensions of size 1 expand, and new ones come in front; got [2, 3, 4], asked for [-1, 2, 3, 4]", static x => x.Expand(-1, 2, 3, 4));
        Refused("expand: only dimensions of size 1 expand, and new ones come in front; got [2, 3, 4], asked for [2, -2, 4]", static x => x.Expand(2, -2, 4));
        Refused("expand: an array has at most 2147483591 elements; [1073741824, 2, 3, 4] has more", static x => x.Expand(1 << 30, -1, -1, -1));
        Refused("narrow: the stretch must lie inside dimension 2 of shape [2, 3, 4]; got start 2 and length 3", static x => x.Narrow(2, 2, 3));
        Refused("narrow: the stretch must lie inside dimension 2 of shape [2, 3, 4]; got start -5 and length 1", static x => x.Narrow(-1, -5, 1));
        Refused("narrow: the stretch must lie inside dimension 0 of shape [2, 3, 4]; got start 0 and length -1", static x => x.Narrow(0, 0, -1));
        Refused("narrow: the stretch must lie inside dimension 0 of shape [2, 3, 4]; got start 1 and length 2147483647", static x => x.Narrow(0, 1, int.MaxValue));
        Refused("narrow: dimension 0 is out of range for shape [], which has 0 dimensions", static x => x.Flatten().Select(0, 0).Narrow(0, 0, 0));
        Refused("unfold: a window must fit into dimension 1 of shape [2, 3, 4], and the step must be positive; got size 4 and step 1", static x => x.Unfold(-2, 4, 1));
        Refused("unfold: a window must fit into dimension 1 of shape [2, 3, 4], and the step must be positive; got size -1 and step 1", static x => x.Unfold(1, -1, 1));
        Refused("unfold: a window must fit into dimension 1 of shape [2, 3, 4], and the step must be positive; got size 1 and step 0", static x => x.Unfold(1, 1, 0));
        Refused("unfold: a window must fit into dimension 0 of shape [], and the step must be positive; got size 2 and step 1", static x => x.Flatten().Select(0, 0).Unfold(0, 2, 1));
        Refused(
            "unfold: an array has at most 2147483591 elements; [24001, 1000000] has more",
            static x => x.Flatten().Select(0, 0).Expand(1024000).Unfold(0, 1000000, 1));
        Refused("reshape: an array has at most 2 GB; [2, 500000000] of int64 has 8,000,000,000 bytes", static x => x.Flatten().Slice(0, 0, 2).Unsqueeze(1).Expand(2, 500000000).Reshape(-1));
        Refused("clone: an array has at most 2 GB; [1000000000] of int64 has 8,000,000,000 bytes", static x => x.Flatten().Select(0, 0).Expand(1000000000).Clone());

        static void Refused(string message, Func<NDArray, NDArray> use) => Assert.Equal(message, Assert.Throws<ArgumentException>(() => use(Cube)).Message);
    }

    [Fact]
    public void A_scalar_takes_dimensions_0_and_minus_1_where_PyTorchs_does()
    {
        NDArray x = NDArray.Of(3f);
        Assert.All(
            (NDArray[])[x.Transpose(0, -1), x.MoveDim(0, -1), x.Squeeze(0), x.Squeeze(-1), x.Squeeze(), x.Flip(0), x.T, x.Permute(), x.Roll(5)],
            static y => Assert.Equal((Shape.Scalar, 3f), (y.Shape, y.Item<float>())));
        Assert.Equal(Shape.Of(1), x.Flatten(-1, 0).Shape);
        Assert.Equal(Shape.Of(1), x.Unfold(-1, 1, 2).Shape);
        foreach (Action use in (Action[])[() => x.Transpose(0, 1), () => x.Squeeze(1), () => x.Flip(-2), () => x.Flatten(1, 0), () => x.MoveDim(1, 0), () => x.Slice(0, 0), () => x.Select(0, 0)])
        {
            Assert.Contains("is out of range for shape []", Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sizes_are_taken_from_a_shape()
    {
        NDArray y = NDArray.Zeros([4, 6]);
        Assert.Equal(y.Shape, Cube.Reshape(y.Shape).Shape);
        Assert.Equal(y.Shape, Cube.View(y.Shape).Shape);
        Assert.Equal(Shape.Of(5, 4, 6), y.Expand([5, .. y.Shape]).Shape);
        ReadOnlySpan<int> sizes = y.Shape;
        Assert.Equal([4, 6], sizes.ToArray());
    }

    [Fact]
    public void A_turned_array_can_be_turned_in_any_placement()
    {
        foreach (Placement placement in NDArrayOracle.AllPlacements)
        {
            NDArray x = NDArrayOracle.Make([3, 700, 50], DType.Int32, placement, 1);
            double[] values = NDArrayOracle.Read(x);
            double[] expected = [.. NDArrayOracle.Indices([3, 700, 50]).Select(i => values[NDArrayOracle.Place([3, 700, 50], [2 - i[0], i[1], 49 - i[2]])])];
            NDArray y = x.Flip(0, 2);
            Assert.Equal(expected, NDArrayOracle.Read(y));
            Assert.True(y.IsContiguous);
        }
    }

    [Fact]
    public void An_expanded_array_is_not_written_element_by_element()
    {
        NDArray x = NDArray.Zeros([2, 1]).Expand([2, 3]), y = NDArray.Ones([2, 3]);
        foreach (Action write in (Action[])[() => x.CopyFrom(y), () => y.Add(y, x), () => y.Exp(x), () => y.Multiply(2, x), () => x.Add(1, x)])
        {
            Assert.Contains("an expanded array cannot be written to", Assert.Throws<ArgumentException>(write).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void CopyFrom_broadcasts_and_converts_from_every_placement()
    {
        foreach (Placement from in NDArrayOracle.AllPlacements)
        {
            foreach (Placement to in NDArrayOracle.AllPlacements.Where(static p => p != Placement.Expanded))
            {
                foreach (int[] sizes in (int[][])[[4, 5], [5], [4, 1], [1], []])
                {
                    NDArray source = NDArrayOracle.Make(sizes, DType.Int32, from, 1);
                    NDArray x = NDArrayOracle.Make([3, 4, 5], DType.Float64, to, 2);
                    double[] values = NDArrayOracle.Read(source);
                    Assert.Same(x, x.CopyFrom(source));
                    double[] expected = [.. NDArrayOracle.Indices([3, 4, 5]).Select(index => values[NDArrayOracle.Place(sizes, index)])];
                    Assert.Equal(expected, NDArrayOracle.Read(x));
                }
            }
        }
    }

    [Fact]
    public void CopyFrom_an_overlapping_view_reads_before_it_writes()
    {
        NDArray x = NDArray.Arange(6);
        x.Slice(0, 1).CopyFrom(x.Slice(0, 0, 5));
        Assert.Equal([0L, 0, 1, 2, 3, 4], x.ToArray<long>());
        NDArray square = NDArray.Arange(9).Reshape(3, 3);
        square.CopyFrom(square.Transpose(0, 1));
        Assert.Equal([0L, 3, 6, 1, 4, 7, 2, 5, 8], square.ToArray<long>());
        square.CopyFrom(square.Select(0, 1));
        Assert.Equal([1L, 4, 7, 1, 4, 7, 1, 4, 7], square.ToArray<long>());
    }
}
