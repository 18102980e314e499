using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class ConvLayerTests
{
    [Fact]
    public void Sizes_are_a_number_or_a_pair()
    {
        Assert.Equal([1, 32, 26, 26], new Conv2d(1, 32, 3).Forward(Tensor.Ones([1, 1, 28, 28])).Shape);
        Assert.Equal([1, 32, 13, 24], new Conv2d(1, 32, (3, 5), stride: (2, 1)).Forward(Tensor.Ones([1, 1, 28, 28])).Shape);
        Assert.Equal([1, 4, 28, 30], new Conv2d(1, 4, 3, padding: (1, 2)).Forward(Tensor.Ones([1, 1, 28, 28])).Shape);
        Assert.Equal([2, 4, 7], new Conv1d(3, 4, 3).Forward(Tensor.Ones([2, 3, 9])).Shape);
        Assert.Equal([4, 9], new Conv1d(3, 4, 3, padding: ConvPadding.Same).Forward(Tensor.Ones([3, 9])).Shape);
        Assert.Equal("3", ((Size2d)3).ToString());
        Assert.Equal("(3, 5)", ((Size2d)(3, 5)).ToString());
        Assert.Equal("same", ConvPadding.Same.ToString());
        Assert.Equal(ConvPadding.Valid, 0);
    }

    [Fact]
    public void A_layer_is_the_function_of_its_parameters()
    {
        var conv = new Conv2d(4, 6, 3, 2, 1, (2, 1), 2, dtype: DType.Float64, generator: new Generator(1));
        Tensor x = Check.Random(1, [2, 4, 7, 8]);
        Check.SameBits(F.Conv2d(x, conv.Weight, conv.Bias, 2, 1, (2, 1), 2), conv.Forward(x), "Conv2d");
        var sequence = new Conv1d(4, 6, 3, 2, 1, 2, 2, bias: false, dtype: DType.Float64);
        Check.SameBits(F.Conv1d(x[0, .., 3], sequence.Weight, null, 2, 1, 2, 2), sequence.Forward(x[0, .., 3]), "Conv1d");
    }

    [Fact]
    public void The_state_has_PyTorchs_keys_and_shapes()
    {
        Assert.Equal(
            [("weight", Shape.Of(6, 2, 3, 5)), ("bias", Shape.Of(6))],
            new Conv2d(4, 6, (3, 5), groups: 2).NamedParameters().Select(static entry => (entry.Name, entry.Parameter.Shape)));
        Assert.Equal(
            [("weight", Shape.Of(6, 4, 3))], new Conv1d(4, 6, 3, bias: false).NamedParameters().Select(static entry => (entry.Name, entry.Parameter.Shape)));
    }

    [Fact]
    public void Initial_values_are_uniform_up_to_one_over_the_root_of_a_patch()
    {
        foreach (Layer layer in (Layer[])[new Conv2d(8, 400, (2, 4), groups: 4, generator: new Generator(1)), new Conv1d(16, 400, 2, groups: 2, generator: new Generator(1))])
        {
            foreach (Tensor parameter in layer.Parameters())
            {
                float[] values = parameter.ToArray<float>();
                Assert.All(values, static value => Assert.InRange(value, -0.25f, 0.25f));
                Assert.True(values.Max() > 0.24f && values.Min() < -0.24f);
                Assert.InRange(values.Average(), -0.03, 0.03);
            }
        }

        Assert.Equal(
            new Conv2d(2, 3, 3, generator: new Generator(5)).Weight.ToArray<float>(), new Conv2d(2, 3, 3, generator: new Generator(5)).Weight.ToArray<float>());
        Assert.Equal([0f], new Conv2d(0, 1, 3).Bias!.ToArray<float>());
        Assert.Equal(DType.Float64, new Conv1d(1, 1, 1, dtype: DType.Float64).Bias!.DType);
    }

    [Theory]
    [InlineData(PadMode.Reflect)]
    [InlineData(PadMode.Replicate)]
    [InlineData(PadMode.Circular)]
    public void Other_padding_is_put_around_the_input_first(PadMode mode)
    {
        Tensor x = Check.Random(1, [2, 3, 6, 7]);
        var conv = new Conv2d(3, 4, (3, 2), stride: 2, padding: (1, 2), paddingMode: mode, dtype: DType.Float64);
        Check.SameBits(F.Conv2d(x.Pad([2, 2, 1, 1], mode), conv.Weight, conv.Bias, 2), conv.Forward(x), "pairs");
        var same = new Conv2d(3, 4, (3, 2), padding: ConvPadding.Same, paddingMode: mode, dtype: DType.Float64);
        Check.SameBits(F.Conv2d(x.Pad([0, 1, 1, 1], mode), same.Weight, same.Bias), same.Forward(x), "same");
        var sequence = new Conv1d(3, 4, 4, padding: ConvPadding.Same, dilation: 1, paddingMode: mode, dtype: DType.Float64);
        Check.SameBits(F.Conv1d(x[0, .., 0].Pad([1, 2], mode), sequence.Weight, sequence.Bias), sequence.Forward(x[0, .., 0]), "sequence");
        Check.Derivatives(i => conv.Forward(i[0]), Check.Random(2, [1, 3, 3, 3]));
        Assert.StartsWith("Conv2d: conv2d: the input must have shape", Assert.ThrowsAny<ArgumentException>(() => conv.Forward(Tensor.Ones([1], DType.Float64))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_print_as_PyTorchs_do()
    {
        Assert.Equal("Conv2d(1, 32, kernel_size=(3, 3), stride=(1, 1))", new Conv2d(1, 32, 3).ToString());
        Assert.Equal(
            "Conv2d(1, 32, kernel_size=(3, 5), stride=(2, 1), padding=(1, 1), dilation=(2, 2), bias=False)",
            new Conv2d(1, 32, (3, 5), (2, 1), 1, 2, bias: false).ToString());
        Assert.Equal(
            "Conv2d(4, 4, kernel_size=(3, 3), stride=(1, 1), padding=same, groups=2, padding_mode=reflect)",
            new Conv2d(4, 4, 3, padding: ConvPadding.Same, groups: 2, paddingMode: PadMode.Reflect).ToString());
        Assert.Equal("Conv1d(3, 4, kernel_size=(3,), stride=(1,), padding=(1,))", new Conv1d(3, 4, 3, padding: 1).ToString());
        Assert.Equal("Conv1d(3, 4, kernel_size=(3,), stride=(1,), dilation=(2,), padding_mode=circular)", new Conv1d(3, 4, 3, dilation: 2, paddingMode: PadMode.Circular).ToString());
        Assert.EndsWith("padding_mode=replicate)", new Conv1d(3, 4, 3, paddingMode: PadMode.Replicate).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_input_fits_is_refused_at_once()
    {
        Says("conv2d: the numbers of channels must be multiples of the number of groups and not negative; got 3 in, 4 out and 2 groups", static () => new Conv2d(3, 4, 3, groups: 2));
        Says("conv1d: the numbers of channels must be multiples of the number of groups and not negative; got 4 in, 3 out and 2 groups", static () => new Conv1d(4, 3, 3, groups: 2));
        Says("conv2d: the numbers of channels must be multiples of the number of groups and not negative; got -1 in, 3 out and 1 groups", static () => new Conv2d(-1, 3, 3));
        Says("conv2d: the kernel must have at least one element; got (3, 0)", static () => new Conv2d(1, 1, (3, 0)));
        Says("conv1d: the kernel must have at least one element; got 0", static () => new Conv1d(1, 1, 0));
        Says("conv2d: padding that keeps the size needs a stride of 1; got stride (2, 2)", static () => new Conv2d(1, 1, 3, 2, ConvPadding.Same));
        Assert.Throws<ArgumentException>(static () => new Conv2d(1, 1, 3, dtype: DType.Int64));

        static void Says(string message, Func<Layer> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
    }
}
