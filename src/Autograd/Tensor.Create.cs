namespace MiniTorch;

public sealed partial class Tensor
{
    /// <inheritdoc cref="DTypes.Default"/>
    public static DType DefaultDType
    {
        get => DTypes.Default;
        set => DTypes.Default = value;
    }

    /// <summary>A tensor of zeros. PyTorch: <c>torch.zeros</c>.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">The element type; <see cref="DefaultDType"/> if null.</param>
    /// <param name="requiresGrad">Whether gradients are to accumulate.</param>
    public static Tensor Zeros(Shape shape, DType? dtype = null, bool requiresGrad = false) => new(NDArray.Zeros(shape, dtype ?? DefaultDType), requiresGrad);

    /// <summary>A tensor of ones. PyTorch: <c>torch.ones</c>.</summary>
    /// <inheritdoc cref="Zeros"/>
    public static Tensor Ones(Shape shape, DType? dtype = null, bool requiresGrad = false) => new(NDArray.Ones(shape, dtype ?? DefaultDType), requiresGrad);

    /// <summary>A tensor of one value, of <see cref="DefaultDType"/> whatever the value's kind, unlike PyTorch's <c>torch.full</c>.</summary>
    /// <inheritdoc cref="Zeros"/>
    /// <exception cref="ArgumentException">The value is beyond what the type holds.</exception>
    public static Tensor Full(Shape shape, Scalar value, DType? dtype = null, bool requiresGrad = false) =>
        new(NDArray.Full(shape, value, dtype ?? DefaultDType), requiresGrad);

    /// <summary>A tensor whose contents are undefined until written. PyTorch: <c>torch.empty</c>.</summary>
    /// <inheritdoc cref="Zeros"/>
    public static Tensor Empty(Shape shape, DType? dtype = null, bool requiresGrad = false) => new(NDArray.Empty(shape, dtype ?? DefaultDType), requiresGrad);

    /// <summary>A tensor of another's shape, in row-major order, whose contents are undefined until written. PyTorch: <c>torch.empty_like</c>.</summary>
    /// <param name="other">Whose shape and, if none is given, type the result has; not its history.</param>
    /// <param name="dtype">The element type; the other's if null.</param>
    /// <param name="requiresGrad">Whether gradients are to accumulate.</param>
    public static Tensor EmptyLike(Tensor other, DType? dtype = null, bool requiresGrad = false) => new(NDArray.EmptyLike(other.Value, dtype), requiresGrad);

    /// <summary>Zeros in another tensor's shape. PyTorch: <c>torch.zeros_like</c>.</summary>
    /// <inheritdoc cref="EmptyLike"/>
    public static Tensor ZerosLike(Tensor other, DType? dtype = null, bool requiresGrad = false) => new(NDArray.ZerosLike(other.Value, dtype), requiresGrad);

    /// <summary>Ones in another tensor's shape. PyTorch: <c>torch.ones_like</c>.</summary>
    /// <inheritdoc cref="EmptyLike"/>
    public static Tensor OnesLike(Tensor other, DType? dtype = null, bool requiresGrad = false) => new(NDArray.OnesLike(other.Value, dtype), requiresGrad);

    /// <summary>One value in another tensor's shape. PyTorch: <c>torch.full_like</c>.</summary>
    /// <param name="other">Whose shape and, if none is given, type the result has; not its history.</param>
    /// <param name="value">The value; a fraction is cut by integers.</param>
    /// <param name="dtype">The element type; the other's if null.</param>
    /// <param name="requiresGrad">Whether gradients are to accumulate.</param>
    /// <exception cref="ArgumentException">The value is beyond what the type holds.</exception>
    public static Tensor FullLike(Tensor other, Scalar value, DType? dtype = null, bool requiresGrad = false) =>
        new(NDArray.FullLike(other.Value, value, dtype), requiresGrad);

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

    /// <summary>A copy of the values as uint8.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape?, bool)"/>
    public static Tensor From(ReadOnlySpan<byte> values, Shape? shape = null) => new(NDArray.From(values, shape));

    /// <summary>A copy of the values as bool.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{float}, Shape?, bool)"/>
    public static Tensor From(ReadOnlySpan<bool> values, Shape? shape = null) => new(NDArray.From(values, shape));

    /// <summary>A copy of a rectangular C# array of any rank, as <c>float[,]</c>.</summary>
    /// <inheritdoc cref="NDArray.From(Array)"/>
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
