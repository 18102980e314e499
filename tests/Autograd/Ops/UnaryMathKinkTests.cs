namespace MiniTorch.Tests;

/// <summary>
/// Derivatives of functions of one number at kinks, poles, ends of their domains and infinities. The numbers are PyTorch 1.13's,
/// which for logit at −0 gives −∞ or ∞, as the number of elements has it.
/// </summary>
public sealed class UnaryMathKinkTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    /// <summary>A function, where, and its derivative there.</summary>
    public sealed record Kink(string Name, Func<Tensor, Tensor> Apply, double[] At, params double[] Derivatives)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<Kink> Kinks =>
    [
        new Kink("floor", static x => x.Floor(), [0, 1, 1.5, Inf, NaN], 0, 0, 0, 0, 0),
        new Kink("ceil", static x => x.Ceil(), [0, 1, 1.5, Inf, NaN], 0, 0, 0, 0, 0),
        new Kink("round", static x => x.Round(), [0, 0.5, 1, Inf, NaN], 0, 0, 0, 0, 0),
        new Kink("round to decimals", static x => x.Round(2), [0, 0.005, 1, Inf, NaN], 0, 0, 0, 0, 0),
        new Kink("trunc", static x => x.Trunc(), [0, 1, 1.5, Inf, NaN], 0, 0, 0, 0, 0),
        new Kink("frac", static x => x.Frac(), [0, 1, 1.5, Inf, NaN], 1, 1, 1, 1, 1),
        new Kink("log2", static x => x.Log2(), [0, -0.0, Inf, -1], Inf, -Inf, 0, -1.4426950408889634),
        new Kink("log10", static x => x.Log10(), [0, -0.0, Inf, -1], Inf, -Inf, 0, -0.43429448190325187),
        new Kink("log1p", static x => x.Log1p(), [-1, 0, -0.0, Inf, -2], Inf, 1, 1, 0, -1),
        new Kink("exp2", static x => x.Exp2(), [Inf, -Inf, NaN], Inf, 0, NaN),
        new Kink("expm1", static x => x.Expm1(), [0, Inf, -Inf, NaN], 1, Inf, 0, NaN),
        new Kink("rsqrt", static x => x.Rsqrt(), [0, -0.0, Inf, -1], -Inf, Inf, 0, NaN),
        new Kink("reciprocal", static x => x.Reciprocal(), [0, -0.0, Inf, -2], -Inf, -Inf, 0, -0.25),
        new Kink("asin", static x => x.Asin(), [1, -1, 2, Inf], Inf, Inf, NaN, NaN),
        new Kink("acos", static x => x.Acos(), [1, -1, 2, Inf], -Inf, -Inf, NaN, NaN),
        new Kink("acosh", static x => x.Acosh(), [1, 0.5, Inf], Inf, NaN, 0),
        new Kink("atanh", static x => x.Atanh(), [0, 1, -1], 1, Inf, Inf),
        new Kink("atan", static x => x.Atan(), [Inf, -Inf, 0], 0, 0, 1),
        new Kink("sinh", static x => x.Sinh(), [Inf, -Inf, 0], Inf, Inf, 1),
        new Kink("erf", static x => x.Erf(), [Inf, -Inf, 0, NaN], 0, 0, 1.1283791670955126, NaN),
        new Kink("erfc", static x => x.Erfc(), [Inf, -Inf, 0, NaN], 0, 0, -1.1283791670955126, NaN),
        new Kink("erfinv", static x => x.Erfinv(), [1, -1, 0, 2], Inf, Inf, 0.8862269254527579, NaN),
        new Kink("lgamma", static x => x.Lgamma(), [0, -0.0, -1, Inf, -Inf], -Inf, Inf, NaN, Inf, NaN),
        new Kink("digamma", static x => x.Digamma(), [0, -0.0, Inf], Inf, Inf, 0),
        new Kink("sinc", static x => x.Sinc(), [0, -0.0, 1, 2, Inf], 0, 0, -1, 0.5, NaN),
        new Kink("logit", static x => x.Logit(), [0, -0.0, 1, -1, 2, NaN, 0.5], Inf, -Inf, Inf, NaN, NaN, NaN, 4),
        new Kink("logit held within", static x => x.Logit(0.25), [-1, 0.125, 0.25, 0.5, 0.75, 0.875, 2], 0, 0, 16.0 / 3, 4, 16.0 / 3, 0, 0),
        new Kink("softplus", static x => x.Softplus(), [20.5, 800, Inf, -800, -Inf, 0, NaN], 1, 1, 1, 0, 0, 0.5, NaN),
        new Kink("log_sigmoid", static x => x.LogSigmoid(), [-800, -Inf, 0, 800, Inf, NaN], 1, 1, 0.5, 0, 0, NaN),
        new Kink("nan_to_num", static x => x.NanToNum(1, 2, 3), [NaN, Inf, -Inf, 1, 0], 0, 0, 0, 1, 1),
    ];

    [Theory]
    [MemberData(nameof(Kinks))]
    public void Derivatives_are_PyTorchs(Kink kink)
    {
        Tensor x = Tensor.From(kink.At, requiresGrad: true);
        kink.Apply(x).Sum().Backward();
        Close.Assert(kink.Derivatives, x.Grad!.ToArray<double>(), 1e-14, 1e-15, kink.Name);
    }

    // PyTorch 1.13 gives NaN for the second.
    [Fact]
    public void Every_derivative_of_sinc_at_0_is_that_of_its_series()
    {
        Tensor x = Tensor.From([0.0, 1e-9], requiresGrad: true);
        Tensor derivative = x.Sinc();
        double pi2 = Math.PI * Math.PI;
        foreach (double expected in (double[])[0, -pi2 / 3, 0, pi2 * pi2 / 5, 0, -pi2 * pi2 * pi2 / 7])
        {
            derivative = Autograd.Grad([derivative.Sum()], [x], createGraph: true)[0];
            Close.Assert([expected, expected], derivative.ToArray<double>(), 1e-13, 1e-6);
        }
    }

    [Fact]
    public void An_infinite_gradient_makes_no_NaN_where_nan_to_num_stops_it()
    {
        Tensor x = Tensor.From([NaN, Inf, 1], requiresGrad: true);
        (x.NanToNum() * Inf).Sum().Backward();
        Assert.Equal([0, 0, Inf], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void The_derivatives_of_lgamma_are_the_polygammas()
    {
        Tensor x = Tensor.From([0.4, 1.7, 6.25, -1.3], requiresGrad: true);
        Tensor derivative = x.Lgamma();
        for (int n = 0; n < 4; n++)
        {
            derivative = Autograd.Grad([derivative.Sum()], [x], createGraph: true)[0];
            Assert.Equal(x.Polygamma(n).ToArray<double>(), derivative.ToArray<double>());
        }
    }
}
