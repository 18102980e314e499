using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MiniTorch.Tests.Examples;

/// <summary>What a training run shows, writes and repeats.</summary>
public sealed partial class CsvTrainingTests : IDisposable
{
    private readonly TableFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Without_arguments_the_table_beside_the_program_is_learned()
    {
        Finished run = Run("--epochs", "6", "--metrics", "metrics.json");

        Assert.EndsWith("breast_cancer.csv", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains("          569 rows, 30 features", run.Lines);
        Assert.Contains(" 1  mean_radius              number             0        6.981 to 28.11, mean 14.1273", run.Lines);
        Assert.Contains("31  diagnosis                target, 2 classes  0        'benign', 'malignant'", run.Lines);
        Assert.Contains("Classes   benign (357), malignant (212)", run.Lines);
        Assert.Contains("Split     455 rows to train, 114 to validate (classes in proportion, seed 0)", run.Lines);
        Assert.Contains($"Model     {(31 * 64) + (65 * 32) + (33 * 2):N0} parameters", run.Lines);
        Assert.Contains("Epoch  Train loss  Validation loss  Accuracy       lr", run.Lines);
        Assert.Equal(["1", "2", "3", "4", "5", "6"], Epochs(run.Lines));
        Assert.True(File.Exists(_data.File("breast_cancer.safetensors")));
        Assert.DoesNotContain('\e', run.Output);
        Assert.All(run.Lines, static line => Assert.Equal(line.TrimEnd(), line));
        int split = Array.FindIndex(run.Lines, static line => line.StartsWith("Split ", StringComparison.Ordinal));
        Assert.All(
            run.Lines[split..].Where(static line => !line.Contains("safetensors", StringComparison.Ordinal)),
            static line => Assert.InRange(line.Length, 0, 80));

        JsonElement[] lines = Metrics();
        Assert.Equal(7, lines.Length);
        Assert.All(lines[..6], static line => Assert.Equal(
            ["epoch", "train_loss", "validation_loss", "accuracy", "lr", "seconds"], line.EnumerateObject().Select(static p => p.Name)));
        Assert.Equal(["best_epoch", "accuracy", "linear_accuracy", "seconds"], lines[6].EnumerateObject().Select(static p => p.Name));
        double accuracy = lines[6].GetProperty("accuracy").GetDouble(), linear = lines[6].GetProperty("linear_accuracy").GetDouble();
        Assert.InRange(accuracy, 0.9, 1);
        Assert.Equal(lines[lines[6].GetProperty("best_epoch").GetInt32() - 1].GetProperty("accuracy").GetDouble(), accuracy);
        Assert.Contains($"{"Accuracy",-20}  {accuracy,10:0.00%}  {linear,10:0.00%}", run.Lines);
        Assert.Contains($"{"",-20}  {"Network",10}  {"Linear",10}", run.Lines);
        string[] figures = ["F1, mean of classes", "ROC AUC", "Log loss"];
        Assert.All(figures, figure => Assert.Contains(run.Lines, line => Regex.IsMatch(line, $@"^{figure} +\d\.\d{{4}} +\d\.\d{{4}}$")));
    }

    [Fact]
    public void Training_ends_early_when_the_validation_loss_no_longer_falls_and_the_rate_follows_a_cosine()
    {
        Run(TableFolder.Iris, "--target", "species", "--epochs", "200", "--patience", "3", "--lr", "0.1", "--metrics", "metrics.json");

        JsonElement[] lines = Metrics();
        double[] losses = [.. lines[..^1].Select(static line => line.GetProperty("validation_loss").GetDouble())];
        Assert.InRange(losses.Length, 4, 199);
        int best = Array.IndexOf(losses, losses.Min()) + 1;
        Assert.Equal((best, best + 3), (lines[^1].GetProperty("best_epoch").GetInt32(), losses.Length));
        Assert.All(lines[..^1].Index(), static line => Assert.Equal(
            0.05 * (1 + Math.Cos(Math.PI * line.Index / 200)), line.Item.GetProperty("lr").GetDouble(), 1e-12));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Folds_are_reported_each_with_their_mean(bool isClassification)
    {
        string[] table = isClassification ? [TableFolder.Iris, "--target", "species"] : [TableFolder.Diabetes, "--target", "progression"];
        string key = isClassification ? "accuracy" : "r2", format = isClassification ? "0.00%" : "0.0000";

        Finished run = Run([.. table, "--folds", "3", "--epochs", "4", "--lr", "0.02", "--metrics", "metrics.json"]);

        JsonElement[] lines = Metrics();
        Assert.Equal(["1", "2", "3", "mean"], lines.Select(static line => line.GetProperty("fold").GetString()));
        foreach (string name in (string[])[key, $"linear_{key}"])
        {
            double[] figures = [.. lines.Select(line => line.GetProperty(name).GetDouble())];
            Assert.Equal(figures[..3].Average(), figures[3], 1e-12);
            Assert.InRange(figures[3], isClassification ? 0.8 : 0.3, 1);
        }

        string Figures(int line) => $"{lines[line].GetProperty(key).GetDouble().ToString(format, null),10}  {lines[line].GetProperty($"linear_{key}").GetDouble().ToString(format, null),10}";
        Assert.All(Enumerable.Range(0, 3), fold => Assert.Contains(run.Lines, line => Regex.IsMatch(line, $@"^   {fold + 1} +[1-4]  {Regex.Escape(Figures(fold))} +\d+\.\d s$")));
        Assert.Contains($"{(isClassification ? "Accuracy" : "R²"),-20}  {Figures(3)}", run.Lines);
        Assert.Contains(run.Lines, static line => line.StartsWith("± between folds  ", StringComparison.Ordinal));
        Assert.Equal([_data.File("metrics.json")], Directory.GetFiles(_data.Path));
    }

    [Fact]
    public void Figures_and_model_depend_on_the_seed_and_not_on_the_threads()
    {
        (string Figures, byte[] Model) Train(params string[] options)
        {
            Run([TableFolder.Iris, "--target", "species", "--epochs", "3", "--metrics", "metrics.json", "--model", "model", .. options]);
            string[] lines = File.ReadAllLines(_data.File("metrics.json"));
            return (string.Join('\n', lines.Select(static line => line.Split(",\"seconds\":")[0])), File.ReadAllBytes(_data.File("model")));
        }

        (string figures, byte[] model) = Train("--threads", "1");

        (string otherFigures, byte[] otherModel) = Train("--threads", "3");
        Assert.Equal(figures, otherFigures);
        Assert.Equal(model, otherModel);
        Assert.NotEqual(figures, Train("--threads", "1", "--seed", "1").Figures);
    }

    [Fact]
    public void A_table_as_spreadsheets_write_it_is_the_same_table()
    {
        string[] columns = ["size", "weight", "colour", "kind"];
        _data.Write("plain.csv", columns);
        _data.WriteQuoted("quoted.csv", columns);
        string[] Train(string table) => Run(table, "--target", "kind", "--epochs", "2", "--model", "model").Lines[1..];

        Assert.Equal(Train("plain.csv"), Train("quoted.csv"));
    }

    [Theory]
    [InlineData("--epochs 20", @"^ +[\d,]+ epochs/s ━+ +\d+% \S+$")]
    [InlineData("--epochs 20 --folds 2", @"^fold \d of 2 ━+ +\d+% \S+$")]
    public void On_a_terminal_there_is_a_bar_under_the_lines(string options, string bar)
    {
        if (!File.Exists("/usr/bin/script"))
        {
            return; // nothing here provides a terminal
        }

        Finished run = Example.Csv.RunOnTerminal(80, [TableFolder.Iris, "--target", "species", "--model", _data.File("model"), .. options.Split(' ')]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] seen = [.. run.Output.Split('\r', '\n').Select(static line => Escape().Replace(line, ""))];
        Assert.Contains(seen, line => Regex.IsMatch(line, bar));
        Assert.DoesNotContain(seen, static line => line.Contains("0 rows ━", StringComparison.Ordinal));
        Assert.All(seen, static line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(
            options.Contains("folds", StringComparison.Ordinal) ? [] : Enumerable.Range(1, 20).Select(static epoch => epoch.ToString(CultureInfo.InvariantCulture)),
            Epochs(seen));
        Assert.True(
            run.Output.LastIndexOf("\e[?25h", StringComparison.Ordinal) > run.Output.LastIndexOf("\e[?25l", StringComparison.Ordinal),
            "The cursor is hidden at the end.");
    }

    [Fact]
    public void Help_lists_every_option_and_the_command_that_predicts()
    {
        Finished help = Run("--help");

        string[] options =
        [
            "<FILE.csv>", "--target <NAME>", "--task <NAME>", "--exclude <NAME,NAME,...>", "--validation <P>", "--folds <K>", "--hidden <N,N,...>",
            "--dropout <P>", "--epochs <N>", "--patience <N>", "--batch-size <N>", "--lr <X>", "--weight-decay <X>", "--seed <N>", "--threads <N>",
            "--metrics <FILE>", "--model <FILE>", "--header <NAME>", "--delimiter <C>", "--decimal-comma", "--missing <RULE>",
            "predict <MODEL> <FILE.csv>", "Exit codes: 0 done, 2 bad input, 130 interrupted",
        ];
        Assert.All(options, option => Assert.Contains(option, help.Output, StringComparison.Ordinal));
    }

    private Finished Run(params IEnumerable<string> arguments)
    {
        Finished run = Example.Csv.RunIn(_data.Path, arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }

    private JsonElement[] Metrics() => [.. File.ReadLines(_data.File("metrics.json")).Select(static line => JsonDocument.Parse(line).RootElement)];

    private static IEnumerable<string> Epochs(IEnumerable<string> lines) =>
        lines.Select(static line => EpochLine().Match(line)).Where(static match => match.Success).Select(static match => match.Groups["epoch"].Value);

    [GeneratedRegex(@"^ +(?<epoch>\d+) +\d+\.\d{4} +\d+\.\d{4} +\d+\.\d\d% +\d\.\d\de-\d+(  best)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex EpochLine();

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escape();
}
