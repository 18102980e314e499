namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// A copy repeated as a whole, <paramref name="repeats"/>[d] times along dimension d; further entries in front make new dimensions.
    /// [a, b] repeated (2, 3) → [2·a, 3·b]. PyTorch: <c>x.repeat</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There are fewer entries than dimensions, one is negative, or the result is too large.</exception>
    public NDArray Repeat(params ReadOnlySpan<int> repeats)
    {
        NDArray result = Allocate("repeat", Shape.Repeat(repeats), DType);
        if (result.Count > 0)
        {
            result.View(Shape.Of(Shape.Repeats(repeats), "repeat")).CopyFrom(Reshape(Shape.Of(Shape.Repeats([]), "repeat")));
        }

        return result;
    }

    /// <summary>
    /// A copy in which every element stands <paramref name="repeats"/> times in a row along a dimension: [1, 2] → [1, 1, 2, 2]; of all elements in
    /// row-major order if no dimension is named. PyTorch: <c>torch.repeat_interleave</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The number is negative, the dimension does not exist, or the result is too large.</exception>
    public NDArray RepeatInterleave(int repeats, int? dim = null)
    {
        const string Op = "repeat_interleave";
        if (dim is not { } given)
        {
            return Reshape(-1).RepeatInterleave(repeats, 0);
        }

        int at = Shape.Dim(given, Op);
        if (repeats < 0)
        {
            Throw.Argument(Op, $"the number of repeats must not be negative; got {repeats} for shape {Shape}");
        }

        NDArray result = Allocate(Op, Shape.With(at, (long)Shape[at] * repeats, Op), DType);
        result.View(Shape.Insert(at + 1, repeats, Op)).CopyFrom(Unsqueeze(at + 1));
        return result;
    }

    /// <summary>A copy with the order of the elements reversed along the given dimensions. PyTorch: <c>torch.flip</c>.</summary>
    /// <exception cref="ArgumentException">A dimension does not exist or occurs twice.</exception>
    public NDArray Flip(params ReadOnlySpan<int> dims)
    {
        Span<bool> marks = stackalloc bool[Rank];
        Shape.Mark(dims, marks, "flip");
        Span<int> strides = stackalloc int[Rank];
        Strides.CopyTo(strides);
        int offset = _offset;
        for (int i = 0; i < Rank; i++)
        {
            if (marks[i] && Count > 0)
            {
                offset += (Shape.AsSpan()[i] - 1) * strides[i];
                strides[i] = -strides[i];
            }
        }

        // Steps back are for reading alone: nobody else sees this view.
        return View(Shape, strides, offset).Copy("flip");
    }

    /// <summary>A copy with the elements moved on by <paramref name="shift"/> places in row-major order; what leaves at the end comes in at the beginning. PyTorch: <c>torch.roll</c>.</summary>
    public NDArray Roll(int shift) => Roll(shift, isBack: false);

    /// <summary>The same along one dimension.</summary>
    /// <inheritdoc cref="Roll(ReadOnlySpan{int}, ReadOnlySpan{int})"/>
    public NDArray Roll(int shift, int dim) => Roll([shift], [dim]);

    /// <summary>
    /// A copy with the elements moved on by <paramref name="shifts"/>[i] places along <paramref name="dims"/>[i]; what leaves at the end comes in at the
    /// beginning. PyTorch: <c>torch.roll</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The lists differ in length or are empty, or a dimension does not exist.</exception>
    public NDArray Roll(ReadOnlySpan<int> shifts, ReadOnlySpan<int> dims) => Roll(shifts, dims, isBack: false);

    internal NDArray Roll(int shift, bool isBack) => new(Reshape(-1).Roll([shift], [0], isBack).Storage, Shape, DType);

    internal NDArray Roll(ReadOnlySpan<int> shifts, ReadOnlySpan<int> dims, bool isBack)
    {
        if (shifts.Length != dims.Length || shifts.IsEmpty)
        {
            Throw.Argument("roll", $"every shift needs one dimension, and at least one is needed; got shifts {Shape.Describe(shifts)} and dimensions {Shape.Describe(dims)}");
        }

        NDArray x = this;
        for (int i = 0; i < shifts.Length; i++)
        {
            int dim = Shape.Dim(dims[i], "roll");
            int size = Math.Max(Shape[dim], 1);
            int shift = (int)((((isBack ? -(long)shifts[i] : shifts[i]) % size) + size) % size);
            NDArray y = Allocate("roll", Shape, DType);
            y.Slice(dim, shift).CopyFrom(x.Slice(dim, 0, size - shift));
            y.Slice(dim, 0, shift).CopyFrom(x.Slice(dim, size - shift));
            x = y;
        }

        return x;
    }
}
