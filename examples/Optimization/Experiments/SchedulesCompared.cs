using MiniTorch.Optim;
using MiniTorch.Training;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 18: schedules of the rate on MNIST.</summary>
internal sealed class SchedulesCompared : Experiment
{
    private const double Rate = 0.03;
    private const double Momentum = 0.9;
    private const string Axis = "schedule";

    private static readonly (string Name, Func<Optimizer, int, LRScheduler> Make)[] _schedules =
    [
        ("constant", static (optimizer, _) => new ConstantLR(optimizer, factor: 1)),
        ("step", static (optimizer, steps) => new StepLR(optimizer, stepSize: (steps + 2) / 3, gamma: 0.2)),
        ("cosine", static (optimizer, steps) => new CosineAnnealingLR(optimizer, tMax: steps)),
        ("one-cycle", static (optimizer, steps) => new OneCycleLR(optimizer, maxLr: Rate, totalSteps: steps)),
        ("warm-up", static (optimizer, steps) => new SequentialLR(
            optimizer,
            [new LinearLR(optimizer, startFactor: 0.05, totalIters: steps / 5), new ConstantLR(optimizer, factor: 1)],
            [steps / 5])),
    ];

    private static readonly Claim _learns = new(
        "With every schedule the network learns: it is five times better than guessing.",
        "smallest validation accuracy of the five schedules",
        Relation.AtLeast,
        0.5)
    { HasSeeds = true };

    // Which is better at the end of so short a training, nobody can derive.
    private static readonly Claim[] _better =
    [
        .. _schedules.Skip(1).Select(static schedule => new Claim(
            $"'{schedule.Name}' is better than a constant rate (not presumed).",
            $"validation accuracy with '{schedule.Name}' minus that with a constant rate, in percentage points",
            Relation.Greater,
            0) { HasSeeds = true, ShouldHold = false }),
    ];

    public override string Name => "schedules";

    public override string Title => "Schedules compared on MNIST: constant, step, cosine, one-cycle, warm-up";

    public override string Explanation => """
        A small network (784-32-10, ReLU) is trained on a few thousand digits by SGD with momentum 0.9, all schedules with the same largest rate, 0.03, and
        compared by the accuracy on 2,000 other images of the training set. A seed gives all five the same initial weights and the same order of the
        images, so that their differences are not between seeds but within: the interval of the difference is what counts, not that of each
        (Goodfellow, Bengio and Courville, 8.3.1; 5.4.3 for intervals).

        A schedule that ends low averages the last batches' noise away; a warm-up avoids large steps while the weights are random. How much that is worth
        here, theory does not say. So the differences are claims that need not hold, each shown with its interval. One with 0 inside decides nothing;
        and a gain over this constant rate is none over every other.
        """;

    public override IReadOnlyList<Claim> Claims => [_learns, .. _better];

    public override void Run(Lesson lesson)
    {
        var digits = new Digits(images: lesson.IsSmall ? 1_500 : 4_000, epochs: 2);
        lesson.Status($"{_schedules.Length} schedules, {lesson.SeedCount} seeds");
        GridSearchResult search = GridSearch.Run(
            GridSearch.Product(new GridAxis(Axis, [.. _schedules.Select(static schedule => schedule.Name)])),
            trial => digits.Validate(digits.Fit(
                trial.Repeat,
                static parameters => new SGD(parameters, lr: Rate, momentum: Momentum),
                optimizer => _schedules[trial.Index].Make(optimizer, digits.Steps))).Accuracy,
            PlateauMode.Max,
            repeats: lesson.SeedCount);
        IReadOnlyList<double>[] accuracies = [.. search.Rows.OrderBy(static row => row.Index).Select(static row => row.Scores)];

        lesson.Measured(_learns, [.. Enumerable.Range(0, lesson.SeedCount).Select(seed => accuracies.Min(scores => scores[seed]))]);
        double[][] gains = [.. accuracies.Skip(1).Select(scores => (double[])[.. scores.Zip(accuracies[0], static (score, constant) => 100 * (score - constant))])];
        for (int i = 0; i < _better.Length; i++)
        {
            lesson.Measured(_better[i], gains[i]);
        }

        Interval[] intervals = [.. accuracies.Select(static scores => Interval.Of([.. scores.Select(static score => 100 * score)]))];
        Interval[] differences = [.. gains.Select(static gain => Interval.Of(gain))];
        lesson.Show(new(
            "Validation accuracy in %, and the difference to the constant rate in percentage points; 95 % intervals over the seeds",
            ["schedule", "accuracy", "difference", "better or worse?"],
            [.. _schedules.Select((schedule, i) => (string[])
            [
                schedule.Name, Text(intervals[i]), i == 0 ? "" : Text(differences[i - 1]),
                i == 0 ? "" : differences[i - 1].Low > 0 ? "better" : differences[i - 1].High < 0 ? "worse" : "not decided",
            ])]));
        lesson.Draw(new LineChart(
            "The five schedules", new("step (batch of 32)"), new("learning rate"), [.. _schedules.Select(schedule => Rates(schedule.Name, schedule.Make, digits.Steps))]));
        lesson.Draw(new BarChart(
            "What a schedule gains over a constant rate",
            [.. _schedules.Skip(1).Select(static schedule => schedule.Name)],
            new("gain in accuracy, percentage points"),
            [new("difference, with its 95 % interval", [.. differences.Select(static d => d.Mean)]) { Error = [.. differences.Select(static d => d.HalfWidth)] }])
        {
            AtY = [new Threshold(0, "no difference")],
            Reading = "A bar whose interval crosses the line decides nothing.",
        });
    }

    // As the schedule itself steps them, on a parameter of its own.
    private static Series Rates(string name, Func<Optimizer, int, LRScheduler> make, int steps)
    {
        Tensor parameter = Tensor.Zeros([1], requiresGrad: true);
        parameter.Grad = Tensor.Zeros([1]);
        var optimizer = new SGD([parameter], lr: Rate, momentum: Momentum);
        LRScheduler schedule = make(optimizer, steps);
        double[] rates = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            rates[step] = optimizer.ParamGroups[0].Lr;
            optimizer.Step();
            schedule.Step();
        }

        return new(name, [.. Enumerable.Range(0, steps).Select(static step => (double)step)], rates);
    }

    private static string Text(Interval interval) => $"{Figure.Text(interval.Mean)} ± {Figure.Text(interval.HalfWidth)}";
}
