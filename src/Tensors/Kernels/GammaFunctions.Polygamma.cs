namespace MiniTorch.Kernels;

internal static partial class GammaFunctions
{
    /// <summary>The greatest order whose factorial is a number.</summary>
    public const int MaxOrder = 170;

    /// <summary>B₂ₖ / (2k)!, k = 1 to 10: the corrections of Euler and Maclaurin.</summary>
    private static ReadOnlySpan<double> EulerMaclaurinTerms =>
    [
        0.08333333333333333, -0.001388888888888889, 3.306878306878307e-05, -8.267195767195768e-07, 2.08767569878681e-08,
        -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13, 8.586062056277845e-15, -2.174868698558062e-16,
    ];

    /// <summary>
    /// ψ⁽ⁿ⁾(x), the derivative of <see cref="Digamma"/> of order n from 0 to <see cref="MaxOrder"/>; at 0 and the negative integers ∞, of even orders −∞.
    /// Within n + 4 ulp for x &gt; 0.
    /// </summary>
    public static double Polygamma(int order, double x)
    {
        if (order == 0)
        {
            return Digamma(x);
        }

        if (double.IsNaN(x) || double.IsNegativeInfinity(x))
        {
            return double.NaN;
        }

        double sign = int.IsOddInteger(order) ? 1 : -1;
        if (x > 0)
        {
            return sign * (double.IsPositiveInfinity(x) ? 0 : FactorialTimesZeta(order, x));
        }

        return Math.Floor(x) == x
            ? sign * double.PositiveInfinity
            : -FactorialTimesZeta(order, 1 - x) - CotangentDerivative(order, x);
    }

    /// <summary>n!·Σ (x + k)⁻ⁿ⁻¹ over all k ≥ 0, x &gt; 0: the rest from a great x + k on by Euler and Maclaurin, then the terms before. Powers of x are taken out.</summary>
    private static double FactorialTimesZeta(int n, double x)
    {
        int s = n + 1;
        int steps = (int)Math.Ceiling(Math.Max(0, Asymptotic + s - x));
        double a = x + steps;
        double rest = (a / n) + 0.5;
        double rising = s;
        for (int k = 0; k < EulerMaclaurinTerms.Length; k++)
        {
            rising /= a;
            rest += EulerMaclaurinTerms[k] * rising;
            rising = rising / a * (s + (2 * k) + 1) * (s + (2 * k) + 2);
        }

        double sum = Math.Pow(x / a, s) * rest;
        for (int k = steps - 1; k >= 0; k--)
        {
            sum += Math.Pow(x / (x + k), s);
        }

        double scale = 1;
        for (int i = 1; i <= n; i++)
        {
            scale *= i / x;
        }

        return scale * (sum / x);
    }

    /// <summary>
    /// The derivative of order n of π·cot(πx): πⁿ⁺¹ times a polynomial in c = cot(πx), from c′ = −(1 + c²). Its coefficients have one sign.
    /// </summary>
    private static double CotangentDerivative(int n, double x)
    {
        Span<double> polynomial = stackalloc double[MaxOrder + 2];
        Span<double> derivative = stackalloc double[MaxOrder + 2];
        polynomial.Clear();
        polynomial[1] = Math.PI;
        for (int i = 1; i <= n; i++)
        {
            derivative.Clear();
            for (int k = 1; k <= i; k++)
            {
                double term = -Math.PI * k * polynomial[k];
                derivative[k - 1] += term;
                derivative[k + 1] += term;
            }

            derivative.CopyTo(polynomial);
        }

        double c = 1 / double.TanPi(x);
        double sum = 0;
        for (int k = n + 1; k >= 0; k--)
        {
            sum = (sum * c) + polynomial[k];
        }

        return sum;
    }
}
