namespace MiniTorch.Tests;

/// <summary>Norms of every order and what is made of them: infinities and NaN, scaling, errors. Their proofs stand in ReductionProofs.</summary>
public sealed class NormTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(2.5)]
    [InlineData(-1)]
    [InlineData(Inf)]
    [InlineData(-Inf)]
    public void A_norm_scales_and_its_gradient_does_not(double p)
    {
        Tensor x = Tensor.From([0.5, -1.25, 2, -0.75], requiresGrad: true);
        Tensor y = Tensor.From([2.0, -5, 8, -3], requiresGrad: true);
        Close.Assert(x.Norm(p) * 4, y.Norm(p));
        Close.Assert(Autograd.Grad([x.Norm(p)], [x])[0], Autograd.Grad([y.Norm(p)], [y])[0]);
    }

    // Read off PyTorch 1.13.
    [Fact]
    public void NaN_and_infinity_are_PyTorchs()
    {
        Assert.Equal(NaN, Tensor.From([1, NaN]).Norm(Inf).Item<double>());
        Assert.Equal(1, Tensor.From([0, NaN]).Norm(0).Item<double>());
        Tensor x = Tensor.From([Inf, 1], requiresGrad: true);
        Tensor norm = x.Norm();
        norm.Backward();
        Assert.Equal(Inf, norm.Item<double>());
        Assert.Equal([NaN, 0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Of_nothing_a_norm_of_finite_order_is_0()
    {
        foreach (double p in (double[])[0, 0.5, 1, 2, 3])
        {
            Assert.Equal([0.0, 0], Tensor.Zeros([2, 0], DType.Float64).Norm(p, 1).ToArray<double>());
        }
    }

    // Read off PyTorch 1.13: torch.dist of [1, -2, 0] and zeros.
    [Theory]
    [InlineData(1, 3, new[] { 1.0, -1, 0 })]
    [InlineData(2, 2.23606797749979, new[] { 0.4472135954999579, -0.8944271909999159, 0 })]
    [InlineData(3, 2.080083823051904, new[] { 0.2311204247835449, -0.9244816991341795, 0 })]
    [InlineData(Inf, 2, new[] { 0.0, -1, 0 })]
    [InlineData(-Inf, 0, new[] { 0.0, 0, 0 })]
    public void Distances_are_PyTorchs(double p, double expected, double[] gradient)
    {
        Tensor x = Tensor.From([1.0, -2, 0], requiresGrad: true);
        Tensor distance = x.Dist(Tensor.Zeros([3], DType.Float64), p);
        distance.Backward();
        Close.Assert(expected, distance.Item<double>());
        Close.Assert(gradient, x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Renorm_leaves_what_is_small_enough()
    {
        // The numbers and the gradient are PyTorch 1.13's.
        Tensor x = Tensor.From([1.0, 2, 3, 4, 0.1, 0.2], [3, 2], requiresGrad: true);
        Tensor y = x.Renorm(2, 0, 1);
        y.Sum().Backward();
        Close.Assert([0.4472135754999588, 0.8944271509999177, 0.5999999880000002, 0.7999999840000003, 0.1, 0.2], y.ToArray<double>());
        Close.Assert([0.17888544219998245, -0.08944269109999389, 0.03200000271999987, -0.023999995040000194, 1, 1], x.Grad!.ToArray<double>());
        Assert.Equal([0, 0], Tensor.Ones([1, 2]).Renorm(1, 0, 0).ToArray<float>());
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Says("norm: defined for floating-point types; got int64; convert with To(DType.Float32) first", static () => Tensor.Arange(3).Norm());
        Says("norm: the order must be a number; got NaN", static () => Tensor.Zeros([3]).Norm(NaN));
        Says("norm: of no elements there is none of order Infinity; got shape [2, 0]", static () => Tensor.Zeros([2, 0]).Norm(Inf));
        Says("norm: of no elements there is none of order -1; got shape [2, 0]", static () => Tensor.Zeros([2, 0]).Norm(-1, 1));
        Says("norm: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", static () => Tensor.Zeros([2, 3]).Norm(2, 2));
        Says("norm: dimension 1 is out of range for shape [], which has 0 dimensions", static () => Tensor.Zeros([]).Norm(2, 1));
        Says("norm: dimension -1 occurs twice in [1, -1]", static () => Tensor.Zeros([2, 3]).Norm(2, [1, -1]));
        Says("renorm: at least two dimensions are needed; got shape [3]", static () => Tensor.Zeros([3]).Renorm(2, 0, 1));
        Says("renorm: the order must be above 0 and the greatest norm not below; got 0 and 1", static () => Tensor.Zeros([3, 2]).Renorm(0, 0, 1));
        Says("renorm: the order must be above 0 and the greatest norm not below; got 2 and -1", static () => Tensor.Zeros([3, 2]).Renorm(2, 0, -1));
        Says("renorm: dimension 2 is out of range for shape [3, 2], which has 2 dimensions", static () => Tensor.Zeros([3, 2]).Renorm(2, 2, 1));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }
}
