using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

public sealed class PoolingTests
{
    private const double NaN = double.NaN;

    [Fact]
    public void Maxima_are_those_of_every_window() =>
        Prop.ForAll((ulong seed) =>
        {
            var sizes = new Generator(seed);
            PlainAxis rows = Axis(sizes, dilates: true), columns = Axis(sizes, dilates: true);
            bool ceil = Check.Size(sizes, 0, 1) == 1;
            (int[][] down, int[][] across) = (Windows(rows, ceil), Windows(columns, ceil));
            if (down.Concat(across).Any(static window => window.Length == 0))
            {
                return;
            }

            // Few values, so that there are ties; now and then NaN and −∞.
            Shape shape = [Check.Size(sizes, 0, 3), 2, rows.Size, columns.Size];
            double[] values = [.. Enumerable.Range(0, shape.Count).Select(_ => Check.Size(sizes, 0, 30) switch { 0 => NaN, 1 => double.NegativeInfinity, var n => n % 7 })];
            foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
            {
                Tensor x = Tensor.From(values, shape).To(dtype);
                x.RequiresGrad = true;
                (Tensor y, Tensor indices) = F.MaxPool2dWithIndices(
                    x, (rows.Kernel, columns.Kernel), (rows.Stride, columns.Stride), (rows.Before, columns.Before), (rows.Dilation, columns.Dilation), ceil);
                Plain plain = new(shape, values);
                Plain expected = PlainPooling.Of(plain, down, across, static (window, _, _) => PlainPooling.Max(window).Value);
                Plain numbers = PlainPooling.Of(plain, down, across, static (window, _, _) => PlainPooling.Max(window).Number);
                string what = $"{dtype.Name()} {shape}, {rows}, {columns}, {(ceil ? "ceil" : "floor")}";
                Assert.Equal(expected.Shape, y.Shape);
                Close.Assert(expected.Data, y.Value.To(DType.Float64).ToArray<double>(), 0, 0, what);
                Close.Assert(numbers.Data, indices.Value.To(DType.Float64).ToArray<double>(), 0, 0, $"indices of {what}");

                Tensor g = Check.Random(seed, y.Shape, dtype).Detach();
                y.Backward(g);
                double[] gradient = new double[shape.Count], gradients = g.Value.To(DType.Float64).ToArray<double>();
                int places = down.Length * across.Length;
                for (int i = 0; i < gradients.Length; i++)
                {
                    gradient[(i / places * rows.Size * columns.Size) + (int)numbers.Data[i]] += gradients[i];
                }

                Close.Assert(gradient, x.Grad!.Value.To(DType.Float64).ToArray<double>(), 1e-5, 1e-5, $"the gradient of {what}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(80));

    [Fact]
    public void Means_are_those_of_every_window() =>
        Prop.ForAll((ulong seed) =>
        {
            var sizes = new Generator(seed);
            PlainAxis rows = Axis(sizes, dilates: false), columns = Axis(sizes, dilates: false);
            bool ceil = Check.Size(sizes, 0, 1) == 1, counts = Check.Size(sizes, 0, 1) == 1;
            int? divisor = Check.Size(sizes, 0, 2) == 0 ? Check.Size(sizes, 1, 5) : null;
            (int[][] down, int[][] across) = (Windows(rows, ceil), Windows(columns, ceil));
            Shape shape = [Check.Size(sizes, 0, 3), 2, rows.Size, columns.Size];
            Tensor x = Check.Random(seed, shape);
            Tensor y = F.AvgPool2d(
                x, (rows.Kernel, columns.Kernel), (rows.Stride, columns.Stride), (rows.Before, columns.Before), ceil, counts, divisor);
            Plain expected = PlainPooling.Of(Plain.Of(x.Value), down, across, (window, row, column) => window.Sum(static element => element.Value)
                / (divisor ?? (counts ? Counted(rows, row) * Counted(columns, column) : window.Length)));
            Assert.Equal(expected.Shape, y.Shape);
            Close.Assert(expected.Data, y.ToArray<double>(), 1e-12, 1e-12, $"{shape}, {rows}, {columns}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(80));

    [Fact]
    public void Every_derivative_of_maxima_is_right()
    {
        foreach (Shape shape in (Shape[])[[1, 2, 5, 4], [1, 4, 4], [0, 2, 4, 4]])
        {
            PlainAxis rows = new(shape[-2], 2, 2, 1, 1), columns = new(shape[-1], 3, 1, 1, 1);
            OpTest.Check(
                x => F.MaxPool2d(x[0], (2, 3), (2, 1), 1),
                x => PlainPooling.Of(x[0], Windows(rows, false), Windows(columns, false), static (window, _, _) => PlainPooling.Max(window).Value),
                [shape]);
        }
    }

    [Fact]
    public void Every_derivative_of_means_is_right()
    {
        foreach (Shape shape in (Shape[])[[1, 2, 5, 4], [1, 4, 4], [0, 2, 4, 4]])
        {
            PlainAxis rows = new(shape[-2], 2, 2, 1, 1), columns = new(shape[-1], 3, 1, 1, 1);
            OpTest.Check(
                x => F.AvgPool2d(x[0], (2, 3), (2, 1), 1, countIncludePad: false),
                x => PlainPooling.Of(x[0], Windows(rows, false), Windows(columns, false), static (window, _, _) => window.Average(static element => element.Value)),
                [shape]);
            foreach ((int? height, int? width) in ((int?, int?)[])[(1, 1), (3, 4), (null, 2), (7, null), (0, 2)])
            {
                OpTest.Check(
                    x => F.AdaptiveAvgPool2d(x[0], (height, width)),
                    x => PlainPooling.Of(
                        x[0], Adaptive(shape[-2], height), Adaptive(shape[-1], width), static (window, _, _) => window.Average(static element => element.Value)),
                    [shape]);
            }
        }
    }

    // What torch 1.13 gives.
    [Fact]
    public void Of_equal_elements_the_first_is_chosen_and_of_several_NaN_the_last()
    {
        Chosen([1, 1, 1, 1], 1, 0);
        Chosen([NaN, 1, NaN, 5], NaN, 2);
        Chosen([3, NaN, 1, 5], NaN, 1);
        Chosen([double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity], double.NegativeInfinity, 0);

        static void Chosen(double[] values, double expected, int index)
        {
            Tensor x = Tensor.From(values, [1, 2, 2]);
            x.RequiresGrad = true;
            (Tensor y, Tensor indices) = F.MaxPool2dWithIndices(x, 2);
            y.Sum().Backward();
            Assert.Equal(expected, y.Item<double>());
            Assert.Equal(index, indices.Item<long>());
            Assert.Equal([.. Enumerable.Range(0, 4).Select(i => i == index ? 1.0 : 0)], x.Grad!.ToArray<double>());
        }
    }

    [Fact]
    public void Indices_are_there_without_a_gradient_too_and_values_are_the_same_without_indices()
    {
        Tensor x = Check.Random(1, [2, 3, 9, 40], DType.Float32);
        (Tensor values, Tensor indices) = F.MaxPool2dWithIndices(x.Detach(), 3, 2, 1);
        Assert.False(values.RequiresGrad);
        Assert.Equal(DType.Int64, indices.DType);
        Check.SameBits(values, F.MaxPool2d(x, 3, 2, 1), "recorded");
        Check.SameBits(values, F.MaxPool2d(x.Detach(), 3, 2, 1), "not recorded");
        using (Autograd.NoGrad())
        {
            Check.SameBits(values, F.MaxPool2d(x, 3, 2, 1), "without gradients");
        }
    }

    [Fact]
    public void A_window_of_more_elements_than_there_is_a_table_for()
    {
        Tensor x = Check.Random(1, [2, 300, 301], DType.Float32);
        (Tensor y, Tensor indices) = F.MaxPool2dWithIndices(x, (300, 300), 1);
        float[] values = x.ToArray<float>();
        for (int i = 0; i < 4; i++)
        {
            float[] window = [.. from row in Enumerable.Range(0, 300) from column in Enumerable.Range(i % 2, 300) select values[(i / 2 * 300 * 301) + (row * 301) + column]];
            Assert.Equal(window.Max(), y.ToArray<float>()[i]);
            Assert.Equal(window.Max(), values[(i / 2 * 300 * 301) + (int)indices.ToArray<long>()[i]]);
        }
    }

    [Fact]
    public void Layers_are_their_functions_and_print_as_PyTorchs_do()
    {
        Tensor x = Check.Random(1, [2, 3, 7, 8]);
        Is(new MaxPool2d(2), F.MaxPool2d(x, 2), "MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)");
        Is(new MaxPool2d((2, 3), 1, 1, 2, true), F.MaxPool2d(x, (2, 3), 1, 1, 2, true), "MaxPool2d(kernel_size=(2, 3), stride=1, padding=1, dilation=2, ceil_mode=True)");
        Is(new AvgPool2d(2), F.AvgPool2d(x, 2), "AvgPool2d(kernel_size=2, stride=2, padding=0)");
        Is(new AvgPool2d((3, 2), padding: 1, ceilMode: true, countIncludePad: false), F.AvgPool2d(x, (3, 2), null, 1, true, false), "AvgPool2d(kernel_size=(3, 2), stride=(3, 2), padding=1)");
        Is(new AvgPool2d(2, divisorOverride: 3), F.AvgPool2d(x, 2, divisorOverride: 3), "AvgPool2d(kernel_size=2, stride=2, padding=0)");
        Is(new AdaptiveAvgPool2d(1), F.AdaptiveAvgPool2d(x, 1), "AdaptiveAvgPool2d(output_size=1)");
        Is(new AdaptiveAvgPool2d((5, null)), F.AdaptiveAvgPool2d(x, (5, null)), "AdaptiveAvgPool2d(output_size=(5, None))");
        Assert.Equal([2, 3, 1, 1], F.AdaptiveAvgPool2d(x, 1).Shape);
        Assert.Equal([2, 3, 5, 8], F.AdaptiveAvgPool2d(x, (5, null)).Shape);

        void Is(Layer layer, Tensor expected, string text)
        {
            Check.SameBits(expected, layer.Forward(x), text);
            Assert.Equal(text, layer.ToString());
        }
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor x = Tensor.Ones([1, 2, 4, 5]);
        Says("max_pool2d: the input must have shape [batch, channels, height, width] or [channels, height, width]; got [4, 5]", () => F.MaxPool2d(Tensor.Ones([4, 5]), 2));
        Says("adaptive_avg_pool2d: the input must have shape [batch, channels, height, width] or [channels, height, width]; got [4]", () => F.AdaptiveAvgPool2d(Tensor.Ones([4]), 2));
        Says("avg_pool2d: height and width of the input must not be 0; got [1, 2, 0, 5]", () => F.AvgPool2d(Tensor.Ones([1, 2, 0, 5]), 1));
        Says("adaptive_avg_pool2d: height and width of the input must not be 0; got [2, 4, 0]", () => F.AdaptiveAvgPool2d(Tensor.Ones([2, 4, 0]), 1));
        Says("max_pool2d: the padding must be from 0 to half the kernel; got padding (2, 2) for kernel (2, 2)", () => F.MaxPool2d(x, 2, padding: 2));
        Says("avg_pool2d: the padding must be from 0 to half the kernel; got padding (0, -1) for kernel (2, 2)", () => F.AvgPool2d(x, 2, padding: (0, -1)));
        Says("max_pool2d: the kernel must have at least one element; got (0, 2)", () => F.MaxPool2d(x, (0, 2), 1));
        Says("max_pool2d: the stride must be positive; got (0, 0)", () => F.MaxPool2d(x, 2, 0));
        Says("max_pool2d: the dilation must be positive; got (1, -2)", () => F.MaxPool2d(x, 2, dilation: (1, -2)));
        Says("avg_pool2d: the window must fit into the padded input; got a window of (5, 5) for a padded input of (4, 5), from input [1, 2, 4, 5]", () => F.AvgPool2d(x, 5));
        Says("max_pool2d: the window must fit into the padded input; got a window of (3, 7) for a padded input of (4, 5), from input [1, 2, 4, 5]", () => F.MaxPool2d(x, 3, dilation: (1, 3)));
        Says(
            "max_pool2d: every window must have an element of the input, but with dilation (2, 2) and padding (1, 1) some elements of a kernel of (2, 2) pass by input [1, 1, 1]",
            () => F.MaxPool2d(Tensor.Ones([1, 1, 1]), 2, padding: 1, dilation: 2));
        Says("avg_pool2d: the divisor must not be 0", () => F.AvgPool2d(x, 2, divisorOverride: 0));
        Says("adaptive_avg_pool2d: the size of the result must not be negative; got (-1, )", () => F.AdaptiveAvgPool2d(x, (-1, null)));
        Says("max_pool2d: the input must be of a floating-point type; got int64 [1, 2, 4, 5]", () => F.MaxPool2d(x.To(DType.Int64), 2));
        Says("avg_pool2d: the input must be of a floating-point type; got int64 [1, 2, 4, 5]", () => F.AvgPool2d(x.To(DType.Int64), 2));
        Says("adaptive_avg_pool2d: the input must be of a floating-point type; got int64 [1, 2, 4, 5]", () => F.AdaptiveAvgPool2d(x.To(DType.Int64), 2));
        Assert.Throws<ArgumentException>(static () => new MaxPool2d(2, padding: 2));
        Assert.Throws<ArgumentException>(static () => new AvgPool2d(2, padding: 2));
        Assert.Throws<ArgumentException>(static () => new AdaptiveAvgPool2d(-1));

        static void Says(string message, Func<Tensor> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    private static PlainAxis Axis(Generator sizes, bool dilates)
    {
        int kernel = Check.Size(sizes, 1, 4), dilation = dilates ? Check.Size(sizes, 1, 3) : 1, padding = Check.Size(sizes, 0, kernel / 2);
        int least = Math.Max(1, (dilation * (kernel - 1)) + 1 - (2 * padding));
        return new(Check.Size(sizes, least, least + (Check.Size(sizes, 0, 5) == 0 ? 60 : 9)), kernel, Check.Size(sizes, 1, 4), padding, padding, dilation);
    }

    // Without a rest; or with it, if that window begins before the end of the input.
    private static int[][] Windows(PlainAxis axis, bool ceil)
    {
        int places = axis.Places;
        bool hasRest = (axis.Size + (2 * axis.Before) - (axis.Dilation * (axis.Kernel - 1)) - 1) % axis.Stride != 0;
        return PlainPooling.Windows(axis, ceil && hasRest && axis.At(places, 0) < axis.Size ? places + 1 : places);
    }

    private static int Counted(PlainAxis axis, int place) =>
        Enumerable.Range(0, axis.Kernel).Count(tap => axis.At(place, tap) < axis.Size + axis.After);

    private static int[][] Adaptive(int size, int? count)
    {
        int windows = count ?? size;
        return
        [
            .. Enumerable.Range(0, windows).Select(i =>
            {
                int start = (int)Math.Floor((double)i * size / windows), end = (int)Math.Ceiling((i + 1.0) * size / windows);
                return Enumerable.Range(start, end - start).ToArray();
            }),
        ];
    }
}
