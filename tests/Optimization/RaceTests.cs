using System.Globalization;
using System.Text.Json.Nodes;
using MiniTorch.Examples.Optimization;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>The race's data, and the race as it is played in a browser.</summary>
public sealed class RaceTests
{
    [Fact]
    public void The_two_wells_have_the_global_minimum_on_the_left()
    {
        Surface wells = Surfaces.All.Single(static surface => surface.Name == "two-wells");
        double left = Height(wells, wells.Marks[0]), right = Height(wells, wells.Marks[1]);
        Assert.Equal(("global minimum", "local minimum"), (wells.Marks[0].Name, wells.Marks[1].Name));
        Assert.True(wells.Marks[0].X < 0 && wells.Marks[1].X > 0 && left < right - 1);
    }

    [Fact]
    public void Marks_are_where_the_gradient_is_zero() => Assert.All(
        Surfaces.All.SelectMany(static surface => surface.Marks.Select(mark => (surface, mark))),
        static pair =>
        {
            Tensor point = Tensor.From([pair.mark.X, pair.mark.Y]);
            point.RequiresGrad = true;
            pair.surface.Of(point).Backward();
            Assert.All(point.Grad!.ToArray<double>(), static slope => Assert.Equal(0, slope, 1e-10));
        });

    [Fact]
    public void Every_surface_can_be_raced_on_by_all_at_some_rate() => Assert.All(Surfaces.All, static surface =>
    {
        Assert.Equal(Racer.All.Count, surface.Rates.Count);
        Assert.True(surface.Starts.Count > 1);
        Assert.All(Enumerable.Range(0, Racer.All.Count), racer =>
        {
            RaceRun run = RaceRun.Of(surface, surface.Starts[0], Racer.All[racer], RaceRun.Rate(surface, racer, 1));
            Assert.Equal(RaceRun.Steps + 1, run.F.Count);
            Assert.True(run.F[^1] < run.F[0]);
        });
    });

    [FactWhereInstalled]
    public async Task Played_in_a_browser_it_ends_where_the_optimizers_end()
    {
        const int start = 2, fast = 2;
        Surface beale = Surfaces.All.Single(static surface => surface.Name == "beale");
        using var folder = new TemporaryFolder();
        string report = folder.File("race.html");
        var settings = new LessonSettings(IsSmall: true);
        LectureReport.Write(report, [ExperimentResult.Of(new Race(), settings)], settings);

        await using Browser browser = await Browser.Open(report, $"race=beale,{start}");
        await browser.Until("document.getElementById('race-player')?.dataset.ready");
        await browser.Evaluate($$"""
            document.getElementById("race-speed").value = "3";
            for (const rate of document.querySelectorAll("#race-places select")) { rate.value = "{{fast}}"; rate.dispatchEvent(new Event("change")); }
            document.getElementById("race-play").focus();
            """);
        await browser.Press(" ");
        await browser.Until("document.getElementById('race-player').dataset.step > 0");
        await browser.Until($"document.getElementById('race-player').dataset.step === '{RaceRun.Steps}'");

        JsonArray places = JsonNode.Parse(await browser.Evaluate(
            "JSON.stringify([...document.querySelectorAll('#race-places tbody tr')].map(row => [row.dataset.x, row.dataset.y]))"))!.AsArray();
        for (int racer = 0; racer < Racer.All.Count; racer++)
        {
            double[] expected = OwnEnd(beale, beale.Starts[start], Racer.All[racer], RaceRun.Rate(beale, racer, fast));
            Assert.All(Enumerable.Range(0, 2), axis => Assert.Equal(
                expected[axis], double.Parse((string)places[racer]![axis]!, CultureInfo.InvariantCulture), 1e-7 * (1 + Math.Abs(expected[axis]))));
        }

        await browser.Press("Home");
        Assert.Equal("0", await Step(browser));
        await browser.Press("ArrowRight");
        await browser.Press("ArrowRight");
        await browser.Press("ArrowLeft");
        Assert.Equal("1", await Step(browser));
        await browser.Press("End");
        Assert.Equal($"{RaceRun.Steps}", await Step(browser));
        Assert.Equal("false", await browser.Evaluate("document.getElementById('race-player').dataset.playing"));
    }

    private static Task<string> Step(Browser browser) => browser.Evaluate("document.getElementById('race-player').dataset.step");

    private static double Height(Surface surface, Place place) => surface.Of(Tensor.From([place.X, place.Y])).Item<double>();

    // Without anything of the race but the optimizer: it stops where it leaves the surroundings of the picture, which here nobody does.
    private static double[] OwnEnd(Surface surface, Place start, Racer racer, double rate)
    {
        Tensor point = Tensor.From([start.X, start.Y]);
        point.RequiresGrad = true;
        Optimizer optimizer = racer.Optimizer([point], rate);
        for (int step = 0; step < RaceRun.Steps; step++)
        {
            optimizer.ZeroGrad();
            surface.Of(point).Backward();
            optimizer.Step();
        }

        return point.ToArray<double>();
    }

    private sealed class FactWhereInstalledAttribute : FactAttribute
    {
        public FactWhereInstalledAttribute() => Skip = Browser.Program is null ? "Chromium is not installed" : null;
    }
}
