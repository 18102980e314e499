namespace MiniTorch.Tests;

/// <summary>The derivatives of reductions and running reductions at ties, zeros and infinities, read off PyTorch 1.13.</summary>
public sealed class ReductionKinkTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Fact]
    public void The_standard_deviation_gives_0_where_it_is_0()
    {
        Assert.Equal([0, 0, 0], GradientAt([2, 2, 2], static x => x.Std()));
        Assert.Equal([0], GradientAt([2], static x => x.Std(correction: 0)));
        Assert.Equal([0, 0, -0.5, 0.5], GradientAt([3, 3, 1, 2], static x => x.Reshape(2, 2).Std(1, correction: 0)));

        // And the gradient of that gradient is no NaN either.
        Tensor x = Tensor.From([2.0, 2, 2], requiresGrad: true);
        Tensor gradient = Autograd.Grad([x.Std()], [x], createGraph: true)[0];
        Assert.Equal([0, 0, 0], Autograd.Grad([gradient.Sum()], [x])[0].ToArray<double>());
    }

    [Fact]
    public void A_variance_without_degrees_of_freedom_has_no_derivative()
    {
        Assert.Equal([NaN], GradientAt([2], static x => x.Var()));
        Assert.Equal([-Inf, Inf], GradientAt([2, 3], static x => x.Var(correction: 3)));
    }

    [Fact]
    public void LogSumExp_gives_0_to_minus_infinity_and_NaN_to_what_is_infinite_alone()
    {
        Assert.Equal([0, 1], GradientAt([-Inf, 1], static x => x.LogSumExp()));
        Assert.Equal([NaN, NaN], GradientAt([-Inf, -Inf], static x => x.LogSumExp()));
        Assert.Equal([NaN, 0], GradientAt([Inf, 1], static x => x.LogSumExp()));
        Assert.Equal([NaN, NaN], GradientAt([NaN, 1], static x => x.LogSumExp()));

        // Rows do not spoil each other.
        double[] rows = GradientAt([-Inf, -Inf, -Inf, 0], static x => x.Reshape(2, 2).LogSumExp(1));
        Assert.Equal([NaN, NaN, 0, 1], rows);
    }

    [Fact]
    public void LogCumsumExp_gives_0_to_minus_infinity_behind_others()
    {
        Check([-Inf, -Inf, 1, 2], [-Inf, -Inf, 1, 2.313261687518223], [NaN, NaN, 1.2689414213699952, 0.7310585786300048]);
        Check([1, Inf, 2], [1, Inf, Inf], [1, NaN, 0]);
        Check([1, NaN, 2], [1, NaN, NaN], [NaN, NaN, NaN]);
        Check([-1000, 1000, 0, -Inf, 1000], [-1000, 1000, 1000, 1000, 1000.6931471805599], [1, 3.5, 0, 0, 0.5]);
        Check([0, -Inf], [0, 0], [2, 0]);

        static void Check(double[] at, double[] values, double[] gradient)
        {
            Close.Assert(values, Tensor.From(at).LogCumsumExp(0).ToArray<double>());
            Close.Assert(gradient, GradientAt(at, static x => x.LogCumsumExp(0)));
        }
    }

    [Fact]
    public void The_last_of_equal_running_extremes_takes_the_gradient()
    {
        Assert.Equal([1, 1, 2, 0], GradientAt([1, 3, 3, 2], static x => x.Cummax(0).Values));
        Assert.Equal([1, 1, 2, 0], GradientAt([3, 1, 1, 2], static x => x.Cummin(0).Values));
        Assert.Equal([0, 1, 2, 2, 4, 4, 6], Tensor.From([1, 3, 3, 2, NaN, 5, NaN]).Cummax(0).Indices.ToArray<long>());
        Assert.Equal([1, 3, 3, 3, NaN, NaN, NaN], Tensor.From([1, 3, 3, 2, NaN, 5, NaN]).Cummax(0).Values.ToArray<double>());
        Assert.Equal([0, 0, 2, 3, 4, 5, 5, 7], Tensor.From([1, 3, 1, -0.0, 0.0, NaN, 5, NaN]).Cummin(0).Indices.ToArray<long>());
        Assert.Equal([0L, 1, 2], Tensor.From([1L, 1, 1]).Cummax(0).Indices.ToArray<long>());
    }

    [Fact]
    public void Equal_extremes_share_the_gradients_of_aminmax_evenly()
    {
        Assert.Equal([0.5, 0.5, 1, 1, 0], GradientAt([1, 1, 3, 3, 2], static x => x.Aminmax().Min + (x.Aminmax().Max * 2)));
        Assert.Equal([0.5, 0.5, 0, 0, 0], GradientAt([1, 1, 3, 3, 2], static x => x.Aminmax(0).Min));
    }

    [Fact]
    public void What_is_not_a_number_shares_the_gradient_of_the_extreme_of_all()
    {
        Assert.Equal([0, 0.5, 0, 0.5], GradientAt([1, NaN, 3, NaN], static x => x.Max()));
        Assert.Equal([0, 1, 0], GradientAt([1, NaN, 3], static x => x.Min()));
        Assert.Equal([NaN, NaN, NaN], GradientAt([1, NaN, 3], static x => x.Amax([0])));
    }

    // The mean of no numbers is NaN, and no number has a share in it; PyTorch gives NaN there.
    [Fact]
    public void What_is_not_a_number_receives_nothing_from_sums_and_means_that_leave_it_out()
    {
        Assert.Equal([1, 0, 1], GradientAt([1, NaN, Inf], static x => x.NanSum()));
        Assert.Equal([0.5, 0, 0.5], GradientAt([1, NaN, 3], static x => x.NanMean()));
        Assert.Equal([0, 0], GradientAt([NaN, NaN], static x => x.NanMean()));
    }

    [Fact]
    public void A_product_over_several_dimensions_is_right_with_zeros()
    {
        Assert.Equal([24, 0, 0, 5, 0, 0, 0, 0], GradientAt([0, 1, 2, 0, 3, 1, 4, 5], static x => x.Reshape(2, 2, 2).Prod([0, 1])));
        Assert.Equal([0, 18, 0, 40, 0, 0, 0, 0], GradientAt([1, 0, 2, 0, 3, 6, 4, 5], static x => x.Reshape(2, 2, 2).Prod([2, 0])));
    }

    private static double[] GradientAt(double[] values, Func<Tensor, Tensor> op)
    {
        Tensor x = Tensor.From(values, requiresGrad: true);
        op(x).Sum().Backward();
        return x.Grad!.ToArray<double>();
    }
}
