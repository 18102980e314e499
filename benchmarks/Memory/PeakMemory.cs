using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace MiniTorch.Benchmarks;

/// <summary>The most memory that a process of its own needs for so many steps, in bytes, the runtime included.</summary>
internal static class PeakMemory
{
    private const string Name = "peak";

    public static long Measure(int batch, int steps, bool scoped, int threads)
    {
        string[] arguments = [Name, $"{batch}", $"{steps}", $"{scoped}", $"{threads}"];
        string host = Environment.ProcessPath!;
        bool isDotnet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var start = new ProcessStartInfo(host, isDotnet ? ["exec", typeof(PeakMemory).Assembly.Location, "memory", .. arguments] : ["memory", .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        string peak = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return long.Parse(peak, CultureInfo.InvariantCulture);
    }

    /// <summary>The command that such a process runs.</summary>
    public static Command Create()
    {
        var batch = new Argument<int>("batch");
        var steps = new Argument<int>("steps");
        var scoped = new Argument<bool>("scoped");
        var threads = new Argument<int>("threads");
        var command = new Command(Name) { batch, steps, scoped, threads };
        command.Hidden = true;
        command.SetAction(result =>
        {
            Workers.Count = result.GetValue(threads);
            var mlp = new Mlp(result.GetValue(batch));
            Action step = result.GetValue(scoped) ? mlp.Scoped : mlp.Unscoped;
            for (int i = result.GetValue(steps); i > 0; i--)
            {
                step();
            }

            using var process = Process.GetCurrentProcess();
            Console.WriteLine(process.PeakWorkingSet64);
        });
        return command;
    }
}
