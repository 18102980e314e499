using System.Buffers;
using System.Runtime.InteropServices;

namespace MiniTorch;

/// <summary>Bytes that no pool and no scope will reuse, as <see cref="Memory{T}"/> of elements.</summary>
internal sealed unsafe class DetachedMemory<T>(ArraySegment<byte> bytes) : MemoryManager<T>
    where T : unmanaged
{
    public ArraySegment<byte> Bytes => bytes;

    public override Span<T> GetSpan() => MemoryMarshal.Cast<byte, T>(bytes.AsSpan());

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)(bytes.Count / sizeof(T)), nameof(elementIndex));
        var handle = GCHandle.Alloc(bytes.Array, GCHandleType.Pinned);
        byte* first = (byte*)handle.AddrOfPinnedObject() + bytes.Offset;
        return new MemoryHandle((T*)first + elementIndex, handle);
    }

    public override void Unpin()
    {
        // The handle is the MemoryHandle's own.
    }

    protected override void Dispose(bool disposing)
    {
        // The garbage collector has the bytes.
    }
}
