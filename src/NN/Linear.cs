namespace MiniTorch.NN;

/// <summary>
/// y = x·Wᵀ + b, [..., in] → [..., out], with an activation in the same pass if wanted. W [out, in] and b [out] start uniform in
/// ±1/√in, PyTorch's <c>kaiming_uniform_(a=√5)</c>. PyTorch: <c>nn.Linear</c>.
/// </summary>
public sealed class Linear : Layer
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;

    /// <summary>A linear layer.</summary>
    /// <param name="inFeatures">Size of the input's last dimension.</param>
    /// <param name="outFeatures">Size of the result's last dimension.</param>
    /// <param name="bias">Whether b is added.</param>
    /// <param name="activation">What is applied to the result.</param>
    /// <param name="dtype">float32 or float64; <see cref="Tensor.DefaultDType"/> if null.</param>
    /// <param name="generator">Where the initial values come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">A size is negative, or the type is not floating-point.</exception>
    public Linear(
        int inFeatures,
        int outFeatures,
        bool bias = true,
        Activation activation = Activation.None,
        DType? dtype = null,
        Generator? generator = null)
    {
        if (inFeatures < 0 || outFeatures < 0)
        {
            Throw.Argument("linear", $"the numbers of features must not be negative; got {inFeatures} in and {outFeatures} out");
        }

        InFeatures = inFeatures;
        OutFeatures = outFeatures;
        Activation = activation;
        double bound = inFeatures == 0 ? 0 : 1 / Math.Sqrt(inFeatures);
        RegisterParameter(out _weight, Tensor.Empty([outFeatures, inFeatures], dtype));
        Init.Uniform(_weight, -bound, bound, generator);
        if (bias)
        {
            RegisterParameter(out _bias, Tensor.Empty([outFeatures], dtype));
            Init.Uniform(_bias, -bound, bound, generator);
        }
    }

    /// <summary>Size of the input's last dimension.</summary>
    public int InFeatures { get; }

    /// <summary>Size of the result's last dimension.</summary>
    public int OutFeatures { get; }

    /// <summary>What is applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>W, [out, in].</summary>
    public Tensor Weight => _weight;

    /// <summary>b, [out]; null without bias.</summary>
    public Tensor? Bias => _bias;

    /// <summary>This layer, which has no hooks, and an activation that follows it, in one pass.</summary>
    internal Tensor Forward(Tensor input, Activation following)
    {
        try
        {
            return F.Linear(input, _weight, _bias, following);
        }
        catch (ArgumentException error) when (ForwardException.IsFirst(error, this))
        {
            throw new ForwardException(error, this);
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Linear(input, _weight, _bias, Activation);

    /// <inheritdoc/>
    protected internal override long MultiplyAdds(Tensor input, Tensor output) => (long)output.Count * (InFeatures + (_bias is null ? 0 : 1));

    /// <inheritdoc/>
    protected override string ExtraRepr()
    {
        string repr = $"{Repr.Of("in_features", InFeatures)}, {Repr.Of("out_features", OutFeatures)}, {Repr.Of("bias", Bias is not null)}";
        return Activation == Activation.None ? repr : $"{repr}, activation={Activation}";
    }
}
