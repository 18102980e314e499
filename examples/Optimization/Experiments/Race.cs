namespace MiniTorch.Examples.Optimization;

/// <summary>The race: five optimizers on one surface, animated.</summary>
internal sealed class Race : Experiment
{
    private const int MiddleRate = 1;
    private const int FastestRate = 2;

    private static readonly Claim _ridge = new(
        "Where the gradient has no part along y, no optimizer moves along y, not even past a saddle.",
        "largest |y| of all racers and rates, from the ridge of the saddle", Relation.AtMost, 0);

    private static readonly Claim _leave = new(
        "Beside the ridge every racer leaves the saddle at its fastest rate.",
        "smallest |y| of the racers after 200 steps, from y = 0.01 (the valleys are at 2)", Relation.Greater, 1);

    private static readonly Claim _valley = new(
        "In the long valley momentum gets lower than gradient descent, each at its best rate.",
        "f of momentum / f of gradient descent after 200 steps", Relation.Less, 1);

    private static readonly Claim _wells = new(
        "From the right slope gradient descent, which only goes down, ends in the local well at every rate. Its slowest coordinate shrinks by 1 − 2ε a step.",
        "largest distance of gradient descent from the local minimum / 1.5·0.98²⁰⁰", Relation.AtMost, 1.1);

    private static readonly Claim _over = new(
        "Momentum rolls over the ridge into the global well on the left, whose bottom is 2 lower.",
        "f of momentum − least f of gradient descent after 200 steps, from the right slope", Relation.Less, -1.5);

    public override string Name => "race";

    public override string Title => "The race: five optimizers on one surface";

    public override string Explanation => """
        Gradient descent, momentum, AdaGrad, RMSProp and Adam start at the same point and take 200 steps each. Every run was computed by the library's own
        optimizers before; choose the surface, the start and each racer's learning rate, and play.

        No surface has a winner for all rates: what helps in a long valley (momentum) overshoots in a narrow one, and what makes steps of one length
        everywhere (Adam, RMSProp) neither stops exactly at a minimum nor leaves it.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_ridge, _leave, _valley, _wells, _over];

    public override void Run(Lesson lesson)
    {
        var data = RaceData.Compute(Surfaces.All, lesson.Status);
        RaceSurface saddle = Of(data, "saddle"), valley = Of(data, "long-valley"), wells = Of(data, "two-wells");
        lesson.Measured(_ridge, saddle.Runs[1].SelectMany(static racer => racer).SelectMany(static run => run.Y).Max(Math.Abs));
        lesson.Measured(_leave, saddle.Runs[0].Min(static racer => Math.Abs(racer[FastestRate].Y[^1])));
        lesson.Measured(_valley, Best(valley, 1) / Best(valley, 0));
        lesson.Measured(_wells, wells.Runs[0][0].Max(run => Distance(run, wells.Marks[1])) / (1.5 * Math.Pow(0.98, RaceRun.Steps)));
        lesson.Measured(_over, wells.Runs[0][1][MiddleRate].F[^1] - Best(wells, 0));
        lesson.Draw(new LineChart(
            "The long valley from far out: f after each step, every racer at the best of its three rates",
            new Axis("step"),
            new Axis("f(x, y)", IsLog: true),
            [.. data.Racers.Select((name, i) => Curve(name, valley.Runs[0][i].MinBy(static run => run.F[^1])!))]));
        lesson.Exhibit = RaceExhibit.Of(data);
    }

    private static RaceSurface Of(RaceData data, string name) => data.Surfaces.Single(surface => surface.Name == name);

    private static double Best(RaceSurface surface, int racer) => surface.Runs[0][racer].Where(static run => run.F.Count > RaceRun.Steps).Min(static run => run.F[^1]);

    private static double Distance(RaceRun run, Place place) => Math.Sqrt(Math.Pow(run.X[^1] - place.X, 2) + Math.Pow(run.Y[^1] - place.Y, 2));

    private static Series Curve(string name, RaceRun run) => new(name, [.. Enumerable.Range(0, run.F.Count).Select(static i => (double)i)], run.F);
}
