using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class DropoutTests
{
    [Fact]
    public void Each_element_is_dropped_with_probability_p_and_the_others_are_scaled() =>
        Prop.ForAll((byte tenths, bool wide, ulong seed) =>
        {
            const int N = 20_000;
            double p = tenths % 10 / 10.0;
            DType dtype = wide ? DType.Float64 : DType.Float32;
            Tensor y = F.Dropout(Tensor.Ones([N], dtype), p, generator: new Generator(seed));
            double scale = wide ? 1 / (1 - p) : (float)(1 / (1 - p));
            double[] values = y.To(DType.Float64).ToArray<double>();
            Assert.All(values, value => Assert.True(value == 0 || value == scale));
            double deviation = Math.Sqrt(p * (1 - p) / N);
            Assert.InRange(values.Count(static value => value == 0) / (double)N, p - (6 * deviation), p + (6 * deviation));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_gradient_passes_where_the_value_did()
    {
        Tensor x = Tensor.Ones([1000], requiresGrad: true);
        Tensor y = F.Dropout(x, 0.3, generator: new Generator(3));
        y.Sum().Backward();
        Check.SameBits(y, x.Grad, "gradient");
        Tensor wide = Check.Random(1, [7]);
        Check.Derivatives(inputs => F.Dropout(inputs[0], 0.3, generator: new Generator(3)), wide);
    }

    [Fact]
    public void In_evaluation_and_at_zero_it_is_the_input_itself()
    {
        Tensor x = Tensor.Ones([10]);
        var layer = new Dropout(0.9);
        layer.Eval();
        Assert.Same(x, layer.Forward(x));
        Assert.Same(x, F.Dropout(x, 0.9, training: false));
        Assert.Same(x, F.Dropout(x, 0));
    }

    [Fact]
    public void At_one_everything_is_zero_and_so_is_the_gradient()
    {
        Tensor x = Tensor.Ones([10], requiresGrad: true);
        Tensor y = new Dropout(1).Forward(x);
        Assert.Equal(new float[10], y.ToArray<float>());
        y.Sum().Backward();
        Assert.Equal(new float[10], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void Numbers_come_from_the_generator_given_or_from_the_default_one()
    {
        Tensor x = Tensor.Ones([100]);
        using (Generator.Use(new Generator(5)))
        {
            GeneratorState before = Generator.Default.State;
            Tensor given = new Dropout(generator: new Generator(5)).Forward(x);
            Assert.Equal(before, Generator.Default.State);
            Check.SameBits(given, new Dropout().Forward(x), "numbers");
            Assert.NotEqual(given.ToArray<float>(), new Dropout().Forward(x).ToArray<float>());
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Integers_are_refused(double p) => Assert.Equal(
        "dropout: the input must be of a floating-point type; got int64 [3]",
        Assert.Throws<ArgumentException>(() => F.Dropout(Tensor.Arange(3), p)).Message);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void What_is_no_probability_is_refused(double p)
    {
        string message = FormattableString.Invariant($"dropout: p must be from 0 to 1; got {p}");
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Dropout(p)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => F.Dropout(Tensor.Ones([1]), p, training: false)).Message);
    }
}
