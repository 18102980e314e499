namespace MiniTorch;

/// <summary>
/// What the scopes of one thread gave back last, as far as it may still lie in the processor's cache, for its next scopes: taken and given
/// back without the pool's lock. To the pool these buffers are in use.
/// </summary>
internal sealed class BufferCache
{
    /// <summary>The largest buffer: from here on the lock is little beside what is done with the elements.</summary>
    internal const int LargestBuffer = 1 << 15;

    /// <summary>How much one thread may keep.</summary>
    internal const int MostBytes = 1 << 18;

    [ThreadStatic]
    private static BufferCache? t_mine;

    private readonly Thread _owner = Thread.CurrentThread;

    private readonly Shelf[] _shelves = new Shelf[BufferPool.ClassOf(LargestBuffer) + 1];

    // One list for each scope that was open at once: a walk of the engine opens one inside the user's.
    private readonly Stack<Storage.Pooled[]> _lists = new();

    private int _bytes;
    private bool _hasRefused;

    private BufferCache()
    {
    }

    /// <summary>The current thread's.</summary>
    public static BufferCache Mine => t_mine ?? Make();

    /// <summary>Whether the thread has ended.</summary>
    public bool IsAbandoned => !_owner.IsAlive;

    public PooledBuffer? TryTake(int bytes)
    {
        int sizeClass = BufferPool.ClassOf(bytes);
        if (sizeClass >= _shelves.Length)
        {
            return null;
        }

        if (_shelves[sizeClass].Count > 0)
        {
            return Take(ref _shelves[sizeClass]);
        }

        if (_hasRefused)
        {
            // What lies here is of other sizes than are wanted now.
            BufferPool.Empty(this);
        }

        return null;
    }

    /// <summary>Keeps a buffer that was in a scope; not if there is no room, or it is one that the collector was to give back.</summary>
    public bool TryAdd(PooledBuffer buffer)
    {
        if (buffer.SizeClass >= _shelves.Length || buffer.Place >= 0)
        {
            return false;
        }

        if (_bytes + buffer.Bytes > MostBytes)
        {
            _hasRefused = true;
            return false;
        }

        buffer.IsExposed = false;
        ref Shelf shelf = ref _shelves[buffer.SizeClass];
        if (shelf.Buffers is null || shelf.Count == shelf.Buffers.Length)
        {
            Array.Resize(ref shelf.Buffers, Math.Max(8, shelf.Count * 2));
        }

        shelf.Buffers[shelf.Count++] = buffer;
        _bytes += buffer.Bytes;
        return true;
    }

    /// <summary>Any buffer, or null if there is none.</summary>
    public PooledBuffer? TryTakeAny()
    {
        _hasRefused = false;
        foreach (ref Shelf shelf in _shelves.AsSpan())
        {
            if (shelf.Count > 0)
            {
                return Take(ref shelf);
            }
        }

        return null;
    }

    /// <summary>An empty list for the storages of a scope.</summary>
    public Storage.Pooled[] TakeList() => _lists.TryPop(out Storage.Pooled[]? list) ? list : new Storage.Pooled[64];

    public void ReturnList(Storage.Pooled[] list) => _lists.Push(list);

    private static BufferCache Make()
    {
        t_mine = new BufferCache();
        BufferPool.Register(t_mine);
        return t_mine;
    }

    private PooledBuffer Take(ref Shelf shelf)
    {
        ref PooledBuffer? last = ref shelf.Buffers![--shelf.Count];
        PooledBuffer buffer = last!;
        last = null;
        _bytes -= buffer.Bytes;
        return buffer;
    }

    // The buffers of a size class, the last one given back at the end.
    private struct Shelf
    {
        public PooledBuffer?[]? Buffers;
        public int Count;
    }
}
