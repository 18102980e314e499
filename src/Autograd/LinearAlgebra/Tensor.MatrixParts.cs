namespace MiniTorch;

// Diagonals and triangles of matrices, for the derivatives of this family.
public sealed partial class Tensor
{
    private static Tensor Identity(Shape shape, DType dtype) => new(NDArray.Identity(shape, dtype));

    /// <summary>A view of the elements whose indices in two dimensions are equal; their diagonal becomes the last dimension.</summary>
    private Tensor DiagonalOf(int dim1, int dim2) => Op.Record(
        "diagonal",
        Value.DiagonalView(dim1, dim2),
        (Shape, dim1, dim2),
        save: [],
        (this, static (s, g) => OnDiagonal(g, s.State.Shape, s.State.dim1, s.State.dim2)));

    /// <summary>Zeros with a diagonal: the derivative of <see cref="DiagonalOf"/>.</summary>
    private static Tensor OnDiagonal(Tensor diagonal, Shape shape, int dim1, int dim2)
    {
        NDArray value = NDArray.Zeros(shape, diagonal.DType);
        value.DiagonalView(dim1, dim2).CopyFrom(diagonal.Value);
        return Op.Record("diagonal_backward", value, (dim1, dim2), save: [], (diagonal, static (s, h) => h.DiagonalOf(s.State.dim1, s.State.dim2)));
    }

    /// <summary>The triangle of matrices on one side of the diagonal, with it or without, and 0 elsewhere, whatever stands there.</summary>
    private Tensor Triangle(bool upper, bool withDiagonal)
    {
        (int rows, int columns) = (Shape[-2], Shape[-1]);
        var mask = new bool[(long)rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                mask[((long)i * columns) + j] = i == j ? withDiagonal : upper == i < j;
            }
        }

        return Where(From(mask, [rows, columns]), this, 0);
    }

    /// <summary>The symmetric matrices with the lower triangles of these.</summary>
    private Tensor SymmetricFromLower() =>
        Triangle(upper: false, withDiagonal: true) + Triangle(upper: false, withDiagonal: false).Transpose(-2, -1);
}
