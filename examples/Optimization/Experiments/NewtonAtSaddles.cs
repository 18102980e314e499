using MiniTorch.Curvature;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>8: the textbook's Newton step goes to saddles, the modified one does not.</summary>
internal sealed class NewtonAtSaddles : Experiment
{
    private const int Steps = 50;
    private const double There = 1e-6;

    private static readonly Claim _drawn = new(
        "From |x| < 1/√5 the textbook's step −H⁻¹g leads to the saddle.", "distance of its end from the saddle", Relation.AtMost, There)
    { HasSeeds = true };

    private static readonly Claim _isSaddle = new(
        "What it has found is no minimum.", "least eigenvalue of the Hessian at its end", Relation.Less, 0)
    { HasSeeds = true };

    private static readonly Claim _escapes = new(
        "The modified step −|H|⁻¹g leads to a minimum.", "distance of its end from the nearer minimum", Relation.AtMost, There)
    { HasSeeds = true };

    // A step near the minimum, where λ ≤ 2, lowers the loss by ‖g‖²/4 or more: 2.5·10⁻¹⁵, far more than the rounding of a loss of 1/4.
    private const double Resting = 1e-7;

    private static readonly Claim _descends = new(
        "It lowers the loss in every step, as far as float64 can tell.", "largest change of the loss in a step, while the gradient is longer than 10⁻⁷",
        Relation.Less, 0)
    { HasSeeds = true };

    public override string Name => "newton-saddle";

    public override string Title => "Newton's method is drawn to saddles; the modified one is not";

    public override string Explanation => """
        The touching parabola of Newton's step has a minimum only where the Hessian is positive definite. Elsewhere the step goes to its saddle or maximum:
        along a direction of negative curvature it goes uphill (Goodfellow, Bengio and Courville, 8.2.3 and 8.6.1). In many dimensions most critical points
        are saddles. To divide by the eigenvalues' magnitudes, |λ| in place of λ, turns these directions round (Dauphin and others, 2014), and a line search makes
        sure that the loss falls.

        Here f(x, y) = x⁴/4 − x²/2 + y²/2 has minima at (±1, 0) and a saddle at the origin. The textbook's step takes x to 2x³/(3x² − 1), which is nearer to 0
        wherever |x| < 1/√5 = 0.447; the starts are drawn from 0.05 ≤ |x| ≤ 0.4.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_drawn, _isSaddle, _escapes, _descends];

    public override void Run(Lesson lesson)
    {
        List<(Descent Pure, Descent Modified)> runs = [];
        foreach (int seed in lesson.Seeds)
        {
            var generator = new Generator(seed);
            double x = Tensor.Uniform(0.05, 0.4, [1], DType.Float64, generator: generator).Item<double>();
            double y = Tensor.Uniform(-1, 1, [1], DType.Float64, generator: generator).Item<double>();
            double[] start = [seed % 2 == 0 ? x : -x, y];
            runs.Add((Run(start, isPure: true), Run(start, isPure: false)));
        }

        lesson.Measured(_drawn, [.. runs.Select(static run => Math.Sqrt(run.Pure.Points[^1].Sum(static v => v * v)))]);
        lesson.Measured(
            _isSaddle, [.. runs.Select(static run => SymmetricEigen.Of(new Objective(TwoWells, Tensor.From(run.Pure.Points[^1])).Hessian()).Values[0].Item<double>())]);
        lesson.Measured(_escapes, [.. runs.Select(static run => FromMinimum(run.Modified.Points[^1]))]);
        lesson.Measured(_descends, [.. runs.Select(static run => LargestChange(run.Modified))]);
        lesson.Show(new Table(
            "Where Newton's method leads from a start of chance", ["start", "−H⁻¹g leads to", "loss", "−|H|⁻¹g leads to", "loss"],
            [.. runs.Select(static run => (string[])
                [
                    Text(run.Pure.Points[0]), Text(run.Pure.Points[^1]), Figure.Text(run.Pure.Values[^1]), Text(run.Modified.Points[^1]),
                    Figure.Text(run.Modified.Values[^1]),
                ])]));
        lesson.Draw(ContourChart.Of(
            "Two minima with a saddle between", new Axis("x"), new Axis("y"), (-1.6, 1.6), (-1.2, 1.2), Functions.OfNumbers(TwoWells),
            [
                .. runs.Take(2).SelectMany(static (run, i) => new[] { run.Pure.Path($"textbook, start {i + 1}"), run.Modified.Path($"modified, start {i + 1}") }),
            ]) with
        {
            Reading = "Textbook steps end at the saddle in the middle, modified ones in the wells.",
        });
        lesson.Draw(new LineChart(
            "The loss over the steps, from the first start", new Axis("step"), new Axis("loss; at the saddle 0, at a minimum −1/4"),
            [Head(runs[0].Pure).Curve("textbook"), Head(runs[0].Modified).Curve("modified")])
        {
            Reading = "The textbook's step is content with the saddle's height.",
        });
    }

    private static Tensor TwoWells(Tensor x) => x[0].Square().Square() / 4 - x[0].Square() / 2 + x[1].Square() / 2;

    private static double LargestChange(Descent run) => Enumerable.Range(0, run.Steps)
        .Where(step => Length(new Objective(TwoWells, Tensor.From(run.Points[step])).Gradient()) > Resting)
        .Max(step => run.Values[step + 1] - run.Values[step]);

    private static double Length(Tensor vector) => Math.Sqrt(vector.Dot(vector).Item<double>());

    private static double FromMinimum(double[] point) => Math.Sqrt(Math.Pow(Math.Abs(point[0]) - 1, 2) + point[1] * point[1]);

    private static Descent Run(double[] start, bool isPure) =>
        Descent.Run(TwoWells, start, x => new Newton(x, pure: isPure), Steps, hasCurvature: true);

    private static Descent Head(Descent run) => new([.. run.Points.Take(11)], [.. run.Values.Take(11)]);

    // To what can be seen: what is left of a coordinate that goes to 0 is of no interest.
    private static string Text(double[] point) => $"({string.Join(", ", point.Select(static v => Figure.Text(Math.Round(v, 6))))})";
}
