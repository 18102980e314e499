using MiniTorch.Examples.Optimization;

namespace MiniTorch.Tests;

/// <summary>The lecture on small settings: what it says is so.</summary>
public class LectureTests
{
    public static TheoryData<string> Names => [.. Catalog.Experiments.Select(static experiment => experiment.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_experiment_shows_what_it_claims(string name)
    {
        Experiment experiment = Find(name);

        ExperimentResult result = ExperimentResult.Of(experiment, new LessonSettings(IsSmall: true));

        Assert.True(result.Failure is null, $"{result.Failure}");
        Assert.Equal(experiment.Claims, result.Measurements.Select(static measurement => measurement.Claim));
        Assert.All(result.Measurements, static measurement => Assert.False(
            measurement.Fails, $"{measurement.Claim.Text}: {measurement.Claim.Inequality}; {measurement.Summary} ({string.Join(", ", measurement.Figures)})"));
        Assert.NotEmpty(result.Lesson.Charts);
        Assert.All(result.Lesson.Tables, static table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_experiment_states_what_and_why_beforehand(string name)
    {
        Experiment experiment = Find(name);

        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", name);
        Assert.DoesNotContain('\n', experiment.Title);
        Assert.False(string.IsNullOrWhiteSpace(experiment.Explanation));
        Assert.NotEmpty(experiment.Claims);
        Assert.Distinct(experiment.Claims);
        Assert.All(experiment.Claims, static claim => Assert.False(string.IsNullOrWhiteSpace(claim.Text) || string.IsNullOrWhiteSpace(claim.Quantity)));
        Assert.All(experiment.Claims, static claim => Assert.True(double.IsFinite(claim.Bound)));
    }

    [Fact]
    public void Names_are_distinct() => Assert.Distinct(Catalog.Experiments.Select(static experiment => experiment.Name));

    private static Experiment Find(string name) => Assert.Single(ExperimentNames.Find([name]));
}
