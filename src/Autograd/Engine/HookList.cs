namespace MiniTorch;

/// <summary>Hooks in the order of their registration.</summary>
internal sealed class HookList<THook>
    where THook : Delegate
{
    // Replaced, never changed, so that a hook may remove itself, or add another, while the list is walked.
    private THook[] _hooks = [];

    public ReadOnlySpan<THook> Hooks => Volatile.Read(ref _hooks);

    public HookHandle Add(THook hook)
    {
        Replace(hooks => [.. hooks, hook]);
        return new HookHandle(() => Replace(hooks => Array.IndexOf(hooks, hook) is >= 0 and var at ? [.. hooks[..at], .. hooks[(at + 1)..]] : hooks));
    }

    /// <summary>A list of the same hooks; the handles go on removing from this one alone.</summary>
    public HookList<THook> Copy() => new() { _hooks = Volatile.Read(ref _hooks) };

    private void Replace(Func<THook[], THook[]> change)
    {
        THook[] before;
        do
        {
            before = Volatile.Read(ref _hooks);
        }
        while (Interlocked.CompareExchange(ref _hooks, change(before), before) != before);
    }
}
