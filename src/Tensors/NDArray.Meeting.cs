namespace MiniTorch;

// The types in which operands meet: torch.result_type.
public partial class NDArray
{
    /// <summary>A number as an array of rank 0, in the type in which it meets this array, as a cast gives it.</summary>
    internal NDArray Beside(Scalar number) => Empty(Shape.Scalar, DTypes.Promote(DType, number)).FillCast(number);

    /// <summary>The same beside an operation whose results are floats: a number that an integer type cannot hold stays what it is.</summary>
    internal NDArray BesideFloat(Scalar number)
    {
        DType meeting = DTypes.Promote(DType, number);
        return Empty(Shape.Scalar, meeting.IsFloatingPoint() ? meeting : DTypes.Default).FillCast(number);
    }

    // As in PyTorch, a single number (rank 0) beside an array with dimensions decides the kind alone, not the width.
    internal static DType Meeting(NDArray a, NDArray b)
    {
        if ((a.Rank == 0) == (b.Rank == 0))
        {
            return DTypes.Promote(a.DType, b.DType);
        }

        return a.Rank == 0 ? Meeting(b.DType, a.DType) : Meeting(a.DType, b.DType);
    }

    internal static DType Meeting(NDArray a, NDArray b, NDArray c)
    {
        DType? whole = null, single = null;
        foreach (NDArray x in (ReadOnlySpan<NDArray>)[a, b, c])
        {
            if (x.Rank == 0)
            {
                single = single is { } other ? DTypes.Promote(other, x.DType) : x.DType;
            }
            else
            {
                whole = whole is { } other ? DTypes.Promote(other, x.DType) : x.DType;
            }
        }

        return whole is { } type && single is { } number ? Meeting(type, number) : whole ?? single!.Value;
    }

    private static DType Meeting(DType whole, DType single)
    {
        DType meeting = DTypes.Promote(whole, single);
        return Kind(whole) == Kind(meeting) ? whole : meeting;

        static ScalarKind Kind(DType dtype) =>
            dtype.IsFloatingPoint() ? ScalarKind.Real : dtype == DType.Bool ? ScalarKind.Boolean : ScalarKind.Integer;
    }
}
