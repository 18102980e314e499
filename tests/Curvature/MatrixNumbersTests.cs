using MiniTorch.Curvature;
using Complex = System.Numerics.Complex;

namespace MiniTorch.Tests;

/// <summary>Singular values, condition numbers, characteristic polynomials.</summary>
public class MatrixNumbersTests
{
    [Fact]
    public void Singular_values_of_known_matrices()
    {
        Close.Assert([5, 3, 0], SingularValues.Of(Matrices.Diagonal(3, 0, -5)).Values.ToArray<double>(), 0, 1e-15);
        Tensor wide = Matrices.Of(new double[,] { { 3, 2, 2 }, { 2, 3, -2 } });
        Close.Assert([5, 3], SingularValues.Of(wide).Values.ToArray<double>(), 1e-15);
        Close.Assert([5, 3], SingularValues.Of(wide.Transpose(0, 1).To(DType.Float32)).Values.ToArray<double>(), 1e-15);
        Assert.Equal("singular values of a matrix of shape [2, 3]: 5, 3; condition number 1.667", SingularValues.Of(wide).ToString());
    }

    [Fact]
    public void Squared_they_are_the_eigenvalues_of_the_product_with_the_transpose() => Matrices.ForAll(static (n, seed) =>
    {
        Tensor a = Tensor.Randn([n, 1 + (seed % 7)], DType.Float64, generator: new Generator(seed));
        double[] squares = Array.ConvertAll(SingularValues.Of(a).Values.ToArray<double>(), static sigma => sigma * sigma);
        double[] values = SymmetricEigen.Of(a.Transpose(0, 1).MatMul(a)).Values.ToArray<double>();
        Close.Assert([.. values.Reverse().Take(squares.Length)], squares, 0, 1e-12 * squares.DefaultIfEmpty(1).Max());
    });

    [Fact]
    public void Condition_numbers()
    {
        Assert.Equal(476607.25, SingularValues.Of(Hilbert(5)).ConditionNumber, 0.01);
        Assert.Equal(476607.25, SymmetricEigen.Of(Hilbert(5)).ConditionNumber, 0.01);
        Assert.Equal(double.PositiveInfinity, SingularValues.Of(Tensor.Zeros([2, 2])).ConditionNumber);
        Assert.Equal(double.PositiveInfinity, SymmetricEigen.Of(Matrices.Diagonal(0, 1)).ConditionNumber);
        Assert.Equal(4, SymmetricEigen.Of(Matrices.Diagonal(-2, 0.5)).ConditionNumber);
        Assert.Equal(0, SingularValues.Of(Tensor.Zeros([3, 0])).ConditionNumber);
        Assert.Equal(1, SingularValues.Of(Matrices.Orthogonal(6, 1)).ConditionNumber, 1e-13);
        Assert.Equal(1e5, SingularValues.Of(Matrices.Diagonal(1e300, 1e305)).ConditionNumber, 1e-9);
    }

    [Fact]
    public void Of_a_symmetric_matrix_both_condition_numbers_agree() => Matrices.ForAll(static (n, seed) =>
    {
        Tensor a = Matrices.Symmetric(n + 1, seed);
        double expected = SingularValues.Of(a).ConditionNumber;
        Assert.Equal(1, SymmetricEigen.Of(a).ConditionNumber / expected, 1e-13 * expected);
    });

    [Fact]
    public void Characteristic_polynomials_of_known_matrices()
    {
        static CharacteristicPolynomial Of(double[,] rows) => CharacteristicPolynomial.Of(Matrices.Of(rows));
        var lecture = Of(new double[,] { { 2, 3 }, { 2, 1 } });
        Assert.Equal([1, -3, -4], lecture.Coefficients);
        Assert.Equal((0, 0, -4), (lecture.Evaluate(4), lecture.Evaluate(-1), lecture.Evaluate(0)));
        Assert.Equal("λ² - 3λ - 4", lecture.ToString());
        Assert.Equal("λ² + 1", Of(new double[,] { { 0, -1 }, { 1, 0 } }).ToString());
        Assert.Equal(0, Of(new double[,] { { 0, -1 }, { 1, 0 } }).Evaluate(Complex.ImaginaryOne));
        Assert.Equal("λ³ - λ² + 2.5λ - 2.5", Of(new[,] { { 1, 0, 0 }, { 0, 0, 2.5 }, { 0, -1, 0 } }).ToString());
        Assert.Equal([1], CharacteristicPolynomial.Of(Tensor.Zeros([0, 0])).Coefficients);
        Assert.Equal([1, -7], CharacteristicPolynomial.Of(Tensor.Full([1, 1], 7)).Coefficients);
        Assert.Equal([1, -15, 85, -225, 274, -120], CharacteristicPolynomial.Of(Matrices.Diagonal(1, 2, 3, 4, 5)).Coefficients);
    }

    [Fact]
    public void Its_coefficients_are_those_of_the_product_over_the_eigenvalues() => Matrices.ForAll(static (n, seed) =>
    {
        Tensor a = Matrices.Square(n, seed);
        Complex[] product = [1];
        foreach (Complex value in GeneralEigen.Of(a).Values)
        {
            product = [.. product.Append(0).Zip(product.Prepend(0), (high, low) => high - (value * low))];
        }

        double largest = product.Max(Complex.Abs);
        Close.Assert([.. product.Select(static c => c.Real)], CharacteristicPolynomial.Of(a).Coefficients.ToArray(), 0, 1e-9 * largest);
    }, maxSize: CharacteristicPolynomial.MaxSize);

    [Fact]
    public void Large_matrices_have_no_characteristic_polynomial_here()
    {
        Assert.Equal(
            "characteristic_polynomial: the matrix may be of size 12 at most, because rounding spoils the coefficients of larger ones; got [13, 13]; "
            + "GeneralEigen.Of has no limit",
            Assert.Throws<ArgumentException>(() => CharacteristicPolynomial.Of(Tensor.Zeros([13, 13]))).Message);
    }

    private static Tensor Hilbert(int n)
    {
        double[,] rows = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                rows[i, j] = 1.0 / (i + j + 1);
            }
        }

        return Matrices.Of(rows);
    }
}
