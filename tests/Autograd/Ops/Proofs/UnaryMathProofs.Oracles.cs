namespace MiniTorch.Tests;

/// <summary>What System.Math lacks, in the plainest way that is precise enough.</summary>
internal static partial class UnaryMathProofs
{
    // The power series, for |x| of at most about 3.
    private static double Erf(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; n < 80; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return sum * 2 / Math.Sqrt(Math.PI);
    }

    private static double Erfinv(double y)
    {
        (double low, double high) = (-3, 3);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Erf(middle) < y ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    // Γ(x + 40) = Γ(x)·x·(x + 1)⋯(x + 39).
    private static double Lgamma(double x)
    {
        double y = x + 40;
        double stirling = ((y - 0.5) * Math.Log(y)) - y + (Math.Log(2 * Math.PI) / 2) + (1 / (12 * y)) - (1 / (360 * y * y * y)) + (1 / (1260 * Math.Pow(y, 5)));
        return stirling - Enumerable.Range(0, 40).Sum(k => Math.Log(Math.Abs(x + k)));
    }

    private static double Digamma(double x)
    {
        double y = x + 40;
        double series = Math.Log(y) - (1 / (2 * y)) - (1 / (12 * y * y)) + (1 / (120 * Math.Pow(y, 4))) - (1 / (252 * Math.Pow(y, 6)));
        return x <= 0 && x == Math.Floor(x) ? double.NaN : series - Enumerable.Range(0, 40).Sum(k => 1 / (x + k));
    }

    // (−1)ⁿ⁺¹·n!·Σ (x + k)⁻ⁿ⁻¹, the rest as an integral from the middle before its first term.
    private static double Polygamma(int n, double x)
    {
        const int Terms = 3000;
        double sum = 0;
        for (int k = Terms - 1; k >= 0; k--)
        {
            sum += Math.Pow(x + k, -n - 1);
        }

        double rest = x + Terms - 0.5;
        sum += (Math.Pow(rest, -n) / n) - ((n + 1) * Math.Pow(rest, -n - 2) / 24);
        double factorial = Enumerable.Range(1, n).Aggregate(1.0, static (product, k) => product * k);
        return (n % 2 == 1 ? 1 : -1) * factorial * sum;
    }
}
