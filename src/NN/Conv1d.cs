namespace MiniTorch.NN;

/// <summary>
/// A convolution of sequences, [batch, in, length] → [batch, out, length′], perhaps without the batch: see <see cref="F.Conv1d"/>.
/// W and b start uniform in ±1/√(in / groups · kernel), PyTorch's <c>kaiming_uniform_(a=√5)</c>. PyTorch: <c>nn.Conv1d</c>.
/// </summary>
public sealed class Conv1d : Layer
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;

    /// <summary>A layer that convolves sequences.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the result.</param>
    /// <param name="kernelSize">Length of the kernel.</param>
    /// <param name="stride">Elements from one place to the next.</param>
    /// <param name="padding">How many elements are put on either side, one number.</param>
    /// <param name="dilation">Elements from one of the kernel to the next.</param>
    /// <param name="groups">Into how many the channels are cut: each group of outputs sees its group of inputs.</param>
    /// <param name="bias">Whether b is added.</param>
    /// <param name="paddingMode">What is put around the input; zeros by default.</param>
    /// <param name="dtype">float32 or float64; <see cref="Tensor.DefaultDType"/> if null.</param>
    /// <param name="generator">Where the initial values come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">A number is out of range, the channels are no multiples of the groups, or the type is not
    /// floating-point.</exception>
    public Conv1d(
        int inChannels,
        int outChannels,
        int kernelSize,
        int stride = 1,
        ConvPadding padding = default,
        int dilation = 1,
        int groups = 1,
        bool bias = true,
        PadMode paddingMode = PadMode.Constant,
        DType? dtype = null,
        Generator? generator = null)
    {
        Conv.Check(F.Conv1dOptions(stride, padding, dilation, groups), inChannels, outChannels, (1, kernelSize));
        (InChannels, OutChannels, KernelSize) = (inChannels, outChannels, kernelSize);
        (Stride, Padding, Dilation, Groups, PaddingMode) = (stride, padding, dilation, groups, paddingMode);
        RegisterParameter(out _weight, Tensor.Empty([outChannels, inChannels / groups, kernelSize], dtype));
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

    /// <summary>Length of the kernel.</summary>
    public int KernelSize { get; }

    /// <summary>Elements from one place to the next.</summary>
    public int Stride { get; }

    /// <summary>How many elements are put on either side.</summary>
    public ConvPadding Padding { get; }

    /// <summary>Elements from one of the kernel to the next.</summary>
    public int Dilation { get; }

    /// <summary>Into how many the channels are cut.</summary>
    public int Groups { get; }

    /// <summary>What is put around the input.</summary>
    public PadMode PaddingMode { get; }

    /// <summary>W, [out, in / groups, kernel].</summary>
    public Tensor Weight => _weight;

    /// <summary>b, [out]; null without bias.</summary>
    public Tensor? Bias => _bias;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => PaddingMode == PadMode.Constant
        ? F.Conv1d(input, _weight, _bias, Stride, Padding, Dilation, Groups)
        : F.Conv1d(Conv.Pad(input, F.Conv1dOptions(Stride, Padding, Dilation, Groups), (1, KernelSize), PaddingMode), _weight, _bias, Stride, 0, Dilation, Groups);

    /// <inheritdoc/>
    protected internal override long MultiplyAdds(Tensor input, Tensor output) => Conv.MultiplyAdds(_weight, _bias, output);

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        Conv.Repr(F.Conv1dOptions(Stride, Padding, Dilation, Groups), InChannels, OutChannels, (1, KernelSize), _bias is not null, PaddingMode);
}
