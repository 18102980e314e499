namespace MiniTorch.Tests;

/// <summary>Repeating, turning, padding, triangles and diagonals beside their proofs: PyTorch's numbers where its rules are its own, and errors.</summary>
public sealed class RepeatTests
{
    // PyTorch 1.13: F.pad(torch.arange(1., 5).reshape(1, 1, 4), (before, after), mode).
    [Theory]
    [InlineData(PadMode.Reflect, -1, 1, "2 3 4 3")]
    [InlineData(PadMode.Reflect, -3, 3, "4 3 2 1")]
    [InlineData(PadMode.Reflect, 2, -1, "3 2 1 2 3")]
    [InlineData(PadMode.Reflect, -1, -1, "2 3")]
    [InlineData(PadMode.Reflect, 3, 3, "4 3 2 1 2 3 4 3 2 1")]
    [InlineData(PadMode.Replicate, -3, 3, "4 4 4 4")]
    [InlineData(PadMode.Replicate, 1, -2, "1 1 2")]
    [InlineData(PadMode.Replicate, 3, -3, "1 1 1 1")]
    [InlineData(PadMode.Replicate, -4, 4, "4 4 4 4")]
    [InlineData(PadMode.Circular, -1, 1, "2 3 4 2")]
    [InlineData(PadMode.Circular, -2, 2, "3 4 3 4")]
    [InlineData(PadMode.Circular, 2, -1, "2 3 1 2 3")]
    [InlineData(PadMode.Circular, 1, -2, "2 1 2")]
    [InlineData(PadMode.Circular, 4, 4, "1 2 3 4 1 2 3 4 1 2 3 4")]
    [InlineData(PadMode.Constant, -4, 4, "0 0 0 0")]
    [InlineData(PadMode.Constant, -2, -2, "")]
    public void Pads_as_PyTorch_does(PadMode mode, int before, int after, string expected) =>
        Assert.Equal(expected, string.Join(" ", Tensor.From([1L, 2, 3, 4], [1, 1, 4]).Pad([before, after], mode).ToArray<long>()));

    [Fact]
    public void A_fraction_around_integers_is_cut() => Assert.Equal([1L, 5, 1], Tensor.From([5L]).Pad([1, 1], value: 1.5).ToArray<long>());

    [Fact]
    public void Zeros_of_a_triangle_hide_what_was_there()
    {
        Tensor x = Tensor.From([double.NaN, double.PositiveInfinity, 1, double.NaN], [2, 2], requiresGrad: true);
        Assert.Equal([double.NaN, 0, 1, double.NaN], x.Tril().ToArray<double>());
        x.Tril(-1).Square().Sum().Backward();
        Assert.Equal([0, 0, 2, 0], x.Grad!.ToArray<double>());
        Assert.Equal([true, true, false, true], Tensor.Ones([2, 2], DType.Bool).Triu().ToArray<bool>());
    }

    // More rows than one worker takes at a time.
    [Fact]
    public void Large_triangles_are_whole()
    {
        Tensor y = Tensor.Ones([3, 400, 70]).Tril(-3);
        Assert.Equal(3 * Enumerable.Range(0, 400).Sum(static row => Math.Clamp(row - 2, 0, 70)), y.Sum().Item<double>());
    }

