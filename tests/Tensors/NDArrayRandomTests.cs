namespace MiniTorch.Tests;

public sealed class NDArrayRandomTests
{
    private const DType F32 = DType.Float32, F64 = DType.Float64;

    [Fact]
    public void Uniform_numbers_of_a_range_are_the_same_draws()
    {
        foreach (DType dtype in (DType[])[F32, F64])
        {
            double[] unit = Values(NDArray.Rand([1000], dtype, New())), range = Values(NDArray.Uniform(-3, 5, [1000], dtype, New()));
            Assert.Equal(unit.Select(static u => -3 + (8 * u)), range, static (a, b) => Math.Abs(a - b) < 1e-6);
            Assert.Equal(unit, Values(NDArray.Uniform(0, 1, [1000], dtype, New())));
            Assert.Equal(unit, Values(NDArray.RandLike(NDArray.Empty([1000], dtype), generator: New())));
            Assert.Equal(Values(NDArray.Randn([1000], dtype, New())), Values(NDArray.Normal(0, 1, [1000], dtype, New())));
        }
    }

    // 1 − 2⁻²⁴ times 2 added to 2²⁴ rounds to the open end.
    [Fact]
    public void Rounding_does_not_reach_the_open_end()
    {
        float low = 1 << 23, high = low + 2;
        float[] values = NDArray.Uniform(low, high, [20_000], generator: New()).ToArray<float>();
        Assert.Equal([low, low + 1], values.Distinct().Order());
        Assert.All(NDArray.Uniform(1, MathF.BitIncrement(1), [1000], generator: New()).ToArray<float>(), static value => Assert.Equal(1, value));
        Assert.All(Values(NDArray.Uniform(4, 4, [10], F64)), static value => Assert.Equal(4, value));
        Assert.Equal(2, Values(NDArray.Uniform(1, 1.5f, [100_000], generator: New()).To(F64)).Select(static v => v < 1.25).Distinct().Count());
    }

    [Fact]
    public void Views_are_filled_with_what_an_array_of_their_own_would_get()
    {
        foreach (Func<NDArray, NDArray> fill in (Func<NDArray, NDArray>[])[
            static x => x.UniformInPlace(1, 2, New()), static x => x.NormalInPlace(1, 2, New()), static x => x.ExponentialInPlace(2, New()),
            static x => x.TruncatedNormalInPlace(generator: New()), static x => x.BernoulliInPlace(0.5, New()), static x => x.RandIntInPlace(0, 100, New()),
            static x => x.BernoulliInPlace(NDArray.Full([7], 0.5), New())])
        {
            foreach (DType dtype in (DType[])[F32, F64])
            {
                NDArray whole = NDArray.Zeros([7, 20], dtype), view = whole.Transpose(0, 1).Slice(0, 1, 20, 2);
                int version = whole.Version;
                Assert.Same(view, fill(view));
                Assert.Equal(version + 1, whole.Version);
                Assert.Equal(Values(fill(NDArray.Empty([10, 7], dtype))), Values(view));
                Assert.All(Values(whole.Slice(1, 0, 20, 2)), static value => Assert.Equal(0, value));
            }
        }

        Assert.Throws<ArgumentException>(static () => NDArray.Zeros([1]).Expand([3]).NormalInPlace());
    }

    [Fact]
    public void Integers_are_the_same_in_every_type()
    {
        long[] expected = NDArray.RandInt(0, 100, [500], New()).ToArray<long>();
        foreach (DType dtype in (DType[])[F32, F64, DType.Int64, DType.Int32, DType.UInt8])
        {
            NDArray x = NDArray.RandInt(0, 100, [500], dtype, New());
            Assert.Equal(dtype, x.DType);
            Assert.Equal(expected.Select(static v => (double)v), Values(x));
            Assert.Equal(Values(x), Values(NDArray.RandIntLike(x, 0, 100, generator: New())));
        }

        Assert.Equal(2, NDArray.RandInt(0, 2, [100], DType.Bool, New()).ToArray<bool>().Distinct().Count());
        Assert.Equal(256, NDArray.RandInt(0, 256, [20_000], DType.UInt8, New()).ToArray<byte>().Distinct().Count());
    }

    [Fact]
    public void Each_number_has_its_own_mean_and_deviation()
    {
        NDArray mean = NDArray.From([100.0, 200, 300]), std = NDArray.From([0f, 1], [2, 1]);
        NDArray x = NDArray.Normal(mean, std, New());
        Assert.Equal((F64, "[2, 3]"), (x.DType, x.Shape.ToString()));
        double[] z = Values(NDArray.Randn([2, 3], F64, New())), values = Values(x);
        Assert.Equal([100, 200, 300, 100 + z[3], 200 + z[4], 300 + z[5]], values);
        Assert.Equal([100 + (2 * z[0]), 200 + (2 * z[1])], Values(NDArray.Normal(mean.Slice(0, 0, 2), 2, New())).Select((v, i) => v), static (a, b) => Math.Abs(a - b) < 20);
        Assert.Equal(F32, NDArray.Normal(1, std).DType);
        Assert.Equal("[0, 3]", NDArray.Normal(mean, NDArray.Ones([0, 1])).Shape.ToString());
    }

