namespace MiniTorch;

/// <summary>
/// Whether operations are recorded. The setting belongs to the logical flow (it follows await and Task.Run) and is mirrored into a
/// thread-static, which is all that an operation reads.
/// </summary>
internal static class GradMode
{
    private static readonly AsyncLocal<bool> Disabled = new(static change => t_isDisabled = change.CurrentValue);

    [ThreadStatic]
    private static bool t_isDisabled;

    public static bool IsEnabled => !t_isDisabled;

    /// <summary>Sets the mode of the logical flow.</summary>
    public static void Set(bool enabled)
    {
        Disabled.Value = !enabled;

        // The engine may have overridden the thread's setting, and an unchanged value raises no notification.
        t_isDisabled = !enabled;
    }

    /// <summary>What to restore afterwards: inside a walk the thread's setting differs from that of the flow.</summary>
    public static (bool Flow, bool Thread) Snapshot() => (Disabled.Value, t_isDisabled);

    /// <summary>Restores both.</summary>
    public static void Restore((bool Flow, bool Thread) snapshot)
    {
        Disabled.Value = snapshot.Flow;
        t_isDisabled = snapshot.Thread;
    }

    /// <summary>Sets the mode of this thread alone: for the engine, which neither awaits nor starts other flows while it is set.</summary>
    /// <returns>The mode before.</returns>
    public static bool Override(bool enabled)
    {
        bool before = IsEnabled;
        t_isDisabled = !enabled;
        return before;
    }
}
