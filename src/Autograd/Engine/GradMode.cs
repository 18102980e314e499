namespace MiniTorch;

/// <summary>How operations are recorded.</summary>
[Flags]
internal enum GradModes : byte
{
    Plain = 0,

    /// <summary>Not at all.</summary>
    Off = 1,

    /// <summary>With the place of each forward call; walks look for NaN.</summary>
    Anomaly = 2,

    /// <summary>In anomaly mode: NaN is not looked for.</summary>
    NaNAllowed = 4,

    /// <summary>Without saved values, or to supply those (<see cref="Recomputation"/>). Of the thread alone.</summary>
    Recompute = 8,
}

internal static class GradModesExtensions
{
    public static bool Has(this GradModes modes, GradModes mode) => (modes & mode) != GradModes.Plain;
}

/// <summary>
/// The modes belong to the logical flow (they follow await and Task.Run) and are mirrored into a thread-static, which is all that an
/// operation reads.
/// </summary>
internal static class GradMode
{
    private static readonly AsyncLocal<GradModes> Flow = new(static change => t_modes = change.CurrentValue);

    [ThreadStatic]
    private static GradModes t_modes;

    public static bool IsEnabled => !t_modes.Has(GradModes.Off);

    /// <summary>What is set on this thread. The engine sets it too: it neither awaits nor starts other flows meanwhile, and restores it.</summary>
    public static ref GradModes Current => ref t_modes;

    /// <summary>Sets and clears modes of the logical flow.</summary>
    public static void Set(GradModes modes, GradModes cleared)
    {
        GradModes thread = (t_modes | modes) & ~cleared;
        Flow.Value = (Flow.Value | modes) & ~cleared;

        // A walk may have overridden the thread's setting, and an unchanged value raises no notification.
        t_modes = thread;
    }

    /// <summary>What to restore afterwards: inside a walk the thread's setting differs from that of the flow.</summary>
    public static (GradModes Flow, GradModes Thread) Snapshot() => (Flow.Value, t_modes);

    /// <summary>Restores both.</summary>
    public static void Restore((GradModes Flow, GradModes Thread) snapshot)
    {
        Flow.Value = snapshot.Flow;
        t_modes = snapshot.Thread;
    }
}
