using System.Globalization;

namespace MiniTorch.Tests.Examples;

/// <summary>A built example, run as a process.</summary>
internal sealed class Example(string name)
{
    // artifacts/bin/MiniTorch.Examples.Tests/release → artifacts/bin/Mnist/release
    private static readonly string _configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
    private readonly string _assembly = Path.Combine(AppContext.BaseDirectory, "..", "..", name, _configuration, $"{name}.dll");

    public static Example Mnist { get; } = new("Mnist");

    public static Example Csv { get; } = new("Csv");

    public static Example Optimization { get; } = new("Optimization");

    public Finished Run(params IEnumerable<string> arguments) => RunIn(null, arguments);

    public Finished RunIn(string? folder, IEnumerable<string> arguments, Action<IDictionary<string, string?>>? environment = null)
    {
        using var example = new RunningExample("dotnet", [_assembly, .. arguments], folder, environment);
        return example.Finish();
    }

    /// <summary>Runs it on a terminal of so many columns, by <c>script</c> of util-linux; the output is what the terminal gets.</summary>
    public Finished RunOnTerminal(int columns, params IEnumerable<string> arguments)
    {
        string program = string.Join(' ', arguments.Prepend(_assembly).Select(static argument => $"'{argument}'"));
        using var example = new RunningExample(
            "script",
            ["--quiet", "--return", "--command", $"stty cols {columns} rows 40; exec dotnet {program}", "/dev/null"],
            null,
            static environment => environment["TERM"] = "xterm-256color");
        return example.Finish();
    }

    /// <summary>Starts it as a process that hears Ctrl-C, even if this one was told to ignore it, as a shell without job control does in the background.</summary>
    public RunningExample Start(params IEnumerable<string> arguments) => IgnoresInterrupts()
        ? new("env", ["--default-signal=INT", "dotnet", _assembly, .. arguments], null, null)
        : new("dotnet", [_assembly, .. arguments], null, null);

    // What is ignored is inherited, and .NET leaves it ignored.
    private static bool IgnoresInterrupts()
    {
        const string Status = "/proc/self/status";
        const string Ignored = "SigIgn:";
        const ulong Interrupt = 1 << (2 - 1);
        string? mask = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(static line => line.StartsWith(Ignored, StringComparison.Ordinal)) : null;
        return mask is not null && (ulong.Parse(mask.AsSpan(Ignored.Length), NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }
}
