using System.Text.RegularExpressions;

namespace MiniTorch.Tests.Examples;

/// <summary>What a person is shown.</summary>
public sealed partial class MnistOutputTests : IDisposable
{
    private static readonly string[] _options =
    [
        "--data <DIR>", "--epochs <N>", "--batch-size <N>", "--lr <X>", "--optimizer <NAME>", "--hidden <N,N,...>", "--dropout <P>",
        "--seed <N>", "--threads <N>", "--limit <N>", "--metrics <FILE>", "--help",
    ];

    private readonly DigitFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Help_lists_every_option_with_its_default_and_the_exit_codes()
    {
        Finished help = Example.Mnist.Run("--help");

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.All(_options, option => Assert.Contains(option, help.Output, StringComparison.Ordinal));
        string[] defaults = ["the MNIST beside the program", "5", "128", "0.001; sgd: 0.1", "adam", "256,128", "0", "one a core"];
        Assert.All(defaults, value => Assert.Contains($"[default: {value}]", help.Output, StringComparison.Ordinal));
        Assert.Contains("0 trained, 1 the loss is no longer a number, 2 bad input, 130 interrupted", help.Output, StringComparison.Ordinal);
        Assert.Contains("Ctrl-C", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_shows_data_model_epochs_confusion_and_where_the_time_went()
    {
        Finished run = Example.Mnist.Run(
            "--data", _data.Path, "--epochs", "3", "--hidden", "16,12", "--batch-size", "50", "--seed", "4", "--threads", "2");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("200 training and 50 test images of 8×8", run.Output, StringComparison.Ordinal);
        int parameters = (64 * 16) + 16 + (16 * 12) + 12 + (12 * 10) + 10;
        Assert.Contains($"Model     {parameters:N0} parameters", run.Output, StringComparison.Ordinal);
        Assert.Contains("Linear(in_features=64, out_features=16, bias=True)", run.Output, StringComparison.Ordinal);
        Assert.Contains("Training  adam, batches of 50, seed 4, threads: 2", run.Lines);
        Assert.Contains("Epoch  Train loss  Test loss  Test accuracy       lr    Time", run.Lines);
        IEnumerable<Match> epochs = run.Lines.Select(static line => EpochLine().Match(line)).Where(static match => match.Success);
        Assert.Equal(["1", "2", "3"], epochs.Select(static match => match.Groups["epoch"].Value));
        Assert.Equal(9, run.Lines.Count(static line => ProgressLine().IsMatch(line)));

        string[] phases = ["Files", "Batches", "Forward", "Backward", "Optimizer", "Evaluation", "Other", "Total"];
        int times = Array.IndexOf(run.Lines, "Where the time went");
        Assert.Equal(phases, run.Lines[(times + 1)..(times + 9)].Select(static line => line.Trim().Split(' ')[0]));
    }

    [Theory]
    [InlineData("3", new string[0], 3)]
    [InlineData("3", new[] { "--threads", "2" }, 2)]
    public void The_environment_sets_the_number_of_threads_unless_an_option_does(string variable, string[] options, int expected)
    {
        Finished run = Example.Mnist.RunIn(
            null, ["--data", _data.Path, "--epochs", "1", "--hidden", "8", .. options], environment => environment["MINITORCH_NUM_THREADS"] = variable);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"threads: {expected}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_confusion_counts_every_test_image_and_agrees_with_the_accuracy()
    {
        Finished run = Example.Mnist.Run("--data", _data.Path, "--epochs", "2", "--hidden", "16");

        int title = Array.IndexOf(run.Lines, "Confusion: digit (row) read as (column)");
        int[][] rows = [.. run.Lines[(title + 2)..(title + 12)].Select(Numbers)];
        Assert.Equal(Enumerable.Range(0, 10), rows.Select(static row => row[0]));
        Assert.All(rows, static row => Assert.Equal(5, row[1..].Sum()));
        int right = rows.Sum(static row => row[1 + row[0]]);
        Assert.Contains($"{right} of 50 test images read right: {right / 50.0:0.00%}", run.Lines);
    }

    [Fact]
    public void Redirected_output_is_plain_lines_of_at_most_eighty_columns()
    {
        Finished run = Example.Mnist.RunIn(
            _data.Path,
            ["--data", ".", "--epochs", "2", "--hidden", "16"],
            static environment => (environment["TERM"], environment["COLORTERM"]) = ("xterm-256color", "truecolor"));

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain('\e', run.Output);
        Assert.DoesNotContain('\r', run.Output);
        Assert.DoesNotContain('\b', run.Output);
        Assert.All(run.Lines, static line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), line));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void On_a_terminal_a_bar_shows_loss_images_a_second_and_the_time_left(int columns)
    {
        if (!File.Exists("/usr/bin/script"))
        {
            return; // nothing here provides a terminal
        }

        using DigitFolder data = new(train: 5000);

        Finished run = Example.Mnist.RunOnTerminal(columns, "--data", data.Path, "--epochs", "2", "--hidden", "16", "--batch-size", "1");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] seen = [.. run.Output.Split('\r', '\n').Select(static line => Escape().Replace(line, ""))];
        Assert.Contains(seen, static line => Bar().IsMatch(line));
        Assert.All(seen, line => Assert.InRange(line.Length, 0, columns));
        Assert.Equal(2, seen.Count(static line => EpochLine().IsMatch(line)));
        Assert.True(
            run.Output.LastIndexOf("\e[?25h", StringComparison.Ordinal) > run.Output.LastIndexOf("\e[?25l", StringComparison.Ordinal),
            "The cursor is hidden at the end.");
    }

    [Fact]
    public void The_data_set_is_named_before_it_is_read()
    {
        _data.WriteLabels(DigitFolder.TestLabels, 49);

        Finished run = Example.Mnist.RunIn(_data.Path, ["--data", "."]);

        Assert.Equal("Data      .\n", run.Output);
    }

    private static int[] Numbers(string row) =>
        [.. row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static cell => cell == "·" ? 0 : int.Parse(cell))];

    [GeneratedRegex(@"^ +(?<epoch>\d+) +\d\.\d{4} +\d\.\d{4} +\d+\.\d\d% +\d\.\d\de-\d+ +\d+\.\d s$", RegexOptions.ExplicitCapture)]
    private static partial Regex EpochLine();

    [GeneratedRegex(@"^ +\d+ +\d\.\d{4} +[\d,]+ images/s +\d+%$")]
    private static partial Regex ProgressLine();

    [GeneratedRegex(@"^ +\d+ +\d\.\d{4} +[\d,]+ images/s ━+ +\d+% \S+$")]
    private static partial Regex Bar();

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escape();
}
