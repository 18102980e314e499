namespace MiniTorch;

/// <summary>Removes a hook. PyTorch: <c>RemovableHandle</c>.</summary>
public sealed class HookHandle : IDisposable
{
    private Action? _remove;

    internal HookHandle(Action remove) => _remove = remove;

    /// <summary>Removes the hook; a second call does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
}
