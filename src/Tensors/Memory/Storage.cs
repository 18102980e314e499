using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MiniTorch;

/// <summary>
/// The memory behind an array and all its views, and a count of the writes to it. Up to <see cref="InlineTo"/> bytes, as of a single
/// number, it lies in the array itself; below <see cref="PooledFrom"/> or <see cref="PooledInScopeFrom"/> it is an ordinary heap array; above, a pinned
/// 64-byte-aligned buffer of the <see cref="BufferPool"/>.
/// </summary>
internal class Storage
{
    /// <summary>Up to this size memory of its own would cost more than what is done with the elements.</summary>
    public const int InlineTo = 16;

    /// <summary>From this size on a pinned buffer is worth its price (a pinned allocation costs ten ordinary ones).</summary>
    public const int PooledFrom = 4096;

    /// <summary>The same inside a scope, which returns the buffer by hand: from here on that costs less than to zero a new array.</summary>
    public const int PooledInScopeFrom = 512;

    private readonly int _start;
    private byte[]? _array;
    private int _version;

    private Storage(byte[]? array, int start = 0)
    {
        _array = array;
        _start = start;
    }

    /// <summary>Number of writes so far; saved values are checked against it.</summary>
    public int Version => _version;

    /// <summary>
    /// Number of in-place operations that were recorded. A view made before the last of them has a history that no longer tells its values.
    /// </summary>
    public int RecordedWrites { get; set; }

    /// <summary>Number of places where a walk of the engine still has a gradient in this memory waiting.</summary>
    public int Holders { get; set; }

    /// <summary>The scope whose end invalidates this storage, or null if only the garbage collector ends it.</summary>
    public BufferScope? Scope { get; set; }

    /// <summary>What the pool gets back, if the memory is of the pool.</summary>
    public PooledBuffer? Buffer => (this as Pooled)?.Rented;

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

            byte[]? array = _array;
            return ref array is null ? ref InlineData : ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(array), (nint)(uint)_start);
        }
    }

    // Only an Inline has no array.
    private ref byte InlineData => ref Unsafe.As<InlineBytes, byte>(ref Unsafe.As<Inline>(this).Owner.Bytes);

    /// <summary>New memory, in a scope of the current thread if there is one. Its contents are undefined.</summary>
    public static Storage Allocate(int bytes, BufferScope? scope)
    {
        if (bytes >= (scope is null ? PooledFrom : PooledInScopeFrom))
        {
            return Rent(bytes, scope);
        }

        var storage = new Storage(new byte[bytes]);
        if (scope is not null)
        {
            storage.Scope = scope;
        }

        return storage;
    }

    /// <summary>The memory within an array, for others than the array.</summary>
    public static Storage Of(NDArray.Small owner) => new Inline(owner)
    {
        Scope = owner.Maker,
        Holders = owner.Waiting,
        _version = owner.Writes,
    };

    /// <summary>Memory that the caller made and gives up: outside the pool and of no scope, as suits a whole data set.</summary>
    public static Storage Over<T>(T[] array)
        where T : unmanaged => typeof(T) == typeof(byte) ? new Storage((byte[])(object)array) : new Foreign<T>(array);

    /// <summary>Bytes that <see cref="Detach"/> gave out.</summary>
    public static Storage Over(ArraySegment<byte> bytes) => new(bytes.Array, bytes.Offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BumpVersion() => _version++;

    /// <summary>Goes on counting writes from here.</summary>
    public void ContinueVersion(int version) => _version = version;

    /// <summary>Whether both lie in the same memory: a caller's array may be shared more than once.</summary>
    public bool SharesMemoryWith(Storage other) => this == other || (_array is not null && _array == other._array);

    /// <summary>A span of this memory is handed out: once this object is collected the buffer must not be reused, since the span may live on.</summary>
    public void Expose()
    {
        _ = OwnArray();
        if (Buffer is { } buffer)
        {
            buffer.IsExposed = true;
        }
    }

    /// <summary>Takes the memory out of the pool and of every scope for good, so that it may be held without this object.</summary>
    public ArraySegment<byte> Detach(int offset, int count)
    {
        _ = ref Data;
        Scope = null;
        if (TakeBuffer() is { } buffer)
        {
            BufferPool.Forget(buffer);
        }

        return new ArraySegment<byte>(OwnArray(), _start + offset, count);
    }

    /// <summary>Gives the buffer back at once. The caller knows that nobody else can reach this storage.</summary>
    public void Return()
    {
        Scope = BufferScope.Ended;
        if (TakeBuffer() is { } buffer && !BufferCache.Mine.TryAdd(buffer))
        {
            BufferPool.Return(buffer);
        }
    }

    /// <summary>The buffer, which from now on belongs to the caller. Every access must throw then, or find other memory.</summary>
    public PooledBuffer? TakeBuffer()
    {
        PooledBuffer? buffer = null;
        if (this is Pooled pooled)
        {
            (buffer, pooled.Rented) = (pooled.Rented, null);
        }

        return buffer;
    }

    private static Pooled Rent(int bytes, BufferScope? scope)
    {
        PooledBuffer buffer = scope?.Cache.TryTake(bytes) ?? BufferPool.Rent(bytes);
        var storage = new Pooled(buffer);
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

    // What is handed out must stay where it is: bytes that lie in this object move to an array first, once, whichever thread comes first.
    private byte[] OwnArray()
    {
        if (_array is null)
        {
            byte[] array = MemoryMarshal.CreateReadOnlySpan(ref InlineData, InlineTo).ToArray();
            Interlocked.CompareExchange(ref _array, array, null);
        }

        return _array;
    }

    /// <summary>
    /// An array of elements that a caller shares. As bytes only the reference to its first one is taken of it (<see cref="Data"/>), which is the same
    /// whatever the array's type; its length and its segments are in <see cref="Elements"/>.
    /// </summary>
    public sealed class Foreign<T>(T[] elements) : Storage(Unsafe.As<byte[]>(elements))
        where T : unmanaged
    {
        public T[] Elements => elements;
    }

    private sealed class Inline(NDArray.Small owner) : Storage(null)
    {
        public NDArray.Small Owner => owner;
    }

    /// <summary>Memory of the pool.</summary>
    public sealed class Pooled(PooledBuffer buffer) : Storage(buffer.Array, buffer.Start)
    {
        /// <summary>The buffer, until it is given back.</summary>
        public PooledBuffer? Rented = buffer;
    }

    // Of longs, so that elements of any type are aligned.
    [InlineArray(InlineTo / sizeof(long))]
    public struct InlineBytes
    {
        private long _first;
    }
}
