using MathNet.Numerics;
using Complex = System.Numerics.Complex;

namespace MiniTorch.Curvature;

/// <summary>
/// A = QΛQᵀ for a symmetric matrix A of [n, n]: real eigenvalues, ascending, and orthonormal eigenvectors, the columns of Q. Computed in float64 by
/// MathNet.Numerics (Householder tridiagonalisation, then QL; EISPACK's tred2 and tql2) in O(n³), on one thread, with the same bits on every
/// machine of one kind. PyTorch: <c>torch.linalg.eigh</c>. Golub and Van Loan, "Matrix Computations", 8.3.
/// </summary>
/// <remarks>
/// A vector's sign is arbitrary; here its element of largest magnitude is positive, the last of those that are equal to 8 digits. Where an
/// eigenvalue is multiple, any orthonormal basis of its vectors would do.
/// </remarks>
public sealed partial class SymmetricEigen
{
    private const string Op = "symmetric_eigen";

    private readonly double[] _values;

    private SymmetricEigen(double[] values, double[] vectors, double asymmetry, DType dtype)
    {
        _values = values;
        Values = Tensor.Wrap<double>([.. values]);
        Vectors = Tensor.Wrap(vectors, [values.Length, values.Length]);
        Asymmetry = asymmetry;
        MatrixDType = dtype;
    }

    /// <summary>n.</summary>
    public int Size => _values.Length;

    /// <summary>The eigenvalues, ascending: float64 of [n].</summary>
    public Tensor Values { get; }

    /// <summary>Q: float64 of [n, n], column j belongs to <see cref="Values"/>[j].</summary>
    public Tensor Vectors { get; }

    /// <summary>The largest |aᵢⱼ − aⱼᵢ| that was there and was taken for rounding: (A + Aᵀ)/2 was decomposed.</summary>
    public double Asymmetry { get; }

    /// <summary>The type that the matrix had; its precision decides what counts as zero in <see cref="Definiteness"/>.</summary>
    public DType MatrixDType { get; }

    /// <summary>
    /// |λ|max / |λ|min, the condition number for the 2-norm: ∞ if an eigenvalue is 0, and 0 if there is none, as in PyTorch. What exceeds the inverse of the
    /// precision (8e6 in float32, 5e15 in float64) cannot be told from ∞. PyTorch: <c>torch.linalg.cond</c>.
    /// </summary>
    public double ConditionNumber => Size == 0 ? 0 : Ratio(DenseMatrix.Largest(_values), _values.Min(Math.Abs));

    /// <summary>Decomposes a symmetric matrix.</summary>
    /// <param name="matrix">A, of shape [n, n], float32 or float64; n may be 0.</param>
    /// <param name="tolerance">How large |aᵢⱼ − aⱼᵢ| may be, in units of the largest |aᵢⱼ|; by default √ε of the type, 3.5e-4 in float32 and 1.5e-8 in float64,
    /// because the rounding of a Hessian is not symmetric.</param>
    /// <exception cref="ArgumentException">The matrix is not square, not floating-point, not symmetric, or has an element that is NaN or infinite.</exception>
    public static SymmetricEigen Of(Tensor matrix, double? tolerance = null)
    {
        double[] a = DenseMatrix.ReadSquare(Op, matrix);
        if (!(tolerance is null or >= 0))
        {
            Throw.Argument(Op, $"the tolerance must be 0 or positive; got {DenseMatrix.Text(tolerance.Value)}");
        }

        int n = matrix.Shape[0], exponent = DenseMatrix.ScaleToOne(a);
        double asymmetry = Symmetrize(a, n, tolerance ?? Math.Sqrt(DenseMatrix.Precision(matrix.DType)), exponent);
        (double[] values, double[] vectors) = Decompose(a, n);
        return new SymmetricEigen(
            Array.ConvertAll(values, value => Math.ScaleB(value, exponent)), vectors, Math.ScaleB(asymmetry, exponent), matrix.DType);
    }

    /// <summary>QΛQᵀ, which is A but for rounding: float64 of [n, n].</summary>
    public Tensor Reconstruct() => new(Vectors.Value.Multiply(Values.Value).MatMul(Vectors.Value.Transpose(0, 1)));

