using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using MiniTorch.Examples.Optimization;

namespace MiniTorch.Tests;

/// <summary>The report: one file, whole, and harmless whatever stands in it.</summary>
public partial class ReportTests
{
    private const string Evil = "a<b & \"c\" > 'd' </script><script>alert(1)</script> {0}";

    private static readonly string _library = Checkout.Read("examples/Optimization/vendor/plotly.js-dist-min/plotly.min.js");

    private static readonly Lazy<string> _page = new(static () => Written(Everything("first"), Everything("second")));

    [Fact]
    public void It_loads_nothing()
    {
        Assert.Contains(_library.Trim(), _page.Value, StringComparison.Ordinal);
        string own = _page.Value.Replace(_library.Trim(), "", StringComparison.Ordinal);

        Assert.DoesNotMatch(Loading(), own);
        string policy = Policy().Match(own).Groups["policy"].Value;
        Assert.StartsWith("default-src &#39;none&#39;;", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_is_what_its_page_says()
    {
        string path = Path.Combine(Checkout.Root, "examples", "Optimization", "vendor", "plotly.js-dist-min", "plotly.min.js");

        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), Checkout.Read("examples/Optimization/vendor/README.md"), StringComparison.Ordinal);
        Assert.Contains("plotly.js v4.1.2", _library[..200], StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_end_where_they_should()
    {
        Assert.DoesNotContain("</script", _library, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", _library, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Count("<script", _page.Value), Count("</script", _page.Value));
    }

    [Fact]
    public void Every_experiment_has_a_section_an_entry_and_its_verdict()
    {
        foreach (string name in (string[])["first", "second"])
        {
            Assert.Equal(1, Count($"""<section id="{name}" """, _page.Value));
            Assert.Equal(1, Count($"""<a href="#{name}">""", _page.Value));
        }

        Assert.Equal(4, Count("✗ 1 of 2 shown, 1 open", _page.Value)); // in the contents and beside the heading
        Assert.Equal(2, Count("held on 2 of 2 seeds, mean 0.5, 95 % interval", _page.Value));
        Assert.Contains("<strong>2 of 4 shown, 2 open</strong>, in 2 experiments.", _page.Value, StringComparison.Ordinal);
        string[] ids = [.. Ids().Matches(_page.Value.Replace(_library.Trim(), "", StringComparison.Ordinal)).Select(static match => match.Value)];
        Assert.Distinct(ids);
    }

    [Fact]
    public void Whatever_is_said_is_text()
    {
        Assert.DoesNotContain("<script>alert", _page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("a<b &", _page.Value, StringComparison.Ordinal);
        Assert.Contains("<p>a&lt;b &amp; &quot;c&quot; &gt; &#39;d&#39; &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; {0}</p>", _page.Value, StringComparison.Ordinal);
        Assert.Contains("<td>a&lt;b ", _page.Value, StringComparison.Ordinal);
        Assert.Contains("It took 0.", _page.Value, StringComparison.Ordinal);
        Assert.Matches("It took [0-9]+[.][0-9] s", _page.Value);
    }

    [Fact]
    public void Every_chart_is_JSON_beside_its_caption()
    {
        JsonElement[] charts = [.. Data().Matches(_page.Value).Select(static match => JsonDocument.Parse(match.Groups["json"].Value).RootElement)];

        Assert.Equal(2 * Charts().Length, charts.Length);
        Assert.Equal(charts.Length, Count("<figcaption id=", _page.Value));
        Assert.All(charts, static chart => Assert.Equal(Evil, chart.GetProperty("title").GetString()));
        JsonElement line = charts[0].GetProperty("series")[0];
        Assert.Equal("[1,null,0.33333333]", line.GetProperty("y").GetRawText());
        Assert.Equal("dashedLine", line.GetProperty("mark").GetString());
        Assert.True(charts[0].GetProperty("y").GetProperty("isLog").GetBoolean());
    }

    [Fact]
    public void Every_kind_of_chart_is_drawn_by_a_function_of_its_name()
    {
        JsonDerivedTypeAttribute[] kinds = [.. typeof(Chart).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>()];
        string script = Checkout.Read("examples/Optimization/Report/page.js");

        Assert.Equal(
            typeof(Chart).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Chart))).Select(static type => type.Name).Order(),
            kinds.Select(static kind => kind.DerivedType.Name).Order());
        Assert.Equal(kinds.Length, Charts().Select(static chart => chart.GetType()).Distinct().Count());
        Assert.All(kinds, kind => Assert.Contains($"\n    {kind.TypeDiscriminator}(chart", script, StringComparison.Ordinal));
    }

    [Fact]
    public void A_histogram_has_the_area_1_and_all_its_values()
    {
        var histogram = new Histogram("title", new Axis("x"), [new Samples("a", [0, 1, 1, 2, 10]), new Samples("b", [5])], Bins: 5);

        Assert.Equal((0, 2), (histogram.From, histogram.Width));
        Assert.Equal([0.3, 0.1, 0, 0, 0.1], histogram.Densities[0].Heights, static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0, 0, 0.5, 0, 0], histogram.Densities[1].Heights);
        Assert.Equal(1, new Histogram("title", new Axis("x"), [new Samples("a", [3, 3])]).Densities[0].Heights[0]);
    }

