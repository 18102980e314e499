using MathNet.Numerics;
using MiniTorch.Curvature;

namespace MiniTorch.Tests;

public class SymmetricEigenTests
{
    [Fact]
    public void Of_a_known_matrix()
    {
        var eigen = SymmetricEigen.Of(Matrices.Of(new double[,] { { 2, 1 }, { 1, 2 } }));
        double half = Math.Sqrt(0.5);
        Matrices.Close(Tensor.From([1.0, 3]), eigen.Values);
        Matrices.Close(Matrices.Of(new[,] { { -half, half }, { half, half } }), eigen.Vectors);
        Assert.Equal(3, eigen.ConditionNumber, 1e-14);
        Assert.Equal((2, 0.0, DType.Float64), (eigen.Size, eigen.Asymmetry, eigen.MatrixDType));
        Assert.Equal("2 eigenvalues of a symmetric matrix: 1, 3; condition number 3", eigen.ToString());
    }

    [Fact]
    public void Vectors_are_orthonormal_and_put_the_matrix_together_again() => Matrices.ForAll(static (n, seed) =>
    {
        Tensor a = Matrices.Symmetric(n, seed, Math.Pow(10, (seed % 13) - 6));
        var eigen = SymmetricEigen.Of(a);
        Matrices.Close(a, eigen.Reconstruct());
        Matrices.Close(Tensor.Eye(n, dtype: DType.Float64), eigen.Vectors.Transpose(0, 1).MatMul(eigen.Vectors));
        Matrices.Close(a.MatMul(eigen.Vectors), eigen.Vectors * eigen.Values, 100);
        double[] values = eigen.Values.ToArray<double>();
        Assert.Equal(values.Order(), values);
    });

    [Fact]
    public void Trace_and_determinant_are_sum_and_product_of_the_values() => Matrices.ForAll(static (n, seed) =>
    {
        Tensor a = Matrices.Symmetric(n, seed);
        double[] values = SymmetricEigen.Of(a).Values.ToArray<double>();
        double largest = values.Select(Math.Abs).DefaultIfEmpty(1).Max();
        Assert.Equal(a.Trace().Item<double>(), values.Sum(), 1e-13 * (n + 1) * largest);
        Assert.Equal(a.Det().Item<double>(), values.Aggregate(1.0, static (product, value) => product * value), 1e-13 * (n + 1) * Math.Pow(largest, n));
    });

    [Fact]
    public void Any_scale_has_the_same_vectors()
    {
        var eigen = SymmetricEigen.Of(Matrices.Symmetric(5, 1));
        foreach (int exponent in (int[])[-1000, -500, 500, 1000])
        {
            var scaled = SymmetricEigen.Of(new Tensor(Matrices.Symmetric(5, 1).Value.Multiply(Math.ScaleB(1, exponent))));
            Assert.Equal(Bits.Of(eigen.Vectors.Value), Bits.Of(scaled.Vectors.Value));
            Assert.Equal(eigen.Values.ToArray<double>().Select(value => Math.ScaleB(value, exponent)), scaled.Values.ToArray<double>());
        }
    }

    [Fact]
    public void The_element_of_largest_magnitude_is_positive_the_last_of_equals() => Matrices.ForAll(static (n, seed) =>
    {
        double[] vectors = SymmetricEigen.Of(Matrices.Symmetric(n, seed)).Vectors.ToArray<double>();
        for (int j = 0; j < n; j++)
        {
            double[] column = [.. Enumerable.Range(0, n).Select(i => vectors[(i * n) + j])];
            Assert.True(column.MaxBy(Math.Abs) > 0 || column.Max() >= column.Max(Math.Abs) * (1 - 1e-8));
        }
    });

    [Fact]
    public void Multiple_eigenvalues_have_orthonormal_vectors_too()
    {
        Tensor q = Matrices.Orthogonal(6, 1), a = Matrices.Conjugated(Matrices.Diagonal(2, 2, 2, -1, -1, 5), q);
        var eigen = SymmetricEigen.Of(a);
        Matrices.Close(Tensor.From([-1.0, -1, 2, 2, 2, 5]), eigen.Values);
        Matrices.Close(Tensor.Eye(6, dtype: DType.Float64), eigen.Vectors.Transpose(0, 1).MatMul(eigen.Vectors));
        Matrices.Close(Tensor.Eye(6, dtype: DType.Float64) * 3, SymmetricEigen.Of(Tensor.Eye(6, dtype: DType.Float64) * 3).Reconstruct());
        Assert.Equal(new double[3], SymmetricEigen.Of(Tensor.Zeros([3, 3])).Values.ToArray<double>());
    }

