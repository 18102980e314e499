using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 17: the small number beside the root or under it.</summary>
internal sealed class EpsilonPlacement : Experiment
{
    private const double Rate = 0.01;
    private const double Alpha = 0.99;
    private const double Small = 1e-5;

    private static readonly Claim _usual = new(
        "At a gradient of 10⁻⁵ RMSProp's first steps in PyTorch's form (10⁻⁸ beside the root) and the textbook's (10⁻⁶ under it) differ by two orders of magnitude or more.",
        "length of the first step with ε beside the root over that with ε under it",
        Relation.AtLeast,
        100);

    private static readonly Claim _sameEps = new(
        "It is the place that counts, not the number: so they do with 10⁻⁶ in both.",
        "length of the first step with ε beside the root over that with ε under it",
        Relation.AtLeast,
        100);

    private static readonly Claim _large = new(
        "At a gradient of 1 the place does not matter.",
        "|the same ratio with 10⁻⁶ in both − 1|",
        Relation.AtMost,
        1e-4);

    private static readonly Claim _closedForm = new(
        "First steps are as the formulas say: ηg/(√r + ε) and ηg/√(r + ε), where r = (1 − α)g² in RMSProp and g² in AdaGrad.",
        "largest relative deviation, gradients from 10⁻⁸ to 100",
        Relation.AtMost,
        1e-12);

    private static readonly Form[] _forms =
    [
        new("RMSProp, 10⁻⁸ beside the root (PyTorch)", 1 - Alpha, 1e-8, false),
        new("RMSProp, 10⁻⁶ beside the root", 1 - Alpha, 1e-6, false),
        new("RMSProp, 10⁻⁶ under the root (textbook)", 1 - Alpha, 1e-6, true),
        new("AdaGrad, 10⁻⁷ beside the root (textbook)", 1, 1e-7, false),
        new("AdaGrad, 10⁻⁷ under the root", 1, 1e-7, true),
    ];

    public override string Name => "epsilon";

    public override string Title => "Epsilon beside the root or under it: a factor of hundreds for small gradients";

    public override string Explanation => """
        Methods that divide by the gradient's size need a small number against division by 0. Goodfellow, Bengio and Courville put it beside the
        root in AdaGrad (algorithm 8.4, 10⁻⁷) and under it in RMSProp (8.5, 10⁻⁶); PyTorch has it beside the root in both. Beside, it counts for
        gradients around ε; under, already around √ε, a thousand times larger: smaller gradients then make steps in proportion to their size, as in
        gradient descent. A formula copied from one source and a number from the other give another optimizer.
        """;

    public override IReadOnlyList<Claim> Claims => [_usual, _sameEps, _large, _closedForm];

    public override void Run(Lesson lesson)
    {
        double[] gradients = [.. Enumerable.Range(-16, 21).Select(static half => Math.Pow(10, half / 2.0))];
        lesson.Measured(_usual, FirstStep(_forms[0], Small) / FirstStep(_forms[2], Small));
        lesson.Measured(_sameEps, FirstStep(_forms[1], Small) / FirstStep(_forms[2], Small));
        lesson.Measured(_large, Math.Abs((FirstStep(_forms[1], 1) / FirstStep(_forms[2], 1)) - 1));
        lesson.Measured(_closedForm, _forms.Max(form => gradients.Max(g => Math.Abs((FirstStep(form, g) / form.Formula(g)) - 1))));

        lesson.Show(new(
            "Length of the first step, in units of the rate η",
            ["form", "g = 10⁻⁷", "g = 10⁻⁵", "g = 10⁻³", "g = 1"],
            [.. _forms.Select(static form => (string[])
                [form.Name, .. new[] { 1e-7, Small, 1e-3, 1 }.Select(g => Figure.Text(FirstStep(form, g) / Rate))])]));
        lesson.Draw(new LineChart(
            "Which gradients are too small to count depends on where ε stands",
            new("gradient g", IsLog: true),
            new("first step, in units of the rate η", IsLog: true),
            [.. _forms.Select(form => new Series(
                form.Name, gradients, [.. gradients.Select(g => FirstStep(form, g) / Rate)], form.IsInside ? Mark.DashedLine : Mark.Line))]));
    }

    private static double FirstStep(Form form, double gradient) =>
        Math.Abs(Descent.Run(theta => theta.Sum() * gradient, [0], form.Make, steps: 1).Last[0]);

    /// <summary>A method and its epsilon.</summary>
    /// <param name="Name">For tables.</param>
    /// <param name="Taken">The share of g² in r after the first step.</param>
    /// <param name="Eps">ε.</param>
    /// <param name="IsInside">Whether it is under the root.</param>
    private sealed record Form(string Name, double Taken, double Eps, bool IsInside)
    {
        public Optimizer Make(Tensor[] parameters) => Taken == 1
            ? new Adagrad(parameters, lr: Rate, eps: Eps, epsInsideRoot: IsInside)
            : new RMSprop(parameters, lr: Rate, alpha: Alpha, eps: Eps, epsInsideRoot: IsInside);

        public double Formula(double g)
        {
            double r = Taken * g * g;
            return Rate * g / (IsInside ? Math.Sqrt(r + Eps) : Math.Sqrt(r) + Eps);
        }
    }
}
