using MiniTorch.Curvature;
using Complex = System.Numerics.Complex;

namespace MiniTorch.Tests;

public class GeneralEigenTests
{
    [Fact]
    public void Of_the_lectures_matrix()
    {
        Tensor a = Matrices.Of(new double[,] { { 2, 3 }, { 2, 1 } });
        var eigen = GeneralEigen.Of(a);
        Assert.Equal([4, -1], eigen.Values.Select(static value => Math.Round(value.Real, 12)));
        Assert.True(eigen.IsReal && eigen.IsDiagonalizable);
        double[] u = eigen.RealVectors.ToArray<double>();
        Close.Assert([0.8320502943378437, -Math.Sqrt(0.5), 0.5547001962252291, Math.Sqrt(0.5)], u, 0, 1e-15);
        Assert.Equal(new double[4], eigen.ImaginaryVectors.ToArray<double>());
        Matrices.Close(a, eigen.Reconstruct());
        Assert.Equal("2 eigenvalues: 4, -1; diagonalizable, condition number of the vectors 1.22", eigen.ToString());
    }

    [Fact]
    public void A_rotation_has_a_conjugate_pair()
    {
        var eigen = GeneralEigen.Of(Matrices.Of(new double[,] { { 1, -2 }, { 2, 1 } }));
        Assert.Equal([new Complex(1, 2), new Complex(1, -2)], eigen.Values);
        Assert.False(eigen.IsReal);
        Assert.Equal(1, eigen.BasisConditionNumber, 1e-14);
        double half = Math.Sqrt(0.5);
        Close.Assert([0, 0, half, half], eigen.RealVectors.ToArray<double>(), 0, 1e-15);
        Close.Assert([half, -half, 0, 0], eigen.ImaginaryVectors.ToArray<double>(), 0, 1e-15);
        Assert.Equal("2 eigenvalues: 1 + 2i, 1 - 2i; diagonalizable, condition number of the vectors 1", eigen.ToString());
    }

    [Fact]
    public void Every_pair_of_value_and_unit_vector_satisfies_its_equation() => Matrices.ForAll(static (n, seed) =>
    {
        Tensor a = Matrices.Square(n, seed, Math.Pow(10, (seed % 13) - 6));
        var eigen = GeneralEigen.Of(a);
        CheckVectors(a, eigen);
        Assert.Equal(eigen.Values.OrderByDescending(static value => value.Real).Select(static value => value.Real), eigen.Values.Select(static value => value.Real));
        for (int j = 0; j < n; j++)
        {
            Assert.True(eigen.Values[j].Imaginary <= 0 || eigen.Values[j + 1] == Complex.Conjugate(eigen.Values[j]));
        }
    });

    [Fact]
    public void Vectors_and_values_put_a_diagonalizable_matrix_together_again() => Matrices.ForAll(static (n, seed) =>
    {
        Tensor a = Matrices.Square(n, seed);
        var eigen = GeneralEigen.Of(a);
        Assert.True(eigen.IsDiagonalizable, eigen.ToString());
        Matrices.Close(a, eigen.Reconstruct(), 100 * Math.Max(1, eigen.BasisConditionNumber));
    });

    [Fact]
    public void Trace_and_determinant_are_sum_and_product_of_the_values() => Matrices.ForAll(static (n, seed) =>
    {
        Tensor a = Matrices.Square(n, seed);
        IReadOnlyList<Complex> values = GeneralEigen.Of(a).Values;
        Complex sum = values.Aggregate(Complex.Zero, static (total, value) => total + value), product = values.Aggregate(Complex.One, static (total, value) => total * value);
        Close.Assert(a.Trace().Item<double>(), sum.Real, 0, 1e-11);
        Close.Assert(a.Det().Item<double>(), product.Real, 1e-9, 1e-9);
        Assert.Equal((0, 0), (Math.Round(sum.Imaginary, 12), Math.Round(product.Imaginary / Complex.Abs(product), 9)));
    });

