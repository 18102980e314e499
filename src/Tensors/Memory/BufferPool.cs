using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MiniTorch;

/// <summary>One pinned, 64-byte-aligned piece of memory of the pool.</summary>
internal sealed class PooledBuffer
{
    private const int Alignment = 64;

    public unsafe PooledBuffer(int sizeClass, int bytes)
    {
        SizeClass = sizeClass;
        Bytes = bytes;
        Array = GC.AllocateUninitializedArray<byte>(bytes + Alignment, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Array));
        Start = (int)(-address & (Alignment - 1));
    }

    public int SizeClass { get; }

    public int Bytes { get; }

    public byte[] Array { get; }

    public int Start { get; }

    /// <summary>Weakly, the storage that uses the buffer while no scope will return it. Made once, then reused with the buffer.</summary>
    public WeakGCHandle<Storage> User { get; set; }

    /// <summary>Place in the pool's list of tracked buffers, or -1.</summary>
    public int Place { get; set; } = -1;

    public bool IsExposed { get; set; }
}

/// <summary>
/// Large buffers for reuse. A scope, or the engine, returns its buffers by hand; those that nobody returns are found again by weak
/// handles once their storage has been collected. Finalizers would do the same at many times the price; leaving large arrays to the
/// collector costs a fresh, unmapped page every 4 KB.
/// </summary>
internal static partial class BufferPool
{
    private const int ClassesPerOctave = 4;

    private static readonly Lock Gate = new();
    private static readonly Stack<PooledBuffer>?[] Free = new Stack<PooledBuffer>?[32 * ClassesPerOctave];
    private static readonly List<PooledBuffer> Tracked = [];
    private static readonly List<BufferCache> Caches = [];
    private static long s_freeBytes;
    private static long s_trackedBytes;
    private static long s_usedBytes;
    private static long s_mostUsedBytes;

    /// <summary>Bytes that lie ready for reuse by any thread, and bytes in use that only the collector will give back.</summary>
    public static (long Free, long Tracked) Bytes
    {
        get
        {
            lock (Gate)
            {
                return (s_freeBytes, s_trackedBytes);
            }
        }
    }

    public static PooledBuffer Rent(int bytes)
    {
        int sizeClass = ClassOf(bytes);
        lock (Gate)
        {
            if (TryTake(sizeClass, out PooledBuffer? buffer)
                || (Reclaim(sizeClass) && TryTake(sizeClass, out buffer))
                || TryTakeLarger(sizeClass, out buffer))
            {
                CountUsed(buffer);
                return buffer;
            }

            // Twice the most that was in use at once: enough for steps whose sizes vary, as the lengths of sequences do.
            if (s_freeBytes > Math.Max(MinimumBudget, 2 * s_mostUsedBytes))
            {
                Trim();
            }
        }

        var fresh = new PooledBuffer(sizeClass, BytesOf(sizeClass));
        lock (Gate)
        {
            CountUsed(fresh);
        }

        return fresh;
    }

    public static void Return(PooledBuffer buffer)
    {
        lock (Gate)
        {
            Release(buffer);
        }
    }

    /// <summary>Takes back what was made in a scope that has ended and not moved out of it: as long as there is room in the cache without the lock.</summary>
    public static void Return(ReadOnlySpan<Storage.Pooled> storages, BufferScope scope, BufferCache cache)
    {
        int next = 0;
        PooledBuffer? refused = null;
        while (next < storages.Length && refused is null)
        {
            refused = Cache(storages[next++], scope, cache);
        }

        if (refused is null)
        {
            return;
        }

        lock (Gate)
        {
            Release(refused);
            foreach (Storage.Pooled storage in storages[next..])
            {
                if (Cache(storage, scope, cache) is { } other)
                {
                    Release(other);
                }
            }
        }
    }

    /// <summary>Moves what has a buffer to another scope, or to none.</summary>
    public static void Move(Storage storage, BufferScope? target)
    {
        lock (Gate)
        {
            BufferScope? from = storage.Scope;
            storage.Scope = target;

            // The scope may be ending on another thread, without the lock: either that thread sees the move, or this one sees the end.
            Interlocked.MemoryBarrier();
            if (from is { HasEnded: true })
            {
                storage.Scope = from;
                Throw.ScopeEnded();
            }

            if (target is null && storage.Buffer is { } buffer)
            {
                Track(buffer, storage);
            }
        }
    }

