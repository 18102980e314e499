using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Dropout of channels, and the one that keeps mean and variance.</summary>
public sealed class ChannelDropoutTests
{
    [Fact]
    public void Whole_channels_are_dropped_with_probability_p_and_the_others_are_scaled() => Prop.ForAll((byte tenths, bool flat, ulong seed) =>
    {
        const int Samples = 40, Channels = 50, N = Samples * Channels;
        double p = tenths % 10 / 10.0;
        var generator = new Generator(seed);
        Tensor y = flat
            ? F.Dropout1d(Tensor.Ones([Samples, Channels, 4], DType.Float64), p, generator: generator)
            : F.Dropout2d(Tensor.Ones([Samples, Channels, 2, 2], DType.Float64), p, generator: generator);
        double[][] channels = [.. y.ToArray<double>().Chunk(4)];
        Assert.All(channels, channel => Assert.True(channel.Distinct().Count() == 1 && (channel[0] == 0 || channel[0] == 1 / (1 - p))));
        double deviation = Math.Sqrt(p * (1 - p) / N);
        Assert.InRange(channels.Count(static channel => channel[0] == 0) / (double)N, p - (6 * deviation), p + (6 * deviation));
        Assert.InRange(y.Mean().Item<double>(), 1 - (6 * deviation / (1 - p)) - 1e-12, 1 + (6 * deviation / (1 - p)) + 1e-12);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void A_single_sample_has_channels_in_its_first_dimension()
    {
        double[][] channels = [.. F.Dropout1d(Tensor.Ones([200, 3], DType.Float64), generator: new(1)).ToArray<double>().Chunk(3)];
        Assert.All(channels, static channel => Assert.Single(channel.Distinct()));
        Assert.Equal([0, 2], channels.Select(static channel => channel[0]).Distinct().Order());
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_0_and_variance_1_and_gives_two_values_for_one() => Prop.ForAll((byte tenths, ulong seed) =>
    {
        const int N = 40_000;
        double p = ((tenths % 8) + 1) / 10.0;
        var generator = new Generator(seed);
        double[] values = F.AlphaDropout(Tensor.Randn([N], DType.Float64, generator: generator), p, training: true, generator).ToArray<double>();
        double mean = values.Average(), variance = values.Average(value => (value - mean) * (value - mean));
        Assert.InRange(mean, -6 / Math.Sqrt(N), 6 / Math.Sqrt(N));
        Assert.InRange(variance, 1 - (12 / Math.Sqrt(N)), 1 + (12 / Math.Sqrt(N)));

        // Klambauer et al. 2017, with α' = −λα of SELU: a·(x or α') + b.
        const double Limit = -1.0507009873554805 * 1.6732632423543772;
        double a = 1 / Math.Sqrt((1 - p) * (1 + (p * Limit * Limit))), b = -a * p * Limit;
        double[] ones = F.AlphaDropout(Tensor.Ones([N], DType.Float64), p, training: true, generator).ToArray<double>();
        Assert.All(ones, value => Assert.True(Math.Abs(value - (a + b)) < 1e-12 || Math.Abs(value - ((a * Limit) + b)) < 1e-12));
        double deviation = Math.Sqrt(p * (1 - p) / N);
        Assert.InRange(ones.Count(value => Math.Abs(value - (a + b)) > 1e-12) / (double)N, p - (6 * deviation), p + (6 * deviation));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Derivatives_pass_where_the_value_did()
    {
        Check.Derivatives(static x => F.Dropout1d(x[0], 0.4, generator: new(3)), Check.Random(1, [2, 3, 2]));
        Check.Derivatives(static x => F.Dropout2d(x[0], 0.4, generator: new(3)), Check.Random(1, [2, 3, 2, 1]));
        Check.Derivatives(static x => F.AlphaDropout(x[0], 0.4, training: true, new(3)), Check.Random(1, [7]));
        Check.Derivatives(static x => F.Dropout2d(x[0].Transpose(0, 3), 0.4, generator: new(3)), Check.Random(1, [2, 3, 2, 2]));
        Check.Derivatives(static x => F.Dropout1d(x[0], 0.4, generator: new(3)), Check.Random(1, [0, 3, 2]));
    }

    [Fact]
    public void Layers_draw_from_their_generator_and_do_nothing_in_evaluation()
    {
        Tensor x = Tensor.Randn([8, 8, 2, 2], generator: new(9));
        (Func<Generator?, Layer> Make, Tensor Input)[] layers =
        [
            (static generator => new Dropout1d(0.5, generator), x.Flatten(2)),
            (static generator => new Dropout2d(0.5, generator), x),
            (static generator => new AlphaDropout(0.5, generator), x),
        ];
        foreach ((Func<Generator?, Layer> make, Tensor input) in layers)
        {
            Layer layer = make(new Generator(5));
            Tensor first = layer.Forward(input);
            Check.SameBits(first, make(new Generator(5)).Forward(input), "the same generator");
            Assert.NotEqual(first.ToArray<float>(), layer.Forward(input).ToArray<float>());
            using (Generator.Use(new Generator(5)))
            {
                Check.SameBits(first, make(null).Forward(input), "the default generator");
            }

            layer.Eval();
            Assert.Same(input, layer.Forward(input));
        }
    }

    [Fact]
    public void At_zero_it_is_the_input_itself_and_at_one_nothing_is_left()
    {
        Tensor x = Tensor.Ones([2, 3, 2, 2]);
        Assert.Same(x, F.Dropout2d(x, 0));
        Assert.Same(x, F.AlphaDropout(x, 0, training: true));
        Assert.Same(x, F.AlphaDropout(x));
        Assert.Equal(new float[24], F.Dropout2d(x, 1).ToArray<float>());
        Assert.Equal(new float[24], F.AlphaDropout(x, 1, training: true).ToArray<float>());
    }

    [Fact]
    public void They_print_as_PyTorch_does_and_name_what_does_not_fit()
    {
        Assert.Equal(["Dropout1d(p=0.5)", "Dropout2d(p=0.3)", "AlphaDropout(p=0.5)"], [new Dropout1d().ToString(), new Dropout2d(0.3).ToString(), new AlphaDropout().ToString()]);
        Tensor x = Tensor.Ones([2, 3, 4]);
        Says("dropout1d: the input must have shape [n, c, l] or [c, l]; got [3]", () => F.Dropout1d(Tensor.Ones([3])));
        Says("Dropout2d: dropout2d: the input must have shape [n, c, h, w]; got [2, 3, 4]: use Unsqueeze(0) for [c, h, w], and dropout1d for [n, c, l]", () => new Dropout2d().Forward(x));
        Says("dropout1d: the input must be of a floating-point type; got int64 [2, 3, 4]", () => F.Dropout1d(x.To(DType.Int64)));
        Says("alpha_dropout: the input must be of a floating-point type; got int64 [3]", () => F.AlphaDropout(Tensor.Arange(3), training: true));
        Says("dropout1d: p must be from 0 to 1; got 2", () => F.Dropout1d(x, 2));
        Says("alpha_dropout: p must be from 0 to 1; got -1", () => new AlphaDropout(-1).Forward(x));
        Says("dropout2d: p must be from 0 to 1; got NaN", () => new Dropout2d(double.NaN).Forward(x));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(call).Message);
    }
}
