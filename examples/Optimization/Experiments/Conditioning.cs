using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>5: steps to converge against the condition number, for gradient descent and for momentum.</summary>
internal sealed class Conditioning : Experiment
{
    private const int Dimensions = 10;

    // The loss falls to this share of the first.
    private const double Share = 1e-12;

    // The exponents of the formulas below differ a little from 1 and 1/2. Where Share leaves t ≈ 9.4·√κ steps, momentum's factor t in the error makes its
    // exponent ½/(1 − √κ/(2t)) = 0.53. Beside that there are terms of 1/κ, and whole steps: one of some fifty at κ = 10. Both stay within 0.1.
    private static readonly Claim _descent = new(
        "With its best rate gradient descent needs steps in proportion to κ.", "|p − 1| for steps ∝ κᵖ", Relation.AtMost, 0.1);

    private static readonly Claim _momentum = new(
        "With its best rate and momentum the heavy ball needs steps in proportion to √κ.", "|p − 1/2| for steps ∝ κᵖ", Relation.AtMost, 0.1);

    private static readonly Claim _predicted = new(
        "Gradient descent's steps are as many as the contraction (κ − 1)/(κ + 1) of its slowest directions says.",
        "largest |steps − predicted steps| over all κ", Relation.AtMost, 1);

    private static readonly Claim _predictedMomentum = new(
        "Momentum's are as many as the contraction (√κ − 1)/(√κ + 1) says, with the factor t of a double root.",
        "largest |steps − predicted steps| over all κ", Relation.AtMost, 1);

    public override string Name => "condition-number";

    public override string Title => "Steps to converge grow like κ for gradient descent, like √κ for momentum";

