using System.Text.Json;
using MiniTorch.Examples;
using MiniTorch.Examples.Optimization;
using Spectre.Console;
using Table = MiniTorch.Examples.Optimization.Table;

namespace MiniTorch.Tests;

/// <summary>A run from the claims to the exit code, as it is printed and written.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    private string Report => _folder.File("report.html");

    private string Metrics => _folder.File("metrics.json");

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void A_run_that_shows_all_it_should_ends_with_0()
    {
        var open = new FakeExperiment("second", [FakeExperiment.Open], static lesson => lesson.Measured(FakeExperiment.Open, 3));

        Assert.Equal(0, Run(FakeExperiment.Measuring("first", 1), open));

        Assert.Contains("All claims that should hold are shown.", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1. not shown: 3 (claimed > 4)", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("""<section id="second" """, File.ReadAllText(Report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_should_hold_and_does_not_ends_the_run_with_1_after_the_others_have_run()
    {
        Assert.Equal(1, Run(FakeExperiment.Measuring("first", 2), FakeExperiment.Measuring("second", 1)));

        Assert.Contains("1. not shown: 2 (claimed < 2)", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Not shown, though it should be: first\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1. shown: 1 (claimed < 2)", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_experiment_that_fails_ends_the_run_with_1_after_the_others_have_run()
    {
        var broken = new FakeExperiment("first", [FakeExperiment.Certain], static _ => throw new InvalidOperationException("it broke [here]"));

        Assert.Equal(1, Run(broken, FakeExperiment.Measuring("second", 1)));

        Assert.Contains("failed: it broke [here]", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1. shown: 1", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("it broke [here]", File.ReadAllText(Report), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_run_reports_what_was_run_and_ends_with_130()
    {
        var interrupted = new FakeExperiment("second", [FakeExperiment.Certain], static _ => throw new OperationCanceledException());

        Assert.Equal(130, Run(FakeExperiment.Measuring("first", 1), interrupted, FakeExperiment.Measuring("third", 1)));

        string report = File.ReadAllText(Report);
        Assert.Contains("""<section id="first" """, report, StringComparison.Ordinal);
        Assert.DoesNotContain("""<section id="third" """, report, StringComparison.Ordinal);
        Assert.Contains("Interrupted after 1 of 3 experiments.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_are_printed_before_they_are_measured()
    {
        string printed = "";
        var experiment = new FakeExperiment("first", [FakeExperiment.Certain], lesson =>
        {
            printed = _output.ToString();
            lesson.Measured(FakeExperiment.Certain, 1);
        });

        Run(experiment);

        Assert.Contains("first: Title of first (1 of 1)", printed, StringComparison.Ordinal);
        Assert.Contains("1. One is less than two", printed, StringComparison.Ordinal);
        Assert.Contains("one < 2", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_are_printed_with_aligned_columns()
    {
        var experiment = new FakeExperiment("first", [FakeExperiment.Certain], static lesson =>
        {
            lesson.Measured(FakeExperiment.Certain, 1);
            lesson.Show(new Table("A [table]", ["name", "n"], [["one", "1"], ["two or more", "1,000"]]));
        });

        Run(experiment);

        Assert.Contains("  A [table]\n    name             n\n    one              1\n    two or more  1,000\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_have_a_line_a_claim_with_figures_and_verdict()
    {
        var seeded = new FakeExperiment("second", [FakeExperiment.Seeded, FakeExperiment.Certain], static lesson =>
        {
            lesson.Measured(FakeExperiment.Seeded, [.. lesson.Seeds.Select(static seed => seed == 0 ? double.NaN : seed / 3.0)]);
            lesson.Measured(FakeExperiment.Certain, 5);
        });

        Run(FakeExperiment.Measuring("first", 1), seeded);

        JsonElement[] lines = [.. File.ReadAllLines(Metrics).Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["first", "second", "second"], lines.Select(static line => line.GetProperty("experiment").GetString()));
        Assert.Equal(["shown", "not shown", "not shown"], lines.Select(static line => line.GetProperty("verdict").GetString()));
        Assert.Equal("[null,0.3333333333333333]", lines[1].GetProperty("figures").GetRawText());
        Assert.Equal((1, JsonValueKind.Null), (lines[1].GetProperty("held_on").GetInt32(), lines[1].GetProperty("mean").ValueKind));
        Assert.Equal((2, "<", 1), (lines[0].GetProperty("bound").GetDouble(), lines[0].GetProperty("relation").GetString(), lines[0].GetProperty("mean").GetDouble()));
    }

    [Fact]
    public void Files_that_cannot_be_written_are_known_beforehand()
    {
        Experiment[] none = [new FakeExperiment("first", [], static _ => Assert.Fail("it ran"))];
        var options = new LectureOptions { ReportFile = _folder.File("no/report.html") };

        Assert.Throws<BadInputException>(() => new Session(options, none, Open()));
        Assert.Throws<BadInputException>(() => new Session(options with { ReportFile = _folder.Path }, none, Open()));
        Assert.Throws<BadInputException>(() => new Session(options with { ReportFile = Report, MetricsFile = _folder.File("no/m.json") }, none, Open()));
        Assert.Throws<BadInputException>(() => new Session(options with { ReportFile = Report, MetricsFile = Report }, none, Open()));
    }

    private int Run(params Experiment[] experiments)
    {
        using var session = new Session(new LectureOptions { ReportFile = Report, MetricsFile = Metrics, Seeds = 2 }, experiments, Open());
        return session.Run();
    }

    private IAnsiConsole Open()
    {
        _output.NewLine = "\n";
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(_output),
        });
    }
}
