namespace MiniTorch.Tests;

/// <summary>
/// Where a function has no derivative, or an infinite one, backward gives what PyTorch gives: every convention of that kind, one test each.
/// The numbers were also read off PyTorch 1.13. Those of the losses stand in LossKinkTests, beside NN's.
/// </summary>
public sealed class KinkTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Fact]
    public void Abs_gives_0_at_0() => Assert.Equal([-1, 0, 0, 1], GradientAt([-2, 0, -0.0, 3], static x => x.Abs()));

    [Fact]
    public void Relu_gives_0_at_0() => Assert.Equal([0, 0, 0, 1], GradientAt([-2, 0, -0.0, 3], static x => x.Relu()));

    [Fact]
    public void Sign_gives_0_everywhere() => Assert.Equal([0, 0, 0, 0], GradientAt([-2, 0, -0.0, 3], static x => x.Sign()));

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(Inf)]
    [InlineData(-Inf)]
    public void The_norm_of_zeros_gives_0(double p)
    {
        Assert.Equal([0, 0, 0], GradientAt([0, 0, 0], x => x.Norm(p)));
        double[] besideOthers = GradientAt([0, 0, 3, 3], x => x.Reshape(2, 2).Norm(p, 1));
        Assert.Equal([0, 0], besideOthers[..2]);
        Assert.All(besideOthers, static g => Assert.True(double.IsFinite(g)));

        // And the gradient of that gradient is no NaN either.
        Tensor x = Tensor.From([0.0, 0, 0], requiresGrad: true);
        Tensor gradient = Autograd.Grad([x.Norm(p)], [x], createGraph: true)[0];
        if (gradient.RequiresGrad)
        {
            Assert.Equal([0, 0, 0], Autograd.Grad([gradient.Sum()], [x], materializeGrads: true)[0].ToArray<double>());
        }
    }

    [Fact]
    public void An_element_of_0_in_a_norm_gives_0()
    {
        Assert.Equal([0, 0.6, -0.8], GradientAt([0, 3, -4], static x => x.Norm()));
        Assert.Equal([0, 1, -1], GradientAt([0, 3, -4], static x => x.Norm(1)));
        Assert.Equal([2, -2, 0], GradientAt([1, -1, 0], static x => x.Norm(0.5)));
        Close.Assert([0, 0.4448513517305356, -0.7908468475209521], GradientAt([0, 3, -4], static x => x.Norm(3)));
    }

    [Fact]
    public void Equal_magnitudes_share_the_gradient_of_the_norm_of_order_infinity()
    {
        Assert.Equal([1.0 / 3, 1.0 / 3, -1.0 / 3, 0], GradientAt([2, 2, -2, 1], static x => x.Norm(Inf)));
        Assert.Equal([0.5, 0, -0.5], GradientAt([1, 2, -1], static x => x.Norm(-Inf)));
    }

    [Fact]
    public void Sqrt_gives_infinity_at_0() => Assert.Equal([Inf, 0.25, NaN], GradientAt([0, 4, -1], static x => x.Sqrt()));

    [Fact]
    public void Clamp_gives_1_at_its_bounds()
    {
        Assert.Equal([0, 1, 1, 1, 0, 0], GradientAt([-2, -1, 0, 1, 2, NaN], static x => x.Clamp(-1, 1)));
        Assert.Equal([0, 1, 1], GradientAt([-2, -1, 2], static x => x.Clamp(min: -1)));
        Assert.Equal([1, 1, 0], GradientAt([-2, 1, 2], static x => x.Clamp(max: 1)));
    }

    [Fact]
    public void Clamp_between_bounds_that_exclude_each_other_gives_0() =>
        Assert.Equal([0, 0, 0, 0, 0], GradientAt([0, 2, 3, 5, 6], static x => x.Clamp(5, 2)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equal_operands_of_maximum_and_minimum_receive_half_each(bool isMaximum)
    {
        Tensor a = Tensor.From([1.0, 2, 4, NaN, 1], requiresGrad: true), b = Tensor.From([1.0, 3, 2, 1, NaN], requiresGrad: true);
        Tensor y = isMaximum ? a.Maximum(b) : a.Minimum(b);
        y.Sum().Backward();
        (double[] first, double[] second) = (a.Grad!.ToArray<double>(), b.Grad!.ToArray<double>());
        Assert.Equal([0.5, isMaximum ? 0 : 1, isMaximum ? 1 : 0, 1, 1], first);
        Assert.Equal([0.5, isMaximum ? 1 : 0, isMaximum ? 0 : 1, 1, 1], second);
    }

    [Fact]
    public void A_tensor_beside_itself_receives_both_halves()
    {
        Assert.Equal([1, 1], GradientAt([3, -2], static x => x.Maximum(x)));
        Assert.Equal([1, 1], GradientAt([3, -2], static x => x.Minimum(x)));
    }

    [Fact]
    public void Equal_extremes_share_the_gradient_of_amax_and_amin_evenly()
    {
        const double Third = 1.0 / 3;
        Assert.Equal([0, Third, Third, 0, Third], GradientAt([3, 5, 5, 1, 5], static x => x.Amax([0])));
        Assert.Equal([0, Third, Third, 0, Third], GradientAt([3, 5, 5, 1, 5], static x => x.Max()));
        Assert.Equal([0, Third, Third, 0, Third], GradientAt([3, 1, 1, 5, 1], static x => x.Amin([0])));
        Assert.Equal([0, Third, Third, 0, Third], GradientAt([3, 1, 1, 5, 1], static x => x.Min()));
        Assert.Equal([0.5, 0, 0.5, 1], GradientAt([7, 2, 7, 3], static x => x.Reshape(2, 2).Amax([0])));
    }

    [Fact]
    public void The_first_of_equal_extremes_takes_the_gradient_of_max_and_min_along_a_dimension()
    {
        Assert.Equal([0, 1, 0, 0, 0], GradientAt([3, 5, 5, 1, 5], static x => x.Max(0).Values));
        Assert.Equal([0, 1, 0, 0, 0], GradientAt([3, 1, 1, 5, 1], static x => x.Min(0).Values));
        Assert.Equal([1, 1, 0, 0], GradientAt([7, 4, 7, 3], static x => x.Reshape(2, 2).Max(0).Values));
        Assert.Equal([0, 1, 0, 0], GradientAt([1, NaN, NaN, 2], static x => x.Max(0).Values));
    }

    // PyTorch 1.13 agrees for max; of amax it multiplies by a mask, and gives NaN in place of 0.
    [Fact]
    public void An_infinite_gradient_goes_to_the_extremes_and_makes_no_NaN_beside_them()
    {
        Assert.Equal([0, Inf, 0], GradientAt([3, 5, 1], static x => x.Max(0).Values * Inf));
        Assert.Equal([0, 0, -Inf], GradientAt([3, 5, 1], static x => x.Min(0).Values * -Inf));
        Assert.Equal([0, Inf, Inf], GradientAt([3, 5, 5], static x => x.Amax([0]) * Inf));
    }

    [Fact]
    public void Prod_is_right_with_zeros()
    {
        Assert.Equal([6, 3, 2], GradientAt([1, 2, 3], static x => x.Prod()));
        Assert.Equal([6, 0, 0], GradientAt([0, 2, 3], static x => x.Prod()));
        Assert.Equal([0, 0, 0], GradientAt([0, 0, 3], static x => x.Prod()));
        Assert.Equal([0, 6, 0, 5, 0, 0], GradientAt([2, 0, 3, 0, 5, 1], static x => x.Reshape(2, 3).Prod(1)));
    }

    [Fact]
    public void Cumprod_is_right_with_zeros()
    {
        Assert.Equal([9, 4, 2], GradientAt([1, 2, 3], static x => x.Cumprod(0)));
        Assert.Equal([9, 0, 0], GradientAt([0, 2, 3], static x => x.Cumprod(0)));
        Assert.Equal([1, 2, 0, 0], GradientAt([2, 0, 0, 3], static x => x.Cumprod(0)));
        Assert.Equal([1, 8, 0, 0], GradientAt([2, 0, 3, 0], static x => x.Cumprod(0)));
    }

    private static double[] GradientAt(double[] values, Func<Tensor, Tensor> op)
    {
        Tensor x = Tensor.From(values, requiresGrad: true);
        op(x).Sum().Backward();
        return x.Grad!.ToArray<double>();
    }
}
