using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MiniTorch;

// Where the elements are: in storage, or in the array itself.
public partial class NDArray
{
    // Null in an array that holds its elements itself, until something needs a storage, as a view does.
    private Storage? _storage;

    /// <summary>Number of writes to the storage so far, through this array or any view of it. PyTorch: <c>x._version</c>.</summary>
    public int Version => _storage is { } storage ? storage.Version : Unsafe.As<Small>(this).Writes;

    /// <summary>As <see cref="Storage.RecordedWrites"/>.</summary>
    internal int RecordedWrites => _storage is { } storage ? storage.RecordedWrites : 0;

    /// <summary>As <see cref="Storage.Holders"/>.</summary>
    internal int Holders
    {
        get => _storage is { } storage ? storage.Holders : Unsafe.As<Small>(this).Waiting;
        set
        {
            if (_storage is { } storage)
            {
                storage.Holders = value;
            }
            else
            {
                Unsafe.As<Small>(this).Waiting = value;
            }
        }
    }

    /// <summary>As <see cref="Storage.Scope"/>.</summary>
    internal BufferScope? Scope => _storage is { } storage ? storage.Scope : Unsafe.As<Small>(this).Maker;

    internal Storage Storage => _storage ?? Share();

    /// <summary>Whether both are views of the same memory, or share parts of the same C# array.</summary>
    public bool SharesStorageWith(NDArray other) =>
        this == other || (_storage is { } mine && other._storage is { } others && mine.SharesMemoryWith(others));

    /// <summary>A reference to the first element, for kernels. Keep the array alive (<see cref="GC.KeepAlive"/>) while using it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T Ref<T>()
        where T : unmanaged
    {
        Debug.Assert(Unsafe.SizeOf<T>() == DType.Size(), "an element type of another size");
        Storage? storage = _storage;
        return ref Unsafe.Add(ref Unsafe.As<byte, T>(ref storage is null ? ref Unsafe.As<Small>(this).Data : ref storage.Data), _offset);
    }

    /// <summary>Counts a write (<see cref="Version"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void BumpVersion()
    {
        if (_storage is { } storage)
        {
            storage.BumpVersion();
        }
        else
        {
            Unsafe.As<Small>(this).Writes++;
        }
    }

    /// <summary>Goes on counting writes where another array stopped, whose place this new one takes; the exchange is a write.</summary>
    internal void ContinueVersion(NDArray before) => Storage.ContinueVersion(before.Version + 1);

    /// <summary>As <see cref="Storage.Return"/>.</summary>
    internal void Return()
    {
        if (_storage is { } storage)
        {
            storage.Return();
        }
        else
        {
            Unsafe.As<Small>(this).Maker = BufferScope.Ended;
        }
    }

    private Storage Share()
    {
        Interlocked.CompareExchange(ref _storage, Storage.Of(Unsafe.As<Small>(this)), null);
        return _storage;
    }

    /// <summary>
    /// An array of up to <see cref="Storage.InlineTo"/> bytes, which holds its elements itself: a storage would cost more than what is done with them.
    /// </summary>
    internal sealed class Small : NDArray
    {
        /// <summary>The elements, also when there is a storage.</summary>
        public Storage.InlineBytes Bytes;

        // What a storage would know, until there is one: its version, holders and scope.
        public int Writes;
        public int Waiting;
        public BufferScope? Maker;

        public Small(Shape shape, DType dtype, BufferScope? scope)
            : base(shape, dtype)
        {
            if (scope is not null)
            {
                Maker = scope;
            }
        }

        /// <summary>The first byte, when there is no storage.</summary>
        public ref byte Data
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                if (Maker is { HasEnded: true })
                {
                    Throw.ScopeEnded();
                }

                return ref Unsafe.As<Storage.InlineBytes, byte>(ref Bytes);
            }
        }
    }
}
