using System.Diagnostics;

namespace MiniTorch.Tests.Examples;

/// <summary>A process of its own with its output redirected.</summary>
internal sealed class RunningExample : IDisposable
{
    // far above what any run takes: one that hangs ends in a failed test
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Timer _killer;
    private readonly Task<string> _error;
    private readonly List<string> _read = [];

    public RunningExample(string program, IEnumerable<string> arguments, string? folder, Action<IDictionary<string, string?>>? environment)
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
