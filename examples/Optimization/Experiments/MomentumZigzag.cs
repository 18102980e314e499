using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 13: what momentum does in a narrow valley.</summary>
internal sealed class MomentumZigzag : Experiment
{
    private const double Flat = 1;
    private const double Steep = 100;
    private const double Momentum = 0.9;
    private const double Rate = 2 / (Flat + Steep);
    private const double Tolerance = 1e-6;
    private const int Steps = 800;
    private const int Counted = 100;
    private const int Compared = 50;

    private static readonly double[] _start = [10, 1];

    private static readonly Claim _everyStep = new(
        "Without momentum every step crosses the valley: across it the distance is multiplied by 1 − εL = −99/101.",
        "share of the first 100 steps in which y changes its sign",
        Relation.AtLeast,
        0.99);

    // The roots of z² − (1 + μ − εL)z + μ are complex, of angle 92.4°: every such step of 180° is a change of sign; one more by the phase.
    private static readonly Claim _everyOther = new(
        "With momentum 0.9 at the same rate it crosses about every other step.",
        "share of the first 100 steps in which y changes its sign",
        Relation.AtMost,
        0.53);

    // The roots' modulus is √0.9 and the solution's factor √(1 + 0.992²): 1.4085·0.9²⁵ over (99/101)⁵⁰.
    private static readonly Claim _amplitude = new(
        "And swings less far across the valley.",
        "|y| with momentum over |y| without, after 50 steps",
        Relation.AtMost,
        0.275);

    private static readonly Claim _sameRate = new(
        "At the same rate momentum arrives in fewer steps: √0.9 a step rather than 99/101.",
        "steps to a millionth of the distance without momentum over those with it",
        Relation.AtLeast,
        2.5);

    private static readonly Claim _bestRates = new(
        "With the best rate and momentum (Polyak) the factor a step is (√κ − 1)/(√κ + 1), 9/11 here: 85 steps rather than 691.",
        "steps to a millionth of the distance, gradient descent at its best rate over momentum at its own",
        Relation.AtLeast,
        8);

    public override string Name => "momentum";

    public override string Title => "Momentum damps the zig-zag in a narrow valley";

    public override string Explanation => """
        f = ½(x² + 100y²) is a valley of condition number κ = 100. Gradient descent at its best rate, 2/(1 + 100), jumps from side to side and
        crawls along. A velocity that keeps 0.9 of itself averages gradients: across the valley, where they change sign, they cancel; along it,
        where they agree, they add up to ten times a step (Goodfellow, Bengio and Courville, 8.3.2 and figure 8.5). With the best rate for it every
        step crosses again, but each time 9/11 as far. All figures follow from the roots of z² − (1 + μ − ελ)z + μ for each eigenvalue λ.
        """;

    public override IReadOnlyList<Claim> Claims => [_everyStep, _everyOther, _amplitude, _sameRate, _bestRates];

    public override void Run(Lesson lesson)
    {
        double rootFlat = Math.Sqrt(Flat), rootSteep = Math.Sqrt(Steep);
        double bestRate = 4 / ((rootFlat + rootSteep) * (rootFlat + rootSteep));
        double bestMomentum = Math.Pow((rootSteep - rootFlat) / (rootSteep + rootFlat), 2);
        var valley = new Quadratic(Flat, Steep);
        (string Name, double Rate, double Momentum, Descent Path)[] runs =
        [
            .. new[] { ("gradient descent", Rate, 0), ("momentum 0.9, same rate", Rate, Momentum), ("best momentum and rate", bestRate, bestMomentum) }
                .Select(run => (run.Item1, run.Item2, run.Item3,
                    Descent.Run(valley.Value, _start, parameters => new SGD(parameters, lr: run.Item2, momentum: run.Item3), Steps))),
        ];
        Descent plain = runs[0].Path, heavy = runs[1].Path, best = runs[2].Path;
        lesson.Measured(_everyStep, Crossings(plain));
        lesson.Measured(_everyOther, Crossings(heavy));
        lesson.Measured(_amplitude, Math.Abs(heavy.Points[Compared][1] / plain.Points[Compared][1]));
        lesson.Measured(_sameRate, StepsToArrive(plain) / StepsToArrive(heavy));
        lesson.Measured(_bestRates, StepsToArrive(plain) / StepsToArrive(best));

        lesson.Show(new(
            "In the valley ½(x² + 100y²) from (10, 1)",
            ["", "rate", "momentum", "crossings in 100 steps", "|y| after 50 steps", "steps to 10⁻⁶"],
            [.. runs.Select(static run => (string[])
            [
                run.Name, Figure.Text(run.Rate), Figure.Text(run.Momentum), Figure.Text(Crossings(run.Path) * Counted),
                Figure.Text(Math.Abs(run.Path.Points[Compared][1])), Figure.Text(StepsToArrive(run.Path)),
            ])]));
        lesson.Draw(ContourChart.Of(
            "The first 30 steps: side to side without momentum, along the valley with it",
            new("x, along the valley"),
            new("y, across it"),
            (-5, 11),
            (-1.3, 1.3),
            Functions.OfNumbers(valley.Value),
            [.. runs.Take(2).Select(static run => new Series(
                run.Name, [.. run.Path.Coordinate(0).Take(31)], [.. run.Path.Coordinate(1).Take(31)], Mark.LineAndPoints))]) with
        {
            HasLogLevels = true,
        });
        lesson.Draw(new LineChart(
            "Distance from the minimum",
            new("step"),
            new("distance, as a share of the first", IsLog: true),
            [.. runs.Select(static run =>
            {
                double[] distances = [.. run.Path.Points.Select(Distance).TakeWhile(static distance => distance > Tolerance / 100)];
                return new Series(run.Name, run.Path.StepNumbers[..distances.Length], distances);
            })])
        {
            AtY = [new(Tolerance, "a millionth")],
        });
    }

    private static double Distance(double[] point) => double.Hypot(point[0], point[1]) / double.Hypot(_start[0], _start[1]);

    private static double Crossings(Descent path) =>
        (double)Enumerable.Range(0, Counted).Count(i => path.Points[i][1] * path.Points[i + 1][1] < 0) / Counted;

    // From there on it stays below: a norm that oscillates may dip under it before.
    private static double StepsToArrive(Descent path) => 1 + Enumerable.Range(0, path.Points.Count).Last(i => Distance(path.Points[i]) > Tolerance);
}
