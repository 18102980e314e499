namespace MiniTorch.NN;

/// <summary>
/// (x − mean)/√(variance + ε)·w + b, with mean and biased variance over the last dimensions. w starts as 1, b as 0. See <see cref="F.LayerNorm"/>.
/// Ba et al. 2016. PyTorch: <c>nn.LayerNorm</c>.
/// </summary>
public sealed class LayerNorm : Layer
{
    private readonly Tensor? _weight;
    private readonly Tensor? _bias;

    /// <summary>A layer norm over the last dimension.</summary>
    /// <inheritdoc cref="LayerNorm(Shape, double, bool, bool, DType?)"/>
    public LayerNorm(int normalizedShape, double eps = 1e-5, bool elementwiseAffine = true, bool bias = true, DType? dtype = null)
        : this(Shape.Of(normalizedShape), eps, elementwiseAffine, bias, dtype)
    {
    }

    /// <summary>A layer norm over the last dimensions.</summary>
    /// <param name="normalizedShape">Their sizes.</param>
    /// <param name="eps">ε, which keeps equal elements from being divided by 0.</param>
    /// <param name="elementwiseAffine">Whether the result is multiplied by a weight.</param>
    /// <param name="bias">Whether, if so, a bias is added.</param>
    /// <param name="dtype">float32 or float64; <see cref="Tensor.DefaultDType"/> if null.</param>
    /// <exception cref="ArgumentException">There is no dimension, a size or <paramref name="eps"/> is negative.</exception>
    public LayerNorm(Shape normalizedShape, double eps = 1e-5, bool elementwiseAffine = true, bool bias = true, DType? dtype = null)
    {
        F.CheckNormalizedShape("layer_norm", normalizedShape);
        F.CheckEpsilon("layer_norm", eps);
        NormalizedShape = normalizedShape;
        Eps = eps;
        if (elementwiseAffine)
        {
            RegisterParameter(out _weight, Tensor.Ones(normalizedShape, dtype));
            if (bias)
            {
                RegisterParameter(out _bias, Tensor.Zeros(normalizedShape, dtype));
            }
        }
    }

    /// <summary>The sizes of the last dimensions.</summary>
    public Shape NormalizedShape { get; }

    /// <summary>ε.</summary>
    public double Eps { get; }

    /// <summary>w, of the normalised shape; null without elementwise affine.</summary>
    public Tensor? Weight => _weight;

    /// <summary>b, of the normalised shape; null without.</summary>
    public Tensor? Bias => _bias;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.LayerNorm(input, NormalizedShape, _weight, _bias, Eps);

    /// <inheritdoc/>
    protected internal override long MultiplyAdds(Tensor input, Tensor output) => ParametersOfSamples(output);

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        $"{Repr.Of(NormalizedShape)}, {Repr.Of("eps", Eps)}, {Repr.Of("elementwise_affine", _weight is not null)}{(_weight is null || _bias is not null ? "" : ", bias=False")}";
}

/// <summary>
/// x/√(mean(x²) + ε)·w, with the mean over the last dimensions. w starts as 1. See <see cref="F.RmsNorm"/>. Zhang and Sennrich 2019. PyTorch:
/// <c>nn.RMSNorm</c>.
/// </summary>
public sealed class RMSNorm : Layer
{
    private readonly Tensor? _weight;

    /// <summary>A root-mean-square norm over the last dimension.</summary>
    /// <inheritdoc cref="RMSNorm(Shape, double?, bool, DType?)"/>
    public RMSNorm(int normalizedShape, double? eps = null, bool elementwiseAffine = true, DType? dtype = null)
        : this(Shape.Of(normalizedShape), eps, elementwiseAffine, dtype)
    {
    }

