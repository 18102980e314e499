namespace MiniTorch.Curvature;

/// <summary>
/// The singular values of a matrix of [m, n]: by how much it stretches, at most and at least. Computed in float64 by MathNet.Numerics on one thread.
/// PyTorch: <c>torch.linalg.svdvals</c>. Golub and Van Loan, "Matrix Computations", 8.6.
/// </summary>
public sealed class SingularValues
{
    private readonly double[] _values;
    private readonly Shape _shape;

    private SingularValues(double[] values, Shape shape) => (_values, _shape, Values) = (values, shape, Tensor.Wrap<double>([.. values]));

    /// <summary>The singular values, the largest first: float64 of [min(m, n)].</summary>
    public Tensor Values { get; }

    /// <summary>
    /// The condition number for the 2-norm, σmax/σmin: ∞ if the columns (or rows, if these are fewer) are linearly dependent, and 0 if there are none, as in
    /// PyTorch. What exceeds the inverse of the precision (5e15) cannot be told from ∞. PyTorch: <c>torch.linalg.cond</c>.
    /// </summary>
    public double ConditionNumber => _values.Length == 0 ? 0 : SymmetricEigen.Ratio(_values[0], _values[^1]);

    /// <summary>Of any matrix.</summary>
    /// <param name="matrix">Of shape [m, n], float32 or float64.</param>
    /// <exception cref="ArgumentException">It is no floating-point matrix, or has an element that is NaN or infinite.</exception>
    public static SingularValues Of(Tensor matrix)
    {
        const string op = "singular_values";
        double[] values = DenseMatrix.Read(op, matrix);
        int rows = matrix.Shape[0], columns = matrix.Shape[1];

        // The rows of a wide matrix are the columns of its transpose, which has the same values.
        return new SingularValues(
            rows < columns ? DenseMatrix.SingularValues(op, values, columns, rows)
            : DenseMatrix.SingularValues(op, DenseMatrix.Transpose(values, rows, columns), rows, columns),
            matrix.Shape);
    }

    /// <summary>The shape, the values and the condition number: "singular values of a matrix of shape [3, 2]: 4, 0.5; condition number 8".</summary>
    public override string ToString() =>
        $"singular values of a matrix of shape {_shape}: {DenseMatrix.List(Array.ConvertAll(_values, DenseMatrix.Text))}; condition number {DenseMatrix.Text(ConditionNumber)}";
}
