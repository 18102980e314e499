namespace MiniTorch;

public partial class NDArray
{
    /// <summary>Uniform random numbers in [0, 1). PyTorch: <c>torch.rand</c>.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public static NDArray Rand(Shape shape, DType dtype = DType.Float32, Generator? generator = null) =>
        Allocate("rand", shape, dtype).Draw("rand", default(Kernels.UniformSingle), default(Kernels.UniformDouble), generator);

    /// <summary>Normally distributed random numbers, mean 0 and variance 1. PyTorch: <c>torch.randn</c>.</summary>
    /// <inheritdoc cref="Rand"/>
    public static NDArray Randn(Shape shape, DType dtype = DType.Float32, Generator? generator = null) =>
        Allocate("randn", shape, dtype).Draw("randn", default(Kernels.NormalSingle), default(Kernels.NormalDouble), generator);

    /// <summary>Uniform random numbers in [0, 1) in another array's shape. PyTorch: <c>torch.rand_like</c>.</summary>
    /// <param name="other">Whose shape and, if none is given, type the result has.</param>
    /// <param name="dtype">float32 or float64; the other's type if null.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public static NDArray RandLike(NDArray other, DType? dtype = null, Generator? generator = null) => Rand(other.Shape, dtype ?? other.DType, generator);

    /// <summary>Standard normal random numbers in another array's shape. PyTorch: <c>torch.randn_like</c>.</summary>
    /// <inheritdoc cref="RandLike"/>
    public static NDArray RandnLike(NDArray other, DType? dtype = null, Generator? generator = null) => Randn(other.Shape, dtype ?? other.DType, generator);

    /// <summary>Uniform random integers in [low, high), as int64. PyTorch: <c>torch.randint</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="high"/> is not above <paramref name="low"/>.</exception>
    public static NDArray RandInt(long low, long high, Shape shape, Generator? generator = null) => RandInt(low, high, shape, DType.Int64, generator);

    /// <summary>Uniform random integers in [low, high), the same in every type. PyTorch: <c>torch.randint</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="high"/> is not above <paramref name="low"/>, or the type does not hold every integer between.</exception>
    public static NDArray RandInt(long low, long high, Shape shape, DType dtype, Generator? generator = null) =>
        Allocate("randint", shape, dtype).RandIntInPlace(low, high, generator);

    /// <summary>Uniform random integers in [low, high) in another array's shape. PyTorch: <c>torch.randint_like</c>.</summary>
    /// <inheritdoc cref="RandInt(long, long, Shape, DType, Generator?)"/>
    public static NDArray RandIntLike(NDArray other, long low, long high, DType? dtype = null, Generator? generator = null) =>
        RandInt(low, high, other.Shape, dtype ?? other.DType, generator);

    /// <summary>The numbers 0 to n − 1 in random order, as int64. PyTorch: <c>torch.randperm</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="n"/> is negative.</exception>
    public static NDArray RandPerm(int n, Generator? generator = null)
    {
        if (n < 0)
        {
            Throw.Argument("randperm", $"the number of elements must not be negative; got {n}");
        }

        NDArray result = Allocate("randperm", Shape.Of([n], "randperm"), DType.Int64);
        Span<long> numbers = result.Elements<long>();
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = i;
        }

