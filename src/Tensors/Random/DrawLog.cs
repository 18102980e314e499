namespace MiniTorch;

/// <summary>While it lives, notes which generators this thread draws from, and the state of each before its first draw.</summary>
internal sealed class DrawLog : IDisposable
{
    [ThreadStatic]
    private static DrawLog? t_current;

    private readonly DrawLog? _outer = t_current;

    public DrawLog() => t_current = this;

    /// <summary>The states before the first draw.</summary>
    public Dictionary<Generator, GeneratorState> Before { get; } = [];

    /// <summary>Called before each draw.</summary>
    public static void Note(Generator generator)
    {
        for (DrawLog? log = t_current; log is not null; log = log._outer)
        {
            log.Before.TryAdd(generator, generator.State);
        }
    }

    /// <summary>Ends the log.</summary>
    public void Dispose() => t_current = _outer;
}
