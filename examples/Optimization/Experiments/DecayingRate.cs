using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 12: where stochastic gradient descent stops, by the schedule of its rate.</summary>
internal sealed class DecayingRate : Experiment
{
    private const int Copies = 1_000;
    private const double Start = 10;
    private const double ConstantRate = 0.1;

    private static readonly Claim _plateau = new(
        "At a constant rate ε it stops at the noise's height: E θ² = εσ²/(λ(2 − ελ)).",
        "|mean of θ² over 1,000 copies at the end, divided by that, − 1|",
        Relation.AtMost,
        0.2)
    { HasSeeds = true };

    private static readonly Claim _average = new(
        "With ε = 1/(λ(t + 1)) it forgets its start and averages the noise away: E θ² = σ²/(λ²T) after T steps.",
        "|mean of θ² over 1,000 copies at the end, divided by that, − 1|",
        Relation.AtMost,
        0.2)
    { HasSeeds = true };

    // Π(1 − λεₜ) ≥ exp(−Σλεₜ − Σ(λεₜ)²) for λεₜ = 0.1·0.9ᵗ, since ln(1 − x) ≥ −x − x² below 0.68.
    private static readonly Claim _stuck = new(
        "If Σε is finite it never arrives: with ε falling exponentially more than a third of the way is left.",
        "mean of θ at the end over the start",
        Relation.AtLeast,
        0.349)
    { HasSeeds = true };

    private static readonly Claim _verdicts = new(
        "RobbinsMonro.Check tells, of each schedule and each of the two conditions, what the sums do.",
        "right verdicts among the 2·5",
        Relation.AtLeast,
        10);

    private static readonly (string Name, double Rate, Func<Optimizer, LRScheduler> Make, bool SumDiverges, bool SquaresConverge)[] _schedules =
    [
        ("constant, 0.1", ConstantRate, static optimizer => new ConstantLR(optimizer, factor: 1), true, false),
        ("1/(1 + t)", 1, static optimizer => new InverseTimeLR(optimizer, decay: 1), true, true),
        ("(1 + t)^-0.75", 1, static optimizer => new PowerLR(optimizer, power: 0.75), true, true),
        ("(1 + t)^-0.5", 1, static optimizer => new PowerLR(optimizer, power: 0.5), true, false),
        ("0.1·0.9^t", ConstantRate, static optimizer => new ExponentialLR(optimizer, gamma: 0.9), false, true),
    ];

    public override string Name => "decaying-rate";

    public override string Title => "Where SGD stops: constant and decaying rates, and the conditions of Robbins and Monro";

    public override string Explanation => """
        Minimized is ½λθ² with λ = 1 from θ = 10, by gradients with normal noise of standard deviation σ = 1; 1,000 copies at once show the mean
        over the noise. With a constant rate the noise never goes away. Robbins and Monro ask for Σε = ∞, so that it can come from anywhere, and Σε²
        < ∞, so that the noise dies away (Goodfellow, Bengio and Courville, 8.3.1, equations 8.12 and 8.13). They are sufficient, not necessary:
        with (1 + t)^-0.5, where Σε² = ∞, this well-behaved parabola is still approached, only more slowly than with 1/(1 + t).
        """;

    public override IReadOnlyList<Claim> Claims => [_plateau, _average, _stuck, _verdicts];

    public override void Run(Lesson lesson)
    {
        int count = lesson.IsSmall ? 300 : 1_000;
        Descent[][] runs = [.. lesson.Seeds.Select(seed =>
            (Descent[])[.. _schedules.Select(schedule => Walk(schedule.Rate, schedule.Make, count, new Generator((long)seed)))])];
        double plateau = ConstantRate / (2 - ConstantRate);
        lesson.Measured(_plateau, [.. runs.Select(run => Math.Abs((MeanSquare(run[0].Last) / plateau) - 1))]);
        lesson.Measured(_average, [.. runs.Select(run => Math.Abs((MeanSquare(run[1].Last) * count) - 1))]);
        lesson.Measured(_stuck, [.. runs.Select(static run => run[4].Last.Average() / Start)]);

        RobbinsMonroVerdict[] verdicts = [.. _schedules.Select(static schedule => RobbinsMonro.Check(schedule.Make(Sgd(Point(), schedule.Rate))))];
        lesson.Measured(_verdicts, _schedules.Zip(verdicts).Sum(static pair =>
            (pair.Second.SumDiverges == Status(pair.First.SumDiverges) ? 1 : 0)
            + (pair.Second.SumOfSquaresConverges == Status(pair.First.SquaresConverge) ? 1 : 0)));

        lesson.Show(new(
            $"After {Figure.Text(count)} steps; mean over the seeds",
            ["rate", "mean of θ", "mean of θ²", "theory", "Σε = ∞", "Σε² < ∞"],
            [.. _schedules.Select((schedule, i) => (string[])
            [
                schedule.Name,
                Figure.Text(runs.Average(run => run[i].Last.Average())),
                Figure.Text(runs.Average(run => MeanSquare(run[i].Last))),
                i == 0 ? Figure.Text(plateau) : i == 1 ? Figure.Text(1.0 / count) : "",
                Word(verdicts[i].SumDiverges),
                Word(verdicts[i].SumOfSquaresConverges),
            ])]));
        double[] steps = [.. Enumerable.Range(1, count).Select(static step => (double)step)];
        lesson.Draw(new LineChart(
            "A constant rate stops at the noise's height, a rate that dies too soon before it arrives",
            new("step", IsLog: true),
            new("mean of θ²", IsLog: true),
            [
                .. _schedules.Select((schedule, i) => new Series(schedule.Name, steps, [.. runs[0][i].Points.Skip(1).Select(MeanSquare)])),
                new("theory: εσ²/(λ(2 − ελ))", [1, count], [plateau, plateau], Mark.DashedLine),
                new("theory: σ²/(λ²t)", [1, count], [1, 1.0 / count], Mark.DashedLine),
            ]));
    }

    private static Descent Walk(double rate, Func<Optimizer, LRScheduler> makeSchedule, int steps, Generator generator) => Descent.Run(
        theta => (theta.Dot(theta) * 0.5) + theta.Dot(Tensor.Randn([Copies], DType.Float64, generator: generator)),
        [.. Enumerable.Repeat(Start, Copies)],
        parameters =>
        {
            SGD optimizer = Sgd(parameters, rate);
            LRScheduler schedule = makeSchedule(optimizer);
            optimizer.RegisterStepPostHook(_ => schedule.Step());
            return optimizer;
        },
        steps);

    private static SGD Sgd(Tensor[] parameters, double rate) => new(parameters, lr: rate);

    private static Tensor[] Point() => [Tensor.Zeros([1], requiresGrad: true)];

    private static double MeanSquare(double[] values) => values.Average(static value => value * value);

    private static string Word(ConditionStatus status) => $"{status}".ToLowerInvariant();

    private static ConditionStatus Status(bool holds) => holds ? ConditionStatus.Holds : ConditionStatus.Fails;
}