    public override string Explanation => """
        The condition number κ = λmax/λmin of the Hessian says how much more the loss bends in one direction than in another (Goodfellow, Bengio and
        Courville, 4.3.1 and 8.2.1). The rate has to suit the steepest direction, and in the flattest one it is then too small by the factor κ. On a
        quadratic the best rate, 2/(λmin + λmax), shrinks both extreme directions by (κ − 1)/(κ + 1) a step: about κ/2 steps for every factor e.

        Momentum (8.3.2) adds up small gradients that agree. With ε = 4/(√λmin + √λmax)² and μ = ((√κ − 1)/(√κ + 1))² (Polyak, 1964) it shrinks all
        directions by nearly ρ = (√κ − 1)/(√κ + 1) a step: about √κ/2 steps for every factor e. Nearly, because in both extreme directions the two roots of
        the recursion coincide: from rest the errors are (1 + (1 − ρ)t)ρᵗ where λ is least and (1 + (1 + ρ)t)(−ρ)ᵗ where it is largest.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_descent, _momentum, _predicted, _predictedMomentum];

    public override void Run(Lesson lesson)
    {
        double[] conditions = lesson.IsSmall ? Grid.Geometric(10, 1000, 5) : Grid.Geometric(10, 3000, 6);
        Outcome[] outcomes = [.. conditions.Select(Measure)];
        double[] descent = [.. outcomes.Select(static o => (double)o.Descent)], momentum = [.. outcomes.Select(static o => (double)o.Momentum)];
        lesson.Measured(_descent, Math.Abs(PowerLaw.Exponent(conditions, descent) - 1));
        lesson.Measured(_momentum, Math.Abs(PowerLaw.Exponent(conditions, momentum) - 0.5));
        lesson.Measured(_predicted, outcomes.Max(static o => Math.Abs(o.Descent - o.Predicted)));
        lesson.Measured(_predictedMomentum, outcomes.Max(static o => Math.Abs(o.Momentum - o.PredictedMomentum)));
        lesson.Show(new Table(
            $"Steps until the loss of a quadratic in {Dimensions} dimensions is 10⁻¹² of the first",
            ["κ", "gradient descent", "predicted", "momentum", "predicted", "gradient descent / momentum"],
            [.. outcomes.Select(static o => (string[])
                [
                    Figure.Text(o.Condition), Figure.Text(o.Descent), Figure.Text(o.Predicted), Figure.Text(o.Momentum), Figure.Text(o.PredictedMomentum),
                    Figure.Text((double)o.Descent / o.Momentum),
                ])]));
        lesson.Draw(new LineChart(
            "Steps to converge: slope 1 for gradient descent, slope 1/2 for momentum",
            new Axis("condition number κ of the Hessian", IsLog: true),
            new Axis("steps until the loss is 10⁻¹² of the first", IsLog: true),
            [
                new Series("gradient descent", conditions, descent, Mark.LineAndPoints),
                new Series("momentum", conditions, momentum, Mark.LineAndPoints),
                new Series("∝ κ", conditions, [.. conditions.Select(k => descent[0] * k / conditions[0])], Mark.DashedLine),
                new Series("∝ √κ", conditions, [.. conditions.Select(k => momentum[0] * Math.Sqrt(k / conditions[0]))], Mark.DashedLine),
            ])
        {
            Reading = "With both axes logarithmic a power of κ is a straight line, and its slope the exponent.",
        });
        lesson.Draw(Paths());
    }

    private static double Contraction(double condition) => (condition - 1) / (condition + 1);

    private static SGD Best(Tensor[] x, double condition) => new(x, lr: 2 / (1 + condition));

    private static SGD BestWithMomentum(Tensor[] x, double condition) =>
        new(x, lr: 4 / Math.Pow(1 + Math.Sqrt(condition), 2), momentum: Math.Pow(Contraction(Math.Sqrt(condition)), 2));

    private static Outcome Measure(double condition)
    {
        // Every direction begins with a loss of 1/2, and in the end only the two extreme ones are left.
        double[] eigenvalues = Grid.Geometric(1, condition, Dimensions);
        double[] start = [.. eigenvalues.Select(static l => 1 / Math.Sqrt(l))];
        var quadratic = new Quadratic(eigenvalues);
        const double Target = Share * Dimensions / 2;
        double predicted = Math.Ceiling(Math.Log(Target) / (2 * Math.Log(Contraction(condition))));
        int limit = (int)(2 * predicted);
        Descent descent = Descent.Run(quadratic.Value, start, x => Best(x, condition), limit, static (_, loss) => loss <= Target);
        Descent momentum = Descent.Run(quadratic.Value, start, x => BestWithMomentum(x, condition), limit, static (_, loss) => loss <= Target);
        return new Outcome(condition, descent.Steps, predicted, momentum.Steps, PredictedMomentum(condition, Target));
    }

    // Of the two extreme directions, each with a loss of 1/2 at first. Their errors rise before they fall.
    private static int PredictedMomentum(double condition, double target)
    {
        double rho = Contraction(Math.Sqrt(condition));
        double Loss(int t) => 0.5 * (Math.Pow(1 + (1 - rho) * t, 2) + Math.Pow(1 + (1 + rho) * t, 2)) * Math.Pow(rho, 2 * t);
        int t = 1;
        while (Loss(t) > target)
        {
            t++;
        }

        return t;
    }

    private static ContourChart Paths()
    {
        const double Condition = 30;
        const int Shown = 30;
        var quadratic = new Quadratic(1, Condition);
        double[] start = [10, 1];
        return ContourChart.Of(
            $"The first {Shown} steps on a quadratic of κ = {Condition}", new Axis("x₁, where λ = 1"), new Axis($"x₂, where λ = {Condition}"),
            (-11, 11), (-2.2, 2.2), Functions.OfNumbers(quadratic.Value),
            [
                Descent.Run(quadratic.Value, start, static x => Best(x, Condition), Shown).Path("gradient descent"),
                Descent.Run(quadratic.Value, start, static x => BestWithMomentum(x, Condition), Shown).Path("momentum"),
            ]) with
        {
            Reading = "Gradient descent jumps from side to side of the valley and moves slowly along it; momentum arrives.",
        };
    }

    private sealed record Outcome(double Condition, int Descent, double Predicted, int Momentum, int PredictedMomentum);
}
