namespace MiniTorch.NN;

// Activations of straight lines.
public static partial class F
{
    /// <summary>x above 0, slope·x at 0 and below; the derivative at 0 is the slope. PyTorch: <c>F.leaky_relu</c>.</summary>
    /// <param name="input">x, of a floating-point type.</param>
    /// <param name="negativeSlope">The slope below 0.</param>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor LeakyRelu(Tensor input, double negativeSlope = 0.01) => Sloped("leaky_relu", input, negativeSlope);

    /// <summary>
    /// x above 0, w·x at 0 and below, with one w for all or one for each channel, which is dimension 1 (He et al. 2015). PyTorch: <c>F.prelu</c>.
    /// </summary>
    /// <param name="input">x, [n, c, …] where there are channels.</param>
    /// <param name="weight">w, [1] or [c], of the input's type.</param>
    /// <exception cref="ArgumentException">The weight has another number of entries, or the types are not one floating-point type.</exception>
    public static Tensor PRelu(Tensor input, Tensor weight)
    {
        const string Name = "prelu";
        CheckFloatingPoint(Name, input);
        if (weight.DType != input.DType)
        {
            Throw.Argument(Name, $"input and weight must have one floating-point type; got {input.DType.Name()} and {weight.DType.Name()}");
        }

        int channels = input.Rank < 2 ? 1 : input.Shape[1];
        if (weight.Rank > 1 || (weight.Count != 1 && weight.Count != channels))
        {
            Throw.Argument(Name, $"the weight must have one entry, or one for each channel, shape [{channels}]; got {weight.Shape} for an input of shape {input.Shape}");
        }

        Tensor slopes = weight.Count == 1
            ? weight.Reshape(Shape.Scalar.AsSpan())
            : weight.Reshape([1, channels, .. Enumerable.Repeat(1, input.Rank - 2)]);
        NDArray x = input.Value;
        return Op.Record(
            Name,
            NDArray.Where(x.Gt(0), x, x.Multiply(slopes.Value)),
            save: [input, slopes],
            (input, static (s, g) => Tensor.Where(s[0].Gt(0), g, g * s[1])),
            (slopes, static (s, g) => g * Tensor.Where(s[0].Gt(0), 0, s[0])));
    }

    /// <summary>
    /// x above 0, a·x at 0 and below: in training each element has its own a, uniform in [lower, upper), else a is their mean (Xu et al. 2015).
    /// PyTorch: <c>F.rrelu</c>.
    /// </summary>
    /// <param name="input">x, of a floating-point type.</param>
    /// <param name="lower">The smallest slope.</param>
    /// <param name="upper">The greatest slope.</param>
    /// <param name="training">Whether slopes are drawn.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="lower"/> is above <paramref name="upper"/>, one is not finite, or the type is not floating-point.</exception>
    public static Tensor RRelu(
        Tensor input, double lower = 1.0 / 8, double upper = 1.0 / 3, bool training = false, Generator? generator = null)
    {
        const string Name = "rrelu";
        CheckSlopes(lower, upper);
        if (!training)
        {
            return Sloped(Name, input, (lower + upper) / 2);
        }

        CheckFloatingPoint(Name, input);
        NDArray x = input.Value;
        NDArray drawn = NDArray.Uniform(lower, upper, x.Shape, x.DType, generator);
        var slopes = new Tensor(NDArray.Where(x.Gt(0), NDArray.Ones(Shape.Scalar, x.DType), drawn));
        return Op.Record(Name, x.Multiply(slopes.Value), save: [slopes], (input, static (s, g) => g * s[0]));
    }

    /// <summary>x held between two bounds; the derivative is 0 beyond them and at them. PyTorch: <c>F.hardtanh</c>.</summary>
    /// <param name="input">x, of a floating-point type.</param>
    /// <param name="min">The lower bound.</param>
    /// <param name="max">The upper bound.</param>
    /// <exception cref="ArgumentException"><paramref name="min"/> is above <paramref name="max"/>, or the type is not floating-point.</exception>
    public static Tensor Hardtanh(Tensor input, double min = -1, double max = 1)
    {
        CheckBounds(min, max);
        return Held("hardtanh", input, min, max);
    }

    /// <summary>min(max(x, 0), 6); the derivative is 0 beyond the bounds and at them. PyTorch: <c>F.relu6</c>.</summary>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Relu6(Tensor input) => Held("relu6", input, 0, 6);

