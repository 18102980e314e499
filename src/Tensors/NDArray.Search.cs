using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// Where values would be inserted into this sorted sequence, as int64 of the values' shape: sᵢ₋₁ &lt; v ≤ sᵢ, or with <paramref name="right"/>
    /// sᵢ₋₁ ≤ v &lt; sᵢ; NaN behind all. The types meet as PyTorch's do. PyTorch: <c>torch.searchsorted</c>.
    /// </summary>
    /// <param name="values">Of any shape if this has one dimension; else of this shape but for the last dimension, each row for one of this.</param>
    /// <param name="right">Whether a value comes behind those that are equal to it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or this has no dimension.</exception>
    public NDArray SearchSorted(NDArray values, bool right = false)
    {
        const string Name = "searchsorted";
        if (Rank == 0 || (Rank > 1 && (values.Rank != Rank || !values.Shape.AsSpan()[..^1].SequenceEqual(Shape.AsSpan()[..^1]))))
        {
            Throw.Argument(Name, $"the sorted sequence must have one dimension, or all but the last of the values'; got sequence {Shape} for values {values.Shape}");
        }

        return Searched(Name, this, values, right);
    }

    /// <summary>Into which bucket elements fall, as int64 of this shape: bᵢ₋₁ &lt; x ≤ bᵢ, or with <paramref name="right"/> bᵢ₋₁ ≤ x &lt; bᵢ; NaN behind all. PyTorch: <c>torch.bucketize</c>.</summary>
    /// <param name="boundaries">Sorted, of one dimension.</param>
    /// <param name="right">Whether an element that equals a boundary lies behind it.</param>
    /// <exception cref="ArgumentException">The boundaries have not one dimension.</exception>
    public NDArray Bucketize(NDArray boundaries, bool right = false)
    {
        const string Name = "bucketize";
        if (boundaries.Rank != 1)
        {
            Throw.Argument(Name, $"the boundaries must have one dimension; got {boundaries.DType.Name()} {boundaries.Shape}");
        }

        return Searched(Name, boundaries, this, right);
    }

    /// <summary>Whether elements occur among others, as bool of this shape; NaN does not. The types meet as PyTorch's do. PyTorch: <c>torch.isin</c>.</summary>
    /// <param name="elements">Of any shape.</param>
    /// <param name="invert">Whether the answer is reversed.</param>
    public NDArray IsIn(NDArray elements, bool invert = false)
    {
        const string Name = "isin";
        DType meeting = DTypes.Promote(DType, elements.DType);
        NDArray occurs = Allocate(Name, Shape, DType.Bool).FillCast(0);
        NDArray x = To(meeting);
        x.CheckNoBool(Name);
        NDArray sorted = elements.To(meeting).Reshape(-1).Sort().Values;
        int numbers = (int)sorted.Eq(sorted).Sum().Item<long>();
        if (numbers > 0)
        {
            NDArray places = Searched(Name, sorted.Slice(0, 0, numbers), x, right: false).Clamp(max: numbers - 1);
            occurs = sorted.Gather(0, places.Reshape(-1)).Reshape(Shape.AsSpan()).Eq(x);
        }

        return invert ? occurs.Eq(false) : occurs;
    }

    private static NDArray Searched(string op, NDArray sorted, NDArray values, bool right)
    {
        DType meeting = DTypes.Promote(sorted.DType, values.DType);
        NDArray y = Allocate(op, values.Shape, DType.Int64);
        sorted = sorted.To(meeting).Contiguous();
        values = values.To(meeting).Contiguous();
        values.CheckNoBool(op);
        int perRow = Math.Max(1, sorted.Rank == 1 ? y.Count : y.Shape[-1]);
        int size = sorted.Shape[-1];
        switch (meeting)
        {
            case DType.Float32: Search.Run<float>(sorted, values, right, size, perRow, y); break;
            case DType.Float64: Search.Run<double>(sorted, values, right, size, perRow, y); break;
            case DType.Int64: Search.Run<long>(sorted, values, right, size, perRow, y); break;
            case DType.Int32: Search.Run<int>(sorted, values, right, size, perRow, y); break;
            default: Search.Run<byte>(sorted, values, right, size, perRow, y); break;
        }

        return y;
    }
}
