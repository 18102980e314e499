namespace MiniTorch.Tests;

/// <summary>
/// Functions that System.Math lacks or that are hard near a point, against numbers of 50 digits: computed with mpmath 1.2.1, <c>mp.dps = 50</c>, from x as it
/// stands here (each is a float32), and rounded to float64. <c>gamma</c>, <c>digamma</c>, <c>psi(n, x)</c>, <c>erf</c>, <c>erfc</c>, <c>erfinv</c>,
/// <c>expm1</c>, <c>log1p</c>, <c>sincpi</c> and so on have mpmath's names.
/// </summary>
public sealed partial class MathReferenceTests
{
    /// <summary>A function, its numbers, and the error allowed in units of the last place.</summary>
    public sealed record Function(string Name, Func<NDArray, NDArray> Apply, (double X, double Y)[] Numbers, double Ulps)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<Function> Functions =>
    [
        new Function("exp2", static x => x.Exp2(), Exp2, 2),
        new Function("expm1", static x => x.Expm1(), Expm1, 3),
        new Function("log2", static x => x.Log2(), Log2, 3),
        new Function("log1p", static x => x.Log1p(), Log1p, 3),
        new Function("sinh", static x => x.Sinh(), Sinh, 3),
        new Function("cosh", static x => x.Cosh(), Cosh, 3),
        new Function("erf", static x => x.Erf(), Erf, 3),
        new Function("erfc", static x => x.Erfc(), Erfc, 4),
        new Function("erfinv", static x => x.Erfinv(), Erfinv, 4),
        new Function("gelu", static x => x.Gelu(), Gelu, 4),
        new Function("lgamma", static x => x.Lgamma(), Lgamma, 4),
        new Function("digamma", static x => x.Digamma(), Digamma, 4),
        new Function("trigamma", static x => x.Polygamma(1), Trigamma, 6),
        new Function("tetragamma", static x => x.Polygamma(2), Tetragamma, 7),
        new Function("polygamma of order 7", static x => x.Polygamma(7), PolygammaOfOrder7, 12),
        new Function("sinc", static x => x.Sinc(), Sinc, 4),
        new Function("logit", static x => x.Logit(), Logit, 3),
        new Function("softplus", static x => x.Softplus(), Softplus, 3),
        new Function("log_sigmoid", static x => x.LogSigmoid(), LogSigmoid, 3),
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Within_a_few_units_of_the_last_place(Function function)
    {
        double[] x = [.. function.Numbers.Select(static pair => pair.X)];
        double[] doubles = function.Apply(NDArray.From(x)).ToArray<double>();
        float[] singles = function.Apply(NDArray.From(x).To(DType.Float32)).ToArray<float>();
        for (int i = 0; i < x.Length; i++)
        {
            double y = function.Numbers[i].Y;
            double ulps = Math.Abs(doubles[i] - y) / Unit(y, 52, double.Epsilon);
            Assert.True(ulps <= function.Ulps, FormattableString.Invariant($"{function}({x[i]:R}) = {doubles[i]:R}, exactly {y:R}: {ulps:F1} ulp"));
            ulps = Math.Abs(singles[i] - y) / Unit(y, 23, float.Epsilon);
            Assert.True(ulps <= 4, FormattableString.Invariant($"{function}({x[i]:R}) in float32 = {singles[i]:R}, exactly {y:R}: {ulps:F1} ulp"));
        }
    }

    // Below 0 both have zeros between their poles: what is lost there is measured against 1.
    [Fact]
    public void Of_negative_numbers_the_gamma_family_is_precise_beside_1()
    {
        Check(static x => x.Lgamma(), LgammaBelowZero);
        Check(static x => x.Digamma(), DigammaBelowZero);

        static void Check(Func<NDArray, NDArray> function, (double X, double Y)[] numbers)
        {
            double[] actual = function(NDArray.From([.. numbers.Select(static pair => pair.X)])).ToArray<double>();
            foreach (((double x, double y), double value) in numbers.Zip(actual))
            {
                Assert.True(Math.Abs(value - y) <= 2e-15 * Math.Max(1, Math.Abs(y)), FormattableString.Invariant($"of {x:R} {value:R}, exactly {y:R}"));
            }
        }
    }

    private static double Unit(double y, int bits, double least) => y == 0 ? least : Math.Max(Math.ScaleB(1, Math.ILogB(y) - bits), least);
}
