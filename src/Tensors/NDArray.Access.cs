using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// The elements in row-major order, without a copy. Inside a scope the span is valid until the scope ends. Outside one it is valid as
    /// long as it is held, for which a large array pays: its memory is not reused when the array has been collected, but freed.
    /// </summary>
    /// <typeparam name="T">The C# type of <see cref="DType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The array is not contiguous.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the element type.</exception>
    public ReadOnlySpan<T> AsReadOnlySpan<T>()
        where T : unmanaged
    {
        CheckSpan<T>();
        Storage.Expose();
        return Elements<T>();
    }

    /// <summary>
    /// The elements in row-major order, to be written in place; counts as one write (<see cref="Version"/>). Inside a scope the span is
    /// valid until the scope ends. Outside one it is valid as long as it is held, for which a large array pays: its memory is not reused
    /// when the array has been collected, but freed.
    /// </summary>
    /// <inheritdoc cref="AsReadOnlySpan{T}"/>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        CheckSpan<T>();
        Storage.Expose();
        BumpVersion();
        return Elements<T>();
    }

    /// <summary>
    /// The elements in row-major order, without a copy, to be held where a span cannot be: in a field, beyond an <c>await</c>. Takes the
    /// array and its views out of the pool and of every scope for good: from now on only the garbage collector frees the memory. Counts as
    /// one write (<see cref="Version"/>), now; what is written later is not counted.
    /// </summary>
    /// <inheritdoc cref="AsReadOnlySpan{T}"/>
    public Memory<T> AsMemory<T>()
        where T : unmanaged
    {
        CheckSpan<T>();
        BumpVersion();
        return Storage is Storage.Foreign<T> foreign
            ? foreign.Elements.AsMemory(_offset, Count)
            : new DetachedMemory<T>(Storage.Detach(_offset * DType.Size(), Count * DType.Size())).Memory;
    }

    /// <summary>A copy of the elements in row-major order; a view is gathered. The element type must be the array's: convert with <see cref="To"/>.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        CheckType<T>("toarray");
        NDArray source = Contiguous();
        T[] values = source.Elements<T>().ToArray();
        GC.KeepAlive(source);
        return values;
    }

    /// <summary>The value of an array of one element, converted to <typeparamref name="T"/>. PyTorch: <c>x.item()</c>.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one element, or <typeparamref name="T"/> cannot hold the value exactly
    /// (a float64 that is not a float, a fraction as an integer, …).</exception>
    public T Item<T>()
        where T : unmanaged
    {
        _ = DTypes.Of<T>();
        if (Count != 1)
        {
            Throw.Invalid("item", $"only an array of one element has a single value; got shape {Shape}");
        }

        T value = DType switch
        {
            DType.Float32 => FromReal<T>(Ref<float>()),
            DType.Float64 => FromReal<T>(Ref<double>()),
            DType.Int64 => FromInteger<T>(Ref<long>()),
            DType.Int32 => FromInteger<T>(Ref<int>()),
            DType.UInt8 => FromInteger<T>(Ref<byte>()),
            _ => FromInteger<T>(Ref<bool>() ? 1 : 0),
        };
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>Sets every element to one value, converted to the element type: a fraction is cut by integers. PyTorch: <c>x.fill_</c>.</summary>
    /// <returns>This array.</returns>
    /// <exception cref="ArgumentException">The value is beyond what the element type holds.</exception>
    public NDArray Fill(Scalar value)
    {
        CheckFits("fill", value, DType);
        return FillCast(value);
    }

    /// <summary>The elements of a contiguous array, for kernels: neither counted as a write nor exposed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Elements<T>()
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Ref<T>(), Count);

    private static void CheckFits(string op, Scalar value, DType dtype)
    {
        if (!value.Fits(dtype))
        {
            Throw.Argument(op, $"{value} does not fit {dtype.Name()}; choose a type that holds it");
        }
    }

    // The value as a cast gives it.
    private NDArray FillCast(Scalar value)
    {
        switch (DType)
        {
            case DType.Float32: Elementwise.Fill(this, value.To<float>()); break;
            case DType.Float64: Elementwise.Fill(this, value.To<double>()); break;
            case DType.Int64: Elementwise.Fill(this, value.To<long>()); break;
            case DType.Int32: Elementwise.Fill(this, value.To<int>()); break;
            case DType.UInt8: Elementwise.Fill(this, value.To<byte>()); break;
            default: Elementwise.Fill(this, value.To<bool>() ? (byte)1 : (byte)0); break;
        }

        return this;
    }

    private static T FromReal<T>(double value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            return Unsafe.BitCast<double, T>(value);
        }

        if (typeof(T) == typeof(float))
        {
            float narrow = (float)value;
            return narrow == value || double.IsNaN(value) ? Unsafe.BitCast<float, T>(narrow) : NoFit<T>(value);
        }

        return value == Math.Truncate(value) && value >= long.MinValue && value < long.MaxValue ? FromInteger<T>((long)value) : NoFit<T>(value);
    }

    private static T FromInteger<T>(long value)
        where T : unmanaged
    {
        // The cast back saturates, so that 2^63 would pass for the largest long.
        T result = ((Scalar)value).To<T>();
        bool exact = typeof(T) == typeof(double) ? (Int128)Unsafe.BitCast<T, double>(result) == value
            : typeof(T) == typeof(float) ? (Int128)Unsafe.BitCast<T, float>(result) == value
            : typeof(T) == typeof(long) || (typeof(T) == typeof(int) && (int)value == value)
              || (typeof(T) == typeof(byte) && (byte)value == value) || (typeof(T) == typeof(bool) && value is 0 or 1);
        return exact ? result : NoFit<T>(value);
    }

    private static T NoFit<T>(IFormattable value)
    {
        Throw.Invalid("item", $"{value} has no exact value of type {typeof(T).Name}; convert with To(dtype) first");
        return default;
    }

    private void CheckSpan<T>()
        where T : unmanaged
    {
        CheckType<T>("span");
        if (!IsContiguous)
        {
            Throw.Invalid("span", $"the elements of a view with strides {Shape.Describe(Strides)} of shape {Shape} do not lie side by side; call Contiguous() first");
        }
    }

    private void CheckType<T>(string op)
        where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
        {
            Throw.Argument(op, $"the element type is {DType.Name()}, not {typeof(T).Name}; convert with To(dtype) first");
        }
    }
}
