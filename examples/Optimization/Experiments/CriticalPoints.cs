using MiniTorch.Curvature;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>2: minimum, maximum, saddle and flat points, told apart by the Hessian.</summary>
internal sealed class CriticalPoints : Experiment
{
    private const double Rate = 0.05;
    private const int Steps = 100;
    private const double Aside = 1e-3;

    // x³ − 3x + y³ − 3y has the Hessian diag(6x, 6y).
    private static readonly Case[] _cases =
    [
        new("x³ − 3x + y³ − 3y", Cubic, [1, 1], CriticalPointKind.Minimum, "minimum"),
        new("x³ − 3x + y³ − 3y", Cubic, [-1, -1], CriticalPointKind.Maximum, "maximum"),
        new("x³ − 3x + y³ − 3y", Cubic, [1, -1], CriticalPointKind.Saddle, "saddle"),
        new("x³ − 3x + y³ − 3y", Cubic, [-1, 1], CriticalPointKind.Saddle, "saddle"),
        new("x⁴ + y⁴", static x => x.Square().Square().Sum(), [0, 0], CriticalPointKind.Inconclusive, "minimum"),
        new("x³ + y³", static x => (x.Square() * x).Sum(), [0, 0], CriticalPointKind.Inconclusive, "neither"),
        new("x²", static x => x[0].Square(), [0, 0.5], CriticalPointKind.Inconclusive, "one of a line of minima"),
    ];

    private static readonly Claim _told = new(
        "The signs of the Hessian's eigenvalues tell minimum, maximum and saddle apart, and say nothing where an eigenvalue is 0 and none is of the other sign.",
        $"points of which the Hessian says what calculus says, of {_cases.Length}", Relation.AtLeast, _cases.Length);

    private static readonly Claim _rests = new(
        "Where the gradient is zero gradient descent does not move, whatever the point is.", $"largest |Δx| in {Steps} steps from all points", Relation.AtMost, 0);

    private static readonly Claim _returns = new(
        "From beside the minimum it comes back: by 1 − 6ε a step.", $"distance after {Steps} steps ÷ distance before", Relation.Less, 1e-6);

    private static readonly Claim _leaves = new(
        "From beside the maximum and the saddles it goes away: by 1 + 6ε a step at first.", $"least distance after {Steps} steps ÷ distance before", Relation.Greater, 100);

    public override string Name => "critical-points";

    public override string Title => "Critical points: minimum, maximum, saddle, flat";

    public override string Explanation => """
        Where the gradient is zero, gradient descent rests: the step is −ε times zero. Whether such a point is a minimum the Hessian says by the signs of its
        eigenvalues (Goodfellow, Bengio and Courville, 4.3 and 4.3.1): all positive, a minimum; all negative, a maximum; some of both, a saddle. If one is zero and
        the others have one sign, it says nothing: x⁴ has a minimum at 0, x³ has none, and their second derivatives there are the same.

        f(x, y) = x³ − 3x + y³ − 3y has four critical points, (±1, ±1), and the Hessian diag(6x, 6y). A thousandth beside them gradient descent shows which
        it is: an error along an eigenvector is multiplied by 1 − ελ in every step.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_told, _rests, _returns, _leaves];

    public override void Run(Lesson lesson)
    {
        Outcome[] outcomes = [.. _cases.Select(static point => new Outcome(point))];
        Outcome[] cubic = outcomes[..4];
        lesson.Measured(_told, outcomes.Count(static outcome => outcome.Found.Kind == outcome.Case.Kind));
        lesson.Measured(_rests, outcomes.Max(static outcome => outcome.Resting));
        lesson.Measured(_returns, cubic[0].Aside / Aside);
        lesson.Measured(_leaves, cubic[1..].Min(static outcome => outcome.Aside) / Aside);
        lesson.Show(new Table(
            $"Critical points; gradient descent with ε = {Rate} from there, and from 0.001 beside", ["f", "at", "eigenvalues of H", "H says", "it is", "‖g‖", "moved", "from beside"],
            [.. outcomes.Select(static outcome => (string[])
                [
                    outcome.Case.Text, Text(outcome.Case.At), Text(outcome.Found.Eigen.Values.ToArray<double>()), outcome.Found.Kind.ToString().ToLowerInvariant(), outcome.Case.Truth,
                    Figure.Text(outcome.Found.GradientNorm), Figure.Text(outcome.Resting), $"{Figure.Text(outcome.Aside / Aside)} times the distance",
                ])]));
        lesson.Draw(ContourChart.Of(
            "The four critical points of x³ − 3x + y³ − 3y", new Axis("x"), new Axis("y"), (-2.2, 2.2), (-2.2, 2.2), Functions.OfNumbers(Cubic),
            [
                .. cubic.GroupBy(static outcome => outcome.Case.Kind).Select(static group => new Series(
                    group.Key.ToString().ToLowerInvariant(), [.. group.Select(static o => o.Case.At[0])], [.. group.Select(static o => o.Case.At[1])], Mark.Points)),
                From(0.9, -0.999).Path("descent from beside a saddle"), From(-0.98, -0.99).Path("descent from beside the maximum"),
            ]) with
        {
            Reading = "Closed curves round the minimum and the maximum, crossing ones at the saddles. The paths begin a little beside a critical point and end at the minimum.",
        });
        double[] xs = Grid.Linear(-1, 1, 81);
        lesson.Draw(new LineChart(
            "Flat points: the same gradient and the same curvature, 0, at x = 0", new Axis("x"), new Axis("f"),
            [
                new Series("x⁴", xs, [.. xs.Select(static x => Math.Pow(x, 4))]), new Series("x³", xs, [.. xs.Select(static x => Math.Pow(x, 3))]),
                new Series("−x⁴", xs, [.. xs.Select(static x => -Math.Pow(x, 4))]),
            ])
        {
            Reading = "A minimum, neither, a maximum: the second derivative at 0 cannot tell.",
        });
    }

    private static Tensor Cubic(Tensor x) => (x.Square() * x - 3 * x).Sum();

    private static Descent From(double x, double y) => Descent.Run(Cubic, [x, y], static p => new SGD(p, lr: Rate), Steps);

    private static string Text(double[] values) => $"({string.Join(", ", values.Select(Figure.Text))})";

    /// <summary>A critical point, what its Hessian must say, and what it is.</summary>
    private sealed record Case(string Text, Func<Tensor, Tensor> Function, double[] At, CriticalPointKind Kind, string Truth);

    private sealed class Outcome
    {
        public Outcome(Case point)
        {
            Case = point;
            Found = CriticalPoint.Classify(new Objective(point.Function, Tensor.From(point.At)));
            Resting = Distance(point.At);
            Aside = Distance([.. point.At.Select(static x => x + CriticalPoints.Aside / Math.Sqrt(2))]);
        }

        public Case Case { get; }

        public CriticalPoint Found { get; }

        /// <summary>How far gradient descent goes from the point itself.</summary>
        public double Resting { get; }

        /// <summary>How far it is from the point in the end if it begins beside.</summary>
        public double Aside { get; }

        // Ends where f, which may have no minimum, is far below.
        private double Distance(double[] start)
        {
            Descent run = Descent.Run(Case.Function, start, static x => new SGD(x, lr: Rate), Steps, static (x, _) => x.Any(static v => Math.Abs(v) > 10));
            return Math.Sqrt(run.Points[^1].Zip(Case.At).Sum(static pair => Math.Pow(pair.First - pair.Second, 2)));
        }
    }
}
