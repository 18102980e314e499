using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Leaky ReLUs whose slopes are learned or drawn.</summary>
public sealed class ActivationSlopeTests
{
    [Fact]
    public void Prelu_has_one_slope_or_one_for_each_channel()
    {
        Shape[][] shapes =
        [
            [[], [1]], [[], []], [[1], [1]], [[5], [1]], [[3, 4], [4]], [[3, 4], [1]], [[3, 4], []], [[3, 1], [1]], [[2, 3, 2], [3]], [[2, 3, 2, 2], [3]],
            [[0, 3], [3]], [[2, 0], [0]], [[2, 3, 0], [3]],
        ];
        foreach (Shape[] pair in shapes)
        {
            OpTest.Check(
                static x => F.PRelu(x[0], x[1]),
                static x => Plain.Build(x[0].Shape, index => x[0][index] > 0 ? x[0][index] : x[0][index] * x[1].Data[x[1].Data.Length == 1 ? 0 : index[1]]),
                pair,
                new() { Gap = 0.3 });
        }
    }

    [Fact]
    public void Prelus_slope_receives_what_lies_below_zero()
    {
        var layer = new PReLU(2, dtype: DType.Float64);
        layer.Forward(Tensor.From([1, -2, -3, -4, double.PositiveInfinity, 0.0], [3, 2])).Backward(Tensor.From([1, 1, 2, 1, 1, 1.0], [3, 2]));
        Assert.Equal([0.25, 0.25], layer.Weight.ToArray<double>());
        Assert.Equal([-6, -6], layer.Weight.Grad!.ToArray<double>());
        Assert.Equal(DType.Float32, new PReLU().Weight.DType);
        Assert.Same(layer.Weight, Assert.Single(layer.Parameters()));
    }

    [Fact]
    public void A_weight_that_does_not_fit_is_named()
    {
        Says("prelu: the weight must have one entry, or one for each channel, shape [3]; got [2] for an input of shape [2, 3]", static () => F.PRelu(Tensor.Zeros([2, 3]), Tensor.Zeros([2])));
        Says("prelu: the weight must have one entry, or one for each channel, shape [1]; got [4] for an input of shape [4]", static () => F.PRelu(Tensor.Zeros([4]), Tensor.Zeros([4])));
        Says("prelu: the weight must have one entry, or one for each channel, shape [3]; got [1, 3] for an input of shape [2, 3]", static () => F.PRelu(Tensor.Zeros([2, 3]), Tensor.Zeros([1, 3])));
        Says("prelu: input and weight must have one floating-point type; got float32 and float64", static () => F.PRelu(Tensor.Zeros([2, 3]), Tensor.Zeros([3], DType.Float64)));
        Says("prelu: the input must be of a floating-point type; got int64 [3]", static () => F.PRelu(Tensor.Arange(3), Tensor.Zeros([1])));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void In_training_each_element_below_zero_has_a_slope_of_its_own_uniform_between_the_bounds() =>
        Prop.ForAll((byte low, byte width, ulong seed) =>
        {
            const int N = 20_000;
            double lower = low / 256.0, upper = lower + ((1 + width) / 256.0);
            DType dtype = seed % 2 == 0 ? DType.Float64 : DType.Float32;
            Tensor x = Tensor.Full([N], -1, dtype);
            double[] slopes = (-F.RRelu(x, lower, upper, training: true, new Generator(seed))).To(DType.Float64).ToArray<double>();
            Assert.All(slopes, slope => Assert.InRange(slope, lower, upper));
            double deviation = (upper - lower) / Math.Sqrt(12);
            Assert.InRange(slopes.Average(), ((lower + upper) / 2) - (6 * deviation / Math.Sqrt(N)), ((lower + upper) / 2) + (6 * deviation / Math.Sqrt(N)));
            double square = slopes.Average(slope => (slope - slopes.Average()) * (slope - slopes.Average()));
            Assert.InRange(square / (deviation * deviation), 0.95, 1.05);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5));

    [Fact]
    public void The_slope_drawn_is_also_the_derivative_and_above_zero_it_is_1()
    {
        Tensor x = Tensor.From([1.0, -1, 0, -2, 3, double.PositiveInfinity], requiresGrad: true);
        Tensor y = F.RRelu(x, training: true, generator: new Generator(3));
        y.Sum().Backward();
        double[] values = y.ToArray<double>(), slopes = x.Grad!.ToArray<double>();
        Assert.Equal([1, -slopes[1], 0, -2 * slopes[3], 3, double.PositiveInfinity], values);
        Assert.Equal([1, 1, 1], (double[])[slopes[0], slopes[4], slopes[5]]);
        Assert.All((double[])[slopes[1], slopes[2], slopes[3]], static slope => Assert.InRange(slope, 1.0 / 8, 1.0 / 3));
        Check.Derivatives(static x => F.RRelu(x[0], training: true, generator: new Generator(3)), Check.Random(1, [7]));
        Assert.Equal(0, F.RRelu(Tensor.Zeros([0, 3]), training: true).Count);
        Assert.Equal(-0.25f, F.RRelu(Tensor.From([-1f]), 0.25, 0.25, training: true).Item<float>());
    }

    [Fact]
    public void Numbers_come_from_the_generator_given_or_from_the_default_one()
    {
        Tensor x = Tensor.Full([100], -1.0);
        using (Generator.Use(new Generator(5)))
        {
            GeneratorState before = Generator.Default.State;
            Tensor given = new RReLU(generator: new Generator(5)).Forward(x);
            Assert.Equal(before, Generator.Default.State);
            Check.SameBits(given, new RReLU().Forward(x), "numbers");
            Assert.NotEqual(given.ToArray<float>(), new RReLU().Forward(x).ToArray<float>());
        }
    }

    [Fact]
    public void Integers_are_refused_in_training_and_in_evaluation()
    {
        foreach (bool training in (bool[])[false, true])
        {
            Assert.Equal(
                "rrelu: the input must be of a floating-point type; got int64 [3]",
                Assert.Throws<ArgumentException>(() => F.RRelu(Tensor.Arange(3), training: training)).Message);
        }
    }
}
