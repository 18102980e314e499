using MiniTorch.Kernels;

namespace MiniTorch.NN;

public static partial class F
{
    /// <summary>
    /// The greatest element of every window, over the last two dimensions; padding is less than anything. Of equal elements the first receives
    /// the gradient; NaN is greater than anything, the last of several. PyTorch: <c>F.max_pool2d</c>.
    /// </summary>
    /// <param name="input">[batch, channels, height, width] or [channels, height, width].</param>
    /// <param name="kernelSize">Of a window.</param>
    /// <param name="stride">Elements from one window to the next; the kernel if null.</param>
    /// <param name="padding">How far windows reach beyond the input, at most half of the kernel.</param>
    /// <param name="dilation">Elements from one of a window to the next; 1 if null.</param>
    /// <param name="ceilMode">Whether a last window that is not complete counts, if it begins within the input or the padding before it.</param>
    /// <exception cref="ArgumentException">The input has another rank or is not floating-point, a window does not fit, or a number is out of range.</exception>
    public static Tensor MaxPool2d(
        Tensor input, Size2d kernelSize, Size2d? stride = null, Size2d padding = default, Size2d? dilation = null, bool ceilMode = false)
    {
        bool isRecorded = input.RequiresGrad && Autograd.IsGradEnabled;
        return MaxPool(MaxPoolOptions(kernelSize, stride, padding, dilation, ceilMode), input, withIndices: isRecorded).Values;
    }

    /// <summary>
    /// <see cref="MaxPool2d"/>, and where in its plane each greatest element is: row · width + column, as int64. PyTorch:
    /// <c>F.max_pool2d(…, return_indices=True)</c>.
    /// </summary>
    /// <inheritdoc cref="MaxPool2d"/>
    public static (Tensor Values, Tensor Indices) MaxPool2dWithIndices(
        Tensor input, Size2d kernelSize, Size2d? stride = null, Size2d padding = default, Size2d? dilation = null, bool ceilMode = false)
    {
        (Tensor values, Tensor? indices) = MaxPool(MaxPoolOptions(kernelSize, stride, padding, dilation, ceilMode), input, withIndices: true);
        return (values, indices!);
    }

    /// <summary>The mean of every window, over the last two dimensions. PyTorch: <c>F.avg_pool2d</c>.</summary>
    /// <param name="input">[batch, channels, height, width] or [channels, height, width].</param>
    /// <param name="kernelSize">Of a window.</param>
    /// <param name="stride">Elements from one window to the next; the kernel if null.</param>
    /// <param name="padding">How far windows reach beyond the input, at most half of the kernel; there are zeros.</param>
    /// <param name="ceilMode">Whether a last window that is not complete counts, if it begins within the input or the padding before it.</param>
    /// <param name="countIncludePad">Whether a mean divides by the elements of the padding too.</param>
    /// <param name="divisorOverride">What every sum is divided by, if not by the number of elements.</param>
    /// <exception cref="ArgumentException">The input has another rank or is not floating-point, a window does not fit, or a number is out of range.</exception>
    public static Tensor AvgPool2d(
        Tensor input,
        Size2d kernelSize,
        Size2d? stride = null,
        Size2d padding = default,
        bool ceilMode = false,
        bool countIncludePad = true,
        int? divisorOverride = null)
    {
        PoolOptions options = AvgPoolOptions(kernelSize, stride, padding, ceilMode, divisorOverride);
        PoolSizes sizes = PoolSizes.Of(options, input.Shape);
        CheckFloatingPoint(options.Name, input);
        return MeanPool(input, new(
            options.Name,
            input.Shape,
            sizes.Output,
            MeanWindows.Sliding(sizes.Rows, countIncludePad, divisorOverride),
            MeanWindows.Sliding(sizes.Columns, countIncludePad, divisorOverride is null ? null : 1)));
    }