    /// <summary>
    /// min(max(x + 3, 0), 6) / 6; the derivative is 0 beyond ±3 and there, between them float32's 1/6 in float64 too, as PyTorch's is.
    /// PyTorch: <c>F.hardsigmoid</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Hardsigmoid(Tensor input)
    {
        CheckFloatingPoint("hardsigmoid", input);
        NDArray y = input.Value.Add(3);
        return Op.Record("hardsigmoid", y.Clamp(0, 6, y).Divide(6, y), save: [input], (input, static (s, g) => Between(s[0], -3, 3, g) * (1f / 6)));
    }

    /// <summary>0 where |x| is at most λ, x beyond. PyTorch: <c>F.hardshrink</c>.</summary>
    /// <param name="input">x, of a floating-point type.</param>
    /// <param name="lambda">λ.</param>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Hardshrink(Tensor input, double lambda = 0.5)
    {
        CheckFloatingPoint("hardshrink", input);
        NDArray x = input.Value;
        return Op.Record(
            "hardshrink",
            NDArray.Where(x.Abs().Le(lambda), NDArray.Zeros(Shape.Scalar, x.DType), x),
            lambda,
            save: [input],
            (input, static (s, g) => Beyond(s[0], s.State, g)));
    }

    /// <summary>0 where |x| is at most λ, beyond x brought nearer to 0 by λ. PyTorch: <c>F.softshrink</c>.</summary>
    /// <param name="input">x, of a floating-point type.</param>
    /// <param name="lambda">λ, at least 0.</param>
    /// <exception cref="ArgumentException"><paramref name="lambda"/> is negative, or the type is not floating-point.</exception>
    public static Tensor Softshrink(Tensor input, double lambda = 0.5)
    {
        CheckLambda(lambda);
        CheckFloatingPoint("softshrink", input);
        NDArray x = input.Value;
        NDArray held = x.Clamp(-lambda, lambda);
        return Op.Record("softshrink", x.Subtract(held, held), lambda, save: [input], (input, static (s, g) => Beyond(s[0], s.State, g)));
    }

    /// <summary>x above the threshold, else the value, where the derivative is 0. PyTorch: <c>F.threshold</c>.</summary>
    /// <param name="input">x, of a floating-point type.</param>
    /// <param name="threshold">Up to which x is replaced.</param>
    /// <param name="value">What it is replaced by.</param>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    public static Tensor Threshold(Tensor input, double threshold, double value)
    {
        CheckFloatingPoint("threshold", input);
        NDArray x = input.Value;
        return Op.Record(
            "threshold",
            NDArray.Where(x.Le(threshold), NDArray.Full(Shape.Scalar, value, x.DType), x),
            threshold,
            save: [input],
            (input, static (s, g) => Tensor.Where(s[0].Le(s.State), 0, g)));
    }

    internal static void CheckSlopes(double lower, double upper)
    {
        if (!(lower <= upper) || !double.IsFinite(upper - lower))
        {
            Throw.Argument("rrelu", FormattableString.Invariant($"the slopes must be finite, and lower not above upper; got lower {lower} and upper {upper}"));
        }
    }

    internal static void CheckBounds(double min, double max)
    {
        if (!(min <= max))
        {
            Throw.Argument("hardtanh", FormattableString.Invariant($"min must not be above max; got min {min} and max {max}"));
        }
    }

    internal static void CheckLambda(double lambda)
    {
        if (!(lambda >= 0))
        {
            Throw.Argument("softshrink", FormattableString.Invariant($"lambda must not be negative; got {lambda}"));
        }
    }

    private static Tensor Sloped(string op, Tensor input, double slope)
    {
        CheckFloatingPoint(op, input);
        NDArray x = input.Value;
        NDArray y = x.Multiply(slope);
        return Op.Record(
            op,
            slope is > 0 and <= 1 ? x.Maximum(y, y) : NDArray.Where(x.Gt(0), x, y),
            slope,
            save: [input],
            (input, static (s, g) => Tensor.Where(s[0].Gt(0), g, g * s.State)));
    }

    private static Tensor Held(string op, Tensor input, double min, double max)
    {
        CheckFloatingPoint(op, input);
        return Op.Record(
            op, input.Value.Clamp(min, max), (Min: min, Max: max), save: [input], (input, static (s, g) => Between(s[0], s.State.Min, s.State.Max, g)));
    }

    private static Tensor Between(Tensor x, double min, double max, Tensor gradient) => Tensor.Where(x.Gt(min) & x.Lt(max), gradient, 0);

    private static Tensor Beyond(Tensor x, double bound, Tensor gradient) => Tensor.Where(x.Detach().Abs().Le(bound), 0, gradient);
}
