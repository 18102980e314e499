using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>An array whose contents are undefined until written. PyTorch: <c>torch.empty</c>.</summary>
    /// <exception cref="ArgumentException">The elements would take more than 2 GB.</exception>
    public static NDArray Empty(Shape shape, DType dtype = DType.Float32) => Allocate("empty", shape, dtype);

    /// <summary>An array of zeros. PyTorch: <c>torch.zeros</c>.</summary>
    /// <inheritdoc cref="Empty"/>
    public static NDArray Zeros(Shape shape, DType dtype = DType.Float32) => Allocate("zeros", shape, dtype).FillCast(0);

    /// <summary>An array of ones. PyTorch: <c>torch.ones</c>.</summary>
    /// <inheritdoc cref="Empty"/>
    public static NDArray Ones(Shape shape, DType dtype = DType.Float32) => Allocate("ones", shape, dtype).FillCast(1);

    /// <summary>An array of one value, converted to <paramref name="dtype"/>: a fraction is cut by integers. PyTorch: <c>torch.full</c>.</summary>
    /// <exception cref="ArgumentException">The value is beyond what the type holds, or the elements would take more than 2 GB.</exception>
    public static NDArray Full(Shape shape, Scalar value, DType dtype = DType.Float32)
    {
        CheckFits("full", value, dtype);
        return Allocate("full", shape, dtype).FillCast(value);
    }

    /// <summary>An array of another's shape, in row-major order, whose contents are undefined until written. PyTorch: <c>torch.empty_like</c>.</summary>
    /// <param name="other">Whose shape and, if none is given, type the result has.</param>
    /// <param name="dtype">The element type; the other's if null.</param>
    public static NDArray EmptyLike(NDArray other, DType? dtype = null) => Empty(other.Shape, dtype ?? other.DType);

    /// <summary>Zeros in another array's shape. PyTorch: <c>torch.zeros_like</c>.</summary>
    /// <inheritdoc cref="EmptyLike"/>
    public static NDArray ZerosLike(NDArray other, DType? dtype = null) => Zeros(other.Shape, dtype ?? other.DType);

    /// <summary>Ones in another array's shape. PyTorch: <c>torch.ones_like</c>.</summary>
    /// <inheritdoc cref="EmptyLike"/>
    public static NDArray OnesLike(NDArray other, DType? dtype = null) => Ones(other.Shape, dtype ?? other.DType);

    /// <summary>One value in another array's shape. PyTorch: <c>torch.full_like</c>.</summary>
    /// <param name="other">Whose shape and, if none is given, type the result has.</param>
    /// <param name="value">The value; a fraction is cut by integers.</param>
    /// <param name="dtype">The element type; the other's if null.</param>
    /// <exception cref="ArgumentException">The value is beyond what the type holds.</exception>
    public static NDArray FullLike(NDArray other, Scalar value, DType? dtype = null) => Full(other.Shape, value, dtype ?? other.DType);

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
    /// <exception cref="NotSupportedException">The elements are not of an element type, as those of a jagged array.</exception>
    public static NDArray From(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
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
            { IsArray: true } => throw new NotSupportedException(
                "from: the rows of a jagged array (T[][]) may differ in length; use a rectangular one (T[,]), or Stack the rows"),
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

    // For an operation that names itself when its result would be too large.
    internal static NDArray Allocate(string op, Shape shape, DType dtype)
    {
        long bytes = (long)shape.Count * dtype.Size();
        if (bytes > Array.MaxLength - 64)
        {
            Throw.TooLarge(op, shape, dtype, bytes);
        }

        BufferScope? scope = BufferScope.Current;
        return bytes <= Storage.InlineTo ? new Small(shape, dtype, scope) : new NDArray(Storage.Allocate((int)bytes, scope), shape, dtype);
    }
}
