using System.Globalization;
using System.Text;
using Complex = System.Numerics.Complex;

namespace MiniTorch.Curvature;

/// <summary>
/// p(λ) = det(λI − A) of a small square matrix A, whose zeros are the eigenvalues: λⁿ − tr(A)·λⁿ⁻¹ + … + (−1)ⁿ·det(A). Computed in float64 by Faddeev and
/// LeVerrier's recursion, M₁ = I, cₖ = −tr(A·Mₖ)/k, Mₖ₊₁ = A·Mₖ + cₖI: exact while all numbers in it are whole and below 2⁵³. Rounding grows quickly with n,
/// and the zeros of a polynomial feel it more than eigenvalues do: up to n = 12, and for eigenvalues take <see cref="GeneralEigen"/>.
/// NumPy: <c>numpy.poly</c>. Gantmacher, "The Theory of Matrices", IV.5.
/// </summary>
public sealed class CharacteristicPolynomial
{
    /// <summary>The largest n.</summary>
    public const int MaxSize = 12;

    private const string Op = "characteristic_polynomial";

    private readonly double[] _coefficients;

    private CharacteristicPolynomial(double[] coefficients) => _coefficients = coefficients;

    /// <summary>The n + 1 coefficients, that of λⁿ, which is 1, first.</summary>
    public IReadOnlyList<double> Coefficients => _coefficients;

    /// <summary>Of a square matrix.</summary>
    /// <param name="matrix">A, of shape [n, n], float32 or float64, n at most <see cref="MaxSize"/>.</param>
    /// <exception cref="ArgumentException">The matrix is not square, larger, not floating-point, or has an element that is NaN or infinite.</exception>
    public static CharacteristicPolynomial Of(Tensor matrix)
    {
        double[] values = DenseMatrix.ReadSquare(Op, matrix);
        int n = matrix.Shape[0];
        if (n > MaxSize)
        {
            Throw.Argument(Op, $"the matrix may be of size {MaxSize} at most, because rounding spoils the coefficients of larger ones; got {matrix.Shape}; GeneralEigen.Of has no limit");
        }

        double[] coefficients = new double[n + 1];
        coefficients[0] = 1;
        NDArray a = NDArray.Wrap(values, [n, n]), identity = NDArray.Eye(n, dtype: DType.Float64), m = identity;
        for (int k = 1; k <= n; k++)
        {
            NDArray product = a.MatMul(m);
            coefficients[k] = -product.Trace().Item<double>() / k;
            m = product.Add(identity.Multiply(coefficients[k]));
        }

        return new CharacteristicPolynomial(coefficients);
    }

    /// <summary>p(λ), by Horner's rule.</summary>
    /// <param name="value">λ.</param>
    public Complex Evaluate(Complex value) => _coefficients.Aggregate(Complex.Zero, (sum, coefficient) => (sum * value) + coefficient);

    /// <summary>The polynomial: "λ² - 3λ - 4".</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; i < _coefficients.Length; i++)
        {
            double coefficient = _coefficients[i];
            int power = _coefficients.Length - 1 - i;
            if (coefficient == 0)
            {
                continue;
            }

            text.Append(text.Length > 0 ? (coefficient < 0 ? " - " : " + ") : "");
            text.Append(Math.Abs(coefficient) == 1 && power > 0 ? "" : Math.Abs(coefficient).ToString("G4", CultureInfo.InvariantCulture));
            text.Append(power switch { 0 => "", 1 => "λ", _ => "λ" + Superscript(power) });
        }

        return text.ToString();
    }

    private static string Superscript(int power) =>
        string.Concat(power.ToString(CultureInfo.InvariantCulture).Select(static digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
}
