namespace MiniTorch.NN;

/// <summary>What follows a weight, for the gain that keeps the variance. PyTorch: <c>nonlinearity</c>.</summary>
public enum Nonlinearity
{
    /// <summary>Nothing, a convolution or another linear map; gain 1.</summary>
    Linear,

    /// <summary>Sigmoid; gain 1.</summary>
    Sigmoid,

    /// <summary>tanh; gain 5/3.</summary>
    Tanh,

    /// <summary>ReLU; gain √2.</summary>
    Relu,

    /// <summary>Leaky ReLU of slope a; gain √(2/(1 + a²)).</summary>
    LeakyRelu,

    /// <summary>SELU; gain ¾.</summary>
    Selu,
}

/// <summary>Which direction is to keep its variance.</summary>
public enum FanMode
{
    /// <summary>The forward one: the number of inputs counts.</summary>
    FanIn,

    /// <summary>The backward one: the number of outputs counts.</summary>
    FanOut,
}

/// <summary>
/// Initial values, written into a tensor in place and not recorded. Each function returns its tensor. PyTorch: <c>torch.nn.init</c>.
/// </summary>
public static partial class Init
{
    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>). PyTorch: <c>init.uniform_</c>.</summary>
    /// <param name="tensor">The tensor to fill.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">A bound is not finite, or <paramref name="low"/> is above <paramref name="high"/>.</exception>
    public static Tensor Uniform(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
    {
        if (!(low <= high) || !double.IsFinite(high - low))
        {
            Throw.Argument("uniform", FormattableString.Invariant($"the bounds must be finite, and low not above high; got low {low} and high {high}"));
        }

        tensor.Value.UniformInPlace(low, high, generator);
        return tensor;
    }

    /// <summary>Normal with the given mean and standard deviation. PyTorch: <c>init.normal_</c>.</summary>
    /// <param name="tensor">The tensor to fill.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="std">The standard deviation, at least 0.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="mean"/> or <paramref name="std"/> is out of range.</exception>
    public static Tensor Normal(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
    {
        if (!double.IsFinite(mean) || !(std >= 0) || !double.IsFinite(std))
        {
            Throw.Argument("normal", FormattableString.Invariant($"mean must be finite and std finite and at least 0; got mean {mean} and std {std}"));
        }

        tensor.Value.NormalInPlace(mean, std, generator);
        return tensor;
    }

    /// <summary>
    /// Normal given that it lies in [<paramref name="a"/>, <paramref name="b"/>]; the bounds are values, not multiples of
    /// <paramref name="std"/>. PyTorch: <c>init.trunc_normal_</c>.
    /// </summary>
    /// <param name="tensor">The tensor to fill.</param>
    /// <param name="mean">The mean before truncation.</param>
    /// <param name="std">The standard deviation before truncation, above 0.</param>
    /// <param name="a">The lower bound.</param>
    /// <param name="b">The upper bound.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="std"/> is not above 0, <paramref name="a"/> not below <paramref name="b"/>, or the
    /// interval so far from the mean that its probability vanishes.</exception>
    public static Tensor TruncNormal(
        Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null)
    {
        tensor.Value.TruncatedNormalInPlace(mean, std, a, b, generator);
        return tensor;
    }

    /// <summary>One value everywhere. PyTorch: <c>init.constant_</c>.</summary>
    public static Tensor Constant(Tensor tensor, Scalar value)
    {
        tensor.Value.Fill(value);
        return tensor;
    }

    /// <summary>0 everywhere. PyTorch: <c>init.zeros_</c>.</summary>
    public static Tensor Zeros(Tensor tensor) => Constant(tensor, 0);

    /// <summary>1 everywhere. PyTorch: <c>init.ones_</c>.</summary>
    public static Tensor Ones(Tensor tensor) => Constant(tensor, 1);

    /// <summary>Uniform in ±gain·√(6/(fan_in + fan_out)) (Glorot and Bengio 2010). PyTorch: <c>init.xavier_uniform_</c>.</summary>
    /// <inheritdoc cref="XavierNormal"/>
    public static Tensor XavierUniform(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        (int fanIn, int fanOut) = Fans("xavier_uniform", tensor);
        double bound = gain * Math.Sqrt(6.0 / Math.Max(1, fanIn + fanOut));
        return Uniform(tensor, -bound, bound, generator);
    }

    /// <summary>
    /// Normal with standard deviation gain·√(2/(fan_in + fan_out)) (Glorot and Bengio 2010). PyTorch: <c>init.xavier_normal_</c>.
    /// </summary>
    /// <param name="tensor">A weight, [out, in] or [out, in, k₁, …]; each fan is its size times the kernel's.</param>
    /// <param name="gain">A factor, as <see cref="CalculateGain"/> gives it.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
    public static Tensor XavierNormal(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        (int fanIn, int fanOut) = Fans("xavier_normal", tensor);
        return Normal(tensor, 0, gain * Math.Sqrt(2.0 / Math.Max(1, fanIn + fanOut)), generator);
    }

    /// <summary>Uniform in ±gain·√(3/fan) (He et al. 2015). PyTorch: <c>init.kaiming_uniform_</c>.</summary>
    /// <inheritdoc cref="KaimingNormal"/>
    public static Tensor KaimingUniform(
        Tensor tensor,
        double a = 0,
        FanMode mode = FanMode.FanIn,
        Nonlinearity nonlinearity = Nonlinearity.LeakyRelu,
        Generator? generator = null)
    {
        double bound = Math.Sqrt(3) * KaimingDeviation("kaiming_uniform", tensor, a, mode, nonlinearity);
        return Uniform(tensor, -bound, bound, generator);
    }

    /// <summary>Normal with standard deviation gain/√fan (He et al. 2015). PyTorch: <c>init.kaiming_normal_</c>.</summary>
    /// <param name="tensor">A weight, [out, in] or [out, in, k₁, …]; each fan is its size times the kernel's.</param>
    /// <param name="a">The slope of a leaky ReLU.</param>
    /// <param name="mode">Which fan.</param>
    /// <param name="nonlinearity">What follows the weight; decides the gain.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
    public static Tensor KaimingNormal(
        Tensor tensor,
        double a = 0,
        FanMode mode = FanMode.FanIn,
        Nonlinearity nonlinearity = Nonlinearity.LeakyRelu,
        Generator? generator = null) =>
        Normal(tensor, 0, KaimingDeviation("kaiming_normal", tensor, a, mode, nonlinearity), generator);

    /// <summary>
    /// The factor by which a weight's deviation makes up for what the nonlinearity takes away. PyTorch: <c>init.calculate_gain</c>.
    /// </summary>
    /// <param name="nonlinearity">What follows the weight.</param>
    /// <param name="slope">The slope of a leaky ReLU; the others ignore it.</param>
    public static double CalculateGain(Nonlinearity nonlinearity, double slope = 0.01) => nonlinearity switch
    {
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.Relu => Math.Sqrt(2),
        Nonlinearity.LeakyRelu => Math.Sqrt(2 / (1 + (slope * slope))),
        Nonlinearity.Selu => 0.75,
        _ => 1,
    };

    private static double KaimingDeviation(string op, Tensor tensor, double a, FanMode mode, Nonlinearity nonlinearity)
    {
        (int fanIn, int fanOut) = Fans(op, tensor);
        return CalculateGain(nonlinearity, a) / Math.Sqrt(Math.Max(1, mode == FanMode.FanIn ? fanIn : fanOut));
    }

    private static (int In, int Out) Fans(string op, Tensor tensor)
    {
        if (tensor.Rank < 2)
        {
            Throw.Argument(op, $"fan_in and fan_out need at least two dimensions, [out, in]; got {tensor.Shape}");
        }

        // A fan of 0 means that there is nothing to fill; callers take it for 1.
        int kernel = Shape.Of(tensor.Shape.AsSpan()[2..]).Count;
        return (tensor.Shape[1] * kernel, tensor.Shape[0] * kernel);
    }
}