    [Fact]
    public void Other_sections_bring_their_style_and_script()
    {
        var exhibit = new Exhibit(Html.Of($"<p>hello</p>"), Html.Verbatim("p > b { color: red }"), Html.Verbatim("console.log(1 < 2);"));
        var section = new Section("more", "More", exhibit.Body) { Exhibit = exhibit };
        using var folder = new TemporaryFolder();

        LectureReport.Write(folder.File("report.html"), [], new LessonSettings(IsSmall: true), section);

        string page = File.ReadAllText(folder.File("report.html"));
        Assert.Contains("""<a href="#more">More</a>""", page, StringComparison.Ordinal);
        Assert.Contains("<script>\nconsole.log(1 < 2);\n</script>", page, StringComparison.Ordinal);
        Assert.Contains("p > b { color: red }", page, StringComparison.Ordinal);
        Assert.Contains("Run with <code>--small</code>", page, StringComparison.Ordinal);
    }

    private static FakeExperiment Everything(string name) => new(
        name, [FakeExperiment.Certain with { Text = Evil, Quantity = Evil }, FakeExperiment.Seeded, FakeExperiment.Open], static lesson =>
        {
            lesson.Measured(FakeExperiment.Certain with { Text = Evil, Quantity = Evil }, 7);
            lesson.Measured(FakeExperiment.Seeded, [0, 1]);
            lesson.Measured(FakeExperiment.Open, double.NaN);
            Array.ForEach(Charts(), lesson.Draw);
            lesson.Show(new Table(Evil, ["name", Evil], [["one", Evil]]));
        });

    private static Chart[] Charts() =>
    [
        new LineChart(Evil, new Axis(Evil), new Axis(Evil, IsLog: true), [new Series(Evil, [1, 2, 3], [1, double.NaN, 1.0 / 3], Mark.DashedLine)])
        {
            AtX = [new Threshold(2, Evil)], AtY = [new Threshold(1, Evil)], Reading = Evil,
        },
        new BarChart(Evil, [Evil], new Axis(Evil), [new BarSeries(Evil, [double.PositiveInfinity]) { Error = [1] }]),
        ContourChart.Of(Evil, new Axis(Evil), new Axis(Evil), (0, 1), (0, 1), static (x, y) => x * y, [new Series(Evil, [0], [1])], points: 3),
        new Histogram(Evil, new Axis(Evil), [new Samples(Evil, [1, 2])]) { Curves = [new Series(Evil, [0], [1])] },
        new HeatMap(Evil, new Axis(Evil), new Axis(Evil), [0, 1], [0], [[double.NaN, 1]]) { Quantity = Evil },
    ];

    private static string Written(params Experiment[] experiments)
    {
        using var folder = new TemporaryFolder();
        var settings = new LessonSettings(Seeds: 2);
        LectureReport.Write(folder.File("report.html"), [.. experiments.Select(experiment => ExperimentResult.Of(experiment, settings))], settings);
        return File.ReadAllText(folder.File("report.html"));
    }

    private static int Count(string part, string text) => text.Split(part).Length - 1;

    [GeneratedRegex("""<link|@import|url\(|\bsrc=|href="[^#]|https?://(?!www[.]w3[.]org/2000/svg")""")]
    private static partial Regex Loading();

    [GeneratedRegex("""http-equiv="Content-Security-Policy" content="(?<policy>[^"]*)">""", RegexOptions.ExplicitCapture)]
    private static partial Regex Policy();

    [GeneratedRegex(""" id="[^"]*">?""")]
    private static partial Regex Ids();

    [GeneratedRegex("""<script type="application/json">(?<json>.*?)</script>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Data();
}