    /// <summary>A root-mean-square norm over the last dimensions.</summary>
    /// <param name="normalizedShape">Their sizes.</param>
    /// <param name="eps">ε; if null, the distance from 1 to the next number of the input's type.</param>
    /// <param name="elementwiseAffine">Whether the result is multiplied by a weight.</param>
    /// <param name="dtype">float32 or float64; <see cref="Tensor.DefaultDType"/> if null.</param>
    /// <exception cref="ArgumentException">There is no dimension, a size or <paramref name="eps"/> is negative.</exception>
    public RMSNorm(Shape normalizedShape, double? eps = null, bool elementwiseAffine = true, DType? dtype = null)
    {
        F.CheckNormalizedShape("rms_norm", normalizedShape);
        F.CheckEpsilon("rms_norm", eps ?? 0);
        NormalizedShape = normalizedShape;
        Eps = eps;
        if (elementwiseAffine)
        {
            RegisterParameter(out _weight, Tensor.Ones(normalizedShape, dtype));
        }
    }

    /// <summary>The sizes of the last dimensions.</summary>
    public Shape NormalizedShape { get; }

    /// <summary>ε; null for that of the input's type.</summary>
    public double? Eps { get; }

    /// <summary>w, of the normalised shape; null without elementwise affine.</summary>
    public Tensor? Weight => _weight;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.RmsNorm(input, NormalizedShape, _weight, Eps);

    /// <inheritdoc/>
    protected internal override long MultiplyAdds(Tensor input, Tensor output) => ParametersOfSamples(output);

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        $"{Repr.Of(NormalizedShape)}, {Repr.Of("eps", Eps)}, {Repr.Of("elementwise_affine", _weight is not null)}";
}

/// <summary>
/// (x − mean)/√(variance + ε)·w + b, with mean and biased variance over each sample's groups of neighbouring channels. w starts as 1, b as 0. See
/// <see cref="F.GroupNorm"/>. Wu and He 2018. PyTorch: <c>nn.GroupNorm</c>.
/// </summary>
public sealed class GroupNorm : Layer
{
    private readonly Tensor? _weight;
    private readonly Tensor? _bias;

    /// <summary>A group norm.</summary>
    /// <param name="numGroups">Number of groups, which divides that of the channels.</param>
    /// <param name="numChannels">Number of channels c of inputs [n, c, …].</param>
    /// <param name="eps">ε, which keeps equal elements from being divided by 0.</param>
    /// <param name="affine">Whether the result is multiplied by a weight and a bias is added.</param>
    /// <param name="dtype">float32 or float64; <see cref="Tensor.DefaultDType"/> if null.</param>
    /// <exception cref="ArgumentException">The channels cannot be divided so, or an option is out of range.</exception>
    public GroupNorm(int numGroups, int numChannels, double eps = 1e-5, bool affine = true, DType? dtype = null)
    {
        F.CheckGroups(numGroups, numChannels);
        F.CheckEpsilon("group_norm", eps);
        NumGroups = numGroups;
        NumChannels = numChannels;
        Eps = eps;
        if (affine)
        {
            RegisterParameter(out _weight, Tensor.Ones([numChannels], dtype));
            RegisterParameter(out _bias, Tensor.Zeros([numChannels], dtype));
        }
    }

    /// <summary>Number of groups.</summary>
    public int NumGroups { get; }

    /// <summary>Number of channels.</summary>
    public int NumChannels { get; }

    /// <summary>ε.</summary>
    public double Eps { get; }

    /// <summary>w, [c]; null without affine.</summary>
    public Tensor? Weight => _weight;

    /// <summary>b, [c]; null without affine.</summary>
    public Tensor? Bias => _bias;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        if (input.Rank >= 2 && input.Shape[1] != NumChannels)
        {
            Throw.Argument("group_norm", $"the input must have {NumChannels} channels, the num_channels, in dimension 1; got {input.Shape}");
        }

        return F.GroupNorm(input, NumGroups, _weight, _bias, Eps);
    }

    /// <inheritdoc/>
    protected internal override long MultiplyAdds(Tensor input, Tensor output) => ParametersOfSamples(output);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{NumGroups}, {NumChannels}, {Repr.Of("eps", Eps)}, {Repr.Of("affine", _weight is not null)}";
}
