namespace MiniTorch.Kernels;

/// <summary>
/// The logarithm of the gamma function and its derivatives, in double precision: a polynomial where the function has its zeros, the recurrence to get
/// there, Stirling's series from <see cref="Asymptotic"/> on, and the reflection for negative numbers.
/// </summary>
internal static partial class GammaFunctions
{
    /// <summary>From here on the series that are cut at about ten terms are exact to the last digit.</summary>
    private const double Asymptotic = 10;

    // Digamma's positive zero in two parts.
    private const double Zero = 1.4616321449683622;
    private const double ZeroLow = 9.549995429965697e-17;

    /// <summary>ln Γ(2 + w) / w for w in [−¾, ½], interpolated at the Chebyshev nodes, error 7e−18; the highest power first.</summary>
    private static ReadOnlySpan<double> LogGammaTerms =>
    [
        7.558472696788447e-08, 5.025731736555141e-08, 6.2426286817793866e-09, -1.9264000508094273e-07,
        2.0758927598859588e-07, -4.018330416059452e-07, 9.670254916827003e-07, -2.052482416724873e-06,
        4.370089307840295e-06, -9.43727020655551e-06, 2.0508175353649692e-05, -4.4926464931326535e-05,
        9.945740198894934e-05, -0.00022315474408602818, 0.0005096695320648715, -0.0011927539122376619,
        0.002890510330482064, -0.007385551028663193, 0.020580808427788703, -0.06735230105319819,
        0.3224670334241132, 0.42278433509846713,
    ];

    /// <summary>ψ(3/2 + u) / (3/2 + u − its zero) for |u| ≤ ½, likewise, error 2e−17.</summary>
    private static ReadOnlySpan<double> DigammaTerms =>
    [
        -0.00017312261802727394, 0.00025968482126430747, -0.00015148586836773365, 0.0002272331660987376,
        -0.0004821990530566789, 0.0007233266279287554, -0.0010376374098418604, 0.0015566317474486838,
        -0.002345267632540769, 0.003519006401502276, -0.005279964873257405, 0.007926944646403797,
        -0.011908218001568644, 0.0179072524394512, -0.02697579675613825, 0.04076083381242074,
        -0.061922133273064534, 0.09498872445494122, -0.14840492305390884, 0.2405424842407742,
        -0.4236274212814605, 0.951055876031833,
    ];

    /// <summary>B₂ₖ / (2k(2k − 1)), k = 7 to 1: the terms of Stirling's series for ln Γ.</summary>
    private static ReadOnlySpan<double> StirlingTerms =>
        [1.0 / 156, -691.0 / 360360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12];

    /// <summary>B₂ₖ / 2k, k = 7 to 1: the terms of its derivative.</summary>
    private static ReadOnlySpan<double> DigammaSeriesTerms =>
        [1.0 / 12, -691.0 / 32760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12];

    /// <summary>
    /// ln |Γ(x)|, ∞ at 0 and the negative integers. Within 4 ulp for x &gt; 0; for x &lt; 0, where it has zeros, within 8 ulp of the greater of it and 1.
    /// </summary>
    public static double LogGamma(double x)
    {
        if (!double.IsFinite(x))
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (x <= 0)
        {
            const double LogPi = 1.1447298858494002;
            return Math.Floor(x) == x ? double.PositiveInfinity : LogPi - Math.Log(Math.Abs(double.SinPi(x))) - LogGamma(1 - x);
        }

        if (x >= Asymptotic)
        {
            const double HalfLogTwoPi = 0.9189385332046727;
            return ((x - 0.5) * (Math.Log(x) - 1)) + (HalfLogTwoPi - 0.5) + Series(StirlingTerms, 1 / x);
        }

        if (x <= 0.5)
        {
            return NearTwo(x) - Math.Log(x * (x + 1));
        }

        if (x < 1.25)
        {
            return NearTwo(x - 1) - Math.Log(x);
        }

        double product = 1;
        while (x > 2.5)
        {
            x--;
            product *= x;
        }

        return NearTwo(x - 2) + Math.Log(product);

        static double NearTwo(double w) => w * Polynomial(LogGammaTerms, w);
    }

    /// <summary>ψ(x) = (ln Γ(x))′: ∓∞ at ±0, NaN at the negative integers. Within 4 ulp for x &gt; 0; for x &lt; 0 as <see cref="LogGamma"/>.</summary>
    public static double Digamma(double x)
    {
        if (x == 0)
        {
            return double.CopySign(double.PositiveInfinity, -x);
        }

        if (x < 0)
        {
            return Math.Floor(x) == x ? double.NaN : Digamma(1 - x) - (Math.PI / double.TanPi(x));
        }

        if (x >= Asymptotic)
        {
            double inverse = 1 / x;
            return Math.Log(x) - (0.5 * inverse) - (inverse * Series(DigammaSeriesTerms, inverse));
        }

        if (x < 1)
        {
            return NearZero(x + 1) - (1 / x);
        }

        double sum = 0;
        while (x > 2)
        {
            x--;
            sum += 1 / x;
        }

        return NearZero(x) + sum;

        static double NearZero(double x) => (x - Zero - ZeroLow) * Polynomial(DigammaTerms, x - 1.5);
    }

    // Σ cₖ·x²ᵏ⁻¹.
    private static double Series(ReadOnlySpan<double> terms, double x) => x * Polynomial(terms, x * x);

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = 0;
        foreach (double coefficient in coefficients)
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }
}
