using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MiniTorch.Tests.Examples;

/// <summary>Ctrl-C: the first ends training after the batch, the second the program.</summary>
public sealed partial class MnistInterruptTests : IDisposable
{
    private const int Interrupted = 130;
    private const int Images = 20_000;
    private const string Ending = "Ending after this batch; Ctrl-C again ends at once.";

    private readonly DigitFolder _data = new(Images);

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Ctrl_C_ends_after_a_batch_with_what_was_learned_so_far()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // there a program cannot send it to another one
        }

        string metrics = _data.File("metrics.json");
        using RunningExample example = Example.Mnist.Start(
            "--data", _data.Path, "--epochs", "1000", "--batch-size", "1", "--hidden", "16", "--metrics", metrics);
        example.WaitForLine(static line => line.EndsWith(" 25%", StringComparison.Ordinal));
        example.Interrupt();

        Finished run = example.Finish();

        Assert.Equal((Interrupted, ""), (run.ExitCode, run.Error));
        Match told = Told().Match(run.Output);
        int steps = int.Parse(told.Groups["steps"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Assert.InRange(steps, Images / 4, (1000 * Images) - 1);
        Assert.Contains("of 50 test images read right", run.Output, StringComparison.Ordinal);
        Assert.Contains("Where the time went", run.Lines);
        string[] lines = File.ReadAllLines(metrics);
        Assert.Equal((steps + Images - 1) / Images, lines.Length); // the unfinished epoch's too
        JsonElement last = JsonDocument.Parse(lines[^1]).RootElement;
        Assert.Equal(lines.Length, last.GetProperty("epoch").GetInt32());
        Assert.True(last.GetProperty("train_loss").GetDouble() > 0);
    }

    [Fact]
    public void Ctrl_C_before_the_first_batch_ends_without_figures()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // reading a named pipe lasts until the labels are written to it
        string labels = _data.File(DigitFolder.TrainLabels);
        byte[] content = File.ReadAllBytes(labels);
        File.Delete(labels);
        Process.Start("mkfifo", [labels]).WaitForExit();
        using RunningExample example = Example.Mnist.Start("--data", _data.Path, "--epochs", "1", "--hidden", "3000,3000");
        example.WaitForLine(static line => line.StartsWith("Data ", StringComparison.Ordinal));
        example.Interrupt();
        example.WaitForLine(static line => line == Ending);
        File.WriteAllBytes(labels, content);

        Finished run = example.Finish();

        Assert.Equal((Interrupted, ""), (run.ExitCode, run.Error));
        Assert.Contains("Interrupted before the first step.", run.Lines);
        Assert.DoesNotContain("Confusion", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_Ctrl_C_ends_at_once()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // an evaluation that takes far longer than two signals
        using DigitFolder data = new(train: 8, test: 60_000);
        using RunningExample example = Example.Mnist.Start("--data", data.Path, "--epochs", "1", "--batch-size", "2", "--hidden", "3000,3000");
        example.WaitForLine(static line => line.EndsWith(" 75%", StringComparison.Ordinal));
        example.Interrupt();
        example.WaitForLine(static line => line == Ending);
        example.Interrupt();

        Finished run = example.Finish();

        Assert.Equal((Interrupted, ""), (run.ExitCode, run.Error));
        Assert.EndsWith(Ending + "\n", run.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"^Interrupted after (?<steps>[\d,]+) steps; what was learned so far:$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Told();
}
