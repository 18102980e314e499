using System.Numerics;
using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>
/// The standard normal distribution function Φ and its inverse, in exactly rounded operations alone, hence the same bits on every CPU.
/// </summary>
internal static class NormalDistribution
{
    /// <summary>
    /// Φ(x): by the series of Marsaglia, "Evaluating the Normal Distribution" (2004), around 0, by Laplace's continued fraction on the left;
    /// relative error below 1e-12 for x ≤ 0.
    /// </summary>
    internal static double Cumulative(double x)
    {
        if (x > 0)
        {
            return 1 - Cumulative(-x);
        }

        double density = Exp(-0.5 * x * x) * 0.39894228040143267794;
        if (x < -3)
        {
            double fraction = 0;
            for (int k = 100; k > 0; k--)
            {
                fraction = k / (fraction - x);
            }

            return density == 0 ? 0 : density / (fraction - x);
        }

        double sum = x, term = x;
        for (int i = 3; sum != sum + term || i == 3; i += 2)
        {
            term *= x * x / i;
            sum += term;
        }

        return 0.5 + (sum * density);
    }

    /// <summary>Φ⁻¹(p) for p in (0, 1): Wichura, algorithm AS 241 (1988), PPND16; relative error about 1e-15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<double> Quantile(Vector<double> p)
    {
        var q = p - new Vector<double>(0.5);
        var central = Vector.LessThanOrEqual(Vector.Abs(q), new Vector<double>(0.425));
        var inner = q * Center(new Vector<double>(0.180625) - (q * q));
        if (Vector.EqualsAll(central, new Vector<long>(-1)))
        {
            return inner;
        }

        var r = Vector.SquareRoot(-BoxMuller.Log(Vector.Min(p, Vector<double>.One - p)));
        var outer = Vector.ConditionalSelect(Vector.LessThanOrEqual(r, new Vector<double>(5)), Tail(r - new Vector<double>(1.6)), FarTail(r - new Vector<double>(5)));
        return Vector.ConditionalSelect(central, inner, Vector.ConditionalSelect(Vector.LessThan(q, Vector<double>.Zero), -outer, outer));
    }

    private static Vector<double> Center(Vector<double> r) =>
        BoxMuller.Polynomial(
            r,
            [
                2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
                1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080,
            ])
        / BoxMuller.Polynomial(
            r,
            [
                5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
                5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1,
            ]);

    private static Vector<double> Tail(Vector<double> r) =>
        BoxMuller.Polynomial(
            r,
            [
                7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
                3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734,
            ])
        / BoxMuller.Polynomial(
            r,
            [
                1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
                6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1,
            ]);

    private static Vector<double> FarTail(Vector<double> r) =>
        BoxMuller.Polynomial(
            r,
            [
                2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
                2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720,
            ])
        / BoxMuller.Polynomial(
            r,
            [
                2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
                1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
            ]);

    // x ≤ 0: 2^k · e^r with |r| ≤ ½ ln 2, its series to the 13th power.
    private static double Exp(double x)
    {
        if (x < -745)
        {
            return 0;
        }

        double k = Math.Round(x * 1.44269504088896338700);
        double r = Math.FusedMultiplyAdd(-k, 1.90821492927058770002e-10, Math.FusedMultiplyAdd(-k, 6.93147180369123816490e-01, x));
        double sum = 1;
        for (int i = 13; i > 0; i--)
        {
            sum = Math.FusedMultiplyAdd(sum, r / i, 1);
        }

        return Math.ScaleB(sum, (int)k);
    }
}
