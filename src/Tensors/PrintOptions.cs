namespace MiniTorch;

/// <summary>How arrays and tensors are written as text. PyTorch: <c>torch.set_printoptions</c>, with its defaults.</summary>
public sealed record PrintOptions
{
    private static readonly AsyncLocal<PrintOptions?> s_current = new();

    /// <summary>Those of the innermost <see cref="Use"/> around the call, otherwise the ones of PyTorch.</summary>
    public static PrintOptions Default => s_current.Value ?? Standard;

    /// <summary>PyTorch's profile <c>default</c>.</summary>
    public static PrintOptions Standard { get; } = new();

    /// <summary>PyTorch's profile <c>short</c>: two digits, two elements at each edge.</summary>
    public static PrintOptions Short { get; } = new() { Precision = 2, EdgeItems = 2 };

    /// <summary>PyTorch's profile <c>full</c>: every element.</summary>
    public static PrintOptions Full { get; } = new() { Threshold = int.MaxValue };

    /// <summary>Digits after the point.</summary>
    /// <exception cref="ArgumentException">Set below 0 or above 100.</exception>
    public int Precision { get; init => field = Checked(nameof(Precision), value, 0, 100); } = 4;

    /// <summary>More elements than this are summarised.</summary>
    /// <exception cref="ArgumentException">Set below 0.</exception>
    public int Threshold { get; init => field = Checked(nameof(Threshold), value, 0, int.MaxValue); } = 1000;

    /// <summary>Elements shown at each end of a dimension that is summarised.</summary>
    /// <exception cref="ArgumentException">Set below 1.</exception>
    public int EdgeItems { get; init => field = Checked(nameof(EdgeItems), value, 1, int.MaxValue / 2); } = 3;

    /// <summary>Columns of a line.</summary>
    /// <exception cref="ArgumentException">Set below 1.</exception>
    public int LineWidth { get; init => field = Checked(nameof(LineWidth), value, 1, int.MaxValue); } = 80;

    /// <summary>Whether real numbers are written in scientific form; null leaves it to the values.</summary>
    public bool? SciMode { get; init; }

    /// <summary>
    /// Makes options the <see cref="Default"/> of the caller until the result is disposed, and of all that the caller awaits or starts meanwhile.
    /// </summary>
    public static PrintOptionsScope Use(PrintOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        PrintOptions? previous = s_current.Value;
        s_current.Value = options;
        return new PrintOptionsScope(previous);
    }

    internal static void Restore(PrintOptions? previous) => s_current.Value = previous;

    private static int Checked(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            Throw.Argument("print options", $"{name} must be between {least} and {most}; got {value}");
        }

        return value;
    }
}

/// <summary>The stretch of a program in which <see cref="PrintOptions.Use"/> holds.</summary>
public readonly struct PrintOptionsScope : IDisposable
{
    private readonly PrintOptions? _previous;

    internal PrintOptionsScope(PrintOptions? previous) => _previous = previous;

    /// <summary>Gives the caller back the options it had before.</summary>
    public void Dispose() => PrintOptions.Restore(_previous);
}
