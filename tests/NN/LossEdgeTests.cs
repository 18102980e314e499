using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Kinks, limits and large arguments of losses; the numbers were read off PyTorch 1.13 unless a comment says otherwise.</summary>
public sealed class LossEdgeTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Fact]
    public void Logarithms_of_a_probability_are_not_below_minus_100()
    {
        (double[] losses, double[][] slopes) = Of(static x => F.BinaryCrossEntropy(x[0], x[1], Reduction.None), [0, 1, 0, 1, 0.5, 1e-50], [0, 0, 1, 1, 0.5, 1]);
        Close.Assert([0, 100, 100, 0, Math.Log(2), 100], losses);
        Close.Assert([0, 1e12, -1e12, 0, 0, -1e12], slopes[0]);

        // The derivative for the target is that of the value, where PyTorch's is infinite.
        Close.Assert([100, -100, 100, -100, 0, 100], slopes[1]);
    }

    [Fact]
    public void Logits_of_any_size_lose_nothing()
    {
        double[] x = [1000, -1000, 40, -40, Inf, -Inf, Inf, -Inf, NaN, 40, -1000], y = [1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1];
        double tiny = Math.Exp(-40);
        foreach (Tensor? weight in (Tensor?[])[null, Tensor.Ones([11], DType.Float64)])
        {
            (double[] losses, double[][] slopes) = Of(x => F.BinaryCrossEntropyWithLogits(x[0], x[1], Reduction.None, posWeight: weight), x, y);
            Close.Assert([0, 0, tiny, tiny, Inf, NaN, NaN, NaN, NaN, 40, 1000], losses, 1e-14, 0);
            Close.Assert([0, 0, 0, tiny, 1, -1, 0, 0, NaN, 1, -1], slopes[0], 1e-14, 0);
        }

        Tensor single = F.BinaryCrossEntropyWithLogits(Tensor.From([-10f, 16, -80]), Tensor.From([0f, 1, 0]), Reduction.None);
        Close.Assert([Math.Log(1 + Math.Exp(-10)), Math.Exp(-16), Math.Exp(-80)], single.To(DType.Float64).ToArray<double>(), 1e-6, 0);
    }

    // PyTorch has NaN where the target is 0 and the input -inf, and for the derivative of a target of 0.
    [Fact]
    public void Where_the_target_is_impossible_there_is_no_divergence()
    {
        (double[] losses, double[][] slopes) = Of(static x => F.KlDiv(x[0], x[1], Reduction.None), [-1, -Inf, -1, NaN, -1], [0, 0, 0.5, 0, -1]);
        Close.Assert([0, 0, 0.5 * (Math.Log(0.5) + 1), 0, NaN], losses);
        Close.Assert([0, 0, -0.5, 0, 1], slopes[0]);
        Close.Assert([0, 0, 1.3068528194400546, 0, NaN], slopes[1]);
        (losses, slopes) = Of(static x => F.KlDiv(x[0], x[1], Reduction.None, logTarget: true), [-1, -Inf, -2, -Inf], [-Inf, -Inf, -0.5, -1]);
        Close.Assert([0, 0, 0.9097959895689501, Inf], losses);
        Close.Assert([0, 0, -0.6065306597126334, -Math.Exp(-1)], slopes[0]);
        Close.Assert([0, 0, 1.5163266492815834, Inf], slopes[1]);
    }

    [Fact]
    public void Stirlings_term_stands_for_counts_above_1()
    {
        (double[] losses, double[][] slopes) = Of(static x => F.PoissonNllLoss(x[0], x[1], Reduction.None, full: true), [1, 1, 1, 1], [0, 1, 2, 5]);
        Close.Assert([2.718281828459045, 1.718281828459045, 1.370088313063581, 2.4891288800512696], losses);
        Close.Assert([2.718281828459045, 1.718281828459045, 0.7182818284590451, -2.281718171540955], slopes[0]);

        // At a count of 0 PyTorch has NaN.
        Close.Assert([-1, -1, -0.056852819440054714, 0.7094379124341004], slopes[1]);
        (losses, _) = Of(static x => F.PoissonNllLoss(x[0], x[1], Reduction.None, logInput: false, full: true), [0, 1, 2, 3], [0, 1, 2, 5]);
        Close.Assert([0, 0.9999999900000001, 1.2655121134846454, 2.27778559158501], losses);
    }

    [Fact]
    public void A_variance_below_eps_is_held_but_has_the_derivative_as_if_it_were_not()
    {
        (double[] losses, double[][] slopes) = Of(static x => F.GaussianNllLoss(x[0], x[1], x[2], Reduction.None, full: true), [1, 2, 3], [1, 1, 1], [0, 1e-6, 2]);
        Close.Assert([-5.988816745777465, 499994.01118325425, 2.2655121234846454], losses);
        Close.Assert([0, 1e6, 1], slopes[0]);
        Close.Assert([0, -1e6, -1], slopes[1]);
        Close.Assert([500000, -499999500000, -0.25], slopes[2]);
    }

    [Fact]
    public void Cosine_embedding_of_equal_orthogonal_and_no_vectors()
    {
        Tensor first = Tensor.From([1.0, 0, 1, 0, 0, 0, 1, 1, 1, 0], [5, 2], requiresGrad: true);
        Tensor second = Tensor.From([1.0, 0, 0, 1, 1, 0, 1, 0, 1, 0], [5, 2], requiresGrad: true);
        Tensor losses = F.CosineEmbeddingLoss(first, second, Tensor.From([1L, -1, 1, 0, -1]), Reduction.None);
        Close.Assert([1.000088900582341e-12, 0, 1, 0, 0.9999999999989999], losses.ToArray<double>(), 1e-10, 1e-15);
        losses.Sum().Backward();
        Close.Assert([-1.000088900582341e-12, 0, 0, 0.9999999999989999, -1000000.0019974014, 0, 0, 0, 1.000088900582341e-12, 0], first.Grad!.ToArray<double>(), 1e-9, 1e-15);
        Close.Assert([-1.000088900582341e-12, 0, 0.9999999999989999, 0, 0, 0, 0, 0, 1.000088900582341e-12, 0], second.Grad!.ToArray<double>(), 1e-9, 1e-15);
    }

    [Fact]
    public void At_its_margin_a_ranking_has_derivative_1()
    {
        (double[] losses, double[][] slopes) = Of(static x => F.MarginRankingLoss(x[0], x[1], x[2], Reduction.None), [1, 1, 2, 1], [1, 2, 1, 2], [1, 1, 1, -1]);
        Assert.Equal([0, 1, 0, 0], losses);
        Assert.Equal([-1, -1, 0, 0], slopes[0]);
        Assert.Equal([1, 1, 0, 0], slopes[1]);
        Assert.Equal([0, 1, 0, 0], slopes[2]);
        (losses, _) = Of(static x => F.MarginRankingLoss(x[0], x[1], x[2], Reduction.None, margin: 1), [1, 1, 2, 1], [1, 2, 1, 2], [1, 1, 1, -1]);
        Assert.Equal([1, 2, 0, 0], losses);
    }

    [Fact]
    public void At_its_margin_a_hinge_has_derivative_minus_1()
    {
        Tensor x = Tensor.From([1, 0.5, 2, 0.5, 0.5, 1.0], requiresGrad: true);
        Tensor losses = F.HingeEmbeddingLoss(x, Tensor.From([1L, -1, -1, 0, 1, -1]), Reduction.None);
        Assert.Equal([1, 0.5, 0, 1, 0.5, 0], losses.ToArray<double>());
        losses.Sum().Backward();
        Assert.Equal([1, -1, 0, 0, 1, -1], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Soft_margins_of_any_size_do_not_overflow()
    {
        (double[] losses, double[][] slopes) = Of(static x => F.SoftMarginLoss(x[0], x[1], Reduction.None), [1000, -1000, 0, 2, 40], [1, 1, 1, -1, 1]);
        Close.Assert([0, 1000, Math.Log(2), Math.Log(1 + Math.Exp(2)), Math.Exp(-40)], losses, 1e-14, 0);
        Close.Assert([0, -1, -0.5, 1 / (1 + Math.Exp(-2)), -Math.Exp(-40)], slopes[0], 1e-14, 0);
    }

    [Fact]
    public void At_its_margin_a_class_has_derivative_0()
    {
        Tensor x = Tensor.From([1, 0, 3, 1, 2, 1.0], [2, 3], requiresGrad: true);
        Tensor losses = F.MultiMarginLoss(x, Tensor.From([0L, 1]), Reduction.None);
        Close.Assert([1, 0], losses.ToArray<double>());
        losses.Sum().Backward();
        Close.Assert([-1.0 / 3, 0, 1.0 / 3, 0, 0, 0], x.Grad!.ToArray<double>());
        Close.Assert(1.0416666666666667, F.MultiMarginLoss(x, Tensor.From([0L, 1]), p: 2, margin: 0.5, weight: Tensor.From([1.0, 2, 3])).Item<double>());
    }

    [Fact]
    public void A_triplets_ties_share_their_derivative()
    {
        (double[] losses, double[][] slopes) = Of(static x => F.TripletMarginLoss(x[0], x[1], x[2], Reduction.Sum), [0, 0], [0, 0], [0, 0]);
        double half = Math.Sqrt(0.5);
        Close.Assert([1], losses);
        Close.Assert([0, 0], slopes[0]);
        Close.Assert([-half, -half], slopes[1]);
        Close.Assert([half, half], slopes[2]);
        (losses, slopes) = Of(static x => F.TripletMarginLoss(x[0], x[1], x[2], Reduction.Sum, margin: 3, eps: 0, swap: true), [0, 0], [0, 0], [1, 1]);
        Close.Assert([1.5857864376269049], losses);
        Close.Assert([half / 2, half / 2], slopes[0]);
        Close.Assert([half / 2, half / 2], slopes[1]);
        Close.Assert([-half, -half], slopes[2]);
    }

    // The losses, and the derivative of their sum for each argument.
    private static (double[] Losses, double[][] Slopes) Of(Func<Tensor[], Tensor> loss, params double[][] arguments)
    {
        Tensor[] inputs = [.. arguments.Select(static values => Tensor.From(values, requiresGrad: true))];
        Tensor losses = loss(inputs);
        losses.Sum().Backward();
        return (losses.ToArray<double>(), [.. inputs.Select(static input => input.Grad!.ToArray<double>())]);
    }
}
