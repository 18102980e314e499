using MiniTorch.Examples.Optimization;

namespace MiniTorch.Tests;

/// <summary>What a run of one experiment comes to.</summary>
public class ExperimentResultTests
{
    private static readonly LessonSettings _settings = new(Seeds: 3);

    [Fact]
    public void Measurements_stand_in_the_order_of_the_claims()
    {
        var experiment = new FakeExperiment("fake", [FakeExperiment.Certain, FakeExperiment.Seeded, FakeExperiment.Open], lesson =>
        {
            lesson.Measured(FakeExperiment.Open, 3);
            lesson.Measured(FakeExperiment.Seeded, [.. lesson.Seeds.Select(static seed => (double)seed)]);
            lesson.Measured(FakeExperiment.Certain, 1);
        });

        ExperimentResult result = ExperimentResult.Of(experiment, _settings);

        Assert.Null(result.Failure);
        Assert.Equal(experiment.Claims, result.Measurements.Select(static measurement => measurement.Claim));
        Assert.Equal([0.0, 1, 2], result.Measurements[1].Figures);
        Assert.True(result.IsShown); // the open one is not
        Assert.Equal("2 of 2 shown, 1 open", result.Count);
    }

    [Fact]
    public void Every_claim_is_measured_once_as_stated_and_no_other()
    {
        AssertFails("'One is less than two' was not", static _ => { });
        AssertFails("'One is less than two' was not", static lesson =>
        {
            lesson.Measured(FakeExperiment.Certain, 1);
            lesson.Measured(FakeExperiment.Certain, 1);
        });
        AssertFails("not stated beforehand", static lesson =>
        {
            lesson.Measured(FakeExperiment.Certain, 1);
            lesson.Measured(FakeExperiment.Open, 1);
        });
        AssertFails("says one figure; got 3", static lesson => lesson.Measured(FakeExperiment.Certain, [1, 1, 1]));
        AssertFails("says one figure a seed, of which there are 3; got one", static lesson => lesson.Measured(FakeExperiment.Seeded, 1));
        AssertFails("says one figure a seed, of which there are 3; got 2", static lesson => lesson.Measured(FakeExperiment.Seeded, [1, 1]));
    }

    [Fact]
    public void An_error_is_kept_and_shows_nothing() => AssertFails("broken", static _ => throw new InvalidOperationException("broken"));

    [Fact]
    public void A_run_draws_the_same_numbers_whatever_was_drawn_before()
    {
        var experiment = new FakeExperiment("fake", [FakeExperiment.Certain], static lesson => lesson.Measured(FakeExperiment.Certain, Tensor.Rand([1]).Item<float>()));

        double first = ExperimentResult.Of(experiment, _settings).Measurements[0].Figures[0];
        using (Generator.Use(new Generator(5)))
        {
            Tensor before = Tensor.Rand([3]);
            Assert.Equal(first, ExperimentResult.Of(experiment, _settings).Measurements[0].Figures[0]);
            Assert.NotEqual(first, before[0].Item<float>());
        }
    }

    [Fact]
    public void Seeds_are_told_and_a_token_ends_them()
    {
        List<string> told = [];
        using var source = new CancellationTokenSource();
        LessonSettings settings = _settings with { Status = told.Add, Token = source.Token };
        var experiment = new FakeExperiment("fake", [FakeExperiment.Seeded], lesson =>
        {
            foreach (int seed in lesson.Seeds)
            {
                if (seed == 1)
                {
                    source.Cancel();
                }
            }
        });

        Assert.Throws<OperationCanceledException>(() => ExperimentResult.Of(experiment, settings));

        Assert.Equal(["seed 1 of 3", "seed 2 of 3"], told);
    }

    private static void AssertFails(string message, Action<Lesson> run)
    {
        ExperimentResult result = ExperimentResult.Of(new FakeExperiment("fake", [FakeExperiment.Certain], run), _settings);

        Assert.Contains(message, result.Failure?.Message, StringComparison.Ordinal);
        Assert.False(result.IsShown);
        Assert.Empty(result.Measurements);
    }
}
