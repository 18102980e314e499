using System.CommandLine;
using System.Diagnostics;
using MiniTorch.Data;

namespace MiniTorch.Benchmarks;

/// <summary><c>csv</c>: makes a large table, and reads one as a training program would: how fast, and with how much memory.</summary>
internal static class CsvCommand
{
    private const int Columns = 20;
    private const double MB = 1e6;

    public static Command Create() => new("csv", "A large CSV file: made, and loaded as tensors; speed and peak memory") { Make(), Load() };

    private static Command Make()
    {
        var file = new Argument<string>("file");
        Option<int> size = CountOption.Of("--megabytes", "Size of the file in millions of bytes", 200);
        var command = new Command("make", "Writes a table of 20 columns of numbers and a target of three classes") { file, size };
        command.SetAction(result => Write(result.GetValue(file)!, result.GetValue(size) * (long)MB));
        return command;
    }

    private static Command Load()
    {
        var file = new Argument<string>("file");
        var command = new Command("load", "Loads a table whose last column is the target") { file };
        command.SetAction(result => Measure(result.GetValue(file)!));
        return command;
    }

    private static void Write(string path, long size)
    {
        var generator = new Generator(0L);
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', Enumerable.Range(0, Columns).Select(static i => $"x{i}").Append("class")));
        string[] classes = ["red", "green", "blue"];
        while (writer.BaseStream.Position < size)
        {
            float[] values = Tensor.Randn([1000, Columns], generator: generator).ToArray<float>();
            for (int row = 0; row < 1000; row++)
            {
                for (int i = 0; i < Columns; i++)
                {
                    writer.Write(FormattableString.Invariant($"{values[(row * Columns) + i]:F6},"));
                }

                writer.WriteLine(classes[row % classes.Length]);
            }
        }
    }

    private static void Measure(string path)
    {
        double size = new FileInfo(path).Length;
        long start = Stopwatch.GetTimestamp();
        CsvTable table = CsvTable.Load(path, new CsvOptions { Target = ^1 });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        double peak = process.PeakWorkingSet64;
        double floats = sizeof(float) * (double)table.Features.Count;
        Console.WriteLine(
            $"{size / MB:N0} MB, {table.RowCount:N0} rows of {table.Features.Shape[1]} features: {seconds:N1} s, {size / MB / seconds:N0} MB/s");
        Goal.Print($"peak of the process {peak / MB:N0} MB / float32 {floats / MB:N0} MB", peak / floats, 1.5);
    }
}
