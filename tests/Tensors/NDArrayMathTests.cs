namespace MiniTorch.Tests;

/// <summary>
/// Zeros with their signs, infinities, NaN, poles and whole numbers, as PyTorch 1.13 has them; the types of results; destinations. Where it is wrong
/// the right value stands here: it gives 4e−17 for the zeros of sinc, nine digits of trigamma and 1e32 at its poles below 0, and for tetragamma NaN at ∞ and
/// −∞ at −∞.
/// </summary>
public sealed class NDArrayMathTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    /// <summary>A function at ∞, −∞, 0, −0, 1, −1 and −2.</summary>
    public sealed record Special(string Name, Func<NDArray, NDArray> Apply, params double[] Values)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<Special> Specials =>
    [
        new Special("exp2", static x => x.Exp2(), Inf, 0, 1, 1, 2, 0.5, 0.25),
        new Special("expm1", static x => x.Expm1(), Inf, -1, 0, -0.0, Math.E - 1, -0.6321205588285577, -0.8646647167633873),
        new Special("log2", static x => x.Log2(), Inf, NaN, -Inf, -Inf, 0, NaN, NaN),
        new Special("log10", static x => x.Log10(), Inf, NaN, -Inf, -Inf, 0, NaN, NaN),
        new Special("log1p", static x => x.Log1p(), Inf, NaN, 0, -0.0, 0.6931471805599453, -Inf, NaN),
        new Special("rsqrt", static x => x.Rsqrt(), 0, NaN, Inf, -Inf, 1, NaN, NaN),
        new Special("reciprocal", static x => x.Reciprocal(), 0, -0.0, Inf, -Inf, 1, -1, -0.5),
        new Special("sin", static x => x.Sin(), NaN, NaN, 0, -0.0, 0.8414709848078965, -0.8414709848078965, -0.9092974268256817),
        new Special("cos", static x => x.Cos(), NaN, NaN, 1, 1, 0.5403023058681398, 0.5403023058681398, -0.4161468365471424),
        new Special("tan", static x => x.Tan(), NaN, NaN, 0, -0.0, 1.5574077246549023, -1.5574077246549023, 2.185039863261519),
        new Special("asin", static x => x.Asin(), NaN, NaN, 0, -0.0, Math.PI / 2, -Math.PI / 2, NaN),
        new Special("acos", static x => x.Acos(), NaN, NaN, Math.PI / 2, Math.PI / 2, 0, Math.PI, NaN),
        new Special("atan", static x => x.Atan(), Math.PI / 2, -Math.PI / 2, 0, -0.0, Math.PI / 4, -Math.PI / 4, -1.1071487177940904),
        new Special("sinh", static x => x.Sinh(), Inf, -Inf, 0, -0.0, 1.1752011936438014, -1.1752011936438014, -3.6268604078470186),
        new Special("cosh", static x => x.Cosh(), Inf, Inf, 1, 1, 1.5430806348152437, 1.5430806348152437, 3.7621956910836314),
        new Special("asinh", static x => x.Asinh(), Inf, -Inf, 0, -0.0, 0.881373587019543, -0.881373587019543, -1.4436354751788103),
        new Special("acosh", static x => x.Acosh(), Inf, NaN, NaN, NaN, 0, NaN, NaN),
        new Special("atanh", static x => x.Atanh(), NaN, NaN, 0, -0.0, Inf, -Inf, NaN),
        new Special("erf", static x => x.Erf(), 1, -1, 0, -0.0, 0.8427007929497149, -0.8427007929497149, -0.9953222650189527),
        new Special("erfc", static x => x.Erfc(), 0, 2, 1, 1, 0.15729920705028513, 1.8427007929497148, 1.9953222650189528),
        new Special("erfinv", static x => x.Erfinv(), NaN, NaN, 0, -0.0, Inf, -Inf, NaN),
        new Special("lgamma", static x => x.Lgamma(), Inf, Inf, Inf, Inf, 0, Inf, Inf),
        new Special("digamma", static x => x.Digamma(), Inf, NaN, -Inf, Inf, -0.5772156649015329, NaN, NaN),
        new Special("polygamma 1", static x => x.Polygamma(1), 0, NaN, Inf, Inf, 1.6449340668482264, Inf, Inf),
        new Special("polygamma 2", static x => x.Polygamma(2), -0.0, NaN, -Inf, -Inf, -2.404113806319189, -Inf, -Inf),
        new Special("sinc", static x => x.Sinc(), NaN, NaN, 1, 1, 0, 0, 0),
        new Special("logit", static x => x.Logit(), NaN, NaN, -Inf, -Inf, Inf, NaN, NaN),
        new Special("logit held within", static x => x.Logit(0.25), 1.0986122886681098, -1.0986122886681098, -1.0986122886681098, -1.0986122886681098, 1.0986122886681098, -1.0986122886681098, -1.0986122886681098),
        new Special("gelu", static x => x.Gelu(), Inf, 0, 0, -0.0, 0.8413447460685429, -0.15865525393145705, -0.04550026389635842),
        new Special("gelu by tanh", static x => x.Gelu(GeluApproximation.Tanh), Inf, 0, 0, -0.0, 0.8411919906082767, -0.1588080093917233, -0.04540230591222498),
        new Special("softplus", static x => x.Softplus(), Inf, 0, 0.6931471805599453, 0.6931471805599453, 1.3132616875182228, 0.31326168751822286, 0.1269280110429725),
        new Special("log_sigmoid", static x => x.LogSigmoid(), 0, -Inf, -0.6931471805599453, -0.6931471805599453, -0.31326168751822286, -1.3132616875182228, -2.1269280110429727),
        new Special("floor", static x => x.Floor(), Inf, -Inf, 0, -0.0, 1, -1, -2),
        new Special("frac", static x => x.Frac(), NaN, NaN, 0, 0, 0, 0, 0),
        new Special("deg2rad", static x => x.Deg2Rad(), Inf, -Inf, 0, -0.0, Math.PI / 180, -Math.PI / 180, -Math.PI / 90),
        new Special("rad2deg", static x => x.Rad2Deg(), Inf, -Inf, 0, -0.0, 180 / Math.PI, -180 / Math.PI, -360 / Math.PI),
    ];

    [Theory]
    [MemberData(nameof(Specials))]
    public void Special_values_are_PyTorchs(Special special)
    {
        double[] x = [Inf, -Inf, 0, -0.0, 1, -1, -2, NaN];
        foreach (DType dtype in (DType[])[DType.Float64, DType.Float32])
        {
            double[] y = special.Apply(NDArray.From(x).To(dtype)).To(DType.Float64).ToArray<double>();
            double tolerance = dtype == DType.Float64 ? 1e-15 : 1e-6;
            for (int i = 0; i < x.Length; i++)
            {
                double expected = i < special.Values.Length ? special.Values[i] : NaN;
                bool agrees = double.IsFinite(expected) && expected != 0
                    ? Math.Abs(y[i] - expected) <= tolerance * Math.Max(1, Math.Abs(expected))
                    : y[i].Equals(expected) && (double.IsNaN(expected) || double.IsNegative(y[i]) == double.IsNegative(expected));
                Assert.True(agrees, FormattableString.Invariant($"{special} of {x[i]} in {dtype}: expected {expected:R}, got {y[i]:R}"));
            }
        }
    }

    [Fact]
    public void Halves_are_rounded_to_even()
    {
        Assert.Equal([-2, -0.0, 0, 2, 2, 4], NDArray.From([-1.5, -0.5, 0.5, 1.5, 2.5, 3.5]).Round().ToArray<double>());
        Assert.Equal([1, 2.68, 25, Inf, NaN, -0.0], NDArray.From([1.005, 2.675, 25, Inf, NaN, -0.001]).Round(2).ToArray<double>());
        Assert.Equal([20, 40, -20, 0, Inf, NaN], NDArray.From([25, 35, -15.0, 4, Inf, NaN]).Round(-1).ToArray<double>());
    }

    [Fact]
    public void Powers_of_two_and_ten_are_exact()
    {
        foreach (int n in (int[])[-1074, -1022, -3, 0, 1, 10, 1023])
        {
            Assert.Equal(Math.ScaleB(1, n), NDArray.From([(double)n]).Exp2().Item<double>());
            Assert.Equal(n, NDArray.From([Math.ScaleB(1, n)]).Log2().Item<double>());
        }

        Assert.Equal([3, -2, 22], NDArray.From([1000, 0.01, 1e22]).Log10().ToArray<double>());
    }

    [Fact]
    public void Denormal_results_are_kept()
    {
        Assert.Equal([1.088512588544227e-309, 5.23705e-319, 1e-323, 5e-324, 0], NDArray.From([26.6, 27, 27.2, 27.22, 27.3]).Erfc().ToArray<double>());
        Assert.Equal([float.Epsilon], NDArray.From([-149f]).Exp2().ToArray<float>());
        Assert.Equal([float.Epsilon, -float.Epsilon], NDArray.From([float.Epsilon, -float.Epsilon]).Expm1().ToArray<float>());
        Assert.Equal([double.Epsilon, -double.Epsilon], NDArray.From([double.Epsilon, -double.Epsilon]).Log1p().ToArray<double>());
        Assert.Equal([double.Epsilon, -double.Epsilon], NDArray.From([double.Epsilon, -double.Epsilon]).Sinh().ToArray<double>());
    }

    [Fact]
    public void Polygamma_of_great_orders_neither_overflows_nor_vanishes_on_the_way()
    {
        // mpmath's psi(n, x) with 40 digits.
        Assert.Equal(-4.23554280011251e-87, NDArray.From([200.0]).Polygamma(170).Item<double>(), 1e-98);
        Assert.Equal(-7.380561121458476e-275, NDArray.From([20000.0]).Polygamma(100).Item<double>(), 1e-286);
        Assert.Equal(1e-300, NDArray.From([1e300]).Polygamma(1).Item<double>());
    }

    [Fact]
    public void Integers_are_whole_and_finite_already()
    {
        foreach (DType dtype in (DType[])[DType.Int64, DType.Int32, DType.UInt8])
        {
            NDArray x = NDArray.From([0L, 3, 250]).To(dtype);
            foreach (NDArray y in (NDArray[])[x.Floor(), x.Ceil(), x.Round(), x.Trunc(), x.NanToNum(7, 8, 9)])
            {
                Assert.Equal(dtype, y.DType);
                Assert.Equal([0L, 3, 250], y.To(DType.Int64).ToArray<long>());
                Assert.False(y.SharesStorageWith(x));
            }

            Assert.Equal([true, true, true], x.IsFinite().ToArray<bool>());
        }

        Assert.Equal([long.MaxValue], NDArray.From([long.MaxValue]).Floor().ToArray<long>());
        Assert.Equal([true, false], NDArray.From([true, false]).NanToNum(5).ToArray<bool>());
        Assert.Equal([true, false, false], NDArray.From([-1L, 0, 1]).SignBit().ToArray<bool>());
        Assert.Equal(DType.Float32, NDArray.From([1L]).Sin().DType);
        Assert.Equal(DType.Float32, NDArray.From([true]).Lgamma().DType);
    }

    [Fact]
    public void Predicates_tell_NaN_infinities_and_signs_apart()
    {
        double[] values = [0, -0.0, 1, -1, Inf, -Inf, NaN, -NaN, double.Epsilon];
        foreach (DType dtype in (DType[])[DType.Float64, DType.Float32])
        {
            NDArray x = NDArray.From(values).To(dtype);
            Assert.Equal(values.Select(double.IsNaN), x.IsNaN().ToArray<bool>());
            Assert.Equal(values.Select(double.IsInfinity), x.IsInf().ToArray<bool>());
            Assert.Equal(values.Select(double.IsPositiveInfinity), x.IsPosInf().ToArray<bool>());
            Assert.Equal(values.Select(double.IsNegativeInfinity), x.IsNegInf().ToArray<bool>());
            Assert.Equal(values.Select(double.IsFinite), x.IsFinite().ToArray<bool>());
            Assert.Equal(values.Select(double.IsNegative), x.SignBit().ToArray<bool>());
        }
    }

    [Fact]
    public void Nan_to_num_replaces_by_the_extremes_of_the_type_or_by_what_is_named()
    {
        NDArray x = NDArray.From([NaN, Inf, -Inf, 1.5]);
        Assert.Equal([0, double.MaxValue, double.MinValue, 1.5], x.NanToNum().ToArray<double>());
        Assert.Equal([0, float.MaxValue, float.MinValue, 1.5f], x.To(DType.Float32).NanToNum().ToArray<float>());
        Assert.Equal([1, 2, 3, 1.5], x.NanToNum(1, 2, 3).ToArray<double>());
        Assert.Equal([Inf, -Inf, NaN, 1.5], x.NanToNum(Inf, -Inf, NaN).ToArray<double>());
    }

    [Fact]
    public void Functions_write_where_they_are_told_to()
    {
        NDArray x = NDArray.From([0.25, 0.5]);
        NDArray y = NDArray.Zeros([2], DType.Float64);
        foreach (Func<NDArray, NDArray?, NDArray> function in (Func<NDArray, NDArray?, NDArray>[])
        [
            static (x, y) => x.Sin(y), static (x, y) => x.Erf(y), static (x, y) => x.Polygamma(2, y), static (x, y) => x.Logit(null, y), static (x, y) => x.Logit(0.3, y),
            static (x, y) => x.Round(1, y), static (x, y) => x.Round(-1, y), static (x, y) => x.Deg2Rad(y), static (x, y) => x.NanToNum(0, null, null, y), static (x, y) => x.Floor(y),
        ])
        {
            double[] expected = function(x, null).ToArray<double>();
            Assert.Same(y, function(x, y));
            Assert.Equal(expected, y.ToArray<double>());
            Assert.Equal([0.25, 0.5], x.ToArray<double>());
        }

        NDArray ints = NDArray.Zeros([3], DType.Int64);
        Assert.Same(ints, NDArray.From([1L, 2, 3]).Ceil(ints));
        Assert.Equal([1L, 2, 3], ints.ToArray<long>());
        Assert.Equal("sin: the result is float64 [2], which the destination, int64 [3], does not hold", Assert.Throws<ArgumentException>(() => x.Sin(ints)).Message);
    }

    [Fact]
    public void What_is_not_defined_is_refused_by_name()
    {
        NDArray ints = NDArray.From([1L]);
        NDArray bools = NDArray.From([true]);
        Says("floor: not defined for bool; convert with To(DType.Int64) first", () => bools.Floor());
        Says("positive: not defined for bool; convert with To(DType.Int64) first", () => bools.Positive());
        Says("frac: not defined for int64; convert with To(DType.Float32) first", () => ints.Frac());
        Says("round: not defined for int64; convert with To(DType.Float32) first", () => ints.Round(-1));
        Says("gelu: not defined for int64; convert with To(DType.Float32) first", () => ints.Gelu());
        Says("softplus: not defined for int64; convert with To(DType.Float32) first", () => ints.Softplus());
        Says("log_sigmoid: not defined for bool; convert with To(DType.Float32) first", () => bools.LogSigmoid());
        foreach (int order in (int[])[-1, 171])
        {
            Assert.Equal(
                $"polygamma: the order must lie in 0 to 170, whose factorial is the greatest that float64 has; got {order}",
                Assert.Throws<ArgumentException>(() => ints.Polygamma(order)).Message);
        }

        static void Says(string message, Func<NDArray> call) => Assert.Equal(message, Assert.Throws<NotSupportedException>(call).Message);
    }
}
