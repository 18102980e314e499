using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>Gradient descent on a quadratic: how the rate decides, with the thresholds 1/λ and 2/λ.</summary>
internal sealed class LearningRate : Experiment
{
    private const double Curvature = 4;
    private const double Start = 1;
    private const int Steps = 50;

    // Of the quadratic of two variables; the second decides.
    private const double Flat = 1;
    private const double Steep = 10;

    private static readonly (string Name, double Rate)[] _rates =
        [("slow", 0.1), ("good", 1), ("oscillating", 1.9), ("at the threshold", 2), ("diverging", 2.1)];

    private static readonly Claim _slowKeepsItsSide = new(
        "Below 1/λ the error shrinks without a change of sign", "changes of sign in 50 steps at ε = 0.1/λ", Relation.AtMost, 0);

    private static readonly Claim _slowIsSlow = new(
        "A tenth of the best rate leaves an error of 0.9ᵗ after t steps", "|x₅₀|/|x₀| ÷ 0.9⁵⁰ − 1, in size, at ε = 0.1/λ", Relation.AtMost, 1e-12);

    private static readonly Claim _goodIsThere = new("At 1/λ one step is enough", "|x₁| at ε = 1/λ", Relation.AtMost, 1e-15);

    private static readonly Claim _betweenOscillates = new(
        "Between 1/λ and 2/λ every step overshoots", "changes of sign in 50 steps at ε = 1.9/λ", Relation.AtLeast, Steps);

    private static readonly Claim _betweenConverges = new("… and yet converges", "|x₅₀|/|x₀| at ε = 1.9/λ", Relation.Less, 0.01);

    private static readonly Claim _atTheThreshold = new("At 2/λ it jumps to and fro for ever", "||x₅₀|/|x₀| − 1| at ε = 2/λ", Relation.AtMost, 1e-12);

    private static readonly Claim _aboveDiverges = new("Above 2/λ it diverges", "|x₅₀|/|x₀| at ε = 2.1/λ", Relation.Greater, 100);

    private static readonly Claim _steepestDecides = new(
        "With several curvatures the greatest one sets the limit: the greatest rate that converges, found by bisection, is 2/λmax",
        "|ε* ÷ (2/λmax) − 1|", Relation.AtMost, 1e-3);

    public override string Name => "learning-rate";

    public override string Title => "The learning rate: slow, good, oscillating, diverging";

    public override string Explanation => """
        On f(x) = ½λx² the gradient is λx, and a step of gradient descent multiplies x by 1 − ελ. The rate ε alone decides what happens: below 1/λ the
        factor is between 0 and 1 and the error shrinks from one side; at 1/λ it is 0; between 1/λ and 2/λ it is negative, so that every step overshoots,
        but less each time; beyond 2/λ the error grows with every step.

        With several variables each eigenvalue λᵢ of the Hessian has its own factor 1 − ελᵢ. One rate must suit them all: the greatest eigenvalue says
        where divergence begins, and the smallest then waits.
        """;

    public override IReadOnlyList<Claim> Claims =>
    [
        _slowKeepsItsSide, _slowIsSlow, _goodIsThere, _betweenOscillates, _betweenConverges, _atTheThreshold, _aboveDiverges, _steepestDecides,
    ];

