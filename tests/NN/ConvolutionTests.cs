using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class ConvolutionTests
{
    [Fact]
    public void Values_and_gradients_are_the_sums_of_the_definition() =>
        Prop.ForAll((ulong seed) =>
        {
            var sizes = new Generator(seed);
            int groups = Check.Size(sizes, 1, 3);
            PlainAxis rows = Axis(sizes), columns = Axis(sizes);
            Shape x = [Check.Size(sizes, 0, 5), groups * Check.Size(sizes, 1, 3), rows.Size, columns.Size];
            Shape w = [groups * Check.Size(sizes, 1, 4), x[1] / groups, rows.Kernel, columns.Kernel];
            Agree(x, w, rows, columns, groups, Check.Size(sizes, 0, 1) == 1, seed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    // Places, patches and channels on either side of what decides how the work is cut.
    [Theory]
    [InlineData(1, 24, 3, 18, 17, 5, 1)]
    [InlineData(2, 20, 4, 16, 17, 7, 1)]
    [InlineData(9, 3, 2, 6, 6, 3, 1)]
    [InlineData(70, 2, 3, 4, 4, 3, 1)]
    [InlineData(11, 6, 4, 5, 6, 2, 2)]
    [InlineData(300, 4, 9, 1, 1, 1, 1)]
    [InlineData(2, 5, 7, 9, 9, 1, 1)]
    [InlineData(2, 12, 6, 8, 8, 1, 3)]
    [InlineData(2, 16, 16, 9, 8, 3, 16)]
    [InlineData(5, 1, 32, 12, 14, 3, 1)]
    [InlineData(2, 70, 3, 3, 60, 3, 1)]
    public void Slices_of_an_image_and_of_several_images_agree_with_it(int batch, int channels, int outputs, int height, int width, int kernel, int groups)
    {
        Agree([batch, channels, height, width], [outputs, channels / groups, kernel, kernel], new(height, kernel), new(width, kernel), groups, true, 3);
        Agree(
            [batch, channels, height, width], [outputs, channels / groups, kernel, kernel], new(height, kernel, 2, kernel - 1, kernel - 1), new(width, kernel, 1, 1, 1), groups, false, 4);
    }

    [Fact]
    public void Every_derivative_of_a_convolution_of_images_is_right()
    {
        foreach ((Size2d stride, int padding, Size2d dilation, int groups) in ((Size2d, int, Size2d, int)[])[(1, 0, 1, 1), ((2, 1), 1, (1, 2), 2)])
        {
            foreach (int batch in (int[])[2, 0])
            {
                PlainAxis rows = new(3, 2, stride.Height, padding, padding, dilation.Height), columns = new(5, 3, stride.Width, padding, padding, dilation.Width);
                Shape x = [batch, 2, 3, 5], w = [2, 2 / groups, 2, 3];
                var plain = new PlainConvolution(x, w, rows, columns, groups);
                OpTest.Check(i => F.Conv2d(i[0], i[1], null, stride, padding, dilation, groups), i => plain.Output(i[0], i[1]), [x, w]);
                OpTest.Check(i => F.Conv2d(i[0], i[1], i[2], stride, padding, dilation, groups), i => Biased(plain.Output(i[0], i[1]), i[2]), [x, w, [2]]);
            }
        }
    }

    [Fact]
    public void Every_derivative_of_a_convolution_of_sequences_is_right()
    {
        PlainAxis axis = new(7, 3, 2, 1, 1, 2);
        var plain = new PlainConvolution([2, 4, 1, 7], [2, 2, 1, 3], new(1, 1), axis, 2);
        OpTest.Check(
            x => F.Conv1d(x[0], x[1], x[2], 2, 1, 2, 2),
            x => Biased(plain.Output(x[0].Reshape([2, 4, 1, 7]), x[1].Reshape([2, 2, 1, 3])), x[2]).Reshape([2, 2, axis.Places]),
            [[2, 4, 7], [2, 2, 3], [2]]);
        OpTest.Check(
            x => F.Conv1d(x[0], x[1], x[2], groups: 2),
            x => Biased(new PlainConvolution([1, 4, 1, 5], [2, 2, 1, 3], new(1, 1), new(5, 3), 2).Output(x[0].Reshape([1, 4, 1, 5]), x[1].Reshape([2, 2, 1, 3])), x[2]).Reshape([2, 3]),
            [[4, 5], [2, 2, 3], [2]]);
    }

    [Fact]
    public void The_third_derivatives_are_right()
    {
        Tensor[] inputs = [Check.Random(1, [1, 1, 3, 3]), Check.Random(2, [1, 1, 2, 2]), Check.Random(3, [1, 1, 2, 2])];
        foreach (int of in (int[])[0, 1])
        {
            Check.Derivatives(x => Autograd.Grad([F.Conv2d(x[0], x[1])], [x[of]], [x[2]], createGraph: true)[0], inputs);
        }
    }

    [Fact]
    public void An_image_without_a_batch_is_a_batch_of_one()
    {
        Tensor x = Check.Random(1, [3, 6, 5]), w = Check.Random(2, [4, 3, 2, 3]), b = Check.Random(3, [4]);
        Tensor y = F.Conv2d(x, w, b, stride: 2, padding: 1);
        Check.SameBits(F.Conv2d(x.Unsqueeze(0), w, b, stride: 2, padding: 1).Squeeze(0), y, "the value");
        Check.Derivatives(i => F.Conv2d(i[0], i[1], i[2], stride: 2, padding: 1), x, w, b);
        y.AddInPlace(1);
    }

    [Fact]
    public void Same_padding_keeps_the_size_with_the_odd_element_behind()
    {
        Tensor x = Tensor.Arange(9, dtype: DType.Float64).Reshape(1, 1, 3, 3);
        Tensor y = F.Conv2d(x, Tensor.Ones([1, 1, 2, 2], DType.Float64), padding: ConvPadding.Same);
        Assert.Equal([8.0, 12, 7, 20, 24, 13, 13, 15, 8], y.ToArray<double>());
        foreach ((int kernel, int dilation) in ((int, int)[])[(1, 1), (2, 1), (3, 2), (4, 3)])
        {
            int around = (kernel - 1) * dilation;
            Shape shape = [1, 1, 4, 3], weight = [1, 1, kernel, kernel];
            PlainAxis Of(int size) => new(size, kernel, 1, around / 2, around - (around / 2), dilation);
            OpTest.Check(
                i => F.Conv2d(i[0], i[1], padding: ConvPadding.Same, dilation: dilation),
                i => new PlainConvolution(shape, weight, Of(4), Of(3)).Output(i[0], i[1]),
                [shape, weight]);
        }
    }

    [Fact]
    public void Without_outputs_or_channels_there_is_nothing_or_the_bias()
    {
        Assert.Equal([2, 0, 2, 2], F.Conv2d(Tensor.Ones([2, 3, 4, 4]), Tensor.Ones([0, 3, 3, 3])).Shape);
        Tensor x = Tensor.Ones([2, 0, 4, 4]), w = Tensor.Ones([1, 0, 3, 3], requiresGrad: true), b = Tensor.From([5f]);
        b.RequiresGrad = true;
        Tensor y = F.Conv2d(x, w, b);
        Assert.All(y.ToArray<float>(), static value => Assert.Equal(5, value));
        y.Sum().Backward();
        Assert.Equal([1, 0, 3, 3], w.Grad!.Shape);
        Assert.Equal(8f, b.Grad!.Item<float>());
        Assert.All(F.Conv2d(Tensor.Ones([1, 2, 0, 3]), Tensor.Ones([1, 2, 2, 2]), padding: 1).ToArray<float>(), static value => Assert.Equal(0, value));
    }

    [Fact]
    public void NaN_in_the_input_reaches_the_places_that_see_it_alone()
    {
        Tensor x = Tensor.From([.. Enumerable.Repeat(1f, 15).Prepend(float.NaN)], [1, 1, 4, 4]);
        float[] y = F.Conv2d(x, Tensor.Ones([1, 1, 2, 2])).ToArray<float>();
        Assert.Equal([float.NaN, 4, 4, 4, 4, 4, 4, 4, 4], y);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor x = Tensor.Ones([2, 4, 5, 6]), w = Tensor.Ones([6, 4, 3, 3]);
        Says("conv2d: the weight must have shape [out, in / groups, height, width]; got [3, 3]", () => F.Conv2d(x, Tensor.Ones([3, 3])));
        Says("conv1d: the weight must have shape [out, in / groups, length]; got [6, 4, 3, 3]", () => F.Conv1d(x, w));
        Says("conv2d: the input must have shape [batch, channels, height, width] or [channels, height, width]; got [5, 6] for weight [6, 4, 3, 3]", () => F.Conv2d(Tensor.Ones([5, 6]), w));
        Says("conv1d: the input must have shape [batch, channels, length] or [channels, length]; got [5] for weight [2, 4, 3]", () => F.Conv1d(Tensor.Ones([5]), Tensor.Ones([2, 4, 3])));
        Says("conv2d: the input must have 3 channels; got 4 in input [2, 4, 5, 6] for weight [6, 3, 3, 3]", () => F.Conv2d(x, Tensor.Ones([6, 3, 3, 3])));
        Says("conv2d: the input must have 8 channels, 4 for each of 2 groups; got 4 in input [2, 4, 5, 6] for weight [6, 4, 3, 3]", () => F.Conv2d(x, w, groups: 2));
        Says("conv2d: the channels of the output must be a multiple of the 4 groups; got weight [6, 4, 3, 3]", () => F.Conv2d(x, w, groups: 4));
        Says("conv2d: the number of groups must be positive; got 0", () => F.Conv2d(x, w, groups: 0));
        Says("conv2d: the stride must be positive; got (1, 0)", () => F.Conv2d(x, w, stride: (1, 0)));
        Says("conv1d: the stride must be positive; got -1", () => F.Conv1d(x, w, stride: -1));
        Says("conv2d: the dilation must be positive; got (0, 0)", () => F.Conv2d(x, w, dilation: 0));
        Says("conv2d: the padding must not be negative; got (0, -1)", () => F.Conv2d(x, w, padding: (0, -1)));
        Says("conv1d: the padding must be one number; got (1, 2)", () => F.Conv1d(x, w, padding: (1, 2)));
        Says("conv2d: padding that keeps the size needs a stride of 1; got stride (2, 2)", () => F.Conv2d(x, w, stride: 2, padding: ConvPadding.Same));
        Says("conv2d: the kernel must have at least one element; got weight [6, 4, 0, 3]", () => F.Conv2d(x, Tensor.Ones([6, 4, 0, 3])));
        Says(
            "conv2d: the kernel must fit into the padded input; got a kernel of (3, 3), (9, 3) with its dilation, for a padded input of (7, 6), from input [2, 4, 5, 6]",
            () => F.Conv2d(x, w, padding: (1, 0), dilation: (4, 1)));
        Says(
            "conv1d: the kernel must fit into the padded input; got a kernel of 4, 4 with its dilation, for a padded input of 3, from input [2, 3]",
            () => F.Conv1d(Tensor.Ones([2, 3]), Tensor.Ones([1, 2, 4])));
        Says("conv2d: the bias must have shape [6], the channels of the output; got bias [4] and weight [6, 4, 3, 3]", () => F.Conv2d(x, w, Tensor.Ones([4])));
        Says("conv2d: input, weight and bias must have one floating-point type; got float64, float32", () => F.Conv2d(x.To(DType.Float64), w));
        Says("conv2d: input, weight and bias must have one floating-point type; got int64, int64, int64", () => F.Conv2d(x.To(DType.Int64), w.To(DType.Int64), Tensor.Ones([6], DType.Int64)));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    // A dimension that its kernel fits.
    private static PlainAxis Axis(Generator sizes)
    {
        int kernel = Check.Size(sizes, 1, 4), dilation = Check.Size(sizes, 1, 3), padding = Check.Size(sizes, 0, 3);
        int least = Math.Max(1, (dilation * (kernel - 1)) + 1 - (2 * padding));
        return new(Check.Size(sizes, least, least + 9), kernel, Check.Size(sizes, 1, 3), padding, padding, dilation);
    }

    private static void Agree(Shape x, Shape w, PlainAxis rows, PlainAxis columns, int groups, bool withBias, ulong seed)
    {
        var plain = new PlainConvolution(x, w, rows, columns, groups);
        foreach (DType dtype in (DType[])[DType.Float64, DType.Float32])
        {
            // Whole numbers over 8, so that both types hold them.
            Tensor[] inputs = [.. ((Shape[])[x, w, [w[0]]]).Select((shape, i) => Eighths(shape, dtype, seed + (ulong)i))];
            Tensor y = F.Conv2d(
                inputs[0], inputs[1], withBias ? inputs[2] : null, (rows.Stride, columns.Stride), (rows.Before, columns.Before), (rows.Dilation, columns.Dilation), groups);
            Tensor g = Eighths(y.Shape, dtype, seed + 3).Detach();
            y.Backward(g);
            Plain px = Plain.Of(inputs[0].Value), pw = Plain.Of(inputs[1].Value), pg = Plain.Of(g.Value);
            Plain expected = withBias ? Biased(plain.Output(px, pw), Plain.Of(inputs[2].Value)) : plain.Output(px, pw);
            double tolerance = dtype == DType.Float64 ? 1e-12 : 2e-5;
            string what = $"{dtype.Name()} {x} and {w}, {rows}, {columns}, {groups} groups";
            Equal(expected, y, $"the value of {what}");
            Equal(plain.Input(pw, pg), inputs[0].Grad!, $"the input's gradient of {what}");
            Equal(plain.Weight(px, pg), inputs[1].Grad!, $"the weight's gradient of {what}");
            if (withBias)
            {
                Equal(pg.Reduce([0, 2, 3], false, static values => values.Sum()), inputs[2].Grad!, $"the bias's gradient of {what}");
            }

            void Equal(Plain plain, Tensor actual, string what)
            {
                Assert.Equal(plain.Shape, actual.Shape);
                Close.Assert(plain.Data, actual.Value.To(DType.Float64).ToArray<double>(), tolerance, tolerance * 10, what);
            }
        }
    }

    private static Tensor Eighths(Shape shape, DType dtype, ulong seed)
    {
        Tensor values = Tensor.RandInt(-16, 17, shape, generator: new Generator(seed)).To(dtype) / 8;
        values = values.Detach();
        values.RequiresGrad = true;
        return values;
    }

    private static Plain Biased(Plain y, Plain bias) => Plain.Build(y.Shape, index => y[index] + bias.Data[index[1]]);
}
