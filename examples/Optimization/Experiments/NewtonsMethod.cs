using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>7: Newton's method on an ill-conditioned quadratic and on Rosenbrock's valley.</summary>
internal sealed class NewtonsMethod : Experiment
{
    private const double Condition = 1000;
    private const int Dimensions = 10;
    private const int Limit = 50_000;

    private static readonly double[] _start = [-1.2, 1];

    private static readonly Claim _oneStep = new(
        "One step of Newton's method is enough on a quadratic, however ill-conditioned: only rounding is left.", "loss after one step ÷ first loss, at κ = 1000",
        Relation.AtMost, 1e-16);

    // The extreme directions' losses are multiplied by ((κ − 1)/(κ + 1))² = e^(−4/κ) a step: a share c of the first loss needs κ/4·ln(10¹²c) steps.
    // That is 5000 for c = 1/2000; in a direction of chance in ten dimensions more of the loss is nearly always along them.
    private static readonly Claim _manySteps = new(
        "Gradient descent with its best rate needs about κ/4·ln 10¹² = 6,900 steps for a loss of 10⁻¹² of the first, fewer if little of it is in the extreme directions.", "its steps at κ = 1000", Relation.AtLeast, 5000);

    private static readonly Claim _valley = new(
        "From (−1.2, 1) Newton's method is at the minimum of Rosenbrock's function in fewer than 25 steps.", "steps until the loss is 10⁻²⁰", Relation.Less, 25);

    // Near the minimum λmin is 0.3994: a step at rate 0.001 takes 1/1252 of the loss there at most, and so 1252 steps the last factor of e.
    private static readonly Claim _crawl = new(
        "Gradient descent, whose rate must be below 2/1002 there, needs thousands of steps even for a loss of 10⁻⁶.", "its steps at rate 0.001",
        Relation.AtLeast, 1000);

    public override string Name => "newton";

    public override string Title => "Newton's method: one step on a quadratic, a few on Rosenbrock's valley";

    public override string Explanation => """
        Newton's method goes to where the parabola that touches the function has its minimum: x ← x − H⁻¹∇f (Goodfellow, Bengio and Courville, 4.3.1 and
        8.6.1). On a quadratic that parabola is the function: one step from anywhere, whatever the condition number, because H⁻¹ undoes it.

        Rosenbrock's function (1 − x)² + 100(y − x²)² has a bent, narrow valley, with κ = 2508 at its minimum. There the Hessian changes from place to place, so
        that one step does not do; a line search keeps every step a descent. Near the minimum the number of right digits doubles with every step.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_oneStep, _manySteps, _valley, _crawl];

    public override void Run(Lesson lesson)
    {
        var quadratic = Quadratic.Rotated(Grid.Geometric(1, Condition, Dimensions), new Generator(0));
        double[] ones = [.. Enumerable.Repeat(1.0, Dimensions)];
        Descent newton = Run(quadratic.Value, ones, 3, static _ => false);
        double first = newton.Values[0];
        Descent descent = Descent.Run(
            quadratic.Value, ones, static x => new SGD(x, lr: 2 / (1 + Condition)), Limit, (_, loss) => loss <= 1e-12 * first);
        lesson.Measured(_oneStep, Math.Abs(newton.Values[1]) / first);
        lesson.Measured(_manySteps, descent.Values[^1] <= 1e-12 * first ? descent.Steps : double.NaN);

        Descent bent = Run(Functions.Rosenbrock, _start, 100, static loss => loss <= 1e-20);
        Descent crawl = Descent.Run(Functions.Rosenbrock, _start, static x => new SGD(x, lr: 1e-3), Limit, static (_, loss) => loss <= 1e-6);
        lesson.Measured(_valley, bent.Values[^1] <= 1e-20 ? bent.Steps : double.PositiveInfinity);
        lesson.Measured(_crawl, crawl.Values[^1] <= 1e-6 ? crawl.Steps : double.NaN);
        lesson.Show(new Table(
            "Steps, and the loss they lead to", ["function", "Newton", "loss", "gradient descent", "loss"],
            [
                [
                    $"quadratic in {Dimensions} dimensions, κ = {Figure.Text(Condition)}", "1", Figure.Text(newton.Values[1]), Figure.Text(descent.Steps),
                    Figure.Text(descent.Values[^1]),
                ],
                ["Rosenbrock from (−1.2, 1)", Figure.Text(bent.Steps), Figure.Text(bent.Values[^1]), Figure.Text(crawl.Steps), Figure.Text(crawl.Values[^1])],
            ]));
        lesson.Draw(ContourChart.Of(
            "Rosenbrock's valley", new Axis("x"), new Axis("y"), (-1.6, 1.4), (-0.6, 1.6), Functions.OfNumbers(Functions.Rosenbrock),
            [Thinned(crawl).Path("gradient descent"), bent.Path("Newton")]) with
        {
            HasLogLevels = true,
            Reading = $"Newton's method takes {bent.Steps} steps along the bend; gradient descent, drawn every 100 steps, creeps through the valley.",
        });
        lesson.Draw(new LineChart(
            "Rosenbrock's function over the steps", new Axis("step", IsLog: true), new Axis("loss", IsLog: true), [OverSteps(crawl, "gradient descent"), OverSteps(bent, "Newton")])
        {
            Reading = "The last steps of Newton's method double the number of right digits each.",
        });
    }

    private static Descent Run(Func<Tensor, Tensor> function, double[] start, int steps, Func<double, bool> isDone) =>
        Descent.Run(function, start, static x => new Newton(x), steps, (_, loss) => isDone(loss), hasCurvature: true);

    private static Descent Thinned(Descent run)
    {
        const int Every = 100;
        return new Descent([.. run.Points.Where(static (_, i) => i % Every == 0)], [.. run.Values.Where(static (_, i) => i % Every == 0)]);
    }

    // From step 1 on, as the axis is logarithmic; at most some hundred points.
    private static Series OverSteps(Descent run, string name)
    {
        int[] steps = [.. Grid.Geometric(1, run.Steps, 200).Select(static step => (int)Math.Round(step)).Distinct()];
        return new Series(name, [.. steps.Select(static step => (double)step)], [.. steps.Select(step => run.Values[step])]);
    }
}
