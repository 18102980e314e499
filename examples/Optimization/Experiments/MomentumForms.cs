using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 14: the heavy ball of textbooks, PyTorch's momentum, and Nesterov's.</summary>
internal sealed class MomentumForms : Experiment
{
    private const double Rate = 0.1;
    private const double Momentum = 0.9;
    private const double Drop = 0.1;
    private const int CutAt = 200;
    private const int Steps = 260;

    // 1/(1 − μ) gradients in PyTorch's velocity: μ·ε/(1 − μ) + 0.1ε over 0.1ε/(1 − μ).
    private const double RatioAfterCut = ((Momentum / (1 - Momentum)) + Drop) / (Drop / (1 - Momentum));

    private static readonly Claim _same = new(
        "At a constant rate the heavy ball and PyTorch's momentum are one path.",
        "largest difference of a coordinate in 260 steps",
        Relation.AtMost,
        1e-12);

    private static readonly Claim _sameNesterov = new(
        "So are Nesterov's momentum with steps in the velocity and with gradients.",
        "largest difference of a coordinate in 260 steps",
        Relation.AtMost,
        1e-12);

    private static readonly Claim _terminal = new(
        "On a slope of constant gradient g the velocity ends at εg/(1 − μ), ten times a plain step.",
        "|length of step 200 over ε/(1 − μ) − 1|",
        Relation.AtMost,
        1e-3);

    private static readonly Claim _cut = new(
        "When the rate is cut to a tenth PyTorch's step is cut at once; the heavy ball keeps its old steps, and its next is 9.1 times as long.",
        "|heavy ball's step over PyTorch's right after the cut − 9.1|",
        Relation.AtMost,
        1e-3);

    private static readonly Claim _ahead = new(
        "What Nesterov's form keeps as the parameter is ahead of the ball by μ times the velocity.",
        "|lead on the slope over με/(1 − μ) − 1|",
        Relation.AtMost,
        1e-3);

    // At ελ = ½ the roots of the heavy ball have modulus √μ, those of Nesterov √(μ(1 − ελ)): 0.9487 and 0.6708. Ten steps turn the first by more
    // than 360°, so that one of them is at 93 % of 0.9487⁵⁰ or more; the second has at most 1.343·0.6708⁴⁰.
    private static readonly Claim _heavySwings = new(
        "Where there is curvature the heavy ball swings on …",
        "largest |θ| in steps 40 to 50 of ½θ² from 1",
        Relation.AtLeast,
        0.05);

    private static readonly Claim _nesterovStops = new(
        "… and Nesterov brakes, because the gradient is taken where the velocity leads.",
        "largest |θ| in steps 40 to 50 of ½θ² from 1",
        Relation.AtMost,
        1.6e-7);

    private static readonly (string Name, bool RateInVelocity, bool Nesterov)[] _forms =
    [
        ("heavy ball", true, false), ("PyTorch's momentum", false, false), ("Nesterov", false, true), ("Nesterov, steps in the velocity", true, true),
    ];

    public override string Name => "momentum-forms";

    public override string Title => "Heavy ball, PyTorch's momentum and Nesterov: what is the same and what is not";

    public override string Explanation => """
        Textbooks let the velocity hold steps: v ← μv − εg, θ ← θ + v (Goodfellow, Bengio and Courville, 8.3.2); in this library SGD's option
        rateInVelocity. PyTorch lets it hold gradients: v ← μv + g, θ ← θ − εv. Both are one path while ε is constant, and differ when a schedule
        changes it. Nesterov (8.3.3) takes the gradient where the velocity leads to; libraries write it in terms of that point, θ ← θ − ε(g + μv).
        Without curvature it goes the heavy ball's way, a step ahead; with curvature it brakes.
        """;

    public override IReadOnlyList<Claim> Claims => [_same, _sameNesterov, _terminal, _cut, _ahead, _heavySwings, _nesterovStops];

    public override void Run(Lesson lesson)
    {
        var bowl = new Quadratic(1, 10);
        Descent[] bowls = [.. _forms.Select(form => Roll(form, bowl.Value, [3, 1], Rate))];
        lesson.Measured(_same, bowls[0].DifferenceFrom(bowls[1]));
        lesson.Measured(_sameNesterov, bowls[2].DifferenceFrom(bowls[3]));

        Descent[] slopes = [.. _forms.Select(static form => Roll(form, static theta => theta.Sum(), [0], Rate, CutAt))];
        double[][] lengths = [.. slopes.Select(static slope => slope.StepLengths)];
        lesson.Measured(_terminal, Math.Abs((lengths[1][CutAt - 1] * (1 - Momentum) / Rate) - 1));
        lesson.Measured(_cut, Math.Abs((lengths[0][CutAt] / lengths[1][CutAt]) - RatioAfterCut));
        double lead = slopes[1].Points[CutAt][0] - slopes[2].Points[CutAt][0];
        lesson.Measured(_ahead, Math.Abs((lead * (1 - Momentum) / (Momentum * Rate)) - 1));

        Descent[] parabolas = [.. _forms.Select(static form => Roll(form, static theta => theta.Dot(theta) * 0.5, [1], 0.5))];
        lesson.Measured(_heavySwings, Swing(parabolas[0]));
        lesson.Measured(_nesterovStops, Swing(parabolas[2]));

        lesson.Show(new(
            "Four forms of momentum 0.9",
            ["form", "step before the cut", "step after the cut", "60 steps later", "largest |θ| in steps 40 to 50 of ½θ²"],
            [.. _forms.Select((form, i) => (string[])
            [
                form.Name, Figure.Text(lengths[i][CutAt - 1]), Figure.Text(lengths[i][CutAt]), Figure.Text(lengths[i][Steps - 1]),
                Figure.Text(Swing(parabolas[i])),
            ])]));
        double[] steps = Grid.Linear(CutAt - 20, Steps - 1, Steps - CutAt + 20);
        lesson.Draw(new LineChart(
            "The rate is cut to a tenth at step 200: PyTorch's step at once, the heavy ball's little by little",
            new("step"),
            new("length of the step", IsLog: true),
            [.. Enumerable.Range(0, 2).Select(i => new Series(_forms[i].Name, steps, lengths[i][(CutAt - 20)..]))]));
        lesson.Draw(new LineChart(
            "On the parabola ½θ² Nesterov brakes, the heavy ball swings",
            new("step"),
            new("|θ|", IsLog: true),
            [.. new[] { 0, 2 }.Select(i => new Series(
                _forms[i].Name, [.. parabolas[i].StepNumbers.Take(61)], [.. parabolas[i].Coordinate(0).Take(61).Select(Math.Abs)], Mark.LineAndPoints))]));
    }

    private static Descent Roll(
        (string Name, bool RateInVelocity, bool Nesterov) form, Func<Tensor, Tensor> function, double[] start, double rate, int? cutAt = null) =>
        Descent.Run(
            function,
            start,
            parameters =>
            {
                var optimizer = new SGD(parameters, lr: rate, momentum: Momentum, nesterov: form.Nesterov, rateInVelocity: form.RateInVelocity);
                if (cutAt is { } step)
                {
                    var schedule = new MultiStepLR(optimizer, [step], gamma: Drop);
                    optimizer.RegisterStepPostHook(_ => schedule.Step());
                }

                return optimizer;
            },
            Steps);

    private static double Swing(Descent path) => path.Coordinate(0).Skip(40).Take(11).Max(Math.Abs);
}
