namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>Starts the caller's default generator anew from a seed. PyTorch: <c>torch.manual_seed</c>.</summary>
    public static void ManualSeed(long seed) => Generator.Default.ManualSeed(seed);

    /// <summary>Uniform random numbers in [0, 1). PyTorch: <c>torch.rand</c>.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">float32 or float64; <see cref="DefaultDType"/> if null.</param>
    /// <param name="requiresGrad">Whether gradients are to accumulate.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    public static Tensor Rand(Shape shape, DType? dtype = null, bool requiresGrad = false, Generator? generator = null) =>
        new(NDArray.Rand(shape, dtype ?? DefaultDType, generator), requiresGrad);

    /// <summary>Normally distributed random numbers, mean 0 and variance 1. PyTorch: <c>torch.randn</c>.</summary>
    /// <inheritdoc cref="Rand"/>
    public static Tensor Randn(Shape shape, DType? dtype = null, bool requiresGrad = false, Generator? generator = null) =>
        new(NDArray.Randn(shape, dtype ?? DefaultDType, generator), requiresGrad);

    /// <summary>Uniform random numbers in [0, 1) in another tensor's shape. PyTorch: <c>torch.rand_like</c>.</summary>
    /// <param name="other">Whose shape and, if none is given, type the result has; not its history.</param>
    /// <param name="dtype">float32 or float64; the other's type if null.</param>
    /// <param name="requiresGrad">Whether gradients are to accumulate.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    public static Tensor RandLike(Tensor other, DType? dtype = null, bool requiresGrad = false, Generator? generator = null) =>
        new(NDArray.RandLike(other.Value, dtype, generator), requiresGrad);

    /// <summary>Standard normal random numbers in another tensor's shape. PyTorch: <c>torch.randn_like</c>.</summary>
    /// <inheritdoc cref="RandLike"/>
    public static Tensor RandnLike(Tensor other, DType? dtype = null, bool requiresGrad = false, Generator? generator = null) =>
        new(NDArray.RandnLike(other.Value, dtype, generator), requiresGrad);

    /// <inheritdoc cref="NDArray.RandInt(long, long, Shape, Generator?)"/>
    public static Tensor RandInt(long low, long high, Shape shape, Generator? generator = null) => new(NDArray.RandInt(low, high, shape, generator));

    /// <inheritdoc cref="NDArray.RandInt(long, long, Shape, DType, Generator?)"/>
    public static Tensor RandInt(long low, long high, Shape shape, DType dtype, Generator? generator = null) =>
        new(NDArray.RandInt(low, high, shape, dtype, generator));

    /// <summary>Uniform random integers in [low, high) in another tensor's shape. PyTorch: <c>torch.randint_like</c>.</summary>
    /// <inheritdoc cref="NDArray.RandIntLike"/>
    public static Tensor RandIntLike(Tensor other, long low, long high, DType? dtype = null, Generator? generator = null) =>
        new(NDArray.RandIntLike(other.Value, low, high, dtype, generator));

    /// <inheritdoc cref="NDArray.RandPerm"/>
    public static Tensor RandPerm(int n, Generator? generator = null) => new(NDArray.RandPerm(n, generator));

    /// <inheritdoc cref="NDArray.Uniform"/>
    public static Tensor Uniform(double low, double high, Shape shape, DType? dtype = null, bool requiresGrad = false, Generator? generator = null) =>
        new(NDArray.Uniform(low, high, shape, dtype ?? DefaultDType, generator), requiresGrad);

    /// <inheritdoc cref="NDArray.Normal(double, double, Shape, DType, Generator?)"/>
    public static Tensor Normal(double mean, double std, Shape shape, DType? dtype = null, bool requiresGrad = false, Generator? generator = null) =>
        new(NDArray.Normal(mean, std, shape, dtype ?? DefaultDType, generator), requiresGrad);

    /// <inheritdoc cref="NDArray.Normal(NDArray, NDArray, Generator?)"/>
    /// <remarks>The numbers are constants: no gradient flows to the parameters. (Nor does one in PyTorch, where it is 0.)</remarks>
    public static Tensor Normal(Tensor mean, Tensor std, Generator? generator = null) => new(NDArray.Normal(mean.Value, std.Value, generator));

    /// <inheritdoc cref="Normal(Tensor, Tensor, Generator?)"/>
    public static Tensor Normal(Tensor mean, double std, Generator? generator = null) => new(NDArray.Normal(mean.Value, std, generator));

    /// <inheritdoc cref="Normal(Tensor, Tensor, Generator?)"/>
    public static Tensor Normal(double mean, Tensor std, Generator? generator = null) => new(NDArray.Normal(mean, std.Value, generator));

    /// <inheritdoc cref="NDArray.TruncatedNormal"/>
    public static Tensor TruncatedNormal(
        double mean, double std, double a, double b, Shape shape, DType? dtype = null, bool requiresGrad = false, Generator? generator = null) =>
        new(NDArray.TruncatedNormal(mean, std, a, b, shape, dtype ?? DefaultDType, generator), requiresGrad);

    /// <inheritdoc cref="NDArray.Exponential"/>
    public static Tensor Exponential(double rate, Shape shape, DType? dtype = null, bool requiresGrad = false, Generator? generator = null) =>
        new(NDArray.Exponential(rate, shape, dtype ?? DefaultDType, generator), requiresGrad);

    /// <inheritdoc cref="NDArray.Bernoulli(double, Shape, DType, Generator?)"/>
    public static Tensor Bernoulli(double p, Shape shape, DType? dtype = null, Generator? generator = null) =>
        new(NDArray.Bernoulli(p, shape, dtype ?? DefaultDType, generator));

    /// <inheritdoc cref="NDArray.Bernoulli(NDArray, Generator?)"/>
    /// <remarks>The result is a constant: no gradient flows to the probabilities. (Nor does one in PyTorch, where it is 0.)</remarks>
    public static Tensor Bernoulli(Tensor p, Generator? generator = null) => new(NDArray.Bernoulli(p.Value, generator));

    /// <inheritdoc cref="NDArray.Multinomial"/>
    public static Tensor Multinomial(Tensor weights, int samples, bool replacement = false, Generator? generator = null) =>
        new(NDArray.Multinomial(weights.Value, samples, replacement, generator));
}
