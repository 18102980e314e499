namespace MiniTorch.Tests;

/// <summary>Determinants of singular matrices, whose gradients are the cofactors, and their signs and logarithms.</summary>
public sealed class DeterminantTests
{
    private static readonly double[][] Singular =
    [
        [0], [1, 2, 2, 4], [0, 1, 0, 0], [0, 0, 0, 0], [4, 2, 0, 2, 1, 3, 0, 0, 5], [1, 2, 3, 2, 4, 6, 3, 6, 9], [0, 1, 0, 0, 0, 1, 0, 0, 0],
        [1, 2, 0, 1, 2, 4, 0, 2, 0, 1, 3, 1, 1, 0, 1, 2], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ];

    public static TheoryData<double[]> Cases => [.. Singular];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Derivatives_of_both_orders_at_singular_matrices(double[] values)
    {
        int n = (int)Math.Sqrt(values.Length);
        Tensor x = Tensor.From(values, [n, n], requiresGrad: true);
        Assert.Equal(0, x.Det().Item<double>());
        GradCheckResult first = Autograd.GradCheck(static x => x[0].Det(), [x]), second = Autograd.GradGradCheck(static x => x[0].Det(), [x]);
        Assert.True(first.Passed, first.ToString());
        Assert.True(second.Passed, second.ToString());
        double[] cofactors = [.. Indices.Of([n, n]).Select(index => (index.Sum() % 2 == 0 ? 1 : -1) * PlainMatrices.Det(PlainMatrices.Build(
            n - 1, n - 1, (i, j) => values[((i < index[0] ? i : i + 1) * n) + (j < index[1] ? j : j + 1)])))];
        x.Det().Backward();
        Close.Assert(cofactors, x.Grad!.ToArray<double>(), 1e-12, 1e-12);
    }

    [Fact]
    public void A_batch_of_singular_and_other_matrices()
    {
        Tensor x = Tensor.From([1.0, 2, 3, 4, 1, 2, 2, 4, 0, 0, 0, 0, 2, 0, 1, 3, 0, 1, 0, 0, 5, 6, 7, 9], [3, 2, 2, 2], requiresGrad: true);
        Assert.Equal<Shape>([3, 2], x.Det().Shape);
        GradCheckResult first = Autograd.GradCheck(static x => x[0].Det(), [x]), second = Autograd.GradGradCheck(static x => x[0].Det(), [x]);
        Assert.True(first.Passed, first.ToString());
        Assert.True(second.Passed, second.ToString());
    }

    [Fact]
    public void Beyond_the_size_up_to_which_cofactors_are_computed_the_gradient_is_refused()
    {
        Tensor x = Tensor.Zeros([65, 65], requiresGrad: true);
        Assert.Equal(0, x.Det().Item<float>());
        Tensor det = x.Det();
        Assert.Equal(
            "det: the gradient at a singular matrix is computed up to size 64; got 65", Assert.Throws<ArgumentException>(() => det.Backward()).Message);
    }

    [Fact]
    public void Sign_and_logarithm_of_singular_negative_and_extreme_determinants()
    {
        double inf = double.PositiveInfinity;
        (Tensor sign, Tensor logarithm) = Tensor.From([0.0, 0, 0, 0, 0, 1, 1, 0, 2, 0, 0, 3], [3, 2, 2]).Slogdet();
        Assert.Equal([0.0, -1, 1], sign.ToArray<double>());
        Close.Assert([-inf, 0, Math.Log(6)], logarithm.ToArray<double>());
        Assert.Equal((1f, 0f), (Tensor.Zeros([0, 0]).Slogdet().Sign.Item<float>(), Tensor.Zeros([0, 0]).Slogdet().LogAbsDet.Item<float>()));
        Tensor tiny = Tensor.From([.. PlainMatrices.Build(40, 40, static (i, j) => i == j ? 1e-30 : 0).Cast<double>()], [40, 40]).To(DType.Float32);
        Assert.Equal(0, tiny.Det().Item<float>());
        Assert.Equal(40 * Math.Log(1e-30), tiny.Slogdet().LogAbsDet.Item<float>(), 0.001);
        Assert.Equal([-inf, double.NaN, Math.Log(6)], Tensor.From([0.0, 0, 0, 0, 0, 1, 1, 0, 2, 0, 0, 3], [3, 2, 2]).Logdet().ToArray<double>());
    }

    [Fact]
    public void Gradients_of_logarithms_are_those_of_PyTorch()
    {
        double inf = double.PositiveInfinity;
        Assert.Equal([-inf, inf, inf, -inf], Gradient(static x => x.Slogdet().LogAbsDet, [1, 2, 2, 4]));
        Assert.Equal([0.0, 0, 0, 0], Gradient(static x => x.Logdet(), [0, 1, 1, 0]));
        Assert.Equal([0.5, 0, 0, 0.25], Gradient(static x => x.Logdet(), [2, 0, 0, 4]));
        Assert.False(Tensor.Ones([2, 2], requiresGrad: true).Slogdet().Sign.RequiresGrad);

        static double[] Gradient(Func<Tensor, Tensor> op, double[] values)
        {
            Tensor x = Tensor.From(values, [2, 2], requiresGrad: true);
            op(x).Backward();
            return x.Grad!.ToArray<double>();
        }
    }
}
