using System.Runtime.CompilerServices;

namespace MiniTorch;

/// <summary>The element type of an <see cref="NDArray"/>. Only the two floating-point types can carry gradients.</summary>
public enum DType : byte
{
    /// <summary>32-bit IEEE float, <see cref="float"/>; the default. <c>torch.float32</c>.</summary>
    Float32,

    /// <summary>64-bit IEEE float, <see cref="double"/>. <c>torch.float64</c>.</summary>
    Float64,

    /// <summary>64-bit signed integer, <see cref="long"/>; indices and class labels. <c>torch.int64</c>.</summary>
    Int64,

    /// <summary>32-bit signed integer, <see cref="int"/>. <c>torch.int32</c>.</summary>
    Int32,

    /// <summary>8-bit unsigned integer, <see cref="byte"/>; pixels. <c>torch.uint8</c>.</summary>
    UInt8,

    /// <summary>Truth value, <see cref="bool"/>; masks. <c>torch.bool</c>.</summary>
    Bool,
}

/// <summary>Facts about a <see cref="DType"/> and PyTorch's rules for combining two of them.</summary>
public static class DTypes
{
    private static volatile DType s_default = DType.Float32;

    private static ReadOnlySpan<byte> Sizes => [sizeof(float), sizeof(double), sizeof(long), sizeof(int), sizeof(byte), sizeof(bool)];

    /// <summary>
    /// The floating-point type that integers become where a result is real (division, exp, times a real number), and that tensors and modules
    /// have where none is named. PyTorch: <c>torch.set_default_dtype</c>.
    /// </summary>
    /// <exception cref="ArgumentException">Set to a type that is not floating-point.</exception>
    public static DType Default
    {
        get => s_default;
        set
        {
            if (!value.IsFloatingPoint())
            {
                Throw.Argument("default dtype", $"must be float32 or float64; got {value.Name()}");
            }

            s_default = value;
        }
    }

    /// <summary>Size of one element in bytes.</summary>
    public static int Size(this DType dtype) => Sizes[(int)dtype];

    /// <summary>Whether the type is one of the two that gradients exist for.</summary>
    public static bool IsFloatingPoint(this DType dtype) => dtype <= DType.Float64;

    /// <summary>PyTorch's name of the type, as <c>float32</c>; used in messages and in files.</summary>
    public static string Name(this DType dtype) => dtype switch
    {
        DType.Float32 => "float32",
        DType.Float64 => "float64",
        DType.Int64 => "int64",
        DType.Int32 => "int32",
        DType.UInt8 => "uint8",
        _ => "bool",
    };

    /// <summary>The <see cref="DType"/> of a C# element type.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of float, double, long, int, byte, bool.</exception>
    public static DType Of<T>()
        where T : unmanaged
    {
        return Known<T>() ?? throw new NotSupportedException(
            $"{typeof(T).Name} is not an element type; the element types are float, double, long, int, byte and bool.");
    }

    /// <summary>The type in which two operands meet: <c>torch.promote_types</c>.</summary>
    public static DType Promote(DType left, DType right)
    {
        if (left == right)
        {
            return left;
        }

        return Rank(left) >= Rank(right) ? left : right;
    }

    /// <summary>
    /// The type in which a tensor and a number meet. The number never widens the tensor within its kind: a float32 tensor times a double
    /// stays float32; an integer tensor times a real number becomes <see cref="Default"/>.
    /// </summary>
    public static DType Promote(DType tensor, Scalar number) => number.Kind switch
    {
        ScalarKind.Real when !tensor.IsFloatingPoint() => Default,
        ScalarKind.Integer when tensor == DType.Bool => DType.Int64,
        _ => tensor,
    };

    // uint8, int32 and int64 each hold the one before; bool is below all, floats above all.
    private static int Rank(DType dtype) => dtype switch
    {
        DType.Bool => 0,
        DType.UInt8 => 1,
        DType.Int32 => 2,
        DType.Int64 => 3,
        DType.Float32 => 4,
        _ => 5,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DType? Known<T>()
    {
        return typeof(T) == typeof(float) ? DType.Float32
            : typeof(T) == typeof(double) ? DType.Float64
            : typeof(T) == typeof(long) ? DType.Int64
            : typeof(T) == typeof(int) ? DType.Int32
            : typeof(T) == typeof(byte) ? DType.UInt8
            : typeof(T) == typeof(bool) ? DType.Bool
            : null;
    }
}
