namespace MiniTorch.NN;

// The target's class of each row of a matrix [n, c], and what is picked by it.
public static partial class F
{
    // The class of each row, int64 [n], and how many rows are not ignored.
    private static Tensor ClassIndices(string op, Tensor target, int classes, long? ignored, out int kept)
    {
        NDArray indices = target.Value.Reshape(target.Count).Contiguous();
        ReadOnlySpan<long> values = indices.Elements<long>();
        kept = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == ignored)
            {
                continue;
            }

            if ((ulong)values[i] >= (ulong)classes)
            {
                Throw.Argument(
                    op,
                    $"class indices must lie in 0 to {classes - 1}{(ignored is null ? "" : $" or be the ignored {ignored}")}; got {values[i]} at position {i} of the target {target.Shape}");
            }

            kept++;
        }

        GC.KeepAlive(indices);
        return new Tensor(indices);
    }

    // [n, c] → [n]: the entry of each row's class, 0 in the rows that are skipped. Where there are no entries at all, every row is.
    private static Tensor OfClass(Tensor rows, Tensor column, Tensor? skipped) =>
        rows.Count == 0 ? rows.Sum(1) : Kept(rows.Gather(1, column).Squeeze(1), skipped);

    // The classes as indices to gather by, [n, 1].
    private static Tensor Column(Tensor classes, Tensor? skipped) => Kept(classes, skipped).Unsqueeze(1);

    private static Tensor Kept(Tensor rows, Tensor? skipped) => skipped is null ? rows : rows.MaskedFill(skipped, 0);

    // [n, c, d₁, …] → [n·d₁·…, c] and [c] → [1, c].
    private static Tensor ClassesLast(Tensor input)
    {
        if (input.Rank == 2)
        {
            return input;
        }

        int classes = input.Shape[Math.Min(1, input.Rank - 1)];
        Tensor last = input.Rank == 1 ? input : input.MoveDim(1, -1);
        return last.Reshape(classes == 0 ? 0 : input.Count / classes, classes);
    }

    private static Shape ShapeWithoutClasses(string op, Tensor input)
    {
        if (input.Rank == 0)
        {
            Throw.Argument(op, $"the input needs a dimension of classes; got shape {input.Shape}");
        }

        ReadOnlySpan<int> sizes = input.Shape.AsSpan();
        return sizes.Length == 1 ? Shape.Scalar : [sizes[0], .. sizes[2..]];
    }

    private static Tensor? ClassWeight(string op, Tensor input, Tensor? weight)
    {
        if (weight is null)
        {
            return null;
        }

        int classes = input.Shape[Math.Min(1, input.Rank - 1)];
        if (weight.Rank != 1 || weight.Shape[0] != classes)
        {
            Throw.Argument(op, $"the weight must have one entry a class, shape [{classes}]; got {weight.Shape} for an input of shape {input.Shape}");
        }

        if (weight.RequiresGrad)
        {
            Throw.Argument(op, "the weight of the classes has no derivative; pass its Detach()");
        }

        return weight.To(input.DType);
    }
}
