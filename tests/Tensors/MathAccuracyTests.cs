namespace MiniTorch.Tests;

/// <summary>
/// Every function of one number on a sample of all bit patterns: float64 against System.Math where that has the function, and float32 against float64,
/// which the references hold.
/// </summary>
public sealed class MathAccuracyTests
{
    /// <summary>A function, what System.Math has, and the error allowed in units of the last place.</summary>
    public sealed record Function(string Name, Func<NDArray, NDArray> Apply, Func<double, double>? Reference = null, double Ulps = 0.51)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<Function> Functions => [.. All];

    public static TheoryData<Function> KnownFunctions => [.. All.Where(static function => function.Reference is not null)];

    private static Function[] All =>
    [
        new Function("exp2", static x => x.Exp2(), static v => Math.Pow(2, v), 3),
        new Function("expm1", static x => x.Expm1(), null, 3),
        new Function("log2", static x => x.Log2(), Math.Log2, 3),
        new Function("log10", static x => x.Log10(), Math.Log10),
        new Function("log1p", static x => x.Log1p(), null, 3),
        new Function("rsqrt", static x => x.Rsqrt(), static v => 1 / Math.Sqrt(v), 2),
        new Function("reciprocal", static x => x.Reciprocal(), static v => 1 / v),
        new Function("sin", static x => x.Sin(), Math.Sin),
        new Function("cos", static x => x.Cos(), Math.Cos),
        new Function("tan", static x => x.Tan(), Math.Tan),
        new Function("asin", static x => x.Asin(), Math.Asin),
        new Function("acos", static x => x.Acos(), Math.Acos),
        new Function("atan", static x => x.Atan(), Math.Atan),
        new Function("sinh", static x => x.Sinh(), Math.Sinh, 4),
        new Function("cosh", static x => x.Cosh(), Math.Cosh, 3),
        new Function("asinh", static x => x.Asinh(), Math.Asinh),
        new Function("acosh", static x => x.Acosh(), Math.Acosh),
        new Function("atanh", static x => x.Atanh(), Math.Atanh),
        new Function("erf", static x => x.Erf(), null, 3),
        new Function("erfc", static x => x.Erfc(), null, 4),
        new Function("erfinv", static x => x.Erfinv(), null, 4),
        new Function("gelu", static x => x.Gelu(), null, 4),

        // The exponent, up to 104, has an error of an ulp or two.
        new Function("gelu by tanh", static x => x.Gelu(GeluApproximation.Tanh), null, 200),
        new Function("lgamma", static x => x.Lgamma()),
        new Function("digamma", static x => x.Digamma()),
        new Function("polygamma", static x => x.Polygamma(1)),
        new Function("sinc", static x => x.Sinc()),
        new Function("logit", static x => x.Logit()),
        new Function("softplus", static x => x.Softplus(1, double.PositiveInfinity), null, 3),
        new Function("log_sigmoid", static x => x.LogSigmoid(), null, 3),
        new Function("floor", static x => x.Floor(), Math.Floor),
        new Function("ceil", static x => x.Ceil(), Math.Ceiling),
        new Function("round", static x => x.Round(), static v => Math.Round(v, MidpointRounding.ToEven)),
        new Function("trunc", static x => x.Trunc(), Math.Truncate),
        new Function("frac", static x => x.Frac(), static v => v - Math.Truncate(v)),
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Float32_is_what_float64_rounds_to(Function function)
    {
        const int Count = 1 << 16;
        float[] x = [.. Enumerable.Range(0, Count).Select(static i => BitConverter.UInt32BitsToSingle(((uint)i * 65536) + (uint)(i * 40503L % 65536))), .. Edges.Select(static v => (float)v)];
        float[] actual = function.Apply(NDArray.From(x)).ToArray<float>();
        double[] exact = function.Apply(NDArray.From(x).To(DType.Float64)).ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            float rounded = (float)exact[i];
            double ulps = actual[i].Equals(rounded) ? 0 : Math.Abs(actual[i] - exact[i]) / Math.Max(Math.ScaleB(1, Math.ILogB(exact[i]) - 23), float.Epsilon);
            if (!(ulps <= function.Ulps))
            {
                Assert.Fail(FormattableString.Invariant($"{function}({x[i]:R}) in float32 = {actual[i]:R}, in float64 {exact[i]:R}: {ulps:F1} ulp"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(KnownFunctions))]
    public void Float64_is_what_System_Math_has(Function function)
    {
        var random = new Random(1);
        double[] x =
        [
            .. Enumerable.Range(0, 30_000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))),
            .. Enumerable.Range(0, 30_000).Select(_ => (random.NextDouble() - 0.5) * 4),
            .. Enumerable.Range(0, 30_000).Select(_ => (random.NextDouble() - 0.5) * 1500),
            .. Edges,
        ];
        double[] actual = function.Apply(NDArray.From(x)).ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            double expected = function.Reference!(x[i]);
            double ulps = actual[i].Equals(expected) ? 0 : Math.Abs(actual[i] - expected) / Math.Max(Math.ScaleB(1, Math.ILogB(expected) - 52), double.Epsilon);
            if (!(ulps <= function.Ulps))
            {
                Assert.Fail(FormattableString.Invariant($"{function}({x[i]:R}) = {actual[i]:R}, System.Math has {expected:R}"));
            }
        }
    }

    private static double[] Edges =>
    [
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2.5, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue,
        709.7, 709.8, 710.4, 710.5, -745, -746, 1023.9, 1024, -1074, -1075, 88.7, 88.8, 89.4, 89.5,
    ];
}
