namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// A copy with more elements around it: <paramref name="padding"/> has for the last dimension how many before and how many after, then for the one before
    /// it, and so on: [h, w] padded by [1, 2, 3, 4] → [h + 7, w + 3]. Negative numbers cut off. PyTorch: <c>F.pad</c>.
    /// </summary>
    /// <param name="padding">Pairs, from the last dimension on.</param>
    /// <param name="mode">What the new elements are.</param>
    /// <param name="value">The value of <see cref="PadMode.Constant"/>; 0 if null. A fraction is cut by integers.</param>
    /// <exception cref="ArgumentException">
    /// The numbers are not in pairs, are more than there are dimensions, or cut off more than there is; as many elements as would be mirrored, repeated or taken
    /// from the other end do not exist; or a value is given that the mode does not take or the type does not hold.
    /// </exception>
    public Tensor Pad(ReadOnlySpan<int> padding, PadMode mode = PadMode.Constant, Scalar? value = null)
    {
        if (mode == PadMode.Constant)
        {
            return PadConstant(padding.ToArray(), value ?? 0);
        }

        if (value is not null || mode is not (PadMode.Reflect or PadMode.Replicate or PadMode.Circular))
        {
            Throw.Argument("pad", $"a mode is constant, reflect, replicate or circular, and only constant takes a value; got {mode} and {value?.ToString() ?? "no value"}");
        }

        // Both the shape and its size are right, or an error says so, before anything is copied.
        _ = Shape.Pad(padding);
        Tensor x = this;
        for (int i = 0; i < padding.Length / 2; i++)
        {
            x = x.PadDim(Rank - 1 - i, padding[2 * i], padding[(2 * i) + 1], mode);
        }

        return ReferenceEquals(x, this) ? Clone() : x;
    }

    private Tensor PadConstant(int[] padding, Scalar value) => Op.Record(
        "pad",
        Value.Pad(padding, value),
        padding,
        save: [],
        (this, static (s, g) => g.PadConstant([.. s.State.Select(static size => -size)], 0)));

    // As in PyTorch, what goes round has been cut before; what is mirrored or repeated has not.
    private Tensor PadDim(int dim, int before, int after, PadMode mode)
    {
        int left = Math.Max(before, 0), right = Math.Max(after, 0);
        int cutLeft = Math.Max(-before, 0), cutRight = Math.Max(-after, 0);
        if (mode == PadMode.Circular)
        {
            return Cut(this, cutLeft, cutRight).Padded(dim, left, right, mode);
        }

        return Cut(Padded(dim, left, right, mode), cutLeft, cutRight);

        Tensor Cut(Tensor x, int first, int last) => first == 0 && last == 0 ? x : x.Slice(dim, first, x.Shape[dim] - last).Clone();
    }

    private Tensor Padded(int dim, int left, int right, PadMode mode)
    {
        if (left == 0 && right == 0)
        {
            return this;
        }

        int size = Shape[dim];
        int most = mode switch { PadMode.Reflect => size - 1, PadMode.Circular => size, _ => size == 0 ? 0 : int.MaxValue };
        if (Math.Max(left, right) > most)
        {
            Throw.Argument("pad", $"mode {mode} pads dimension {dim} of shape {Shape} by at most {Math.Max(most, 0)} elements a side; got {left} and {right}");
        }

        (Tensor first, Tensor last) = mode switch
        {
            PadMode.Reflect => (Slice(dim, 1, left + 1).Flip(dim), Slice(dim, size - 1 - right, size - 1).Flip(dim)),
            PadMode.Circular => (Slice(dim, size - left), Slice(dim, 0, right)),
            _ => (Slice(dim, 0, 1).Expand(Shape.With(dim, left)), Slice(dim, size - 1).Expand(Shape.With(dim, right))),
        };
        return Cat("pad", [first, this, last], dim);
    }
}