    /// <summary>f(A)·v = Q·f(Λ)·Qᵀ·v: with λ ↦ 1/λ the solution x of A·x = v, with λ ↦ 1/|λ| a Newton direction that descends.</summary>
    /// <param name="function">f, called once for each eigenvalue.</param>
    /// <param name="v">The vector, of shape [n], float32 or float64.</param>
    /// <returns>float64 of [n].</returns>
    /// <exception cref="ArgumentException">v has another shape or no floating-point type.</exception>
    public Tensor Apply(Func<double, double> function, Tensor v)
    {
        ArgumentNullException.ThrowIfNull(function);
        NDArray coordinates = Coordinates("symmetric_eigen.apply", v), mapped = NDArray.From(Array.ConvertAll(_values, value => function(value)));
        return new Tensor(Vectors.Value.MatMul(coordinates.Multiply(mapped)));
    }

    /// <summary>
    /// The weights of a direction over the eigenvalues: wᵢ = (qᵢᵀd)² for d of unit length, which are 0 or positive and have the sum 1. The curvature along d
    /// is the weighted mean dᵀAd = Σwᵢλᵢ. Goodfellow and others, "Deep Learning", 4.3.1.
    /// </summary>
    /// <param name="direction">d, of shape [n] and any length but 0; it is normalised.</param>
    /// <returns>float64 of [n].</returns>
    /// <exception cref="ArgumentException">d has another shape, no floating-point type, the length 0, or an element that is NaN or infinite.</exception>
    public Tensor Weights(Tensor direction)
    {
        const string op = "symmetric_eigen.weights";
        CheckVector(op, direction);
        NDArray squares = Coordinates(op, Direction.Unit(op, direction)).Square();
        return new Tensor(squares.Divide(squares.Sum()));
    }

    /// <summary>The size, the eigenvalues and the condition number: "3 eigenvalues of a symmetric matrix: -1, 0.5, 4; condition number 8".</summary>
    public override string ToString() =>
        $"{Size} eigenvalues of a symmetric matrix: {DenseMatrix.List(Array.ConvertAll(_values, DenseMatrix.Text))}; condition number {DenseMatrix.Text(ConditionNumber)}";

    internal static double Ratio(double largest, double smallest) => smallest == 0 ? double.PositiveInfinity : largest / smallest;

    private static double Symmetrize(double[] a, int n, double tolerance, int exponent)
    {
        (double Asymmetry, int Row, int Column) worst = default;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double lower = a[(i * n) + j], upper = a[(j * n) + i];
                if (Math.Abs(upper - lower) > worst.Asymmetry)
                {
                    worst = (Math.Abs(upper - lower), j, i);
                }

                a[(i * n) + j] = a[(j * n) + i] = (lower + upper) / 2;
            }
        }

        double allowed = tolerance * DenseMatrix.Largest(a);
        if (worst.Asymmetry > allowed)
        {
            Throw.Argument(
                Op,
                $"the matrix of shape [{n}, {n}] is not symmetric: elements [{worst.Row}, {worst.Column}] and [{worst.Column}, {worst.Row}] differ by "
                + $"{DenseMatrix.Text(Math.ScaleB(worst.Asymmetry, exponent))}, more than {DenseMatrix.Text(Math.ScaleB(allowed, exponent))}, {DenseMatrix.Text(tolerance)} of the "
                + "largest element; GeneralEigen.Of takes any square matrix");
        }

        return worst.Asymmetry;
    }

    // Vectors row by row.
    private static (double[] Values, double[] Vectors) Decompose(double[] a, int n)
    {
        double[] byColumns = new double[a.Length];
        var values = new Complex[n];
        try
        {
            if (n > 0)
            {
                DenseMatrix.Provider.EigenDecomp(true, n, a, byColumns, values, new double[a.Length]);
            }
        }
        catch (NonConvergenceException)
        {
            Throw.Invalid(Op, $"the eigenvalues of the matrix of shape [{n}, {n}] did not converge");
        }

        double[] vectors = new double[a.Length];
        for (int j = 0; j < n; j++)
        {
            ReadOnlySpan<double> column = byColumns.AsSpan(j * n, n);
            int sign = DenseMatrix.Sign(column);
            for (int i = 0; i < n; i++)
            {
                vectors[(i * n) + j] = sign * column[i];
            }
        }

        return (Array.ConvertAll(values, static value => value.Real), vectors);
    }

    private void CheckVector(string op, Tensor v)
    {
        ArgumentNullException.ThrowIfNull(v);
        if (v.Rank != 1 || v.Count != Size || !v.DType.IsFloatingPoint())
        {
            Throw.Argument(op, $"the vector must be of shape [{Size}], one element for each of the matrix' rows, float32 or float64; got {v.DType.Name()} {v.Shape}");
        }
    }

    private NDArray Coordinates(string op, Tensor v)
    {
        CheckVector(op, v);
        return Vectors.Value.Transpose(0, 1).MatMul(v.Value.To(DType.Float64));
    }
}