    [Fact]
    public void The_largest_element_of_a_vector_is_real_and_positive() => Matrices.ForAll(static (n, seed) =>
    {
        var eigen = GeneralEigen.Of(Matrices.Square(n, seed));
        for (int j = 0; j < n; j++)
        {
            Complex[] vector = Vector(eigen, j);
            double largest = vector.Max(Complex.Abs);
            Complex pivot = vector.Last(element => Complex.Abs(element) >= largest * (1 - 1e-8));
            Assert.True(pivot is { Real: > 0, Imaginary: 0 });
        }
    });

    [Fact]
    public void A_symmetric_matrix_has_orthogonal_vectors_also_for_multiple_values()
    {
        var eigen = GeneralEigen.Of(Matrices.Diagonal(1, 3, 1, 0));
        Assert.Equal([3, 1, 1, 0], eigen.Values);
        Assert.Equal((1, true, true), (Math.Round(eigen.BasisConditionNumber, 14), eigen.IsReal, eigen.IsDiagonalizable));
        Assert.True(GeneralEigen.Of(Tensor.Zeros([3, 3])).IsDiagonalizable);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_Jordan_block_is_defective_whatever_the_basis(int block) => Matrices.ForAll((n, seed) =>
    {
        n = Math.Max(n, block);
        double[] values = [.. Enumerable.Range(0, n).Select(i => (i * 3.0) - (seed % 7))];
        Tensor a = Matrices.Jordan(block, values);
        Assert.False(GeneralEigen.Of(a).IsDiagonalizable);
        Tensor turned = Matrices.Conjugated(a, Matrices.Orthogonal(n, seed));
        var eigen = GeneralEigen.Of(turned);
        Assert.False(eigen.IsDiagonalizable, eigen.ToString());
        CheckVectors(turned, eigen);
    }, maxSize: 7, maxTest: 30);

    [Fact]
    public void Of_a_defective_matrix_is_said_what_there_is()
    {
        var eigen = GeneralEigen.Of(Matrices.Jordan(2, 3, 3));
        Assert.Equal([3, 3], eigen.Values);
        Close.Assert([1, 1, 0, 0], Array.ConvertAll(eigen.RealVectors.ToArray<double>(), Math.Abs), 0, 1e-12);
        Assert.Equal("2 eigenvalues: 3, 3; defective: fewer independent vectors", eigen.ToString());
        Assert.Contains(
            "the matrix of shape [2, 2] is defective: it has fewer than 2 linearly independent eigenvectors",
            Assert.Throws<InvalidOperationException>(eigen.Reconstruct).Message,
            StringComparison.Ordinal);
        Assert.False(GeneralEigen.Of(Matrices.Jordan(30, new double[30])).IsDiagonalizable);
        Tensor pairs = Matrices.Of(new double[,] { { 1, -2, 1, 0 }, { 2, 1, 0, 1 }, { 0, 0, 1, -2 }, { 0, 0, 2, 1 } });
        Assert.False(GeneralEigen.Of(pairs).IsDiagonalizable);
    }

    [Fact]
    public void A_gap_that_rounding_does_not_close_is_not_defective()
    {
        Assert.True(GeneralEigen.Of(Matrices.Of(new[,] { { 1, 1 }, { 0, 1 + 1e-5 } })).IsDiagonalizable);
        Assert.False(GeneralEigen.Of(Matrices.Of(new[,] { { 1, 1 }, { 0, 1 + 1e-9 } })).IsDiagonalizable);
    }

    [Fact]
    public void A_multiple_value_with_enough_vectors_is_not_defective() => Matrices.ForAll(static (n, seed) =>
    {
        n += 2;
        double[] values = [.. Enumerable.Range(0, n).Select(i => i < 2 + (seed % 2) ? 1.5 : i)];
        Tensor p = Matrices.Orthogonal(n, seed) + Matrices.Square(n, seed + 1, 0.1), a = p.MatMul(Matrices.Diagonal(values)).MatMul(p.Inverse());
        var eigen = GeneralEigen.Of(a);
        Assert.True(eigen.IsDiagonalizable, eigen.ToString());
        Matrices.Close(a, eigen.Reconstruct(), 1e4 * eigen.BasisConditionNumber);
    }, maxSize: 5);

    // The library's QR does not converge for these.
    [Theory]
    [InlineData("0,0,1,0,0 0,0,0,0,1 1,0,0,0,0 1,0,0,0,1 0,0,0,1,0")]
    [InlineData("-1,-1,1,0 0,0,-1,0 1,0,0,0 1,1,1,1")]
    public void Where_QR_cycles_a_reflected_matrix_is_taken(string rows)
    {
        double[][] numbers = [.. rows.Split(' ').Select(static row => row.Split(',').Select(double.Parse).ToArray())];
        Tensor a = Tensor.From([.. numbers.SelectMany(static row => row)], [numbers.Length, numbers.Length]);
        CheckVectors(a, GeneralEigen.Of(a));
    }

    [Fact]
    public void No_rows_one_row_and_any_scale()
    {
        var none = GeneralEigen.Of(Tensor.Zeros([0, 0]));
        Assert.Equal((0, true), (none.Size, none.IsDiagonalizable));
        Assert.Equal([0, 0], none.Reconstruct().Shape.ToArray());
        Assert.Equal([-3], GeneralEigen.Of(Tensor.From([-3f], [1, 1])).Values);
        var eigen = GeneralEigen.Of(Matrices.Square(5, 1));
        foreach (int exponent in (int[])[-1000, 1000])
        {
            var scaled = GeneralEigen.Of(new Tensor(Matrices.Square(5, 1).Value.Multiply(Math.ScaleB(1, exponent))));
            Assert.Equal(Bits.Of(eigen.RealVectors.Value), Bits.Of(scaled.RealVectors.Value));
            Assert.Equal(eigen.Values.Select(value => Math.ScaleB(value.Real, exponent)), scaled.Values.Select(static value => value.Real));
            Assert.Equal(eigen.IsDiagonalizable, scaled.IsDiagonalizable);
        }
    }

    [Fact]
    public void What_is_no_square_matrix_of_finite_numbers_is_refused()
    {
        Assert.Equal("general_eigen: the matrix must be square; got [1, 2]", Assert.Throws<ArgumentException>(() => GeneralEigen.Of(Tensor.Ones([1, 2]))).Message);
        Assert.Equal(
            "general_eigen: all elements must be finite; element [0, 0] of [1, 1] is NaN",
            Assert.Throws<ArgumentException>(() => GeneralEigen.Of(Tensor.Full([1, 1], double.NaN))).Message);
    }

    private static Complex[] Vector(GeneralEigen eigen, int j)
    {
        double[] real = eigen.RealVectors.ToArray<double>(), imaginary = eigen.ImaginaryVectors.ToArray<double>();
        return [.. Enumerable.Range(0, eigen.Size).Select(i => new Complex(real[(i * eigen.Size) + j], imaginary[(i * eigen.Size) + j]))];
    }

    private static void CheckVectors(Tensor matrix, GeneralEigen eigen)
    {
        int n = eigen.Size;
        double[] a = matrix.ToArray<double>();
        double tolerance = 100 * n * Math.Pow(2, -52) * Math.Sqrt(a.Sum(static x => x * x));
        for (int j = 0; j < n; j++)
        {
            Complex[] u = Vector(eigen, j);
            Assert.Equal(1, u.Sum(static element => element.Magnitude * element.Magnitude), 1e-13);
            for (int i = 0; i < n; i++)
            {
                Complex product = Enumerable.Range(0, n).Aggregate(Complex.Zero, (sum, k) => sum + (a[(i * n) + k] * u[k]));
                Assert.InRange(Complex.Abs(product - (eigen.Values[j] * u[i])), 0, tolerance);
            }
        }
    }
}
