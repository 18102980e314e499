namespace MiniTorch.NN;

/// <summary>
/// A convolution of images, [batch, in, height, width] → [batch, out, height′, width′], perhaps without the batch: see
/// <see cref="F.Conv2d"/>. W and b start uniform in ±1/√(in / groups · kernel height · kernel width), PyTorch's
/// <c>kaiming_uniform_(a=√5)</c>. PyTorch: <c>nn.Conv2d</c>.
/// </summary>
public sealed class Conv2d : Layer
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;

    /// <summary>A layer that convolves images.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the result.</param>
    /// <param name="kernelSize">Height and width of the kernel.</param>
    /// <param name="stride">Elements from one place to the next; 1 if null.</param>
    /// <param name="padding">How many elements are put on either side.</param>
    /// <param name="dilation">Elements from one of the kernel to the next; 1 if null.</param>
    /// <param name="groups">Into how many the channels are cut: each group of outputs sees its group of inputs.</param>
    /// <param name="bias">Whether b is added.</param>
    /// <param name="paddingMode">What is put around the input; zeros by default.</param>
    /// <param name="dtype">float32 or float64; <see cref="Tensor.DefaultDType"/> if null.</param>
    /// <param name="generator">Where the initial values come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">A number is out of range, the channels are no multiples of the groups, or the type is not
    /// floating-point.</exception>
    public Conv2d(
        int inChannels,
        int outChannels,
        Size2d kernelSize,
        Size2d? stride = null,
        ConvPadding padding = default,
        Size2d? dilation = null,
        int groups = 1,
        bool bias = true,
        PadMode paddingMode = PadMode.Constant,
        DType? dtype = null,
        Generator? generator = null)
    {
        Conv.Check(F.Conv2dOptions(stride, padding, dilation, groups), inChannels, outChannels, kernelSize.Pair);
        (InChannels, OutChannels, KernelSize) = (inChannels, outChannels, kernelSize);
        (Stride, Padding, Dilation, Groups, PaddingMode) = (stride ?? 1, padding, dilation ?? 1, groups, paddingMode);
        RegisterParameter(out _weight, Tensor.Empty([outChannels, inChannels / groups, kernelSize.Height, kernelSize.Width], dtype));
        double bound = Conv.Bound(_weight.Shape);
        Init.Uniform(_weight, -bound, bound, generator);
        if (bias)
        {
            RegisterParameter(out _bias, Tensor.Empty([outChannels], dtype));
            Init.Uniform(_bias, -bound, bound, generator);
        }
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the result.</summary>
    public int OutChannels { get; }

    /// <summary>Height and width of the kernel.</summary>
    public Size2d KernelSize { get; }

    /// <summary>Elements from one place to the next.</summary>
    public Size2d Stride { get; }

    /// <summary>How many elements are put on either side.</summary>
    public ConvPadding Padding { get; }

    /// <summary>Elements from one of the kernel to the next.</summary>
    public Size2d Dilation { get; }

    /// <summary>Into how many the channels are cut.</summary>
    public int Groups { get; }

    /// <summary>What is put around the input.</summary>
    public PadMode PaddingMode { get; }

    /// <summary>W, [out, in / groups, height, width].</summary>
    public Tensor Weight => _weight;

    /// <summary>b, [out]; null without bias.</summary>
    public Tensor? Bias => _bias;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => PaddingMode == PadMode.Constant
        ? F.Conv2d(input, _weight, _bias, Stride, Padding, Dilation, Groups)
        : F.Conv2d(Conv.Pad(input, F.Conv2dOptions(Stride, Padding, Dilation, Groups), KernelSize.Pair, PaddingMode), _weight, _bias, Stride, 0, Dilation, Groups);

    /// <inheritdoc/>
    protected internal override long MultiplyAdds(Tensor input, Tensor output) => Conv.MultiplyAdds(_weight, _bias, output);

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        Conv.Repr(F.Conv2dOptions(Stride, Padding, Dilation, Groups), InChannels, OutChannels, KernelSize.Pair, _bias is not null, PaddingMode);
}
