using System.Runtime.CompilerServices;

namespace MiniTorch;

/// <summary>
/// A stretch of code whose arrays give their memory back together at its end, so that the next round reuses it while it is still
/// in the cache. Optional: without a scope the garbage collector finds the arrays, later.
/// <code>
/// using var scope = BufferScope.Begin();
/// NDArray sum = a.Add(b).Sum();
/// scope.Keep(sum);
/// </code>
/// After the end every access to an array made inside throws; it never reads reused memory. A scope belongs to the thread that began
/// it: arrays made on other threads are not in it, and it must not be left with <c>await</c>.
/// </summary>
public sealed class BufferScope : IDisposable
{
    private const string AwaitHint = "an await inside a scope may continue on another thread";

    [ThreadStatic]
    private static BufferScope? t_current;

    private readonly BufferScope? _parent;
    private Storage.Pooled[] _storages;
    private int _count;

    private BufferScope(BufferScope? parent, BufferCache cache, Storage.Pooled[] storages)
    {
        _parent = parent;
        Cache = cache;
        _storages = storages;
    }

    /// <summary>A scope that has ended; the scope of storage that was given back by hand.</summary>
    internal static BufferScope Ended { get; } = new(null, BufferCache.Mine, []) { HasEnded = true };

    /// <summary>The innermost scope of this thread, or null.</summary>
    internal static BufferScope? Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            BufferScope? current = t_current;
            return current is { HasEnded: true } ? t_current = Living(current) : current;
        }
    }

    internal bool HasEnded { get; private set; }

    /// <summary>That of the thread which began the scope.</summary>
    internal BufferCache Cache { get; }

    // Of a walk of the engine, which no user sees.
    private bool IsWalk { get; init; }

    private bool IsOpenHere
    {
        get
        {
            BufferScope? scope = Current;
            while (scope is not null && scope != this)
            {
                scope = scope._parent;
            }

            return scope == this;
        }
    }

    /// <summary>Begins a scope on this thread, inside the current one if there is one.</summary>
    public static BufferScope Begin() => Begin(isWalk: false);

    /// <summary>Takes the array (and its views) out of every scope: from now on the garbage collector decides. What a <c>.Grad</c> holds is escaped so.</summary>
    public static void Escape(NDArray array)
    {
        if (array.Scope is not null)
        {
            Move(array.Storage, null);
        }
    }

    /// <summary>
    /// Lets the array (and its views) outlive this scope, also if it was made in a scope inside it: it then belongs to the enclosing scope,
    /// or to the garbage collector.
    /// </summary>
    /// <returns>The same array.</returns>
    /// <exception cref="InvalidOperationException">The scope has ended, or another thread began it.</exception>
    /// <exception cref="ObjectDisposedException">The scope that the array was made in has ended: there is nothing left to keep.</exception>
    public NDArray Keep(NDArray array)
    {
        if (HasEnded)
        {
            Throw.Invalid("scope", "Keep was called after the scope had ended; call it inside");
        }

        if (!IsOpenHere)
        {
            Throw.Invalid("scope", $"Keep must be called on the thread that began the scope; {AwaitHint}, so call it before");
        }

        _ = ref array.Storage.Data;
        for (BufferScope? scope = array.Storage.Scope; scope is not null; scope = scope._parent)
        {
            if (scope == this)
            {
                Move(array.Storage, _parent);
                break;
            }
        }

        return array;
    }

    /// <summary>Ends the scope: what was made inside and not kept gives its memory back.</summary>
    /// <exception cref="InvalidOperationException">Another thread began the scope, or a scope begun inside it is still open.</exception>
    public void Dispose()
    {
        if (HasEnded)
        {
            return;
        }

        if (Current != this)
        {
            if (IsOpenHere)
            {
                if (IsWalk)
                {
                    // Nobody else will end it.
                    Abandon();
                }

                Throw.Invalid("scope", "a scope begun inside this one is still open; end the inner scope first");
            }

            // What was made inside is left to the garbage collector: this thread cannot know what the owner is doing with it.
            HasEnded = true;
            Throw.Invalid("scope", $"a scope must end on the thread that began it; {AwaitHint}, so end the scope before it");
        }

        End();
    }

    /// <summary>Begins the scope of a walk, for what flows between nodes and is never shown.</summary>
    internal static BufferScope BeginWalk() => Begin(isWalk: true);

    /// <summary>What a walk made and is about to show belongs to the scope around the walk.</summary>
    internal static void Show(NDArray array)
    {
        while (array.Scope is { IsWalk: true } walk)
        {
            Move(array.Storage, walk._parent);
        }
    }

    /// <summary>Number of buffers noted so far, for <see cref="ReturnUnheld"/>.</summary>
    internal int Count => _count;

    /// <summary>Gives back what a walk has made since a mark, wants no more and has shown nobody.</summary>
    internal void ReturnUnheld(int mark)
    {
        int kept = mark;
        for (int i = mark; i < _count; i++)
        {
            Storage.Pooled storage = _storages[i];
            if (storage.Scope == this)
            {
                if (storage.Holders == 0)
                {
                    storage.Return();
                }
                else
                {
                    _storages[kept++] = storage;
                }
            }
        }

        Array.Clear(_storages, kept, _count - kept);
        _count = kept;
    }

    /// <summary>Ends the scope of a walk that failed, with whatever the failing code left open inside.</summary>
    internal void Abandon()
    {
        while (!HasEnded && IsOpenHere)
        {
            Current!.End();
        }
    }

    /// <summary>Leaves the scopes of walks while code of the user's runs inside them: what it makes is the user's.</summary>
    /// <returns>For <see cref="StepIn"/>.</returns>
    internal static BufferScope? StepOut()
    {
        BufferScope? inside = Current;
        BufferScope? outside = inside;
        while (outside is { IsWalk: true })
        {
            outside = outside._parent;
        }

        t_current = outside;
        return inside;
    }

    /// <summary>Leaves all scopes, for what several walks will share.</summary>
    /// <returns>For <see cref="StepIn"/>.</returns>
    internal static BufferScope? StepOutOfAll()
    {
        BufferScope? inside = Current;
        t_current = null;
        return inside;
    }

    /// <summary>Goes back into the scopes that were left.</summary>
    internal static void StepIn(BufferScope? inside) => t_current = inside;

    internal void Add(Storage.Pooled storage)
    {
        if (_count == _storages.Length)
        {
            Array.Resize(ref _storages, Math.Max(64, _count * 2));
        }

        _storages[_count++] = storage;
    }

    private void End()
    {
        HasEnded = true;
        t_current = _parent;
        if (_count > 0)
        {
            // For BufferPool.Move on another thread.
            Interlocked.MemoryBarrier();
            BufferPool.Return(_storages.AsSpan(0, _count), this, Cache);
            Array.Clear(_storages, 0, _count);
        }

        Cache.ReturnList(_storages);
        _storages = [];
        _count = 0;
    }

    private static BufferScope Begin(bool isWalk)
    {
        BufferCache cache = BufferCache.Mine;
        return t_current = new BufferScope(Current, cache, cache.TakeList()) { IsWalk = isWalk };
    }

    private static void Move(Storage storage, BufferScope? target)
    {
        if (storage.Scope is null)
        {
            return;
        }

        BufferPool.Move(storage, target);
        if (storage is Storage.Pooled { Rented: not null } pooled)
        {
            target?.Add(pooled);
        }
    }

    private static BufferScope? Living(BufferScope? scope)
    {
        while (scope is { HasEnded: true })
        {
            scope = scope._parent;
        }

        return scope;
    }
}