    [Fact]
    public void A_probability_of_its_own_for_each_element()
    {
        NDArray p = NDArray.From([0f, 1, 0.25f]);
        NDArray x = NDArray.Empty([20_000, 3], DType.Bool).BernoulliInPlace(p, New());
        double[] means = Values(x.To(F64).Mean(0));
        Assert.Equal((0, 1), (means[0], means[1]));
        Assert.InRange(means[2], 0.239, 0.261);
        Assert.Equal(F32, NDArray.Bernoulli(p).DType);
        Assert.Equal([1, 1, 1], NDArray.Bernoulli(1, [3], DType.Int32).ToArray<int>());
        Assert.Equal(Values(NDArray.Bernoulli(0.3, [100], F32, New())), Values(NDArray.Bernoulli(0.3, [100], DType.UInt8, New())));
    }

    public static TheoryData<Func<NDArray>, string> Refusals => new()
    {
        { static () => NDArray.Uniform(2, 1, [3]), "uniform: low must not be above high, and both and their distance must be numbers of float32; got [2, 1)" },
        { static () => NDArray.Uniform(-3e38, 3e38, [3]), "uniform: low must not be above high, and both and their distance must be numbers of float32; got [-3E+38, 3E+38)" },
        { static () => NDArray.Uniform(-1e308, 1e308, [3], F64), "uniform: low must not be above high, and both and their distance must be numbers of float64; got [-1E+308, 1E+308)" },
        { static () => NDArray.Uniform(0, double.NaN, [3]), "uniform: low must not be above high, and both and their distance must be numbers of float32; got [0, NaN)" },
        { static () => NDArray.Normal(0, -1, [3]), "normal: the standard deviation must be at least 0; got -1" },
        { static () => NDArray.Normal(0, double.NaN, [3]), "normal: the standard deviation must be at least 0; got NaN" },
        { static () => NDArray.Normal(0, NDArray.From([1f, -2])), "normal: every standard deviation must be at least 0; got -2 among those of shape [2]" },
        { static () => NDArray.Normal(0, NDArray.From([1f, float.NaN])), "normal: every standard deviation must be at least 0; got NaN among those of shape [2]" },
        { static () => NDArray.Normal(NDArray.Zeros([2]), NDArray.Zeros([3])), "normal: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got [2] and [3]" },
        { static () => NDArray.Exponential(-1, [3]), "exponential: the rate must be at least 0; got -1" },
        { static () => NDArray.Bernoulli(1.5, [3]), "bernoulli: the probability must be in [0, 1]; got 1.5" },
        { static () => NDArray.Bernoulli(NDArray.From([0.5f, 1.5f])), "bernoulli: every probability must be in [0, 1]; got 1.5 among those of shape [2]" },
        { static () => NDArray.Bernoulli(NDArray.From([0.5f, -1])), "bernoulli: every probability must be in [0, 1]; got -1 among those of shape [2]" },
        { static () => NDArray.Empty([3]).BernoulliInPlace(NDArray.Ones([2])), "bernoulli: the probabilities must broadcast to the array's shape; got [2] for [3]" },
        { static () => NDArray.Empty([3]).BernoulliInPlace(NDArray.Ones([2, 3])), "bernoulli: the probabilities must broadcast to the array's shape; got [2, 3] for [3]" },
        { static () => NDArray.RandInt(3, 3, [2]), "randint: high must be above low; got [3, 3)" },
        { static () => NDArray.RandInt(0, 257, [2], DType.UInt8), "randint: uint8 holds every integer from 0 to 255 only; got [0, 257)" },
        { static () => NDArray.RandInt(-1, 2, [2], DType.UInt8), "randint: uint8 holds every integer from 0 to 255 only; got [-1, 2)" },
        { static () => NDArray.RandInt(0, 3, [2], DType.Bool), "randint: bool holds every integer from 0 to 1 only; got [0, 3)" },
        { static () => NDArray.RandInt(0, (1 << 24) + 2, [2], F32), "randint: float32 holds every integer from -16777216 to 16777216 only; got [0, 16777218)" },
        { static () => NDArray.TruncatedNormal(0, 0, 0, 1, [2]), "trunc_normal: the mean must be finite, the standard deviation above 0 and a below b; got mean 0, std 0, a 0, b 1" },
        { static () => NDArray.TruncatedNormal(0, 1, 1, 1, [2]), "trunc_normal: the mean must be finite, the standard deviation above 0 and a below b; got mean 0, std 1, a 1, b 1" },
        { static () => NDArray.TruncatedNormal(0, 1, 40, 41, [2]), "trunc_normal: the probability of [a, b] vanishes; got mean 0, std 1, a 40, b 41" },
        { static () => NDArray.Multinomial(NDArray.Ones([2, 2, 2]), 1), "multinomial: the weights must have 1 or 2 dimensions; got shape [2, 2, 2]" },
        { static () => NDArray.Multinomial(NDArray.Ones([]), 1), "multinomial: the weights must have 1 or 2 dimensions; got shape []" },
        { static () => NDArray.Multinomial(NDArray.Ones([2]), 0, true), "multinomial: at least 1 sample is drawn, and without replacement no more than there are weights in a row; got 0 of shape [2]" },
        { static () => NDArray.Multinomial(NDArray.Ones([2]), 3), "multinomial: at least 1 sample is drawn, and without replacement no more than there are weights in a row; got 3 of shape [2]" },
        { static () => NDArray.Multinomial(NDArray.Zeros([2]), 1), "multinomial: a row needs a positive weight; row 0 of shape [2] has none" },
        { static () => NDArray.Multinomial(NDArray.Zeros([0]), 1, true), "multinomial: a row needs a positive weight; row 0 of shape [0] has none" },
        { static () => NDArray.Multinomial(NDArray.From([1f, 1, 1, -1], [2, 2]), 1), "multinomial: the weights and their sum must be finite and not negative; got -1 in row 1 of shape [2, 2]" },
        { static () => NDArray.Multinomial(NDArray.From([1f, float.NaN]), 1), "multinomial: the weights and their sum must be finite and not negative; got NaN in row 0 of shape [2]" },
        { static () => NDArray.Multinomial(NDArray.From([1f, float.PositiveInfinity]), 1), "multinomial: the weights and their sum must be finite and not negative; got Infinity in row 0 of shape [2]" },
        { static () => NDArray.Multinomial(NDArray.From([0f, 1]), 2), "multinomial: without replacement no more samples than positive weights; got 2 of row 0 of shape [2], which has 1" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_drawn_is_refused(Func<NDArray> draw, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(draw).Message);

    [Fact]
    public void Distributions_of_real_numbers_have_no_integers()
    {
        foreach ((string op, Func<DType, NDArray> draw) in ((string, Func<DType, NDArray>)[])[
            ("rand", static d => NDArray.Rand([1], d)), ("randn", static d => NDArray.Randn([1], d)), ("uniform", static d => NDArray.Uniform(0, 1, [1], d)),
            ("normal", static d => NDArray.Normal(0, 1, [1], d)), ("normal", static d => NDArray.Normal(NDArray.Ones([1], d), NDArray.Ones([1]))),
            ("normal", static d => NDArray.Normal(NDArray.Ones([1]), NDArray.Ones([1], d))), ("exponential", static d => NDArray.Exponential(1, [1], d)),
            ("trunc_normal", static d => NDArray.TruncatedNormal(0, 1, -1, 1, [1], d)), ("bernoulli", static d => NDArray.Bernoulli(NDArray.Ones([1], d))),
            ("multinomial", static d => NDArray.Multinomial(NDArray.Ones([2], d), 1)), ("dropout", static d => NDArray.DropoutMask([1], 0.5, d))])
        {
            foreach (DType dtype in (DType[])[DType.Int64, DType.Int32, DType.UInt8, DType.Bool])
            {
                Assert.Equal($"{op}: not defined for {dtype.Name()}", Assert.Throws<NotSupportedException>(() => draw(dtype)).Message);
            }
        }
    }

    [Fact]
    public void Shapes_of_samples()
    {
        Assert.Equal("[4]", NDArray.Multinomial(NDArray.Ones([5]), 4).Shape.ToString());
        Assert.Equal("[3, 9]", NDArray.Multinomial(NDArray.Ones([3, 5]), 9, true).Shape.ToString());
        Assert.Equal("[0, 1]", NDArray.Multinomial(NDArray.Ones([0, 3]), 1).Shape.ToString());
        NDArray weights = NDArray.Rand([4, 5], generator: New());
        Assert.Equal(
            NDArray.Multinomial(weights.Clone(), 3, generator: New()).ToArray<long>(),
            NDArray.Multinomial(weights.Transpose(0, 1).Clone().Transpose(0, 1), 3, generator: New()).ToArray<long>());
        Assert.Equal(double.PositiveInfinity, NDArray.Exponential(0, []).Item<double>());
    }

    [Fact]
    public void Parts_of_a_generator_are_its_splits()
    {
        Generator parent = New();
        Assert.Equal([parent.Split(0).Seed, parent.Split(1).Seed, parent.Split(2).Seed], parent.SplitInto(3).Select(static part => part.Seed));
        Assert.Empty(parent.SplitInto(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => parent.SplitInto(-1));
    }

    private static Generator New() => new(11UL);

    private static double[] Values(NDArray x) => x.To(F64).ToArray<double>();
}
