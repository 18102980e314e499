namespace MiniTorch.NN;

/// <summary>x above 0, slope·x at 0 and below. PyTorch: <c>nn.LeakyReLU</c>.</summary>
/// <param name="negativeSlope">The slope below 0.</param>
public sealed class LeakyReLU(double negativeSlope = 0.01) : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.LeakyRelu(input, negativeSlope);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of("negative_slope", negativeSlope);
}

/// <summary>
/// x above 0, w·x at 0 and below, with one learned w for all or one for each channel, which is dimension 1 (He et al. 2015). Weight decay
/// does w no good. PyTorch: <c>nn.PReLU</c>.
/// </summary>
public sealed class PReLU : Layer
{
    private readonly Tensor _weight;

    /// <summary>A ReLU of learned slopes.</summary>
    /// <param name="numParameters">The number of slopes: 1, or the number of channels.</param>
    /// <param name="init">Their initial value.</param>
    /// <param name="dtype">float32 or float64; <see cref="Tensor.DefaultDType"/> if null.</param>
    /// <exception cref="ArgumentException">There would be no slope, or the type is not floating-point.</exception>
    public PReLU(int numParameters = 1, double init = 0.25, DType? dtype = null)
    {
        if (numParameters < 1)
        {
            Throw.Argument("prelu", $"there must be at least one slope; got {numParameters}");
        }

        RegisterParameter(out _weight, Tensor.Full([numParameters], init, dtype ?? Tensor.DefaultDType));
    }

    /// <summary>w, [1] or [c].</summary>
    public Tensor Weight => _weight;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.PRelu(input, _weight);

    /// <inheritdoc/>
    protected internal override long MultiplyAdds(Tensor input, Tensor output) => ParametersOfSamples(output);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of("num_parameters", _weight.Count);
}

/// <summary>
/// x above 0, a·x at 0 and below: in training each element has its own a, uniform in [lower, upper), in evaluation a is their mean (Xu et
/// al. 2015). PyTorch: <c>nn.RReLU</c>.
/// </summary>
public sealed class RReLU : Layer
{
    private readonly double _lower;
    private readonly double _upper;
    private readonly Generator? _generator;

    /// <summary>A ReLU of random slopes.</summary>
    /// <param name="lower">The smallest slope.</param>
    /// <param name="upper">The greatest slope.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> of the call if null.</param>
    /// <exception cref="ArgumentException"><paramref name="lower"/> is above <paramref name="upper"/>, or one is not finite.</exception>
    public RReLU(double lower = 1.0 / 8, double upper = 1.0 / 3, Generator? generator = null)
    {
        F.CheckSlopes(lower, upper);
        _lower = lower;
        _upper = upper;
        _generator = generator;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.RRelu(input, _lower, _upper, IsTraining, _generator);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Of("lower", _lower)}, {Repr.Of("upper", _upper)}";
}

/// <summary>x held between two bounds. PyTorch: <c>nn.Hardtanh</c>.</summary>
public sealed class Hardtanh : Layer
{
    private readonly double _min;
    private readonly double _max;

    /// <summary>Bounds for values.</summary>
    /// <param name="min">The lower bound.</param>
    /// <param name="max">The upper bound.</param>
    /// <exception cref="ArgumentException"><paramref name="min"/> is above <paramref name="max"/>.</exception>
    public Hardtanh(double min = -1, double max = 1)
    {
        F.CheckBounds(min, max);
        _min = min;
        _max = max;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Hardtanh(input, _min, _max);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Of("min_val", _min)}, {Repr.Of("max_val", _max)}";
}

/// <summary>min(max(x, 0), 6). PyTorch: <c>nn.ReLU6</c>.</summary>
public sealed class ReLU6 : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Relu6(input);
}

/// <summary>min(max(x + 3, 0), 6) / 6. PyTorch: <c>nn.Hardsigmoid</c>.</summary>
public sealed class Hardsigmoid : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Hardsigmoid(input);
}

/// <summary>0 where |x| is at most λ, x beyond. PyTorch: <c>nn.Hardshrink</c>.</summary>
/// <param name="lambda">λ.</param>
public sealed class Hardshrink(double lambda = 0.5) : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Hardshrink(input, lambda);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(lambda);
}

/// <summary>0 where |x| is at most λ, beyond x brought nearer to 0 by λ. PyTorch: <c>nn.Softshrink</c>.</summary>
public sealed class Softshrink : Layer
{
    private readonly double _lambda;

    /// <summary>A layer that shrinks.</summary>
    /// <param name="lambda">λ, at least 0.</param>
    /// <exception cref="ArgumentException"><paramref name="lambda"/> is negative.</exception>
    public Softshrink(double lambda = 0.5)
    {
        F.CheckLambda(lambda);
        _lambda = lambda;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Softshrink(input, _lambda);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(_lambda);
}

/// <summary>x above the threshold, else the value. PyTorch: <c>nn.Threshold</c>.</summary>
/// <param name="threshold">Up to which x is replaced.</param>
/// <param name="value">What it is replaced by.</param>
public sealed class Threshold(double threshold, double value) : Layer
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => F.Threshold(input, threshold, value);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Of("threshold", threshold)}, {Repr.Of("value", value)}";
}
