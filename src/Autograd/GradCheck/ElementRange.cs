namespace MiniTorch;

/// <summary>Some consecutive elements, in row-major order, of one of several tensors.</summary>
/// <param name="Tensor">Which tensor.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="First">Its first element that belongs.</param>
/// <param name="Count">How many do.</param>
internal readonly record struct ElementRange(int Tensor, Shape Shape, int First, int Count)
{
    public static ElementRange All(Tensor[] tensors, int tensor) => new(tensor, tensors[tensor].Shape, 0, tensors[tensor].Count);

    public (ElementRange Left, ElementRange Right) Halves() =>
        (this with { Count = Count / 2 }, this with { First = First + (Count / 2), Count = Count - (Count / 2) });

    public Span<double> Of(double[] values) => values.AsSpan(First, Count);

    /// <summary>The position in the tensor of an element, counted from the first that belongs.</summary>
    public int[] Position(int element)
    {
        int rest = First + element;
        int[] index = new int[Shape.Rank];
        for (int dim = index.Length - 1; dim >= 0; dim--)
        {
            (rest, index[dim]) = Math.DivRem(rest, Shape[dim]);
        }

        return index;
    }
}
