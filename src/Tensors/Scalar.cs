using System.Globalization;
using System.Runtime.CompilerServices;

namespace MiniTorch;

/// <summary>The kind of a <see cref="Scalar"/>; it decides what a tensor of another kind becomes.</summary>
public enum ScalarKind : byte
{
    /// <summary>A truth value.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Real,
}

/// <summary>A number beside a tensor, as in <c>x * 2</c>. Made implicitly from C#'s numbers.</summary>
public readonly struct Scalar : IEquatable<Scalar>
{
    private readonly long _bits;

    private Scalar(ScalarKind kind, long bits)
    {
        Kind = kind;
        _bits = bits;
    }

    /// <summary>Whether this is a truth value, a whole number or a real number.</summary>
    public ScalarKind Kind { get; }

    /// <summary>The value as a double.</summary>
    public double AsDouble => Kind == ScalarKind.Real ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    /// <summary>The value as a 64-bit integer; a real number is truncated.</summary>
    public long AsInt64 => Kind == ScalarKind.Real ? (long)AsDouble : _bits;

    /// <summary>Whether both have the same kind and value.</summary>
    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);

    /// <summary>Whether kind or value differ.</summary>
    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(double value) => new(ScalarKind.Real, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(float value) => (double)value;

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(long value) => new(ScalarKind.Integer, value);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(int value) => (long)value;

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(ScalarKind.Boolean, value ? 1 : 0);

    /// <inheritdoc/>
    public bool Equals(Scalar other) => Kind == other.Kind && (Kind == ScalarKind.Real ? AsDouble.Equals(other.AsDouble) : _bits == other._bits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind == ScalarKind.Real ? HashCode.Combine(Kind, AsDouble) : HashCode.Combine(Kind, _bits);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ScalarKind.Real => AsDouble.ToString(CultureInfo.InvariantCulture),
        ScalarKind.Boolean => _bits != 0 ? "true" : "false",
        _ => _bits.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Whether the type has the value, a fraction cut and a float rounded. Infinities and NaN are values of the floats.</summary>
    internal bool Fits(DType dtype) => dtype switch
    {
        DType.Float32 => Math.Abs(AsDouble) is not (> float.MaxValue and < double.PositiveInfinity),
        DType.Int64 => IsBetween(long.MinValue, long.MaxValue),
        DType.Int32 => IsBetween(int.MinValue, int.MaxValue),
        DType.UInt8 => IsBetween(byte.MinValue, byte.MaxValue),
        _ => true,
    };

    /// <summary>The value in an element type, as a cast in C# gives it; bool is "not zero".</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T To<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return Unsafe.BitCast<float, T>((float)AsDouble);
        }

        if (typeof(T) == typeof(double))
        {
            return Unsafe.BitCast<double, T>(AsDouble);
        }

        if (typeof(T) == typeof(long))
        {
            return Unsafe.BitCast<long, T>(AsInt64);
        }

        if (typeof(T) == typeof(int))
        {
            return Unsafe.BitCast<int, T>(unchecked((int)AsInt64));
        }

        if (typeof(T) == typeof(byte))
        {
            return Unsafe.BitCast<byte, T>(unchecked((byte)AsInt64));
        }

        return Unsafe.BitCast<bool, T>(AsDouble != 0);
    }

    // A double has no long.MaxValue, but the number after it.
    private bool IsBetween(long least, long most)
    {
        double whole = Math.Truncate(AsDouble);
        return Kind == ScalarKind.Real ? whole >= least && whole < most + 1.0 : _bits >= least && _bits <= most;
    }
}
