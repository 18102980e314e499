namespace MiniTorch.Tests;

/// <summary>
/// Where functions of two and three numbers have no derivative, or several: what backward gives, and at the same places PyTorch 1.13.
/// </summary>
public sealed class BinaryKinkTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Fact]
    public void Pow_at_bases_and_exponents_of_0_and_below() => Check(
        static (a, b) => a.Pow(b),
        [0, 0, 0, 0, -2, -2, 2, 1, NaN, NaN, Inf],
        [0, 2, 0.5, -1, 2, 0, 0, 3, 0, 2, 0],
        [1, 0, 0, Inf, 4, 1, 1, 1, 1, NaN, 1],
        [0, 0, Inf, -Inf, -4, 0, 0, 3, 0, NaN, 0],
        [0, 0, 0, -Inf, NaN, NaN, 0.6931471805599453, 0, NaN, NaN, Inf]);

    [Fact]
    public void Pow_of_a_number()
    {
        Assert.Equal([0, 0, 0, -Inf], GradientAt([0, 2, 0.5, -1], static e => Tensor.Pow(0.0, e)));
        Assert.Equal([NaN, NaN, NaN], GradientAt([0, 2, -1], static e => Tensor.Pow(-2.0, e)));
        Assert.Equal([0, 0], GradientAt([0, 2], static e => Tensor.Pow(1, e)));
    }

    [Fact]
    public void Pow_has_second_derivatives_without_NaN_at_a_base_or_an_exponent_of_0()
    {
        Tensor x = Tensor.From([0.0, 2, 0], requiresGrad: true), p = Tensor.From([2.0, 0, 0], requiresGrad: true);
        Tensor[] first = Autograd.Grad([x.Pow(p).Sum()], [x, p], createGraph: true);
        Tensor[] ofBase = Autograd.Grad([first[0].Sum()], [x, p], retainGraph: true, materializeGrads: true);
        Tensor[] ofExponent = Autograd.Grad([first[1].Sum()], [x, p], materializeGrads: true);
        Assert.Equal([2, 0, 0], ofBase[0].ToArray<double>());
        Assert.All(ofBase[1].ToArray<double>(), static g => Assert.False(double.IsNaN(g)));
        Close.Assert([0, 0.5, 0], ofExponent[0].ToArray<double>());
        Close.Assert([0, Math.Log(2) * Math.Log(2), 0], ofExponent[1].ToArray<double>());
    }

    [Fact]
    public void Atan2_at_the_origin_gives_NaN() => Check(
        static (a, b) => a.Atan2(b),
        [0, 0, 1, -0.0],
        [0, -1, 0, -1],
        [0, Math.PI, Math.PI / 2, -Math.PI],
        [NaN, -1, 0, -1],
        [NaN, 0, -1, 0]);

    [Fact]
    public void Hypot_at_the_origin_gives_NaN() => Check(
        static (a, b) => a.Hypot(b), [0, 3, Inf, -3], [0, 4, NaN, 0], [0, 5, Inf, 3], [NaN, 0.6, NaN, -1], [NaN, 0.8, NaN, 0]);

    [Fact]
    public void Copysign_gives_0_at_0() => Check(
        static (a, b) => a.CopySign(b), [0, 3, -3, 2], [1, -4, -0.0, 0], [0, -3, -3, 2], [0, -1, 1, 1], [0, 0, 0, 0]);

    [Fact]
    public void Logaddexp_of_infinities() => Check(
        static (a, b) => a.LogAddExp(b),
        [0, Inf, -Inf, -Inf, 1000],
        [0, Inf, -Inf, 0, 0],
        [Math.Log(2), Inf, -Inf, 0, 1000],
        [0.5, NaN, NaN, 0, 1],
        [0.5, NaN, NaN, 1, 0]);

    [Fact]
    public void Logaddexp2_of_infinities() => Check(
        static (a, b) => a.LogAddExp2(b), [0, Inf, -Inf, 2000], [0, Inf, 0, 0], [1, Inf, 0, 2000], [0.5, NaN, 0, 1], [0.5, NaN, 1, 0]);

    [Fact]
    public void Xlogy_gives_0_where_0_is_multiplied() => Check(
        static (a, b) => a.Xlogy(b),
        [0, 0, 0, 2, 2, 0],
        [0, -1, NaN, 0, -1, 2],
        [0, 0, NaN, -Inf, NaN, 0],
        [0, 0, NaN, -Inf, NaN, 0.6931471805599453],
        [NaN, 0, NaN, Inf, -2, 0]);

    [Fact]
    public void Xlog1py_gives_0_where_0_is_multiplied() => Check(
        static (a, b) => a.Xlog1py(b), [0, 0, 0, 2], [-1, -2, 1, -1], [0, 0, 0, -Inf], [0, 0, 0.6931471805599453, -Inf], [NaN, 0, 0, Inf]);

    [Fact]
    public void The_first_of_equal_operands_of_fmax_and_fmin_takes_the_gradient_and_NaN_none()
    {
        Check(static (a, b) => a.Fmax(b), [1, NaN, 2, NaN, 3], [1, 2, NaN, NaN, 1], [1, 2, 2, NaN, 3], [1, 0, 1, 1, 1], [0, 1, 0, 0, 0]);
        Check(static (a, b) => a.Fmin(b), [1, NaN, 2, NaN, 3], [1, 2, NaN, NaN, 1], [1, 2, 2, NaN, 1], [1, 0, 1, 1, 0], [0, 1, 0, 0, 1]);
    }

    [Fact]
    public void Fmod_and_remainder_give_the_divisor_minus_the_whole_quotient()
    {
        Check(static (a, b) => a.Fmod(b), [5, -5, 5, 4, 0, 1], [3, 3, -3, 2, 2, 0], [2, -2, 2, 0, 0, NaN], [1, 1, 1, 1, 1, 1], [-1, 1, 1, -2, 0, -Inf]);
        Check(
            static (a, b) => a % b, [5, -5, 5, 4, 0, 1, -3], [3, 3, -3, 2, 2, 0, Inf], [2, 1, -1, 0, 0, NaN, Inf], [1, 1, 1, 1, 1, 1, 1], [-1, 2, 2, -2, 0, -Inf, 1]);
    }

    [Fact]
    public void A_rounded_quotient_has_derivative_0()
    {
        Check(static (a, b) => a.FloorDivide(b), [5, -5, 1, -1, 0], [3, 3, 0, 0, 0], [1, -2, Inf, -Inf, NaN], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]);
        Check(static (a, b) => a.Divide(b, RoundingMode.Trunc), [5, -5], [3, 3], [1, -1], [0, 0], [0, 0]);
    }

    [Fact]
    public void Heaviside_gives_its_values_the_gradient_at_0() => Check(
        static (a, b) => a.Heaviside(b), [-1, 0, -0.0, 2, NaN], [0.5, 0.5, 3, 0.5, 0.5], [0, 0.5, 3, 1, 0], [0, 0, 0, 0, 0], [0, 1, 1, 0, 0]);

    [Fact]
    public void Clamp_between_tensors()
    {
        Clamped([0, 1, 2, 3, 4, NaN], 1, 3, [1, 1, 2, 3, 3, NaN], [0, 1, 1, 1, 0, 0], [1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0]);
        Clamped([0, 2, 3, 5, 6], 5, 2, [2, 2, 2, 2, 2], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1]);
        Clamped([0, 2, 3], 2, 2, [2, 2, 2], [0, 1, 0], [0, 0, 0], [0, 0, 1]);
        Clamped([0, 2, 3], 2, null, [2, 2, 3], [0, 1, 1], [1, 0, 0], null);
        Clamped([0, 2, 3], null, 2, [0, 2, 2], [1, 1, 0], null, [0, 0, 1]);
        Clamped([1, NaN], NaN, 2, [NaN, NaN], [0, 0], [0, 0], [0, 0]);

        static void Clamped(double[] values, double? min, double? max, double[] expected, double[] forX, double[]? forMin, double[]? forMax)
        {
            Tensor x = Tensor.From(values, requiresGrad: true);
            Tensor? low = Bound(min), high = Bound(max);
            Tensor y = x.Clamp(low, high);
            y.Sum().Backward();
            Assert.Equal(expected, y.ToArray<double>());
            Assert.Equal(forX, x.Grad!.ToArray<double>());
            Assert.Equal(forMin, low?.Grad!.ToArray<double>());
            Assert.Equal(forMax, high?.Grad!.ToArray<double>());

            Tensor? Bound(double? bound) => bound is { } number ? Tensor.From([.. Enumerable.Repeat(number, values.Length)], requiresGrad: true) : null;
        }
    }

    [Fact]
    public void Lerp_reaches_its_end_exactly()
    {
        Tensor start = Tensor.From([1e30, 3.0]), end = Tensor.From([1.0, 0.1]);
        Assert.Equal([1, 0.1], start.Lerp(end, 1).ToArray<double>());
        Assert.Equal([1, 0.1], start.Lerp(end, Tensor.From([1.0, 1])).ToArray<double>());
        Assert.Equal([1e30, 3], start.Lerp(end, 0).ToArray<double>());
        Assert.Equal([0.75, 0.75], GradientAt([1, 2], x => x.Lerp(end, 0.25)));
        Assert.Equal([2.0, 3], GradientAt([0.25, 0.75], static w => Tensor.From([1.0, 2]).Lerp(Tensor.From([3.0, 5]), w)));
    }

    private static void Check(
        Func<Tensor, Tensor, Tensor> op, double[] first, double[] second, double[] values, double[] forFirst, double[] forSecond)
    {
        Tensor a = Tensor.From(first, requiresGrad: true), b = Tensor.From(second, requiresGrad: true);
        Tensor y = op(a, b);
        y.Sum().Backward();
        Close.Assert(values, y.ToArray<double>(), what: "the value");
        Close.Assert(forFirst, a.Grad!.ToArray<double>(), what: "the gradient of the first");
        Close.Assert(forSecond, b.Grad!.ToArray<double>(), what: "the gradient of the second");
    }

    private static double[] GradientAt(double[] values, Func<Tensor, Tensor> op)
    {
        Tensor x = Tensor.From(values, requiresGrad: true);
        op(x).Sum().Backward();
        return x.Grad!.ToArray<double>();
    }
}
