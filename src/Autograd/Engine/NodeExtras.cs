namespace MiniTorch;

/// <summary>What few nodes have: hooks, a tensor that keeps its gradient, the place of the forward call, a block that is run again.</summary>
internal sealed class NodeExtras
{
    /// <summary>Called with the whole gradient before it is accumulated or passed on.</summary>
    public HookList<Func<Tensor, Tensor?>> GradHooks { get; } = new();

    /// <summary>Of a leaf: called after its gradient has been accumulated.</summary>
    public HookList<Action<Tensor>> AccumulatedHooks { get; } = new();

    /// <summary>The result, if it was asked to keep its gradient.</summary>
    public Tensor? Retaining { get; set; }

    /// <summary>In anomaly mode, where the forward operation was called.</summary>
    public string? ForwardTrace { get; set; }

    /// <summary>Where saved values come from that were not kept, and which of the block's operations this is.</summary>
    public (Recomputation Block, int Place)? Recomputed { get; set; }
}

/// <summary>Hooks in the order of their registration.</summary>
internal sealed class HookList<THook>
    where THook : Delegate
{
    // Replaced, never changed, so that a hook may remove itself, or add another, while the list is walked.
    private volatile THook[] _hooks = [];

    public ReadOnlySpan<THook> Hooks => _hooks;

    public HookHandle Add(THook hook)
    {
        lock (this)
        {
            _hooks = [.. _hooks, hook];
        }

        return new HookHandle(() => Remove(hook));
    }

    private void Remove(THook hook)
    {
        lock (this)
        {
            int at = Array.IndexOf(_hooks, hook);
            if (at >= 0)
            {
                _hooks = [.. _hooks[..at], .. _hooks[(at + 1)..]];
            }
        }
    }
}

/// <summary>Removes a hook. PyTorch: <c>RemovableHandle</c>.</summary>
public sealed class HookHandle : IDisposable
{
    private Action? _remove;

    internal HookHandle(Action remove) => _remove = remove;

    /// <summary>Removes the hook; a second call does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
}