    /// <summary>From now on the collector decides when the buffer, used by <paramref name="user"/>, comes back.</summary>
    public static void Track(PooledBuffer buffer, Storage user)
    {
        lock (Gate)
        {
            if (buffer.User.IsAllocated)
            {
                buffer.User.SetTarget(user);
            }
            else
            {
                // A finalizer of the user may still reach the storage and bring it back to life.
                buffer.User = new WeakGCHandle<Storage>(user, trackResurrection: true);
            }

            if (buffer.Place < 0)
            {
                buffer.Place = Tracked.Count;
                Tracked.Add(buffer);
                s_trackedBytes += buffer.Bytes;
            }
        }
    }

    /// <summary>Notes the cache of a new thread, and takes back what those of threads that have ended hold.</summary>
    public static void Register(BufferCache cache)
    {
        lock (Gate)
        {
            Caches.RemoveAll(static other =>
            {
                bool isAbandoned = other.IsAbandoned;
                if (isAbandoned)
                {
                    Empty(other);
                }

                return isAbandoned;
            });
            Caches.Add(cache);
        }
    }

    /// <summary>Takes back all that a cache holds: that of the current thread, or of one that has ended.</summary>
    public static void Empty(BufferCache cache)
    {
        lock (Gate)
        {
            while (cache.TryTakeAny() is { } buffer)
            {
                Release(buffer);
            }
        }
    }

    /// <summary>The buffer leaves the pool for good.</summary>
    public static void Forget(PooledBuffer buffer)
    {
        lock (Gate)
        {
            Untrack(buffer);
            s_usedBytes -= buffer.Bytes;
            Drop(buffer);
        }
    }

    /// <summary>Size classes: four to an octave, so that at most a fifth of a buffer is unused.</summary>
    internal static int ClassOf(int bytes)
    {
        uint last = (uint)Math.Max(bytes, ClassesPerOctave) - 1;
        int octave = BitOperations.Log2(last);
        return (octave * ClassesPerOctave) + (int)((last >> (octave - 2)) & (ClassesPerOctave - 1)) + 1;
    }

    internal static int BytesOf(int sizeClass)
    {
        int octave = sizeClass / ClassesPerOctave;
        long bytes = (long)(ClassesPerOctave + (sizeClass % ClassesPerOctave)) << (octave - 2);
        return (int)Math.Min(bytes, Array.MaxLength - 64);
    }

    private static bool TryTake(int sizeClass, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PooledBuffer? buffer)
    {
        Stack<PooledBuffer>? stack = Free[sizeClass];
        if (stack is null || !stack.TryPop(out buffer))
        {
            buffer = null;
            return false;
        }

        s_freeBytes -= buffer.Bytes;
        return true;
    }

    // What the cache refuses of that which has not moved out of the scope.
    private static PooledBuffer? Cache(Storage.Pooled storage, BufferScope scope, BufferCache cache) =>
        storage.Scope == scope && storage.TakeBuffer() is { } buffer && !cache.TryAdd(buffer) ? buffer : null;

    private static void CountUsed(PooledBuffer buffer)
    {
        s_usedBytes += buffer.Bytes;
        s_mostUsedBytes = Math.Max(s_mostUsedBytes, s_usedBytes);
    }

    // A buffer up to twice as large, rather than fresh memory.
    private static bool TryTakeLarger(int sizeClass, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PooledBuffer? buffer)
    {
        buffer = null;
        int end = Math.Min(sizeClass + ClassesPerOctave, Free.Length - 1);
        while (buffer is null && sizeClass < end)
        {
            TryTake(++sizeClass, out buffer);
        }

        return buffer is not null;
    }

    private static void Release(PooledBuffer buffer)
    {
        Untrack(buffer);
        s_usedBytes -= buffer.Bytes;
        Push(buffer);
    }

    private static void Untrack(PooledBuffer buffer)
    {
        if (buffer.Place < 0)
        {
            return;
        }

        PooledBuffer last = Tracked[^1];
        Tracked[buffer.Place] = last;
        last.Place = buffer.Place;
        Tracked.RemoveAt(Tracked.Count - 1);
        buffer.Place = -1;
        s_trackedBytes -= buffer.Bytes;
    }

    private static void Push(PooledBuffer buffer)
    {
        buffer.IsExposed = false;
        (Free[buffer.SizeClass] ??= new Stack<PooledBuffer>()).Push(buffer);
        s_freeBytes += buffer.Bytes;
    }

    private static void Trim()
    {
        foreach (Stack<PooledBuffer>? stack in Free)
        {
            while (stack is not null && stack.TryPop(out PooledBuffer? buffer))
            {
                s_freeBytes -= buffer.Bytes;
                Drop(buffer);
            }
        }
    }

    private static void Drop(PooledBuffer buffer)
    {
        if (buffer.User.IsAllocated)
        {
            buffer.User.Dispose();
            buffer.User = default;
        }
    }
}
