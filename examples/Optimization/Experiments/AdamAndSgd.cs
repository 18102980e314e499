using MiniTorch.Optim;
using MiniTorch.Training;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 19: Adam and SGD with momentum on MNIST.</summary>
internal sealed class AdamAndSgd : Experiment
{
    private const double Momentum = 0.9;

    // Far from the seeds that the two are compared on.
    private const int TuningSeed = 1_000;

    private static readonly Method _adam = new("Adam", [0.03, 0.01, 0.003, 0.001, 0.0003], static (parameters, rate) => new Adam(parameters, lr: rate));

    private static readonly Method _sgd = new(
        "SGD with momentum", [0.3, 0.1, 0.03, 0.01, 0.003], static (parameters, rate) => new SGD(parameters, lr: rate, momentum: Momentum));

    private static readonly Claim _learn = new(
        "Both learn: five times better than guessing.", "the smaller of the two test accuracies", Relation.AtLeast, 0.5)
    { HasSeeds = true };

    private static readonly Claim _differ = new(
        "The two differ: 0 is outside the interval of their difference.",
        "|mean difference of test accuracy| over half the width of its 95 % interval",
        Relation.Greater,
        1)
    { ShouldHold = false };

    public override string Name => "adam-sgd";

    public override string Title => "Adam and SGD with momentum on MNIST: the interval of their difference";

    public override string Explanation => """
        Goodfellow, Bengio and Courville end their chapter on optimizers (8.5.4) without a winner. To compare two fairly, each gets its own rate, by a grid
        search on validation images with seeds that are not used again; then both train with the same initial weights and the same order of images for every
        seed, and are judged on test images that no choice has seen. What counts is the interval of the difference, seed by seed. If 0 is inside,
        so few seeds cannot tell the two apart, and even if it is not, this is one small network on one set of digits.
        """;

    public override IReadOnlyList<Claim> Claims => [_learn, _differ];

    public override void Run(Lesson lesson)
    {
        var digits = new Digits(images: lesson.IsSmall ? 1_500 : 4_000, epochs: 2);
        int tunings = lesson.IsSmall ? 2 : 5;
        lesson.Status("rates of Adam and SGD");
        GridSearchResult adamSearch = Tune(_adam, digits, tunings), sgdSearch = Tune(_sgd, digits, tunings);
        lesson.Status("Adam and SGD at their best rates");
        double[] adam = Compare(_adam, adamSearch, digits, lesson), sgd = Compare(_sgd, sgdSearch, digits, lesson);
        double[] differences = [.. adam.Zip(sgd, static (a, s) => 100 * (a - s))];
        lesson.Measured(_learn, [.. adam.Zip(sgd, Math.Min)]);
        Interval interval = Interval.Of(differences);
        lesson.Measured(_differ, Math.Abs(interval.Mean) / interval.HalfWidth);

        lesson.Show(new(
            "Test accuracy in %, 95 % intervals over the seeds",
            ["", "best rate", "test accuracy"],
            [
                [_adam.Name, Figure.Text(BestRate(adamSearch)), Percent(adam)],
                [_sgd.Name, Figure.Text(BestRate(sgdSearch)), Percent(sgd)],
                ["difference, seed by seed", interval.Low > 0 ? "Adam is better" : interval.High < 0 ? "SGD is better" : "not decided: 0 is inside", Text(interval)],
            ]));
        double[] seeds = [.. Enumerable.Range(0, lesson.SeedCount).Select(static seed => (double)seed)];
        lesson.Draw(new LineChart(
            "Each rate is chosen on validation images",
            new("learning rate", IsLog: true),
            new("validation accuracy, %"),
            [Curve(_adam, adamSearch), Curve(_sgd, sgdSearch)]));
        lesson.Draw(new LineChart(
            "The two with the same initial weights and order of images",
            new("seed"),
            new("test accuracy, %"),
            [
                new(_adam.Name, seeds, [.. adam.Select(static score => 100 * score)], Mark.Points),
                new(_sgd.Name, seeds, [.. sgd.Select(static score => 100 * score)], Mark.Points),
            ]));
        lesson.Draw(new LineChart(
            "Their difference", new("seed"), new("Adam minus SGD, percentage points"), [new("difference", seeds, differences, Mark.Points)])
        {
            AtY = double.IsFinite(interval.HalfWidth)
                ? [new(0, "no difference"), new(interval.Low, "interval, lower end"), new(interval.High, "interval, upper end")]
                : [new(0, "no difference")],
            Reading = "If 'no difference' lies between the ends of the interval, the seeds do not tell the two apart.",
        });
    }

    private static GridSearchResult Tune(Method method, Digits digits, int repeats) => GridSearch.Run(
        GridSearch.Product(new GridAxis("lr", [.. method.Rates.Select(static rate => (object)rate)])),
        trial => digits.Validate(digits.Fit(TuningSeed + trial.Repeat, parameters => method.Make(parameters, trial.Get<double>("lr")))).Accuracy,
        PlateauMode.Max,
        repeats);

    private static double[] Compare(Method method, GridSearchResult search, Digits digits, Lesson lesson)
    {
        double rate = BestRate(search);
        return [.. GridSearch.Run(
            [search.Best.Point],
            trial => Digits.Test(digits.Fit(trial.Repeat, parameters => method.Make(parameters, rate))).Accuracy,
            PlateauMode.Max,
            repeats: lesson.SeedCount).Rows[0].Scores];
    }

    private static double BestRate(GridSearchResult search) => search.Best.Point.Get<double>("lr");

    private static Series Curve(Method method, GridSearchResult search) => new(
        method.Name,
        method.Rates,
        [.. search.Rows.OrderBy(static row => row.Index).Select(static row => 100 * row.Mean)],
        Mark.LineAndPoints);

    private static string Percent(double[] accuracies) => Text(Interval.Of([.. accuracies.Select(static accuracy => 100 * accuracy)]));

    private static string Text(Interval interval) => $"{Figure.Text(interval.Mean)} ± {Figure.Text(interval.HalfWidth)}";

    /// <summary>An optimizer with the rates to choose from.</summary>
    private sealed record Method(string Name, double[] Rates, Func<IEnumerable<Tensor>, double, Optimizer> Make);
}
