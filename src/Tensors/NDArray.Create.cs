using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MiniTorch;

public sealed partial class NDArray
{
    /// <summary>An array whose contents are undefined until written. PyTorch: <c>torch.empty</c>.</summary>
    public static NDArray Empty(Shape shape, DType dtype = DType.Float32) => Empty("empty", shape, dtype);

    /// <summary>An array of zeros. PyTorch: <c>torch.zeros</c>.</summary>
    public static NDArray Zeros(Shape shape, DType dtype = DType.Float32) => Full(shape, 0, dtype);

    /// <summary>An array of ones. PyTorch: <c>torch.ones</c>.</summary>
    public static NDArray Ones(Shape shape, DType dtype = DType.Float32) => Full(shape, 1, dtype);

    /// <summary>An array of one value, converted to <paramref name="dtype"/>: a fraction is cut by integers. PyTorch: <c>torch.full</c>.</summary>
    /// <exception cref="ArgumentException">The value is beyond what the type holds.</exception>
    public static NDArray Full(Shape shape, Scalar value, DType dtype = DType.Float32)
    {
        CheckFits("full", value, dtype);
        return Empty(shape, dtype).FillCast(value);
    }

    /// <summary>The numbers start, start + step, … below <paramref name="end"/>, as int64. PyTorch: <c>torch.arange</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="step"/> is 0 or leads away from <paramref name="end"/>.</exception>
    public static NDArray Arange(long start, long end, long step = 1)
    {
        Int128 length = (Int128)end - start;
        if (step == 0 || length * Math.Sign(step) < 0)
        {
            Throw.Argument("arange", $"step must not be 0 and must lead from start to end; got start {start}, end {end}, step {step}");
        }

        Int128 count = (length + step - Math.Sign(step)) / step;
        if (count > Array.MaxLength)
        {
            Throw.Argument("arange", $"an array has at most {Array.MaxLength} elements; got start {start}, end {end}, step {step}");
        }

        NDArray result = Empty([(int)count], DType.Int64);
        Span<long> values = result.Elements<long>();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = start + (i * step);
        }

        return result;
    }

    /// <summary>The numbers 0, 1, … below <paramref name="end"/>, as int64.</summary>
    public static NDArray Arange(long end) => Arange(0, end);

    /// <summary>A copy of the values as an array of <paramref name="shape"/>, or of one dimension. PyTorch: <c>torch.tensor</c>.</summary>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as there are values.</exception>
    public static NDArray From<T>(ReadOnlySpan<T> values, Shape? shape = null)
        where T : unmanaged
    {
        shape ??= [values.Length];
        if (shape.Count != values.Length)
        {
            Throw.Argument("from", $"shape {shape} holds {shape.Count} elements; got {values.Length} values");
        }

        NDArray result = Empty(shape, DTypes.Of<T>());
        values.CopyTo(result.Elements<T>());
        return result;
    }

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, Shape?)"/>
    public static NDArray From<T>(T[] values, Shape? shape = null)
        where T : unmanaged => From((ReadOnlySpan<T>)values, shape);

    /// <summary>A copy of a rectangular C# array of any rank; the shape is the array's.</summary>
    /// <exception cref="NotSupportedException">The elements are not of an element type.</exception>
    public static NDArray From(Array values)
    {
        Span<int> sizes = stackalloc int[values.Rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = values.GetLength(i);
        }

        Shape shape = Shape.Of(sizes);
        return values.GetType().GetElementType() switch
        {
            Type t when t == typeof(float) => Copy<float>(values, shape),
            Type t when t == typeof(double) => Copy<double>(values, shape),
            Type t when t == typeof(long) => Copy<long>(values, shape),
            Type t when t == typeof(int) => Copy<int>(values, shape),
            Type t when t == typeof(byte) => Copy<byte>(values, shape),
            Type t when t == typeof(bool) => Copy<bool>(values, shape),
            var t => throw new NotSupportedException($"from: {t} is not an element type; the element types are float, double, long, int, byte and bool."),
        };

        static NDArray Copy<T>(Array values, Shape shape)
            where T : unmanaged =>
            From(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length), shape);
    }

    /// <summary>A single number, shape [].</summary>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    public static NDArray Of<T>(T value)
        where T : unmanaged => From(new ReadOnlySpan<T>(in value), Shape.Scalar);

    /// <summary>Uniform random numbers in [0, 1). PyTorch: <c>torch.rand</c>.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    public static NDArray Rand(Shape shape, DType dtype = DType.Float32, Generator? generator = null)
    {
        NDArray result = Empty(shape, dtype);
        generator ??= Generator.Default;
        switch (dtype)
        {
            case DType.Float32: generator.FillUniform(result.Elements<float>()); break;
            case DType.Float64: generator.FillUniform(result.Elements<double>()); break;
            default: return Throw.DType<NDArray>("rand", dtype);
        }

        return result;
    }

    /// <summary>Normally distributed random numbers, mean 0 and variance 1. PyTorch: <c>torch.randn</c>.</summary>
    /// <inheritdoc cref="Rand"/>
    public static NDArray Randn(Shape shape, DType dtype = DType.Float32, Generator? generator = null)
    {
        NDArray result = Empty(shape, dtype);
        generator ??= Generator.Default;
        switch (dtype)
        {
            case DType.Float32: generator.FillNormal(result.Elements<float>()); break;
            case DType.Float64: generator.FillNormal(result.Elements<double>()); break;
            default: return Throw.DType<NDArray>("randn", dtype);
        }

        return result;
    }

    /// <summary>Uniform random integers in [low, high), as int64. PyTorch: <c>torch.randint</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="high"/> is not above <paramref name="low"/>.</exception>
    public static NDArray RandInt(long low, long high, Shape shape, Generator? generator = null)
    {
        if (high <= low)
        {
            Throw.Argument("randint", $"high must be above low; got [{low}, {high})");
        }

        NDArray result = Empty(shape, DType.Int64);
        (generator ?? Generator.Default).FillInt64(result.Elements<long>(), low, high);
        return result;
    }

    /// <summary>The numbers 0 to n − 1 in random order, as int64. PyTorch: <c>torch.randperm</c>.</summary>
    public static NDArray RandPerm(int n, Generator? generator = null)
    {
        NDArray result = Arange(n);
        (generator ?? Generator.Default).Permute(result.Elements<long>());
        return result;
    }

    /// <summary>
    /// The mask of inverted dropout: each element 1/(1 − p) with probability 1 − p, else 0.
    /// </summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="p">The probability of 0, at least 0 and below 1.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    public static NDArray DropoutMask(Shape shape, double p, DType dtype = DType.Float32, Generator? generator = null)
    {
        NDArray result = Empty(shape, dtype);
        generator ??= Generator.Default;
        switch (dtype)
        {
            case DType.Float32: generator.FillBernoulliMask(result.Elements<float>(), 1 - p, (float)(1 / (1 - p))); break;
            case DType.Float64: generator.FillBernoulliMask(result.Elements<double>(), 1 - p, 1 / (1 - p)); break;
            default: return Throw.DType<NDArray>("dropout", dtype);
        }

        return result;
    }
}
