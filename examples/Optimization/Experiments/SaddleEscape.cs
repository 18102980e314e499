using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 21: who leaves a saddle.</summary>
internal sealed class SaddleEscape : Experiment
{
    private const double Rate = 0.1;
    private const double Momentum = 0.9;
    private const double Noise = 0.01;
    private const double Displacement = 1e-6;
    private const double Away = 0.5;
    private const int Steps = 300;

    private static readonly Claim _stays = new(
        "From y = 0 gradient descent goes to the saddle and stays: the gradient has no part along y.",
        "largest |y| in 300 steps",
        Relation.AtMost,
        0);

    private static readonly Claim _momentumStays = new(
        "So does momentum: without any displacement there is nothing that could grow.",
        "largest |y| in 300 steps",
        Relation.AtMost,
        0);

    private static readonly Claim _atSaddle = new(
        "Both end at a critical point that is no minimum: the gradient is gone, f = 0 where the minima have −¼.",
        "the larger of the two gradient norms after 300 steps",
        Relation.AtMost,
        1e-6);

    // y ← (1 + ε)y − εy³ ≤ (1 + ε)y: at least ln(0.5·10⁶)/ln 1.1.
    private static readonly Claim _slow = new(
        "Displaced by 10⁻⁶, gradient descent leaves, but at most by the factor 1 + ε a step.",
        "steps until |y| > 0.5",
        Relation.AtLeast,
        137.7);

    // The larger root of z² − (1 + μ + ε)z + μ is 1.316.
    private static readonly Claim _fast = new(
        "Momentum then grows by 1.32 a step rather than by 1.1.",
        "steps of gradient descent over those of momentum until |y| > 0.5",
        Relation.AtLeast,
        2);

    // The noise adds up to a normal number that grows by 1.1 a step and reaches 0.5 after 57 steps if it is of its typical size; below a hundredth
    // of that, which costs ln 100/ln 1.1 = 48 more, it is in 8 of 1,000 runs.
    private static readonly Claim _noiseLeaves = new(
        "Noise in the gradient leaves without being displaced.",
        "steps until |y| > 0.5 with noise of standard deviation 0.01",
        Relation.AtMost,
        120)
    { HasSeeds = true };

    private static readonly Claim _noiseArrives = new(
        "And comes to one of the two minima.",
        "mean of f over the last 100 of 300 steps",
        Relation.AtMost,
        -0.24)
    { HasSeeds = true };

    public override string Name => "saddle-escape";

    public override string Title => "At a saddle gradient descent stays, noise and momentum leave";

    public override string Explanation => """
        f = ½x² − ½y² + ¼y⁴ has a saddle at 0 and minima of −¼ at y = ±1. The line y = 0 is the saddle's stable manifold: from there gradient
        descent runs into the saddle, and momentum does too, exactly. Points beside it leave, exponentially, by the factor 1 + ε|λ| a step, so that
        the start's logarithm counts: from 10⁻⁶ it takes gradient descent some 140 steps and momentum 50. Stochastic gradients need no displacement.
        This is why saddles, of which deep networks have many, hold up training rather than end it (Goodfellow, Bengio and Courville, 8.2.3).
        """;

    public override IReadOnlyList<Claim> Claims => [_stays, _momentumStays, _atSaddle, _slow, _fast, _noiseLeaves, _noiseArrives];

    public override void Run(Lesson lesson)
    {
        Descent plain = Walk([1, 0], 0), heavy = Walk([1, 0], Momentum);
        Descent plainBeside = Walk([1, Displacement], 0), heavyBeside = Walk([1, Displacement], Momentum);
        Descent[] noisy = [.. lesson.Seeds.Select(static seed => Walk([1, 0], 0, new Generator((long)seed)))];

        lesson.Measured(_stays, plain.Coordinate(1).Max(Math.Abs));
        lesson.Measured(_momentumStays, heavy.Coordinate(1).Max(Math.Abs));
        lesson.Measured(_atSaddle, Math.Max(GradientNorm(plain.Last), GradientNorm(heavy.Last)));
        lesson.Measured(_slow, StepsToLeave(plainBeside));
        lesson.Measured(_fast, StepsToLeave(plainBeside) / StepsToLeave(heavyBeside));
        lesson.Measured(_noiseLeaves, [.. noisy.Select(StepsToLeave)]);
        lesson.Measured(_noiseArrives, [.. noisy.Select(static path => path.Points.TakeLast(100).Average(Height))]);

        (string Name, Descent Path)[] runs =
        [
            ("gradient descent, y = 0", plain), ("momentum 0.9, y = 0", heavy), ("gradient descent, y = 10⁻⁶", plainBeside),
            ("momentum 0.9, y = 10⁻⁶", heavyBeside), ("gradient descent with noise, y = 0, seed 0", noisy[0]),
        ];
        lesson.Show(new(
            "From (1, y) at the rate 0.1",
            ["", "steps until |y| > 0.5", "where after 300 steps", "f there"],
            [.. runs.Select(static run => (string[])
            [
                run.Name,
                double.IsFinite(StepsToLeave(run.Path)) ? Figure.Text(StepsToLeave(run.Path)) : "never",
                $"({Figure.Text(run.Path.Last[0])}, {Figure.Text(run.Path.Last[1])})",
                Figure.Text(Height(run.Path.Last)),
            ])]));
        lesson.Draw(ContourChart.Of(
            "Into the saddle, and out of it", new("x"), new("y"), (-1, 1.2), (-1.5, 1.5), Functions.OfNumbers(Saddle),
            [.. runs.Select(static run => run.Path.Path(run.Name))]));
        lesson.Draw(new LineChart(
            "Leaving takes as many steps as the displacement has digits",
            new("step"),
            new("|y|", IsLog: true),
            [.. runs.Skip(2).Select(static run => new Series(
                run.Name, run.Path.StepNumbers, [.. run.Path.Coordinate(1).Select(static y => y == 0 ? double.NaN : Math.Abs(y))]))])
        {
            Reading = "Straight lines are exponential growth: 1.1 a step for gradient descent, 1.32 with momentum. What is exactly 0 never leaves, and is not on a logarithmic axis.",
        });
    }

    private static Descent Walk(double[] start, double momentum, Generator? noise = null) => Descent.Run(
        theta => noise is null ? Saddle(theta) : Saddle(theta) + (theta.Dot(Tensor.Randn([2], DType.Float64, generator: noise)) * Noise),
        start,
        parameters => new SGD(parameters, lr: Rate, momentum: momentum),
        Steps);

    private static Tensor Saddle(Tensor theta) => (theta[0].Square() * 0.5) - (theta[1].Square() * 0.5) + (theta[1].Square().Square() * 0.25);

    private static double Height(double[] point) => (point[0] * point[0] / 2) - (point[1] * point[1] / 2) + (Math.Pow(point[1], 4) / 4);

    private static double GradientNorm(double[] point) => double.Hypot(point[0], Math.Pow(point[1], 3) - point[1]);

    private static double StepsToLeave(Descent path)
    {
        int first = path.Points.ToList().FindIndex(static point => Math.Abs(point[1]) > Away);
        return first < 0 ? double.PositiveInfinity : first;
    }
}
