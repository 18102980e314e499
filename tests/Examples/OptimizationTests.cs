using System.Text.Json;

namespace MiniTorch.Tests.Examples;

/// <summary>The lecture as a program: what it prints, writes and ends with.</summary>
public sealed class OptimizationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lecture").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void List_has_one_line_an_experiment_and_so_has_the_program_alone()
    {
        Finished list = Example.Optimization.Run("list"), alone = Example.Optimization.Run();

        Assert.Equal((0, "", 0, ""), (list.ExitCode, list.Error, alone.ExitCode, alone.Error));
        Assert.All(list.Lines[..^1], static line => Assert.Matches("^[a-z0-9-]+ +[^ ]", line));
        Assert.Contains("learning-rate", list.Output, StringComparison.Ordinal);
        Assert.Contains(list.Output, alone.Output, StringComparison.Ordinal);
        Assert.Contains("-- all", alone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_states_measures_and_writes_its_report_where_it_is()
    {
        Finished run = Example.Optimization.RunIn(_folder, ["run", "learning-rate"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.True(
            run.Output.IndexOf("At 1/λ one step is enough", StringComparison.Ordinal) < run.Output.IndexOf("3. shown: 0 (claimed ≤ 1e−15)", StringComparison.Ordinal),
            run.Output);
        Assert.Contains("All claims that should hold are shown.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Report    optimization.html", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
        string report = File.ReadAllText(Path.Combine(_folder, "optimization.html"));
        Assert.Contains("""<section id="learning-rate" """, report, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_it_has_colours_and_the_same_words()
    {
        Finished run = Example.Optimization.RunOnTerminal(60, "run", "learning-rate", "--small", "--report", Path.Combine(_folder, "report.html"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains('\u001b', run.Output);
        Assert.Contains("All claims that should hold are shown.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_do_not_depend_on_the_number_of_threads()
    {
        string one = Metrics("1"), three = Metrics("3");

        Assert.Equal(one, three);
        Assert.All(one.TrimEnd().Split('\n'), static line => Assert.Equal("shown", JsonDocument.Parse(line).RootElement.GetProperty("verdict").GetString()));

        string Metrics(string threads)
        {
            string file = Path.Combine(_folder, "metrics.json");
            Finished run = Example.Optimization.RunIn(_folder, ["run", "learning-rate", "--small", "--seeds", "2", "--threads", threads, "--metrics", file]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            return File.ReadAllText(file);
        }
    }

    [Theory]
    [InlineData("run lerning-rat", "there is no experiment 'lerning-rat'; the nearest: learning-rate")]
    [InlineData("run", "NAME")]
    [InlineData("all --seeds 0", "--seeds must be a whole number above 0; got '0'")]
    [InlineData("all --threads x", "--threads must be a whole number above 0; got 'x'")]
    [InlineData("run learning-rate --report no/such/report.html", "--report: 'no/such/report.html' cannot be written")]
    [InlineData("run learning-rate --metrics no/such/metrics.json", "--metrics: 'no/such/metrics.json' cannot be written")]
    [InlineData("run learning-rate --metrics same --report same", "--metrics: 'same' is where the report goes")]
    [InlineData("lists", "lists")]
    public void Bad_input_is_one_line_and_2(string arguments, string expected) =>
        Example.Optimization.RunIn(_folder, arguments.Split(' ')).AssertRefused("optimization", expected);
}
