using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace MiniTorch.NN;

/// <summary>Where in an object a field lies, so that the same field of a copy can be written without reflection; or nowhere.</summary>
/// <param name="Offset">Bytes from the object's first field; negative for nowhere.</param>
internal readonly record struct FieldPlace(nint Offset)
{
    // The bytes of an object's fields. The whole is measured, by the allocation of a copy, since nothing tells it.
    private static readonly ConcurrentDictionary<Type, nint> FieldBytes = [];

    /// <summary>A local variable, the element of an array, another object's field.</summary>
    public static FieldPlace None { get; } = new(-1);

    /// <summary>Whether this is a field.</summary>
    public bool IsKnown => Offset >= 0;

    /// <summary>The place of a variable that <paramref name="owner"/> may have as a field.</summary>
    public static FieldPlace Of(Module owner, ref object? field)
    {
        // Both references move with the object if the collector moves it; the distance stays.
        nint offset = Unsafe.ByteOffset(ref FirstByte(owner), ref Unsafe.As<object?, byte>(ref field));
        return offset >= 0 && offset <= FieldBytes.GetOrAdd(owner.GetType(), static (_, owner) => Measure(owner), owner) - IntPtr.Size
            ? new FieldPlace(offset)
            : None;
    }

    /// <summary>This field of an object of the same type.</summary>
    public ref object? In(Module owner) => ref Unsafe.As<byte, object?>(ref Unsafe.AddByteOffset(ref FirstByte(owner), Offset));

    private static ref byte FirstByte(Module owner) => ref Unsafe.As<Fields>(owner).First;

    // A second measurement, in case that the first one met something else that was allocated, once, on its way.
    private static nint Measure(Module owner) => Math.Min(owner.BytesOfCopy(), owner.BytesOfCopy()) - (2 * IntPtr.Size);

    private sealed class Fields(byte first)
    {
        public byte First = first;
    }
}
