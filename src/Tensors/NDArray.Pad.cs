namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// A copy with a value around it: <paramref name="padding"/> has for the last dimension how many before and how many after, then for the one before
    /// it, and so on. Negative numbers cut off. PyTorch: <c>F.pad(x, padding, value=value)</c>.
    /// </summary>
    /// <param name="padding">Pairs, from the last dimension on.</param>
    /// <param name="value">Converted to the element type: a fraction is cut by integers.</param>
    /// <exception cref="ArgumentException">The numbers are not in pairs, are more than there are dimensions, or cut off more than there is; the value is
    /// beyond what the element type holds.</exception>
    public NDArray Pad(ReadOnlySpan<int> padding, Scalar value = default)
    {
        const string Op = "pad";
        CheckFits(Op, value, DType);
        NDArray result = Allocate(Op, Shape.Pad(padding), DType).FillCast(value);
        NDArray inner = result, kept = this;
        for (int i = 0; i < padding.Length / 2; i++)
        {
            int dim = Rank - 1 - i;
            (int before, int after) = (padding[2 * i], padding[(2 * i) + 1]);
            kept = kept.Slice(dim, Math.Max(0, -before), Shape[dim] - Math.Max(0, -after));
            inner = inner.Slice(dim, Math.Max(0, before), result.Shape[dim] - Math.Max(0, after));
        }

        inner.CopyFrom(kept);
        return result;
    }
}
