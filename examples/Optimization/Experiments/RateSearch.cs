using MiniTorch.NN;
using MiniTorch.Optim;
using MiniTorch.Training;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 20: two ways to find a learning rate.</summary>
internal sealed class RateSearch : Experiment
{
    private const double Momentum = 0.9;
    private const double TestStart = 1e-5;
    private const double TestEnd = 10;
    private const int TestSteps = 100;
    private const double Smoothing = 0.9;

    // Where the loss falls after it has risen by half, it comes back from an explosion.
    private const double Divergence = 1.5;

    private static readonly double[] _rates = [3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001];

    private static readonly Claim _inside = new(
        "The best rate is inside the grid: too small a rate gets nowhere in the time, too large a one diverges.",
        "the smaller of the validation losses at both ends of the grid over the best",
        Relation.Greater,
        1)
    { HasSeeds = true };

    // A rule of thumb (Howard and Gugger, 2020), no theorem.
    private static readonly Claim _near = new(
        "The range test's suggestion is within a factor of 10 of the best of the grid (not presumed).",
        "|log₁₀ of suggestion over best rate|",
        Relation.AtMost,
        1)
    { HasSeeds = true, ShouldHold = false };

    private static readonly Claim _trains = new(
        "The suggested rate trains: five times better than guessing.",
        "validation accuracy of a training at the suggested rate",
        Relation.AtLeast,
        0.5)
    { HasSeeds = true };

    public override string Name => "rate-search";

    public override string Title => "Finding the learning rate: grid search and range test";

    public override string Explanation => """
        The rate is the option to tune if one tunes only one (Goodfellow, Bengio and Courville, 11.4.1). Its scale is logarithmic: 0.1, 0.03, 0.01 and so on (11.4.3).
        A grid search trains once for each and compares the losses on validation images. If the best were at the end of the grid, the grid would have to be
        moved. The range test trains once, for 100 steps, while the rate rises from 10⁻⁵ to 10. Smith (2015) reads from it a range of rates in which the loss falls;
        to suggest the one at which the smoothed loss falls fastest is the custom of fastai (Howard and Gugger, 2020): a tenth of the price, and a rule of
        thumb. Only rates up to the lowest loss count, as later falls are recoveries from explosions.

        The network is the small one (784-32-10, ReLU), with SGD and momentum 0.9, for one epoch.
        """;

    public override IReadOnlyList<Claim> Claims => [_inside, _near, _trains];

    public override void Run(Lesson lesson)
    {
        var digits = new Digits(images: lesson.IsSmall ? 1_000 : 3_000, epochs: 1);
        int[] seeds = [.. Enumerable.Range(0, lesson.SeedCount)];
        lesson.Status($"{_rates.Length} rates");
        GridSearchResult search = GridSearch.Run(
            GridSearch.Product(new GridAxis("lr", [.. _rates.Select(static rate => (object)rate)])),
            trial => digits.Validate(digits.Fit(trial.Repeat, parameters => Sgd(parameters, trial.Get<double>("lr")))).Loss,
            repeats: seeds.Length);

        // A loss that is no number is worse than any.
        double[][] losses = [.. search.Rows.OrderBy(static row => row.Index).Select(static row =>
            (double[])[.. row.Scores.Select(static score => double.IsNaN(score) ? double.PositiveInfinity : score)])];
        double[] best = [.. seeds.Select(seed => _rates[Enumerable.Range(0, _rates.Length).MinBy(i => losses[i][seed])])];
        lesson.Status("range tests");
        LrRangeTestResult[] tests = [.. lesson.Seeds.Select(seed => RangeTest(digits, seed))];
        double[] suggestions = [.. tests.Select(static test => test.Suggestion ?? double.NaN)];
        double[] accuracies = [.. seeds.Select(seed => tests[seed].Suggestion is { } rate
            ? digits.Validate(digits.Fit(seed, parameters => Sgd(parameters, rate))).Accuracy
            : double.NaN)];

        lesson.Measured(_inside, [.. seeds.Select(seed => Math.Min(losses[0][seed], losses[^1][seed]) / losses.Min(scores => scores[seed]))]);
        lesson.Measured(_near, [.. suggestions.Zip(best, static (suggestion, rate) => Math.Abs(Math.Log10(suggestion / rate)))]);
        lesson.Measured(_trains, accuracies);

        lesson.Show(new(
            "Validation loss by rate, over the seeds",
            ["rate", "mean", "lowest", "highest", "best on"],
            [.. _rates.Select((rate, i) => (string[])
            [
                Figure.Text(rate), Figure.Text(losses[i].Average()), Figure.Text(losses[i].Min()), Figure.Text(losses[i].Max()),
                $"{best.Count(value => value == rate)} of {best.Length}",
            ])]));
        lesson.Show(new(
            "Range test and grid, by seed",
            ["seed", "suggestion", "best of the grid", "accuracy at the suggestion, %"],
            [.. seeds.Select(seed => (string[])
                [Figure.Text(seed), Figure.Text(suggestions[seed]), Figure.Text(best[seed]), Figure.Text(100 * accuracies[seed])])]));
        lesson.Draw(new LineChart(
            "Grid search: too slow on the left, too fast on the right",
            new("learning rate", IsLog: true),
            new("validation loss after one epoch", IsLog: true),
            [.. seeds.Take(5).Select(seed => new Series($"seed {seed}", _rates, [.. losses.Select(scores => scores[seed])], Mark.LineAndPoints))]));
        double suggested = suggestions[0];
        lesson.Draw(new LineChart(
            "Range test: the rate rises with every step, until the loss explodes",
            new("learning rate", IsLog: true),
            new("training loss"),
            [
                new("loss of the batch", tests[0].Rates, tests[0].Losses, Mark.Points),
                new("smoothed loss", tests[0].Rates, tests[0].SmoothedLosses),
            ])
        {
            AtX = double.IsFinite(suggested) ? [new Threshold(suggested, "suggestion")] : [],
            Reading = "The suggestion is where the smoothed loss falls fastest, not where it is lowest: there it is about to rise.",
        });
    }

    private static SGD Sgd(IEnumerable<Tensor> parameters, double rate) => new(parameters, lr: rate, momentum: Momentum);

    private static LrRangeTestResult RangeTest(Digits digits, int seed)
    {
        using GeneratorScope random = Generator.Use(new Generator((long)seed));
        Sequential model = Digits.Perceptron();
        return LrRangeTest.Run(
            model,
            Sgd(model.Parameters(), TestStart),
            digits.Batches(seed),
            batch => F.CrossEntropy(model.Forward(batch[0]), batch[1]),
            TestStart,
            TestEnd,
            TestSteps,
            Smoothing,
            Divergence);
    }
}
