using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MiniTorch;

/// <summary>
/// The memory behind an array and all its views, and a count of the writes to it. Below <see cref="PooledFrom"/> bytes an ordinary
/// heap array; above, a pinned 64-byte-aligned buffer of the <see cref="BufferPool"/>.
/// </summary>
internal sealed class Storage
{
    /// <summary>From this size on a pinned buffer is worth its price (a pinned allocation costs ten ordinary ones).</summary>
    public const int PooledFrom = 4096;

    private readonly byte[] _array;
    private readonly int _start;
    private PooledBuffer? _buffer;
    private int _version;

    private Storage(byte[] array, int start, PooledBuffer? buffer)
    {
        _array = array;
        _start = start;
        _buffer = buffer;
    }

    /// <summary>Number of writes so far; saved values are checked against it.</summary>
    public int Version => _version;

    /// <summary>
    /// Number of in-place operations that were recorded. A view made before the last of them has a history that no longer tells its values.
    /// </summary>
    public int RecordedWrites { get; set; }

    /// <summary>The scope whose end invalidates this storage, or null if only the garbage collector ends it.</summary>
    public BufferScope? Scope { get; set; }

    public PooledBuffer? Buffer => _buffer;

    /// <summary>The first byte. Throws when the scope that the storage belongs to has ended.</summary>
    public ref byte Data
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (Scope is { HasEnded: true })
            {
                Throw.ScopeEnded();
            }

            return ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_array), (nint)(uint)_start);
        }
    }

    /// <summary>New memory, in the current thread's scope if there is one. Its contents are undefined.</summary>
    public static Storage Allocate(int bytes)
    {
        BufferScope? scope = BufferScope.Current;
        if (bytes < PooledFrom)
        {
            return new Storage(new byte[bytes], 0, null) { Scope = scope };
        }

        PooledBuffer buffer = BufferPool.Rent(bytes);
        var storage = new Storage(buffer.Array, buffer.Start, buffer);
        if (scope is null)
        {
            BufferPool.Track(buffer, storage);
        }
        else
        {
            storage.Scope = scope;
            scope.Add(storage);
        }

        return storage;
    }

    /// <summary>Memory that the caller made and gives up: outside the pool and of no scope, as suits a whole data set.</summary>
    public static Storage Over(byte[] array) => new(array, 0, null);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BumpVersion() => _version++;

    /// <summary>A span of this memory was handed out: once this object is collected the buffer must not be reused, since the span may live on.</summary>
    public void Expose()
    {
        if (_buffer is not null)
        {
            _buffer.IsExposed = true;
        }
    }

    /// <summary>Takes the memory out of the pool and of every scope for good, so that it may be held without this object.</summary>
    public ArraySegment<byte> Detach(int offset, int count)
    {
        _ = ref Data;
        Scope = null;
        if (_buffer is not null)
        {
            BufferPool.Forget(_buffer);
            _buffer = null;
        }

        return new ArraySegment<byte>(_array, _start + offset, count);
    }

    /// <summary>Gives the buffer back at once. The caller knows that nobody else can reach this storage, or that its scope has ended.</summary>
    public void Return()
    {
        PooledBuffer? buffer = _buffer;
        _buffer = null;
        Scope = BufferScope.Ended;
        if (buffer is not null)
        {
            BufferPool.Return(buffer);
        }
    }
}
