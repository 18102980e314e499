namespace MiniTorch.Tests;

public static partial class OpTest
{
    /// <summary>How an input lies in memory.</summary>
    public enum Layout
    {
        /// <summary>Row-major without gaps.</summary>
        Contiguous,

        /// <summary>The dimensions in reverse order.</summary>
        Transposed,

        /// <summary>Every second element of every dimension of a larger array, beginning at its second.</summary>
        Stepped,
    }

    /// <summary>The same values in another layout; what lies between is NaN.</summary>
    public static NDArray Lay(NDArray values, Layout layout)
    {
        if (layout == Layout.Contiguous)
        {
            return values.Clone();
        }

        if (layout == Layout.Transposed)
        {
            int[] reversed = [.. Enumerable.Range(0, values.Rank).Reverse()];
            return values.Permute(reversed).Clone().Permute(reversed);
        }

        // A row of one more dimension in front, so that a scalar too has an offset.
        int[] sizes = [2, .. values.Shape.Select(static size => (2 * size) + 1)];
        NDArray view = values.DType.IsFloatingPoint() ? NDArray.Full(Shape.Of(sizes), double.NaN, values.DType) : NDArray.Ones(Shape.Of(sizes), values.DType);
        view = view.Select(0, 1);
        for (int dim = 0; dim < values.Rank; dim++)
        {
            view = view.Slice(dim, 1, int.MaxValue, 2);
        }

        return view.CopyFrom(values);
    }
}