    [Fact]
    public void No_rows_and_one_row()
    {
        var none = SymmetricEigen.Of(Tensor.Zeros([0, 0]));
        Assert.Equal((0, 0, 0.0), (none.Size, none.Values.Count, none.ConditionNumber));
        Assert.Equal([0, 0], none.Reconstruct().Shape.ToArray());
        Assert.Equal(Definiteness.PositiveDefinite, none.Definiteness().Kind);
        var one = SymmetricEigen.Of(Tensor.From([-3f], [1, 1]));
        Assert.Equal((-3.0, 1.0, 1.0), (one.Values.Item<double>(), one.Vectors.Item<double>(), one.ConditionNumber));
    }

    [Fact]
    public void A_matrix_of_float32_is_decomposed_in_float64()
    {
        Tensor a = Matrices.Symmetric(6, 3).To(DType.Float32);
        var eigen = SymmetricEigen.Of(a);
        Assert.Equal((DType.Float64, DType.Float64, DType.Float32), (eigen.Values.DType, eigen.Vectors.DType, eigen.MatrixDType));
        Matrices.Close(a.To(DType.Float64), eigen.Reconstruct());
    }

    [Fact]
    public void What_rounding_leaves_of_symmetry_is_taken_the_rest_refused()
    {
        Tensor almost = Matrices.Of(new[,] { { 2, 1 + 1e-9 }, { 1, 4 } });
        var eigen = SymmetricEigen.Of(almost);
        Assert.Equal(1e-9, eigen.Asymmetry, 1e-15);
        Matrices.Close(Matrices.Of(new[,] { { 2, 1 + 5e-10 }, { 1 + 5e-10, 4 } }), eigen.Reconstruct());
        string message = Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(almost, 1e-10)).Message;
        Assert.Equal(
            "symmetric_eigen: the matrix of shape [2, 2] is not symmetric: elements [0, 1] and [1, 0] differ by 1E-09, more than 4E-10, 1E-10 of the largest element; "
            + "GeneralEigen.Of takes any square matrix",
            message);
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(Matrices.Of(new double[,] { { 2, 3 }, { 2, 1 } })));
        Assert.NotNull(SymmetricEigen.Of(Tensor.From([2, 1.0001f, 1, 4], [2, 2])));
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(Tensor.From([2, 1.0001, 1, 4], [2, 2])));
    }

    [Fact]
    public void What_is_no_square_matrix_of_finite_numbers_is_refused()
    {
        static string Refusal(Tensor matrix) => Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(matrix)).Message;
        Assert.Equal("symmetric_eigen: the matrix must be square; got [2, 3]", Refusal(Tensor.Ones([2, 3])));
        Assert.Equal("symmetric_eigen: needs one matrix, of shape [m, n], of float32 or float64; got int64 of shape [2, 2]", Refusal(Tensor.Ones([2, 2], DType.Int64)));
        Assert.Contains("got float32 of shape [4]", Refusal(Tensor.Ones([4])), StringComparison.Ordinal);
        Assert.Equal(
            "symmetric_eigen: all elements must be finite; element [1, 0] of [2, 2] is NaN", Refusal(Tensor.From([1, 2, double.NaN, double.PositiveInfinity], [2, 2])));
        Assert.Contains("element [0, 1] of [2, 2] is Infinity", Refusal(Tensor.From([1, float.PositiveInfinity, 1, 1], [2, 2])), StringComparison.Ordinal);
        Assert.Contains(
            "the tolerance must be 0 or positive; got -1", Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(Tensor.Ones([1, 1]), -1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_the_matrix_is_that_of_its_values()
    {
        Tensor a = Matrices.Symmetric(5, 4) + Tensor.Eye(5, dtype: DType.Float64) * 10, v = Tensor.From([1.0, -2, 3, 0, 0.5]);
        var eigen = SymmetricEigen.Of(a);
        Matrices.Close(a.Solve(v), eigen.Apply(static value => 1 / value, v), 100);
        Matrices.Close(a.MatMul(a.MatMul(v)), eigen.Apply(static value => value * value, v), 100);
        Matrices.Close(a.MatMul(v), eigen.Apply(static value => value, v.To(DType.Float32)), 100);
        Assert.Contains(
            "must be of shape [5]", Assert.Throws<ArgumentException>(() => eigen.Apply(static value => value, Tensor.Ones([4]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Curvature_along_a_direction_is_the_mean_of_the_values_with_weights_that_sum_to_one() => Matrices.ForAll(static (n, seed) =>
    {
        n++;
        Tensor a = Matrices.Symmetric(n, seed), d = Tensor.Randn([n], DType.Float64, generator: new Generator(seed + 1)), unit = d / d.Norm();
        var eigen = SymmetricEigen.Of(a);
        Tensor weights = eigen.Weights(d * Math.Pow(10, (seed % 500) - 250));
        Assert.All(weights.ToArray<double>(), static weight => Assert.InRange(weight, 0, 1));
        Assert.Equal(1, weights.Sum().Item<double>(), 1e-14);
        Assert.Equal(unit.Dot(a.MatMul(unit)).Item<double>(), weights.Dot(eigen.Values).Item<double>(), 1e-12 * n);
    });

    [Fact]
    public void An_eigenvector_has_all_the_weight_and_no_vector_none()
    {
        var eigen = SymmetricEigen.Of(Matrices.Diagonal(1, 2, 3));
        Assert.Equal([0, 1, 0], eigen.Weights(Tensor.From([0f, -5, 0])).ToArray<double>());
        static string Refusal(SymmetricEigen eigen, Tensor d) => Assert.Throws<ArgumentException>(() => eigen.Weights(d)).Message;
        Assert.Equal(
            "symmetric_eigen.weights: a direction must have a length that is finite and not 0; the largest element of the vector of shape [3] is 0",
            Refusal(eigen, Tensor.Zeros([3])));
        Assert.Contains("is NaN", Refusal(eigen, Tensor.From([1, double.NaN, 0])), StringComparison.Ordinal);
        Assert.Contains("must be of shape [3]", Refusal(eigen, Tensor.Ones([3, 1])), StringComparison.Ordinal);
    }

    [Fact]
    public void Signs_of_the_values_decide_definiteness_and_the_tolerance_is_named()
    {
        static DefinitenessResult Of(params double[] values) => SymmetricEigen.Of(Matrices.Diagonal(values)).Definiteness();
        Assert.Equal(Definiteness.PositiveDefinite, Of(1, 2).Kind);
        Assert.Equal(Definiteness.PositiveSemidefinite, Of(0, 2).Kind);
        Assert.Equal(Definiteness.Zero, Of(0, 0).Kind);
        Assert.Equal(Definiteness.NegativeSemidefinite, Of(0, -2).Kind);
        Assert.Equal(Definiteness.NegativeDefinite, Of(-1, -2).Kind);
        Assert.Equal(Definiteness.Indefinite, Of(-1, 0, 2).Kind);
        Assert.Equal("Indefinite: 1 negative, 1 zero, 1 positive eigenvalues, where |λ| ≤ 1.332E-14 is zero", Of(-1, 0, 2).ToString());
        Assert.Equal(Definiteness.PositiveDefinite, Of(1e-12, 1).Kind);
        Assert.Equal(Definiteness.PositiveSemidefinite, Of(-1e-16, 1).Kind);
        var small = SymmetricEigen.Of(Matrices.Diagonal(1e-7, 1).To(DType.Float32));
        Assert.Equal((Definiteness.PositiveSemidefinite, 20 * Math.Pow(2, -23)), (small.Definiteness().Kind, small.Definiteness().Tolerance));
        Assert.Equal(Definiteness.PositiveDefinite, small.Definiteness(1e-8).Kind);
        Assert.Throws<ArgumentException>(() => small.Definiteness(double.NaN));
    }

    [Fact]
    public void Products_with_a_transpose_are_never_indefinite() => Matrices.ForAll(static (n, seed) =>
    {
        int rank = seed % (n + 2);
        Tensor root = Tensor.Randn([n + 1, rank], DType.Float64, generator: new Generator(seed));
        DefinitenessResult result = SymmetricEigen.Of(root.MatMul(root.Transpose(0, 1))).Definiteness();
        Assert.Equal((0, n + 1 - rank, rank), (result.Negative, result.Zero, result.Positive));
    }, maxSize: 5);

    [Fact]
    public void The_number_of_threads_that_MathNet_may_use_changes_no_bit()
    {
        Tensor symmetric = Matrices.Symmetric(120, 1), general = Matrices.Square(60, 2);
        long[][] Run() => [
            Bits.Of(SymmetricEigen.Of(symmetric).Vectors.Value), Bits.Of(SingularValues.Of(general).Values.Value), Bits.Of(GeneralEigen.Of(general).RealVectors.Value)];
        int before = Control.MaxDegreeOfParallelism;
        try
        {
            Control.MaxDegreeOfParallelism = 1;
            long[][] alone = Run();
            Control.MaxDegreeOfParallelism = 8;
            Assert.Equal(alone, Run());
        }
        finally
        {
            Control.MaxDegreeOfParallelism = before;
        }
    }
}
