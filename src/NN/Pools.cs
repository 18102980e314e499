using System.Globalization;

namespace MiniTorch.NN;

/// <summary>The greatest element of every window of an image: see <see cref="F.MaxPool2d"/>. PyTorch: <c>nn.MaxPool2d</c>.</summary>
public sealed class MaxPool2d : Layer
{
    /// <summary>A layer of maxima.</summary>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="stride">Elements from one window to the next; the kernel if null.</param>
    /// <param name="padding">How far windows reach beyond the input, at most half of the kernel.</param>
    /// <param name="dilation">Elements from one of a window to the next; 1 if null.</param>
    /// <param name="ceilMode">Whether a last window that is not complete counts, if it begins within the input or the padding before it.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public MaxPool2d(Size2d kernelSize, Size2d? stride = null, Size2d padding = default, Size2d? dilation = null, bool ceilMode = false)
    {
        F.MaxPoolOptions(kernelSize, stride, padding, dilation, ceilMode).Check();
        (KernelSize, Stride, Padding, Dilation, CeilMode) = (kernelSize, stride ?? kernelSize, padding, dilation ?? 1, ceilMode);
    }

    /// <summary>Height and width of a window.</summary>
    public Size2d KernelSize { get; }

    /// <summary>Elements from one window to the next.</summary>
    public Size2d Stride { get; }

    /// <summary>How far windows reach beyond the input.</summary>
    public Size2d Padding { get; }

    /// <summary>Elements from one of a window to the next.</summary>
    public Size2d Dilation { get; }

    /// <summary>Whether a last window that is not complete counts.</summary>
    public bool CeilMode { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.MaxPool2d(input, KernelSize, Stride, Padding, Dilation, CeilMode);

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        $"kernel_size={KernelSize}, stride={Stride}, padding={Padding}, dilation={Dilation}, {Repr.Of("ceil_mode", CeilMode)}";
}

/// <summary>The mean of every window of an image: see <see cref="F.AvgPool2d"/>. PyTorch: <c>nn.AvgPool2d</c>.</summary>
public sealed class AvgPool2d : Layer
{
    /// <summary>A layer of means.</summary>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="stride">Elements from one window to the next; the kernel if null.</param>
    /// <param name="padding">How far windows reach beyond the input, at most half of the kernel; there are zeros.</param>
    /// <param name="ceilMode">Whether a last window that is not complete counts, if it begins within the input or the padding before it.</param>
    /// <param name="countIncludePad">Whether a mean divides by the elements of the padding too.</param>
    /// <param name="divisorOverride">What every sum is divided by, if not by the number of elements.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public AvgPool2d(
        Size2d kernelSize, Size2d? stride = null, Size2d padding = default, bool ceilMode = false, bool countIncludePad = true, int? divisorOverride = null)
    {
        F.AvgPoolOptions(kernelSize, stride, padding, ceilMode, divisorOverride).Check();
        (KernelSize, Stride, Padding) = (kernelSize, stride ?? kernelSize, padding);
        (CeilMode, CountIncludePad, DivisorOverride) = (ceilMode, countIncludePad, divisorOverride);
    }

    /// <summary>Height and width of a window.</summary>
    public Size2d KernelSize { get; }

    /// <summary>Elements from one window to the next.</summary>
    public Size2d Stride { get; }

    /// <summary>How far windows reach beyond the input.</summary>
    public Size2d Padding { get; }

    /// <summary>Whether a last window that is not complete counts.</summary>
    public bool CeilMode { get; }

    /// <summary>Whether a mean divides by the elements of the padding too.</summary>
    public bool CountIncludePad { get; }

    /// <summary>What every sum is divided by, if not by the number of elements.</summary>
    public int? DivisorOverride { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) =>
        F.AvgPool2d(input, KernelSize, Stride, Padding, CeilMode, CountIncludePad, DivisorOverride);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"kernel_size={KernelSize}, stride={Stride}, padding={Padding}";
}

/// <summary>
/// Means over windows such that the result has a given size, whatever that of the input: see
/// <see cref="F.AdaptiveAvgPool2d(Tensor, ValueTuple{int?, int?})"/>. PyTorch: <c>nn.AdaptiveAvgPool2d</c>.
/// </summary>
public sealed class AdaptiveAvgPool2d : Layer
{
    /// <summary>A layer of means.</summary>
    /// <param name="outputSize">Height and width of the result; null for that of the input.</param>
    /// <exception cref="ArgumentException">A size is negative.</exception>
    public AdaptiveAvgPool2d((int? Height, int? Width) outputSize)
    {
        F.CheckAdaptiveSize(outputSize);
        OutputSize = outputSize;
    }

    /// <summary>A layer of means.</summary>
    /// <param name="outputSize">Height and width of the result, equal.</param>
    /// <exception cref="ArgumentException">The size is negative.</exception>
    public AdaptiveAvgPool2d(int outputSize)
        : this((outputSize, outputSize))
    {
    }

    /// <summary>Height and width of the result; null for that of the input.</summary>
    public (int? Height, int? Width) OutputSize { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.AdaptiveAvgPool2d(input, OutputSize);

    /// <inheritdoc/>
    protected override string ExtraRepr() => OutputSize.Height is { } size && OutputSize.Width == size
        ? Repr.Of("output_size", size)
        : $"output_size=({Text(OutputSize.Height)}, {Text(OutputSize.Width)})";

    private static string Text(int? size) => size?.ToString(CultureInfo.InvariantCulture) ?? "None";
}
