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

    // The last of each size class; each buffer knows the one before.
    private readonly PooledBuffer?[] _last = new PooledBuffer?[BufferPool.ClassOf(LargestBuffer) + 1];

    // One list for each scope that was open at once: a walk of the engine opens one inside the user's.
    private readonly Stack<Storage[]> _lists = new();

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
        if (sizeClass >= _last.Length)
        {
            return null;
        }

        PooledBuffer? buffer = _last[sizeClass];
        if (buffer is not null)
        {
            Unlink(buffer);
        }
        else if (_hasRefused)
        {
            // What lies here is of other sizes than are wanted now.
            BufferPool.Empty(this);
        }

        return buffer;
    }

    /// <summary>Keeps a buffer that was in a scope; not if there is no room, or it is one that the collector was to give back.</summary>
    public bool TryAdd(PooledBuffer buffer)
    {
        if (buffer.SizeClass >= _last.Length || buffer.Place >= 0)
        {
            return false;
        }

        if (_bytes + buffer.Bytes > MostBytes)
        {
            _hasRefused = true;
            return false;
        }

        ref PooledBuffer? last = ref _last[buffer.SizeClass];
        buffer.IsExposed = false;
        buffer.Before = last;
        last = buffer;
        _bytes += buffer.Bytes;
        return true;
    }

    /// <summary>Any buffer, or null if there is none.</summary>
    public PooledBuffer? TryTakeAny()
    {
        _hasRefused = false;
        foreach (PooledBuffer? buffer in _last)
        {
            if (buffer is not null)
            {
                Unlink(buffer);
                return buffer;
            }
        }

        return null;
    }

    /// <summary>An empty list for the storages of a scope.</summary>
    public Storage[] TakeList() => _lists.TryPop(out Storage[]? list) ? list : new Storage[64];

    public void ReturnList(Storage[] list) => _lists.Push(list);

    private static BufferCache Make()
    {
        t_mine = new BufferCache();
        BufferPool.Register(t_mine);
        return t_mine;
    }

    private void Unlink(PooledBuffer last)
    {
        _last[last.SizeClass] = last.Before;
        last.Before = null;
        _bytes -= last.Bytes;
    }
}
