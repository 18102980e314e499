using System.Text.Json;
using System.Text.RegularExpressions;

namespace MiniTorch.Tests.Examples;

/// <summary>Ctrl-C: what was learned so far is reported and saved.</summary>
public sealed partial class CsvInterruptTests : IDisposable
{
    private const int Interrupted = 130;

    private readonly TableFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Ctrl_C_ends_after_an_epoch_with_what_was_learned_so_far()
    {
        Finished run = Interrupt(static line => line.EndsWith("best", StringComparison.Ordinal));

        int epoch = int.Parse(Told().Match(run.Output).Groups["epoch"].Value, System.Globalization.NumberStyles.AllowThousands, null);
        Assert.Contains(run.Lines, static line => line.StartsWith("Accuracy  ", StringComparison.Ordinal));
        Assert.True(File.Exists(_data.File("model")));
        string[] lines = File.ReadAllLines(_data.File("metrics.json"));
        Assert.Equal(epoch + 1, lines.Length);
        Assert.InRange(JsonDocument.Parse(lines[^1]).RootElement.GetProperty("best_epoch").GetInt32(), 1, epoch);
    }

    [Fact]
    public void Ctrl_C_in_the_first_fold_gives_no_mean_of_a_network_half_trained()
    {
        Finished run = Interrupt(static line => line.StartsWith("Fold  ", StringComparison.Ordinal), "--folds", "3");

        Assert.Contains("Interrupted in fold 1 of 3", run.Lines);
        Assert.DoesNotContain("Mean", run.Output, StringComparison.Ordinal);
        Assert.Equal("", File.ReadAllText(_data.File("metrics.json")));
    }

    private Finished Interrupt(Func<string, bool> when, params string[] options)
    {
        Assert.False(OperatingSystem.IsWindows(), "There a program cannot send Ctrl-C to another one.");
        using RunningExample example = Example.Csv.Start(
        [
            TableFolder.Iris, "--target", "species", "--epochs", "1000000", "--patience", "1000000", "--model", _data.File("model"),
            "--metrics", _data.File("metrics.json"), .. options,
        ]);
        example.WaitForLine(when);
        example.Interrupt();

        Finished run = example.Finish();

        Assert.Equal((Interrupted, ""), (run.ExitCode, run.Error));
        Assert.Contains("Ending after this epoch; Ctrl-C again ends at once.", run.Lines);
        return run;
    }

    [GeneratedRegex("^Interrupted after epoch (?<epoch>[0-9,]+); what was learned so far:$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Told();
}
