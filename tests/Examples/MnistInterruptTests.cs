using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MiniTorch.Tests.Examples;

/// <summary>Ctrl-C: the first ends training after the batch, the second the program.</summary>
public sealed partial class MnistInterruptTests : IDisposable
{
    private const int Interrupted = 130;
    private const int Images = 20_000;

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
        using Example example = Example.Start(
            "--data", _data.Path, "--epochs", "3", "--batch-size", "1", "--hidden", "16", "--metrics", metrics);
        example.WaitForLine(static line => line.EndsWith(" 25%", StringComparison.Ordinal));
        example.Interrupt();

        Finished run = example.Finish();

        Assert.Equal((Interrupted, ""), (run.ExitCode, run.Error));
        Match told = Told().Match(run.Output);
        Assert.InRange(int.Parse(told.Groups["steps"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), Images / 4, Images - 1);
        Assert.Contains("of 50 test images read right", run.Output, StringComparison.Ordinal);
        Assert.Contains("Where the time went", run.Lines);
        JsonElement partial = JsonDocument.Parse(File.ReadAllText(metrics)).RootElement;
        Assert.Equal(1, partial.GetProperty("epoch").GetInt32());
        Assert.True(partial.GetProperty("train_loss").GetDouble() > 0);
    }

    [Fact]
    public void Ctrl_C_before_the_first_batch_ends_without_figures()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Example example = Example.Start("--data", _data.Path, "--epochs", "1", "--batch-size", "1", "--hidden", "4000,4000");
        example.WaitForLine(static line => line.Contains("training and", StringComparison.Ordinal));
        example.Interrupt();

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

        // three batches, each of which takes far longer than two signals
        using Example example = Example.Start(
            "--data", _data.Path, "--limit", "9000", "--epochs", "1", "--batch-size", "3000", "--hidden", "2000,2000");
        example.WaitForLine(static line => line.EndsWith(" 33%", StringComparison.Ordinal));
        example.Interrupt();
        example.Interrupt();

        Finished run = example.Finish();

        Assert.Equal((Interrupted, ""), (run.ExitCode, run.Error));
        Assert.EndsWith(" 33%\n", run.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^Interrupted after (?<steps>[\d,]+) steps; what was learned so far:$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Told();
}
