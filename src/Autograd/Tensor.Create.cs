namespace MiniTorch;

public sealed partial class Tensor
{
    /// <inheritdoc cref="DTypes.Default"/>
    public static DType DefaultDType
    {
        get => DTypes.Default;
        set => DTypes.Default = value;
    }

    /// <summary>Starts the caller's default generator anew from a seed. PyTorch: <c>torch.manual_seed</c>.</summary>
    public static void ManualSeed(long seed) => Generator.Default.ManualSeed(seed);

    /// <summary>A tensor of zeros. PyTorch: <c>torch.zeros</c>.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">The element type; <see cref="DefaultDType"/> if null.</param>
    /// <param name="requiresGrad">Whether gradients are to accumulate.</param>
    public static Tensor Zeros(Shape shape, DType? dtype = null, bool requiresGrad = false) => new(NDArray.Zeros(shape, dtype ?? DefaultDType), requiresGrad);

    /// <summary>A tensor of ones. PyTorch: <c>torch.ones</c>.</summary>
    /// <inheritdoc cref="Zeros"/>
    public static Tensor Ones(Shape shape, DType? dtype = null, bool requiresGrad = false) => new(NDArray.Ones(shape, dtype ?? DefaultDType), requiresGrad);

    /// <summary>A tensor of one value. PyTorch: <c>torch.full</c>.</summary>
    /// <inheritdoc cref="Zeros"/>
    public static Tensor Full(Shape shape, Scalar value, DType? dtype = null, bool requiresGrad = false) =>
        new(NDArray.Full(shape, value, dtype ?? DefaultDType), requiresGrad);

    /// <summary>A tensor whose contents are undefined until written. PyTorch: <c>torch.empty</c>.</summary>
    /// <inheritdoc cref="Zeros"/>
    public static Tensor Empty(Shape shape, DType? dtype = null, bool requiresGrad = false) => new(NDArray.Empty(shape, dtype ?? DefaultDType), requiresGrad);

    /// <summary>The numbers start, start + step, … below <paramref name="end"/>, as int64. PyTorch: <c>torch.arange</c>.</summary>
    public static Tensor Arange(long start, long end, long step = 1) => new(NDArray.Arange(start, end, step));

    /// <summary>The numbers 0, 1, … below <paramref name="end"/>, as int64.</summary>
    public static Tensor Arange(long end) => new(NDArray.Arange(end));

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

    /// <summary>Uniform random integers in [low, high), as int64. PyTorch: <c>torch.randint</c>.</summary>
    public static Tensor RandInt(long low, long high, Shape shape, Generator? generator = null) => new(NDArray.RandInt(low, high, shape, generator));

    /// <summary>The numbers 0 to n − 1 in random order, as int64. PyTorch: <c>torch.randperm</c>.</summary>
    public static Tensor RandPerm(int n, Generator? generator = null) => new(NDArray.RandPerm(n, generator));

    /// <summary>A copy of the values as float32, of one dimension unless a shape is given. PyTorch: <c>torch.tensor</c>.</summary>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as there are values.</exception>
    public static Tensor From(ReadOnlySpan<float> values, Shape? shape = null, bool requiresGrad = false) => new(NDArray.From(values, shape), requiresGrad);

    /// <summary>A copy of the values as float64.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape?, bool)"/>
    public static Tensor From(ReadOnlySpan<double> values, Shape? shape = null, bool requiresGrad = false) => new(NDArray.From(values, shape), requiresGrad);

    /// <summary>A copy of the values as int64.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape?, bool)"/>
    public static Tensor From(ReadOnlySpan<long> values, Shape? shape = null) => new(NDArray.From(values, shape));

    /// <summary>A copy of the values as int32.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape?, bool)"/>
    public static Tensor From(ReadOnlySpan<int> values, Shape? shape = null) => new(NDArray.From(values, shape));

    /// <summary>A copy of the values as bool.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape?, bool)"/>
    public static Tensor From(ReadOnlySpan<bool> values, Shape? shape = null) => new(NDArray.From(values, shape));

    /// <summary>A copy of a rectangular C# array of any rank, as <c>float[,]</c>.</summary>
    public static Tensor From(Array values, bool requiresGrad = false) => new(NDArray.From(values), requiresGrad);

    /// <summary>A single number as float32, shape [].</summary>
    public static Tensor From(float value, bool requiresGrad = false) => new(NDArray.Of(value), requiresGrad);

    /// <summary>A single number as float64, shape [].</summary>
    public static Tensor From(double value, bool requiresGrad = false) => new(NDArray.Of(value), requiresGrad);

    /// <summary>A single whole number as int64, shape []. <c>From(5f)</c> is the float32 one.</summary>
    public static Tensor From(long value) => new(NDArray.Of(value));

    /// <summary>A single truth value, shape [].</summary>
    public static Tensor From(bool value) => new(NDArray.Of(value));
}
