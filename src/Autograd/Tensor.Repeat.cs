namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// A copy repeated as a whole, <paramref name="repeats"/>[d] times along dimension d; further entries in front make new dimensions.
    /// PyTorch: <c>x.repeat</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.Repeat"/>
    public Tensor Repeat(params ReadOnlySpan<int> repeats) => Op.Record(
        "repeat", Value.Repeat(repeats), Shape.Repeats(repeats), save: [], (this, static (s, g) => RepeatBackward(g, s.State)));

    /// <summary>The same with numbers of repeats for the last dimensions alone, if there are fewer than dimensions. PyTorch: <c>torch.tile</c>.</summary>
    /// <inheritdoc cref="NDArray.Repeat"/>
    public Tensor Tile(params ReadOnlySpan<int> repeats) => Repeat([.. Enumerable.Repeat(1, Math.Max(0, Rank - repeats.Length)), .. repeats]);

    /// <summary>
    /// A copy in which every element stands <paramref name="repeats"/> times in a row along a dimension: [1, 2] → [1, 1, 2, 2]; of all elements in
    /// row-major order if no dimension is named. PyTorch: <c>torch.repeat_interleave</c>.
    /// </summary>
    /// <inheritdoc cref="NDArray.RepeatInterleave(int, int?)"/>
    public Tensor RepeatInterleave(int repeats, int? dim = null) => dim is not { } given ? Reshape(-1).RepeatInterleave(repeats, 0) : Op.Record(
        "repeat_interleave",
        Value.RepeatInterleave(repeats, dim),
        (Dim: given < 0 ? given + Rank : given, Size: Shape[given], repeats),
        save: [],
        (this, static (s, g) => g.Unflatten(s.State.Dim, s.State.Size, s.State.repeats).Sum(s.State.Dim + 1)));

    /// <summary>A copy in which element i of a dimension stands <paramref name="repeats"/>[i] times in a row. PyTorch: <c>torch.repeat_interleave</c>.</summary>
    /// <param name="repeats">int64 or int32; of the dimension's size, or one number for all.</param>
    /// <param name="dim">The dimension; if null, the elements in row-major order.</param>
    /// <exception cref="ArgumentException">The numbers are not whole, not as many as the elements, or one is negative; the dimension does not exist, or the result is too large.</exception>
    public Tensor RepeatInterleave(Tensor repeats, int? dim = null)
    {
        const string Op = "repeat_interleave";
        if (dim is not { } given)
        {
            return Reshape(-1).RepeatInterleave(repeats, 0);
        }

        int at = Shape.Dim(given, Op);
        int size = Shape[at];
        if (repeats.DType is not (DType.Int64 or DType.Int32) || repeats.Rank > 1 || (repeats.Count != size && repeats.Count != 1))
        {
            Throw.Argument(Op, $"the numbers of repeats must be int64 or int32, and one or as many as dimension {given} of shape {Shape} has elements; got {repeats.DType.Name()} {repeats.Shape}");
        }

        long[] numbers = repeats.To(DType.Int64).Expand(size).ToArray<long>();
        Int128 total = 0;
        foreach (long number in numbers)
        {
            if (number < 0)
            {
                Throw.Argument(Op, $"a number of repeats must not be negative; got {number}");
            }

            total += number;
        }

        Shape shape = Shape.With(at, (long)Int128.Min(total, long.MaxValue), Op);
        NDArray places = NDArray.Allocate(Op, [shape[at]], DType.Int64);
        Span<long> left = places.Elements<long>();
        for (int i = 0; i < size; i++)
        {
            left[..(int)numbers[i]].Fill(i);
            left = left[(int)numbers[i]..];
        }

        return Gather(Op, at, new Tensor(places.Reshape([shape[at], .. Enumerable.Repeat(1, Rank - 1 - at)]).Expand(shape)));
    }

    /// <summary>A copy with the order of the elements reversed along the given dimensions. PyTorch: <c>torch.flip</c>.</summary>
    /// <inheritdoc cref="NDArray.Flip"/>
    public Tensor Flip(params ReadOnlySpan<int> dims) =>
        Op.Record("flip", Value.Flip(dims), dims.ToArray(), save: [], (this, static (s, g) => g.Flip(s.State)));

    /// <summary>A copy with the columns in reverse order: flipped along dimension 1. PyTorch: <c>torch.fliplr</c>.</summary>
    /// <exception cref="ArgumentException">There are fewer than two dimensions.</exception>
    public Tensor FlipLR()
    {
        if (Rank < 2)
        {
            Throw.Argument("fliplr", $"at least two dimensions are needed; got {Shape}");
        }

        return Flip(1);
    }

    /// <summary>A copy with the rows in reverse order: flipped along dimension 0. PyTorch: <c>torch.flipud</c>.</summary>
    /// <exception cref="ArgumentException">This is a scalar.</exception>
    public Tensor FlipUD()
    {
        if (Rank < 1)
        {
            Throw.Argument("flipud", $"at least one dimension is needed; got {Shape}");
        }

        return Flip(0);
    }

    /// <summary>
    /// A copy turned by <paramref name="k"/> quarter turns in the plane of two dimensions, from <paramref name="dim0"/> towards <paramref name="dim1"/>.
    /// PyTorch: <c>torch.rot90</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The dimensions are the same, or one does not exist.</exception>
    public Tensor Rot90(int k = 1, int dim0 = 0, int dim1 = 1)
    {
        const string Op = "rot90";
        (int from, int to) = (Shape.Dim(dim0, Op), Shape.Dim(dim1, Op));
        if (from == to)
        {
            Throw.Argument(Op, $"a plane has two dimensions; got {dim0} and {dim1} of shape {Shape}");
        }

        return (k & 3) switch
        {
            0 => Clone(),
            1 => Transpose(from, to).Flip(from),
            2 => Flip(from, to),
            _ => Transpose(from, to).Flip(to),
        };
    }

    /// <summary>A copy with the elements moved on by <paramref name="shift"/> places in row-major order; what leaves at the end comes in at the beginning. PyTorch: <c>torch.roll</c>.</summary>
    public Tensor Roll(int shift) => Roll(shift, isBack: false);

    /// <summary>A copy with the elements moved on by <paramref name="shift"/> places along a dimension; what leaves at the end comes in at the beginning. PyTorch: <c>torch.roll</c>.</summary>
    /// <inheritdoc cref="NDArray.Roll(ReadOnlySpan{int}, ReadOnlySpan{int})"/>
    public Tensor Roll(int shift, int dim) => Roll([shift], [dim]);

    /// <summary>The same along several dimensions. PyTorch: <c>torch.roll</c>.</summary>
    /// <inheritdoc cref="NDArray.Roll(ReadOnlySpan{int}, ReadOnlySpan{int})"/>
    public Tensor Roll(ReadOnlySpan<int> shifts, ReadOnlySpan<int> dims) => Roll(shifts.ToArray(), dims.ToArray(), isBack: false);

    private Tensor Roll(int shift, bool isBack) =>
        Op.Record("roll", Value.Roll(shift, isBack), (shift, isBack), save: [], (this, static (s, g) => g.Roll(s.State.shift, !s.State.isBack)));

    private Tensor Roll(int[] shifts, int[] dims, bool isBack) => Op.Record(
        "roll",
        Value.Roll(shifts, dims, isBack),
        (shifts, dims, isBack),
        save: [],
        (this, static (s, g) => g.Roll(s.State.shifts, s.State.dims, !s.State.isBack)));

    // The repeats stand at the even places; a scalar that has none has nothing to sum over. New dimensions remain with size 1, for the engine.
    private static Tensor RepeatBackward(Tensor gradient, int[] repeats) =>
        repeats.Length == 0 ? gradient : gradient.Reshape(repeats).Sum([.. Enumerable.Range(0, repeats.Length / 2).Select(static i => 2 * i)]);
}
