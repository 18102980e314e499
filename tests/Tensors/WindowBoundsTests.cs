using System.Numerics;
using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>Convolutions and poolings read and write nothing beyond their operands: after each lies a page that may not be touched.</summary>
public sealed unsafe class WindowBoundsTests
{
    [Theory]
    [InlineData(1, 3, 2, 7, 9, 3, 1, 0)]
    [InlineData(2, 1, 5, 12, 30, 3, 1, 1)]
    [InlineData(5, 2, 3, 4, 5, 2, 1, 0)]
    [InlineData(2, 3, 4, 9, 17, 2, 2, 1)]
    [InlineData(3, 4, 2, 8, 9, 1, 1, 0)]
    [InlineData(1, 24, 2, 18, 17, 5, 1, 2)]
    public void Operands_may_end_where_memory_ends(int batch, int channels, int outputs, int height, int width, int kernel, int stride, int padding)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Shape input = [batch, channels, height, width];
        var sizes = ConvolutionSizes.Of(new("conv2d", 2, (stride, stride), (padding, padding), (1, 1), 1), input, [outputs, channels, kernel, kernel]);
        Convolve<float>(sizes);
        Convolve<double>(sizes);
        var pool = PoolSizes.Of(new("max_pool2d", (kernel, kernel), (stride, stride), (Math.Min(padding, kernel / 2), Math.Min(padding, kernel / 2)), (1, 1), true), input);
        Pool<float>(pool, input);
        Pool<double>(pool, input);
    }

    // Of ones alone every sum over one of the three arrays is the number of products.
    private static void Convolve<T>(ConvolutionSizes sizes)
        where T : unmanaged, INumber<T>
    {
        int chunks = Convolution.Chunks(sizes, ConvolutionPass.Weight, sizeof(T));
        (int x, int w, int y, int sums) = (sizes.Input.Count, sizes.Weight.Count, sizes.Output.Count, chunks * sizes.Weight.Count);
        ConvolutionOperands<T> operands = new()
        {
            Input = GemmBoundsTests.BeforeTheEnd<T>(x),
            Weight = GemmBoundsTests.BeforeTheEnd<T>(w),
            Bias = GemmBoundsTests.BeforeTheEnd<T>(sizes.Weight[0]),
            Output = GemmBoundsTests.BeforeTheEnd<T>(y),
            WeightSums = GemmBoundsTests.BeforeTheEnd<T>(sums),
        };
        Convolution.Run(sizes, ConvolutionPass.Output, operands);
        double terms = Sum(operands.Output, y) - y;
        new Span<T>(operands.Output, y).Fill(T.One);
        Convolution.Run(sizes, ConvolutionPass.Weight, operands);
        Assert.Equal(terms, Sum(operands.WeightSums, sums));
        Convolution.Run(sizes, ConvolutionPass.Input, operands);
        Assert.Equal(terms, Sum(operands.Input, x));

        GemmBoundsTests.Free(operands.Input, x);
        GemmBoundsTests.Free(operands.Weight, w);
        GemmBoundsTests.Free(operands.Bias, sizes.Weight[0]);
        GemmBoundsTests.Free(operands.Output, y);
        GemmBoundsTests.Free(operands.WeightSums, sums);
    }

    private static void Pool<T>(PoolSizes sizes, Shape shape)
        where T : unmanaged, INumber<T>
    {
        T* input = GemmBoundsTests.BeforeTheEnd<T>(shape.Count), output = GemmBoundsTests.BeforeTheEnd<T>(sizes.Output.Count);
        long* indices = GemmBoundsTests.BeforeTheEnd<long>(sizes.Output.Count);
        MaxPooling.Run(sizes, input, output, indices);
        Assert.Equal(sizes.Output.Count, Sum(output, sizes.Output.Count));

        MeanSizes means = new("avg_pool2d", shape, sizes.Output, MeanWindows.Sliding(sizes.Rows, false, null), MeanWindows.Sliding(sizes.Columns, false, null));
        MeanPooling.Run(means, sizes.Planes, input, output, isBackward: false);
        Assert.Equal(sizes.Output.Count, Sum(output, sizes.Output.Count), 0.01);
        MeanPooling.Run(means, sizes.Planes, input, output, isBackward: true);
        Assert.Equal(sizes.Output.Count, Sum(input, shape.Count), 0.01);

        GemmBoundsTests.Free(input, shape.Count);
        GemmBoundsTests.Free(output, sizes.Output.Count);
        GemmBoundsTests.Free(indices, sizes.Output.Count);
    }

    private static double Sum<T>(T* values, int count)
        where T : unmanaged, INumber<T>
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += double.CreateChecked(values[i]);
        }

        return sum;
    }
}
