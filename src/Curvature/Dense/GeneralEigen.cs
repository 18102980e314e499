using System.Globalization;
using Complex = System.Numerics.Complex;

namespace MiniTorch.Curvature;

/// <summary>
/// A·U = U·Λ for any real square matrix A of [n, n]: n eigenvalues, real or in conjugate pairs, each with a vector of length 1. If the vectors are linearly
/// independent, A is diagonalizable and A = UΛU⁻¹. Computed in float64 by MathNet.Numerics (Hessenberg form, then QR; EISPACK's orthes and hqr2) in O(n³),
/// on one thread; a matrix that is exactly symmetric goes <see cref="SymmetricEigen"/>'s way. PyTorch: <c>torch.linalg.eig</c>. Golub and Van Loan,
/// "Matrix Computations", 7.5 and 7.6.
/// </summary>
/// <remarks>
/// Eigenvalues stand in descending order of their real parts, a pair together with the positive imaginary part first. The phase of a vector is arbitrary; here its
/// element of largest magnitude, the last of those that are equal to 8 digits, is real and positive: for [[2, 3], [2, 1]] the values are 4 and −1 and the
/// vectors [.8321, .5547] and [−.7071, .7071].
/// </remarks>
public sealed partial class GeneralEigen
{
    private const string Op = "general_eigen";

    private readonly Complex[] _values;
    private readonly NDArray _basis;

    private GeneralEigen(double[] a, int n, EigenPair[] pairs)
    {
        _values = [.. pairs.SelectMany(static pair => pair.Value.Imaginary == 0 ? [pair.Value] : new[] { pair.Value, Complex.Conjugate(pair.Value) })];
        double[] real = new double[a.Length], imaginary = new double[a.Length], basis = new double[a.Length];
        int column = 0;
        foreach (EigenPair pair in pairs)
        {
            for (int i = 0; i < n; i++)
            {
                int at = (i * n) + column;
                Complex element = pair.Vector[i];
                (real[at], imaginary[at], basis[at]) = (element.Real, element.Imaginary, element.Real);
                if (pair.Value.Imaginary != 0)
                {
                    (real[at + 1], imaginary[at + 1]) = (element.Real, -element.Imaginary);
                    (basis[at], basis[at + 1]) = (Math.Sqrt(2) * element.Real, Math.Sqrt(2) * element.Imaginary);
                }
            }

            column += pair.Value.Imaginary == 0 ? 1 : 2;
        }

        RealVectors = Tensor.Wrap(real, [n, n]);
        ImaginaryVectors = Tensor.Wrap(imaginary, [n, n]);
        _basis = NDArray.Wrap(basis, [n, n]);
        BasisConditionNumber = ConditionNumberOf(basis, n);
        IsDiagonalizable = HasIndependentVectors(a);
    }

    /// <summary>n.</summary>
    public int Size => _values.Length;

    /// <summary>The eigenvalues, by descending real part, pairs together.</summary>
    public IReadOnlyList<Complex> Values => _values;

    /// <summary>The real part of U: float64 of [n, n], column j belongs to <see cref="Values"/>[j].</summary>
    public Tensor RealVectors { get; }

    /// <summary>The imaginary part of U: float64 of [n, n], 0 in the columns of real eigenvalues.</summary>
    public Tensor ImaginaryVectors { get; }

    /// <summary>Whether all eigenvalues are real.</summary>
    public bool IsReal => Array.TrueForAll(_values, static value => value.Imaginary == 0);

    /// <summary>
    /// The condition number of U for the 2-norm: 1 where the vectors are orthogonal, and by how much at most a change of A may move an eigenvalue (Bauer and Fike).
    /// </summary>
    public double BasisConditionNumber { get; }

    /// <summary>
    /// Whether A has n linearly independent eigenvectors. A matrix that has fewer is called defective; one with an eigenvalue that rounding (10·n·ε of A's norm)
    /// could make defective counts as such, because no computation in float64 can tell the two apart.
    /// </summary>
    public bool IsDiagonalizable { get; }

