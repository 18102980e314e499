namespace MiniTorch;

public sealed partial class Generator
{
    private static readonly AsyncLocal<Generator?> s_current = new();
    private static readonly Lazy<Generator> s_root = new(static () => new Generator(DefaultSeed));

    /// <summary>
    /// The generator of everything that is given none: the one of the innermost <see cref="Use"/> around the call, otherwise one for the
    /// whole process, <c>torch.default_generator</c>, with the seed <see cref="DefaultSeed"/>.
    /// </summary>
    public static Generator Default => s_current.Value ?? s_root.Value;

    /// <summary>
    /// Makes a generator the <see cref="Default"/> of the caller until the result is disposed, and of all that the caller awaits or starts
    /// meanwhile (<c>await</c>, <c>Task.Run</c>); callers elsewhere keep theirs. <c>using (Generator.Use(new Generator(7))) { … }</c>
    /// </summary>
    public static GeneratorScope Use(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var previous = s_current.Value;
        s_current.Value = generator;
        return new GeneratorScope(previous);
    }

    internal static void Restore(Generator? previous) => s_current.Value = previous;
}

/// <summary>The stretch of a program in which <see cref="Generator.Use"/> holds.</summary>
public readonly struct GeneratorScope : IDisposable
{
    private readonly Generator? _previous;

    internal GeneratorScope(Generator? previous) => _previous = previous;

    /// <summary>Gives the caller back the generator it had before.</summary>
    public void Dispose() => Generator.Restore(_previous);
}