        (generator ?? Generator.Default).Permute(numbers);
        GC.KeepAlive(result);
        return result;
    }

    /// <summary>Uniform random numbers in [low, high). PyTorch: <c>x.uniform_(low, high)</c> of a new tensor.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">What all are below, unless it is <paramref name="low"/>.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="low"/> is above <paramref name="high"/>, or the type does not hold both and their distance.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public static NDArray Uniform(double low, double high, Shape shape, DType dtype = DType.Float32, Generator? generator = null) =>
        Allocate("uniform", shape, dtype).UniformInPlace(low, high, generator);

    /// <summary>Normally distributed random numbers. PyTorch: <c>torch.normal(mean, std, size)</c>.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="std">The standard deviation, not negative.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="std"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public static NDArray Normal(double mean, double std, Shape shape, DType dtype = DType.Float32, Generator? generator = null) =>
        Allocate("normal", shape, dtype).NormalInPlace(mean, std, generator);

    /// <summary>Normally distributed random numbers, each with a mean and a standard deviation of its own; the two are broadcast. PyTorch: <c>torch.normal(mean, std)</c>.</summary>
    /// <exception cref="ArgumentException">A standard deviation is negative, or the shapes do not broadcast.</exception>
    /// <exception cref="NotSupportedException">A type is not floating-point.</exception>
    public static NDArray Normal(NDArray mean, NDArray std, Generator? generator = null)
    {
        CheckDrawn("normal", mean.DType);
        CheckDrawn("normal", std.DType);
        CheckBetween("normal", "every standard deviation must be at least 0", std, 0, double.PositiveInfinity);
        DType dtype = DTypes.Promote(mean.DType, std.DType);
        NDArray result = Allocate("normal", Shape.Broadcast(mean.Shape, std.Shape, "normal"), dtype).NormalInPlace(0, 1, generator);
        return result.Multiply(std.To(dtype), result).Add(mean.To(dtype), result);
    }

    /// <inheritdoc cref="Normal(NDArray, NDArray, Generator?)"/>
    public static NDArray Normal(NDArray mean, double std, Generator? generator = null) => Normal(mean, Full(Shape.Scalar, std, mean.DType), generator);

    /// <inheritdoc cref="Normal(NDArray, NDArray, Generator?)"/>
    public static NDArray Normal(double mean, NDArray std, Generator? generator = null) => Normal(Full(Shape.Scalar, mean, std.DType), std, generator);

    /// <summary>
    /// Random numbers of the normal distribution of mean and std given that they lie in [a, b], by the inverse of its distribution function.
    /// PyTorch: <c>torch.nn.init.trunc_normal_</c> of a new tensor.
    /// </summary>
    /// <param name="mean">The mean before the cut.</param>
    /// <param name="std">The standard deviation before the cut, above 0.</param>
    /// <param name="a">The least; may be −∞.</param>
    /// <param name="b">The most; may be ∞.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">std is not above 0, a not below b, or [a, b] so far from the mean that its probability vanishes.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public static NDArray TruncatedNormal(double mean, double std, double a, double b, Shape shape, DType dtype = DType.Float32, Generator? generator = null) =>
        Allocate("trunc_normal", shape, dtype).TruncatedNormalInPlace(mean, std, a, b, generator);

    /// <summary>Exponentially distributed random numbers, of density rate · e^(−rate·x). PyTorch: <c>x.exponential_(rate)</c> of a new tensor.</summary>
    /// <param name="rate">1 / the mean, not negative; 0 gives ∞.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException"><paramref name="rate"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public static NDArray Exponential(double rate, Shape shape, DType dtype = DType.Float32, Generator? generator = null) =>
        Allocate("exponential", shape, dtype).ExponentialInPlace(rate, generator);

    /// <summary>Each element 1 with probability <paramref name="p"/>, else 0. PyTorch: <c>x.bernoulli_(p)</c> of a new tensor.</summary>
    /// <exception cref="ArgumentException"><paramref name="p"/> is not in [0, 1].</exception>
    public static NDArray Bernoulli(double p, Shape shape, DType dtype = DType.Float32, Generator? generator = null) =>
        Allocate("bernoulli", shape, dtype).BernoulliInPlace(p, generator);

    /// <summary>Each element 1 with its own probability, else 0, in the type of the probabilities. PyTorch: <c>torch.bernoulli(p)</c>.</summary>
    /// <exception cref="ArgumentException">A probability is not in [0, 1].</exception>
    /// <exception cref="NotSupportedException">The probabilities are not floating-point.</exception>
    public static NDArray Bernoulli(NDArray p, Generator? generator = null) => Allocate("bernoulli", p.Shape, p.DType).BernoulliInPlace(p, generator);

    /// <summary>
    /// The mask of inverted dropout: each element 1/(1 − p) with probability 1 − p, else 0.
    /// </summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="p">The probability of 0, at least 0 and below 1.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    public static NDArray DropoutMask(Shape shape, double p, DType dtype = DType.Float32, Generator? generator = null)
    {
        CheckProbability("dropout", p);
        return Allocate("dropout", shape, dtype).Draw(
            "dropout", new Kernels.MaskSingle(1 - p, (float)(1 / (1 - p))), new Kernels.MaskDouble(1 - p, 1 / (1 - p)), generator);
    }
}