    /// <summary>Decomposes a square matrix.</summary>
    /// <param name="matrix">A, of shape [n, n], float32 or float64; n may be 0.</param>
    /// <exception cref="ArgumentException">The matrix is not square, not floating-point, or has an element that is NaN or infinite.</exception>
    public static GeneralEigen Of(Tensor matrix)
    {
        double[] a = DenseMatrix.ReadSquare(Op, matrix);
        int n = matrix.Shape[0];
        if (IsSymmetric(a, n))
        {
            var symmetric = SymmetricEigen.Of(matrix, 0);
            double[] values = symmetric.Values.ToArray<double>(), vectors = symmetric.Vectors.ToArray<double>();
            return new GeneralEigen(a, n, [.. Enumerable.Range(1, n).Select(j =>
                new EigenPair(values[n - j], [.. Enumerable.Range(0, n).Select(i => new Complex(vectors[(i * n) + n - j], 0))]))]);
        }

        double[] scaled = [.. a];
        int exponent = DenseMatrix.ScaleToOne(scaled);
        return new GeneralEigen(a, n, [.. EigenPair.Of(scaled, n)
            .Select(pair => pair with { Value = new(Math.ScaleB(pair.Value.Real, exponent), Math.ScaleB(pair.Value.Imaginary, exponent)) })
            .OrderByDescending(static pair => pair.Value.Real)
            .ThenByDescending(static pair => pair.Value.Imaginary)]);
    }

    /// <summary>UΛU⁻¹, which is A but for rounding times <see cref="BasisConditionNumber"/>: float64 of [n, n].</summary>
    /// <exception cref="InvalidOperationException">A is not diagonalizable: U has no inverse.</exception>
    public Tensor Reconstruct()
    {
        if (!IsDiagonalizable)
        {
            Throw.Invalid(
                Op,
                $"the matrix of shape [{Size}, {Size}] is defective: it has fewer than {Size} linearly independent eigenvectors, so that U has no inverse and A no "
                + $"form UΛU⁻¹ (the condition number of U is {DenseMatrix.Text(BasisConditionNumber)})");
        }

        // (√2·Re u, √2·Im u) spans what u and its conjugate do, and A acts on it as [[a, b], [−b, a]].
        NDArray blocks = NDArray.Zeros([Size, Size], DType.Float64);
        Span<double> block = blocks.AsSpan<double>();
        for (int j = 0; j < Size; j++)
        {
            block[(j * Size) + j] = _values[j].Real;
            if (_values[j].Imaginary > 0)
            {
                block[(j * Size) + j + 1] = _values[j].Imaginary;
                block[((j + 1) * Size) + j] = -_values[j].Imaginary;
            }
        }

        return new Tensor(_basis.Solve(_basis.MatMul(blocks), left: false));
    }

    /// <summary>The eigenvalues, and whether there are enough vectors: "2 eigenvalues: 1 + 2i, 1 - 2i; diagonalizable".</summary>
    public override string ToString() =>
        $"{Size} eigenvalues: {DenseMatrix.List(Array.ConvertAll(_values, Text))}; "
        + (IsDiagonalizable ? $"diagonalizable, condition number of the vectors {DenseMatrix.Text(BasisConditionNumber)}" : "defective: fewer independent vectors");

    private static bool IsSymmetric(double[] a, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (a[(i * n) + j] != a[(j * n) + i])
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static double ConditionNumberOf(double[] basis, int n)
    {
        double[] values = DenseMatrix.SingularValues(Op, DenseMatrix.Transpose(basis, n, n), n, n);
        return n == 0 ? 0 : SymmetricEigen.Ratio(values[0], values[^1]);
    }

    private static string Text(Complex value) => value.Imaginary == 0
        ? DenseMatrix.Text(value.Real)
        : string.Create(CultureInfo.InvariantCulture, $"{value.Real:G4} {(value.Imaginary < 0 ? '-' : '+')} {Math.Abs(value.Imaginary):G4}i");
}
