namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// Zeros with the last dimension as a diagonal of two new ones: [b, n] → [b, n, n]. The other way round from <see cref="Diagonal"/>.
    /// PyTorch: <c>torch.diag_embed</c>.
    /// </summary>
    /// <param name="offset">0 is the main diagonal, positive ones lie above it, negative ones below.</param>
    /// <param name="dim1">Where the dimension of the rows stands in the result.</param>
    /// <param name="dim2">Where the dimension of the columns stands in the result.</param>
    /// <exception cref="ArgumentException">This is a scalar, the dimensions are the same, one does not exist, or the result is too large.</exception>
    public NDArray DiagEmbed(int offset = 0, int dim1 = -2, int dim2 = -1)
    {
        const string Op = "diag_embed";
        if (Rank == 0)
        {
            Throw.Argument(Op, $"a scalar has no dimension to lay on a diagonal; got {Shape}");
        }

        Shape like = Shape.Insert(Rank, 1, Op);
        (int row, int column) = (like.Dim(dim1, Op), like.Dim(dim2, Op));
        CheckDiagonal(Op, row, column, dim1, dim2, like);
        int size = Shape.With(Rank - 1, Shape[-1] + Math.Abs((long)offset), Op)[-1];
        Shape outer = Shape.Of(Shape.AsSpan()[..^1]);
        NDArray result = Allocate(Op, outer.Insert(Math.Min(row, column), size, Op).Insert(Math.Max(row, column), size, Op), DType).FillCast(0);
        result.Diagonal(offset, row, column).CopyFrom(this);
        return result;
    }

    /// <summary>Zeros of a shape with this on a diagonal: the derivative of <see cref="Diagonal"/>.</summary>
    internal NDArray DiagonalBackward(Shape shape, int offset, int dim1, int dim2)
    {
        NDArray result = Zeros(shape, DType);
        result.Diagonal(offset, dim1, dim2).CopyFrom(this);
        return result;
    }

    /// <summary>Zeros of a shape to whose windows this is added: the derivative of <see cref="Unfold"/>.</summary>
    internal NDArray UnfoldBackward(Shape shape, int dim, int size, int step)
    {
        NDArray result = Zeros(shape, DType);
        NDArray windows = result.Unfold(dim, size, step);
        if (!windows.OverlapsItself())
        {
            windows.CopyFrom(this);
            return result;
        }

        dim = shape.Dim(dim, "unfold");

        // Windows that overlap are added one after another, or the elements at one place of all windows, whichever is less often.
        int along = windows.Shape[dim] < size ? dim : windows.Rank - 1;
        for (int i = 0; i < windows.Shape[along]; i++)
        {
            NDArray part = windows.Select(along, i);
            part.Add(Select(along, i), part);
        }

        return result;
    }
}