    public override void Run(Lesson lesson)
    {
        Descent[] runs = [.. _rates.Select(static rate => Descend(rate.Rate / Curvature))];
        double[] errors = [.. runs.Select(static run => Math.Abs(run.Points[^1][0] / Start))];
        (Descent slow, Descent good, Descent between) = (runs[0], runs[1], runs[2]);
        lesson.Measured(_slowKeepsItsSide, SignChanges(slow));
        lesson.Measured(_slowIsSlow, Math.Abs(errors[0] / Math.Pow(0.9, Steps) - 1));
        lesson.Measured(_goodIsThere, Math.Abs(good.Points[1][0]));
        lesson.Measured(_betweenOscillates, SignChanges(between));
        lesson.Measured(_betweenConverges, errors[2]);
        lesson.Measured(_atTheThreshold, Math.Abs(errors[3] - 1));
        lesson.Measured(_aboveDiverges, errors[4]);
        lesson.Measured(_steepestDecides, Math.Abs(GreatestRate() / (2 / Steep) - 1));

        lesson.Draw(new LineChart(
            "Loss over the steps", new Axis("step"), new Axis("f(x)", IsLog: true), [.. runs.Select(static (run, i) => run.Curve(_rates[i].Name, i == 2 ? Mark.DashedLine : Mark.Line))])
        {
            Reading = "A straight line on this scale is a constant factor a step. Slow and oscillating lose equally much: their factors are 0.9 and −0.9.",
        });
        lesson.Draw(new LineChart(
            "Where x is", new Axis("step"), new Axis("x"), [.. runs.Take(4).Select(static (run, i) => Position(run, _rates[i].Name))])
        {
            Reading = "The first steps: from one side, at once, to and fro.",
        });
        lesson.Draw(ErrorOverRate());
        lesson.Draw(Valley());
        lesson.Show(new Table(
            "After 50 steps from x = 1, with λ = 4", ["rate", "ελ", "factor 1 − ελ", "changes of sign", "|x₅₀|"],
            [.. runs.Select((run, i) => new[] { _rates[i].Name, Figure.Text(_rates[i].Rate), Figure.Text(1 - _rates[i].Rate), Figure.Text(SignChanges(run)), Figure.Text(errors[i]) })]));
    }

    private static Descent Descend(double rate) => Descent.Run(static x => (Curvature / 2) * (x * x).Sum(), [Start], x => new SGD(x, lr: rate), Steps);

    private static int SignChanges(Descent run) => run.Points.Zip(run.Points.Skip(1)).Count(static pair => pair.First[0] * pair.Second[0] < 0);

    private static Series Position(Descent run, string name)
    {
        const int shown = 20;
        return new Series(
            name, [.. Enumerable.Range(0, shown).Select(static i => (double)i)], [.. run.Points.Take(shown).Select(static p => p[0])], Mark.LineAndPoints);
    }

    private static LineChart ErrorOverRate()
    {
        const int points = 45;
        double[] rates = [.. Enumerable.Range(1, points).Select(static i => 2.25 * i / points)];
        return new LineChart(
            "The error after 50 steps, over the rate", new Axis("rate times curvature, ελ"), new Axis("|x₅₀| / |x₀|", IsLog: true),
            [new Series("measured", rates, [.. rates.Select(static rate => Math.Abs(Descend(rate / Curvature).Points[^1][0]))], Mark.LineAndPoints)])
        {
            AtX = [new Threshold(1, "1/λ"), new Threshold(2, "2/λ")],
            AtY = [new Threshold(1, "no progress")],
            Reading = "Better and better up to 1/λ, worse beyond; from 2/λ on worse than to do nothing.",
        };
    }

    // f(x) = ½(x₁² + 10x₂²)
    private static Tensor Quadratic(Tensor x) => 0.5 * (Tensor.From([Flat, Steep]) * x * x).Sum();

    private static Descent DescendValley(double rate, int steps) => Descent.Run(Quadratic, [9, 2.2], x => new SGD(x, lr: rate), steps);

    // The rate beyond which 500 steps end higher than they began.
    private static double GreatestRate()
    {
        const int halvings = 14, steps = 500;
        (double low, double high) = (0, 4 / Steep);
        for (int i = 0; i < halvings; i++)
        {
            double middle = (low + high) / 2;
            Descent run = DescendValley(middle, steps);
            (low, high) = run.Values[^1] < run.Values[0] ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static ContourChart Valley()
    {
        (string Name, double Rate)[] rates = [("slow", 0.1), ("good", 1), ("oscillating", 1.9), ("diverging", 2.04)];
        return ContourChart.Of(
            "Two curvatures, 1 and 10: paths of 25 steps", new Axis("x₁ (curvature 1)"), new Axis("x₂ (curvature 10)"), (-1, 10), (-5.5, 5.5),
            static (u, v) => 0.5 * (Flat * u * u + Steep * v * v), [.. rates.Select(static rate => DescendValley(rate.Rate / Steep, 25).Path(rate.Name))]) with
        {
            Reading = "Rates of 0.1, 1, 1.9 and 2.04 over λmax. What is best for the steep direction is slow in the flat one; what is faster there bounces.",
        };
    }
}