    [Fact]
    public void What_cannot_be_padded_is_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Equal("pad: the padding must be pairs of numbers, at most one pair a dimension; got [1, 1, 0] for shape [2, 3]", Message(() => x.Pad([1, 1, 0])));
        Assert.EndsWith("got [0, 0, 0, 0, 0, 0] for shape [2, 3]", Message(() => x.Pad([0, 0, 0, 0, 0, 0], PadMode.Reflect)), StringComparison.Ordinal);
        Assert.Equal("pad: more would be cut off from dimension 1 of shape [2, 3] than it has; got padding [-2, -2]", Message(() => x.Pad([-2, -2])));
        Assert.Equal("pad: more would be cut off from dimension 0 of shape [2, 3] than it has; got padding [0, 0, -5, 6]", Message(() => x.Pad([0, 0, -5, 6])));
        Assert.Equal("pad: mode Reflect pads dimension 1 of shape [2, 3] by at most 2 elements a side; got 3 and 1", Message(() => x.Pad([3, 1], PadMode.Reflect)));
        Assert.Equal("pad: mode Circular pads dimension 1 of shape [2, 3] by at most 3 elements a side; got 1 and 4", Message(() => x.Pad([1, 4], PadMode.Circular)));
        Assert.Contains("by at most 0 elements a side", Message(() => Tensor.Zeros([2, 0]).Pad([1, 1], PadMode.Replicate)), StringComparison.Ordinal);
        Assert.Contains("by at most 0 elements a side", Message(() => Tensor.Zeros([2, 0]).Pad([0, 1], PadMode.Reflect)), StringComparison.Ordinal);
        Assert.Equal("pad: a mode is constant, reflect, replicate or circular, and only constant takes a value; got Replicate and 2", Message(() => x.Pad([1, 1], PadMode.Replicate, 2)));
        Assert.EndsWith("got 9 and no value", Message(() => x.Pad([1, 1], (PadMode)9)), StringComparison.Ordinal);
        Assert.StartsWith("pad: 300 does not fit uint8", Message(static () => Tensor.Zeros([1], DType.UInt8).Pad([1, 1], value: 300)), StringComparison.Ordinal);
        Assert.StartsWith("pad: an array has at most 2147483591 elements; [2, 2147483647]", Message(() => x.Pad([int.MaxValue - 3, 0])), StringComparison.Ordinal);
        Assert.StartsWith("pad: a dimension has a size of at most 2147483647", Message(() => x.Pad([int.MaxValue, int.MaxValue], PadMode.Replicate)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_repeated_is_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Equal("repeat: every dimension needs a number of repeats, which is not negative; got [2] for shape [2, 3]", Message(() => x.Repeat(2)));
        Assert.EndsWith("got [-1, 2] for shape [2, 3]", Message(() => x.Repeat(-1, 2)), StringComparison.Ordinal);
        Assert.Equal("repeat: a dimension has a size of at most 2147483647; of shape [2, 3] one would get 6000000000", Message(() => x.Repeat(0, 2000000000)));
        Assert.Equal("repeat: an array has at most 2147483591 elements; [131072, 196608] has more", Message(() => x.Repeat(65536, 65536)));
        Assert.Equal("repeat: an array has at most 2 GB; [20000, 30000] of float32 has 2,400,000,000 bytes", Message(() => x.Tile(10000, 10000)));
        Assert.Equal("repeat_interleave: the number of repeats must not be negative; got -1 for shape [2, 3]", Message(() => x.RepeatInterleave(-1, 1)));
        Assert.StartsWith("repeat_interleave: a dimension has a size of at most", Message(() => x.RepeatInterleave(2000000000, 0)), StringComparison.Ordinal);
        Assert.StartsWith("repeat_interleave: dimension 0 is out of range for shape []", Message(static () => Tensor.From(1f).RepeatInterleave(2, 0)), StringComparison.Ordinal);
        Assert.Equal(
            "repeat_interleave: the numbers of repeats must be int64 or int32, and one or as many as dimension 1 of shape [2, 3] has elements; got int64 [2]",
            Message(() => x.RepeatInterleave(Tensor.From([1L, 2]), 1)));
        Assert.EndsWith("got float32 [2]", Message(() => x.RepeatInterleave(Tensor.From([1f, 2]), 0)), StringComparison.Ordinal);
        Assert.EndsWith("got int64 [1, 2]", Message(() => x.RepeatInterleave(Tensor.From([1L, 2], [1, 2]), 0)), StringComparison.Ordinal);
        Assert.Equal("repeat_interleave: a number of repeats must not be negative; got -2", Message(() => x.RepeatInterleave(Tensor.From([1L, -2]), 0)));
        Assert.StartsWith(
            "repeat_interleave: a dimension has a size of at most", Message(() => x.RepeatInterleave(Tensor.From([long.MaxValue, long.MaxValue]), 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_turned_is_named()
    {
        Tensor x = Tensor.Zeros([2, 3]), number = Tensor.From(1f);
        Assert.Equal("flip: a dimension must not occur twice; got [0, -2] for shape [2, 3]", Message(() => x.Flip(0, -2)));
        Assert.Equal("flip: a dimension must not occur twice; got [0, -1] for shape []", Message(() => number.Flip(0, -1)));
        Assert.StartsWith("flip: dimension 2 is out of range for shape [2, 3]", Message(() => x.Flip(2)), StringComparison.Ordinal);
        Assert.Equal("fliplr: at least two dimensions are needed; got [2]", Message(static () => Tensor.Zeros([2]).FlipLR()));
        Assert.Equal("flipud: at least one dimension is needed; got []", Message(() => number.FlipUD()));
        Assert.Equal("rot90: a plane has two dimensions; got 0 and -2 of shape [2, 3]", Message(() => x.Rot90(1, 0, -2)));
        Assert.StartsWith("rot90: dimension 1 is out of range for shape [3]", Message(static () => Tensor.Zeros([3]).Rot90()), StringComparison.Ordinal);
        Assert.Equal(
            "roll: every shift needs one dimension, and at least one is needed; got shifts [1, 2] and dimensions [0]", Message(() => x.Roll([1, 2], [0])));
        Assert.Contains("got shifts [] and dimensions []", Message(() => x.Roll([], [])), StringComparison.Ordinal);
        Assert.StartsWith("roll: dimension 0 is out of range for shape []", Message(() => number.Roll(1, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Triangles_and_diagonals_that_are_not_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]), row = Tensor.Zeros([3]), number = Tensor.From(1f);
        Assert.Equal("tril: a matrix or a batch of matrices is needed; got [3]", Message(() => row.Tril()));
        Assert.Equal("triu: a matrix or a batch of matrices is needed; got []", Message(() => number.Triu()));
        Assert.Equal("tril_indices: the sizes of a matrix must not be negative; got -3 rows and 4 columns", Message(static () => Tensor.TrilIndices(-3, 4)));
        Assert.StartsWith("triu_indices: the indices of 1,", Message(static () => Tensor.TriuIndices(50000, 30000, -50000)), StringComparison.Ordinal);
        Assert.Equal("diagonal: a diagonal lies in two dimensions; got 1 and -1 of shape [2, 3]", Message(() => x.Diagonal(0, 1, -1)));
        Assert.StartsWith("diagonal: dimension 1 is out of range for shape [3]", Message(() => row.Diagonal()), StringComparison.Ordinal);
        Assert.Equal("diag_embed: a scalar has no dimension to lay on a diagonal; got []", Message(() => number.DiagEmbed()));
        Assert.Equal("diag_embed: a diagonal lies in two dimensions; got 0 and 0 of shape [3, 1]", Message(() => row.DiagEmbed(1, 0, 0)));
        Assert.StartsWith("diag_embed: a dimension has a size of at most", Message(() => row.DiagEmbed(int.MinValue)), StringComparison.Ordinal);
        Assert.StartsWith("diag_embed: an array has at most 2147483591 elements", Message(() => row.DiagEmbed(65536)), StringComparison.Ordinal);
        Assert.Equal("diag: a vector or a matrix is needed; got [1, 2, 3]", Message(static () => Tensor.Zeros([1, 2, 3]).Diag()));
        Assert.Equal(0, x.Diagonal(int.MinValue).Count);
        Assert.Equal(0, x.Diag(int.MaxValue).Count);
    }

    [Fact]
    public void Scatters_refuse_other_shapes_and_convert_types()
    {
        Tensor x = Tensor.Zeros([3, 4]);
        Assert.Equal(
            "slice_scatter: the source must have the shape of the part that it replaces, [3, 2] of [3, 4]; got [2]", Message(() => x.SliceScatter(Tensor.Zeros([2]), 1, 0, 2)));
        Assert.StartsWith("select_scatter: the source must have the shape", Message(() => x.SelectScatter(Tensor.Zeros([3]), 0, 1)), StringComparison.Ordinal);
        Assert.StartsWith("diagonal_scatter: the source must have the shape", Message(() => x.DiagonalScatter(Tensor.Zeros([4]))), StringComparison.Ordinal);
        Tensor source = Tensor.From([1.5, 2.5, 3.5], requiresGrad: true);
        Tensor y = x.DiagonalScatter(source);
        Assert.Equal(DType.Float32, y.DType);
        (y * 2).Sum().Backward();
        Assert.Equal([2.0, 2, 2], source.Grad!.ToArray<double>());
    }

    private static string Message(Func<Tensor> op) => Assert.Throws<ArgumentException>(() => { _ = op(); }).Message;
}