    /// <summary>
    /// Means over windows such that the result has a given size: window i of m over n elements goes from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉.
    /// PyTorch: <c>F.adaptive_avg_pool2d</c>.
    /// </summary>
    /// <param name="input">[batch, channels, height, width] or [channels, height, width].</param>
    /// <param name="outputSize">Height and width of the result; null for that of the input.</param>
    /// <exception cref="ArgumentException">The input has another rank, no elements in a channel, or is not floating-point, or a size is negative.</exception>
    public static Tensor AdaptiveAvgPool2d(Tensor input, (int? Height, int? Width) outputSize)
    {
        const string Name = "adaptive_avg_pool2d";
        CheckAdaptiveSize(outputSize);
        PoolSizes.CheckInput(Name, input.Shape);
        (int height, int width) = (input.Shape[-2], input.Shape[-1]);
        if (height == 0 || width == 0)
        {
            Throw.Argument(Name, $"height and width of the input must not be 0; got {input.Shape}");
        }

        CheckFloatingPoint(Name, input);
        (int rows, int columns) = (outputSize.Height ?? height, outputSize.Width ?? width);
        Shape output = [.. input.Shape.AsSpan()[..^2], rows, columns];
        return MeanPool(input, new(Name, input.Shape, output, MeanWindows.Adaptive(height, rows), MeanWindows.Adaptive(width, columns)));
    }

    /// <param name="input">[batch, channels, height, width] or [channels, height, width].</param>
    /// <param name="outputSize">Height and width of the result, equal.</param>
    /// <inheritdoc cref="AdaptiveAvgPool2d(Tensor, ValueTuple{int?, int?})"/>
    public static Tensor AdaptiveAvgPool2d(Tensor input, int outputSize) => AdaptiveAvgPool2d(input, (outputSize, outputSize));

    internal static PoolOptions MaxPoolOptions(Size2d kernelSize, Size2d? stride, Size2d padding, Size2d? dilation, bool ceilMode) =>
        new("max_pool2d", kernelSize.Pair, (stride ?? kernelSize).Pair, padding.Pair, (dilation ?? 1).Pair, ceilMode);

    internal static PoolOptions AvgPoolOptions(Size2d kernelSize, Size2d? stride, Size2d padding, bool ceilMode, int? divisorOverride)
    {
        if (divisorOverride == 0)
        {
            Throw.Argument("avg_pool2d", "the divisor must not be 0");
        }

        return new("avg_pool2d", kernelSize.Pair, (stride ?? kernelSize).Pair, padding.Pair, (1, 1), ceilMode);
    }

    internal static void CheckAdaptiveSize((int? Height, int? Width) size)
    {
        if (size.Height < 0 || size.Width < 0)
        {
            Throw.Argument("adaptive_avg_pool2d", $"the size of the result must not be negative; got ({size.Height}, {size.Width})");
        }
    }

    private static (Tensor Values, Tensor? Indices) MaxPool(in PoolOptions options, Tensor input, bool withIndices)
    {
        PoolSizes sizes = PoolSizes.Of(options, input.Shape);
        CheckFloatingPoint(options.Name, input);
        (NDArray values, NDArray? found) = input.Value.MaxPool(sizes, withIndices);
        if (found is null)
        {
            return (new Tensor(values), null);
        }

        var indices = new Tensor(found);
        Tensor result = Op.Record(
            options.Name,
            values,
            (input.Shape, sizes.Planes, sizes.Plane),
            save: [indices],
            (input, static (s, g) => ToPlanes(g, s[0], s.State.Shape, s.State.Planes, s.State.Plane)));
        return (result, indices);
    }

    // Each gradient to the element of its plane that was chosen.
    private static Tensor ToPlanes(Tensor gradient, Tensor indices, Shape input, int planes, int plane)
    {
        int places = planes == 0 ? 0 : gradient.Count / planes;
        return gradient.Reshape(planes, places).ScatterAdd([planes, plane], 1, indices.Reshape(planes, places)).Reshape(input.AsSpan());
    }

    private static Tensor MeanPool(Tensor input, MeanSizes sizes) =>
        Op.Record(sizes.Name, input.Value.MeanPool(sizes), sizes, save: [], (input, static (s, g) => MeanPoolBackward(g, s.State)));

    private static Tensor MeanPoolBackward(Tensor gradient, MeanSizes sizes) => Op.Record(
        $"{sizes.Name}_backward", gradient.Value.MeanPoolBackward(sizes), sizes, save: [], (gradient, static (s, g) => MeanPool(g, s.State)));
}
