using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class InitTests
{
    private const int Rows = 150;
    private const int Columns = 100;

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Refused("uniform: the bounds must be finite, and low not above high; got low 1 and high 0", static t => Init.Uniform(t, 1, 0));
        Refused("uniform: the bounds must be finite, and low not above high; got low 0 and high NaN", static t => Init.Uniform(t, 0, double.NaN));
        Refused("normal: mean must be finite and std finite and at least 0; got mean 0 and std -1", static t => Init.Normal(t, std: -1));
        Assert.Equal([0, 3], Init.KaimingNormal(Init.XavierUniform(Tensor.Zeros([0, 3])), mode: FanMode.FanOut).Shape);
        Assert.Equal([0, 0], Init.KaimingUniform(Init.XavierNormal(Tensor.Zeros([0, 0]))).Shape);

        static void Refused(string message, Func<Tensor, Tensor> fill) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => fill(Tensor.Zeros([2]))).Message);
    }

    [Fact]
    public void Uniform_has_its_bounds_mean_and_variance() =>
        Prop.ForAll((short low, byte width, ulong seed) =>
        {
            double high = low + 1 + width;
            double[] values = Values(tensor => Init.Uniform(tensor, low, high, new Generator(seed)));
            Assert.All(values, value => Assert.InRange(value, low, high));
            Moments(values, (low + high) / 2, (high - low) / Math.Sqrt(12));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Normal_has_its_mean_and_variance() =>
        Prop.ForAll((short mean, byte deviation, ulong seed) =>
            Moments(Values(tensor => Init.Normal(tensor, mean, 1 + deviation, new Generator(seed))), mean, 1 + deviation)).QuickCheckThrowOnFailure();

    [Fact]
    public void Xavier_and_Kaiming_have_the_deviation_of_their_papers()
    {
        double root = Math.Sqrt(2.0 / (Rows + Columns));
        Generator generator = new(7);
        Spread(Init.XavierUniform, root, isUniform: true);
        Spread((tensor, gain, g) => Init.XavierUniform(tensor, 3, g), 3 * root, isUniform: true);
        Spread(Init.XavierNormal, root, isUniform: false);
        Spread((tensor, _, g) => Init.KaimingUniform(tensor, generator: g), Math.Sqrt(2.0 / Columns), isUniform: true);
        Spread((tensor, _, g) => Init.KaimingUniform(tensor, Math.Sqrt(5), generator: g), Math.Sqrt(1.0 / 3 / Columns), isUniform: true);
        Spread((tensor, _, g) => Init.KaimingNormal(tensor, mode: FanMode.FanOut, generator: g), Math.Sqrt(2.0 / Rows), isUniform: false);
        Spread((tensor, _, g) => Init.KaimingNormal(tensor, nonlinearity: Nonlinearity.Tanh, generator: g), 5.0 / 3 / Math.Sqrt(Columns), isUniform: false);

        void Spread(Func<Tensor, double, Generator?, Tensor> init, double deviation, bool isUniform)
        {
            double[] values = Values(tensor => init(tensor, 1, generator));
            Moments(values, 0, deviation);
            if (isUniform)
            {
                Assert.All(values, value => Assert.InRange(Math.Abs(value), 0, Math.Sqrt(3) * deviation));
            }
        }
    }

    [Fact]
    public void The_fans_of_a_kernel_count_its_elements()
    {
        Tensor kernel = Tensor.Zeros([64, 32, 3, 3], DType.Float64);
        Moments(Init.KaimingNormal(kernel, generator: new Generator(1)).ToArray<double>(), 0, Math.Sqrt(2.0 / (32 * 9)));
        Moments(Init.XavierNormal(kernel, generator: new Generator(1)).ToArray<double>(), 0, Math.Sqrt(2.0 / ((32 + 64) * 9)));
    }

    [Fact]
    public void Constants_fill_and_views_are_written_through()
    {
        Tensor tensor = Tensor.Zeros([2, 3], DType.Float64);
        Init.Constant(tensor.Slice(1, 1, 2), 7);
        Assert.Equal([0, 7, 0, 0, 7, 0], tensor.ToArray<double>());
        Init.Uniform(tensor.Slice(1, 0, 1), 2, 3);
        Assert.Equal(0, tensor[0, 2].Item<double>());
        Assert.InRange(tensor[1, 0].Item<double>(), 2, 3);
        Assert.Equal([1, 1, 1, 1, 1, 1], Init.Ones(tensor).ToArray<double>());
        Assert.Equal(new double[6], Init.Zeros(tensor).ToArray<double>());
    }

    [Fact]
    public void A_parameter_is_written_in_place_and_unrecorded()
    {
        Tensor parameter = Tensor.Zeros([3, 3], requiresGrad: true);
        Assert.Same(parameter, Init.Normal(parameter, generator: new Generator(1)));
        Assert.True(parameter.IsLeaf && parameter.RequiresGrad);
        Check.SameBits(parameter, Init.Normal(Tensor.Zeros([3, 3]), generator: new Generator(1)), "numbers of one seed");
    }

    [Fact]
    public void Gains_are_PyTorchs()
    {
        Assert.Equal(1, Init.CalculateGain(Nonlinearity.Linear));
        Assert.Equal(1, Init.CalculateGain(Nonlinearity.Sigmoid));
        Assert.Equal(5.0 / 3, Init.CalculateGain(Nonlinearity.Tanh));
        Assert.Equal(Math.Sqrt(2), Init.CalculateGain(Nonlinearity.Relu));
        Assert.Equal(Math.Sqrt(2 / 1.0001), Init.CalculateGain(Nonlinearity.LeakyRelu), 1e-15);
        Assert.Equal(Math.Sqrt(2 / 1.04), Init.CalculateGain(Nonlinearity.LeakyRelu, 0.2), 1e-15);
        Assert.Equal(0.75, Init.CalculateGain(Nonlinearity.Selu));
    }

    [Fact]
    public void Fans_need_two_dimensions() => Assert.Equal(
        "xavier_uniform: fan_in and fan_out need at least two dimensions, [out, in]; got [3]",
        Assert.Throws<ArgumentException>(() => Init.XavierUniform(Tensor.Zeros([3]))).Message);

    private static double[] Values(Func<Tensor, Tensor> init) => init(Tensor.Zeros([Rows, Columns], DType.Float64)).ToArray<double>();

    // Six standard errors; the variance of the sample variance is at most that of the normal distribution, 2σ⁴/n.
    private static void Moments(double[] values, double mean, double deviation)
    {
        double sampleMean = values.Average();
        double variance = values.Average(value => (value - mean) * (value - mean));
        Assert.InRange(sampleMean, mean - (6 * deviation / Math.Sqrt(values.Length)), mean + (6 * deviation / Math.Sqrt(values.Length)));
        double allowed = 6 * deviation * deviation * Math.Sqrt(2.0 / values.Length);
        Assert.InRange(variance, (deviation * deviation) - allowed, (deviation * deviation) + allowed);
    }
}
