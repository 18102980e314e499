namespace MiniTorch.Kernels;

/// <summary>sin(πx) / πx and its derivatives, at 0 and near it too.</summary>
internal static class SincFunction
{
    public static double Sinc(double x) => Derivative(0, x);

    /// <summary>The derivative of order n: πⁿ·S⁽ⁿ⁾(πx), S(u) = sin u / u.</summary>
    public static double Derivative(int order, double x)
    {
        double u = Math.PI * x;
        double value = Math.Abs(u) > order + 1 ? ByRecurrence(order, x, u) : BySeries(order, u);
        return double.Pow(Math.PI, order) * value;
    }

    // u·S⁽ⁿ⁾ + n·S⁽ⁿ⁻¹⁾ = sin⁽ⁿ⁾; errors do not grow while u > n.
    private static double ByRecurrence(int order, double x, double u)
    {
        (double sin, double cos) = double.SinCosPi(x);
        double value = sin / u;
        for (int n = 1; n <= order; n++)
        {
            (sin, cos) = (cos, -sin);
            value = (sin - (n * value)) / u;
        }

        return value;
    }

    // Σ (−1)ᵐ u²ᵐ⁻ⁿ / ((2m − n)! (2m + 1)), from the first m with 2m ≥ n.
    private static double BySeries(int order, double u)
    {
        int m = (order + 1) / 2;
        int exponent = (2 * m) - order;
        double term = (m % 2 == 0 ? 1 : -1) * (exponent == 0 ? 1 : u);
        double sum = term / ((2 * m) + 1);
        while (Math.Abs(term) > Math.Abs(sum) * 1e-18)
        {
            term *= -u * u / ((exponent + 1) * (exponent + 2));
            exponent += 2;
            sum += term / (exponent + order + 1);
        }

        return sum;
    }
}
