namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// The different elements in ascending order, where each element of this stands among them, and how often each occurs. Every NaN is different.
    /// PyTorch: <c>torch.unique(x, return_inverse=True, return_counts=True)</c>.
    /// </summary>
    /// <returns>Values and counts of one dimension, and the inverse of this shape: <c>Values[Inverse]</c> is this.</returns>
    public (NDArray Values, NDArray Inverse, NDArray Counts) Unique()
    {
        (NDArray sorted, NDArray order) = Reshape(-1).Sort();
        (NDArray values, NDArray runs, NDArray counts) = sorted.UniqueConsecutive();
        NDArray inverse = Empty([Count], DType.Int64);
        inverse.Scatter(0, order, runs, inverse);
        return (values, inverse.Reshape(Shape.AsSpan()).AsWhole(), counts);
    }

    /// <summary>
    /// The elements in row-major order without repetitions of the one before, the run that each element of this belongs to, and the length of each run. NaN
    /// repeats nothing. PyTorch: <c>torch.unique_consecutive(x, return_inverse=True, return_counts=True)</c>.
    /// </summary>
    /// <returns>Values and counts of one dimension, and the inverse of this shape.</returns>
    public (NDArray Values, NDArray Inverse, NDArray Counts) UniqueConsecutive()
    {
        NDArray x = Reshape(-1);
        NDArray isNew = Ones([Count], DType.Bool);
        if (Count > 1)
        {
            isNew.Slice(0, 1).CopyFrom(x.Slice(0, 1).Eq(x.Slice(0, 0, -1)).Eq(false));
        }

        NDArray starts = Coordinates("unique_consecutive", isNew).Reshape(-1);
        NDArray ends = Full(starts.Shape, Count, DType.Int64);
        if (starts.Count > 1)
        {
            ends.Slice(0, 0, -1).CopyFrom(starts.Slice(0, 1));
        }

        return (x.IndexSelect(0, starts), isNew.Cumsum(0).Subtract(1).Reshape(Shape.AsSpan()).AsWhole(), ends.Subtract(starts));
    }
}
