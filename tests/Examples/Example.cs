using System.Diagnostics;
using System.Globalization;

namespace MiniTorch.Tests.Examples;

/// <summary>What a run of a program came to.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    public string[] Lines { get; } = Output.Split('\n');
}

/// <summary>A built example, run as a process of its own with its output redirected.</summary>
internal sealed class Example : IDisposable
{
    // far above what any run takes: one that hangs ends in a failed test
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    // artifacts/bin/MiniTorch.Examples.Tests/release → artifacts/bin/Mnist/release
    private static readonly string _configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
    private static readonly string _assembly = Path.Combine(AppContext.BaseDirectory, "..", "..", "Mnist", _configuration, "Mnist.dll");

    private readonly Process _process;
    private readonly Timer _killer;
    private readonly Task<string> _error;
    private readonly List<string> _read = [];

    private Example(string program, IEnumerable<string> arguments, string? folder, Action<IDictionary<string, string?>>? environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? AppContext.BaseDirectory,
        };
        environment?.Invoke(start.Environment);
        _process = Process.Start(start)!;
        _killer = new Timer(_ => _process.Kill(), null, _patience, Timeout.InfiniteTimeSpan);

        // a thread of its own: reading a pipe blocks, and the pool has few
        _error = Task.Factory.StartNew(
            _process.StandardError.ReadToEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public static Finished Run(params IEnumerable<string> arguments) => RunIn(null, arguments);

    public static Finished RunIn(
        string? folder, IEnumerable<string> arguments, Action<IDictionary<string, string?>>? environment = null)
    {
        using var example = new Example("dotnet", [_assembly, .. arguments], folder, environment);
        return example.Finish();
    }

    /// <summary>Runs it on a terminal of so many columns, by <c>script</c> of util-linux; the output is what the terminal gets.</summary>
    public static Finished RunOnTerminal(int columns, params IEnumerable<string> arguments)
    {
        string program = string.Join(' ', arguments.Prepend(_assembly).Select(static argument => $"'{argument}'"));
        using var example = new Example(
            "script",
            ["--quiet", "--return", "--command", $"stty cols {columns} rows 40; exec dotnet {program}", "/dev/null"],
            null,
            static environment => environment["TERM"] = "xterm-256color");
        return example.Finish();
    }

    /// <summary>Starts it as a process that hears Ctrl-C, even if this one was told to ignore it, as a shell without job control does in the background.</summary>
    public static Example Start(params IEnumerable<string> arguments) => IgnoresInterrupts()
        ? new("env", ["--default-signal=INT", "dotnet", _assembly, .. arguments], null, null)
        : new("dotnet", [_assembly, .. arguments], null, null);

    /// <summary>Reads on until a line that fulfils the condition.</summary>
    public void WaitForLine(Func<string, bool> condition)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            _read.Add(line);
            if (condition(line))
            {
                return;
            }
        }

        Assert.Fail($"The line never came; the output is:\n{string.Join('\n', _read)}\n{_error.Result}");
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public Finished Finish()
    {
        string output = string.Concat(_read.Select(static line => line + "\n")) + _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return new Finished(_process.ExitCode, output, _error.Result);
    }

    // What is ignored is inherited, and .NET leaves it ignored.
    private static bool IgnoresInterrupts()
    {
        const string Status = "/proc/self/status";
        const string Ignored = "SigIgn:";
        const ulong Interrupt = 1 << (2 - 1);
        string? mask = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(static line => line.StartsWith(Ignored, StringComparison.Ordinal)) : null;
        return mask is not null && (ulong.Parse(mask.AsSpan(Ignored.Length), NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    public void Dispose()
    {
        _killer.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
