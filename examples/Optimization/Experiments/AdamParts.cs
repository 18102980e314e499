using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 16: what Adam is made of.</summary>
internal sealed class AdamParts : Experiment
{
    private const double Rate = 0.01;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Eps = 1e-8;

    // Here ε takes 10⁻⁴ of the step.
    private const double Steep = 1e-4;

    private const int Steps = 3_000;
    private const int ValleySteps = 150;

    // So large that the root beside it does not count, and the rate larger by as much.
    private const double HugeEps = 1e12;

    private static readonly double[] _start = [10, 1];
    private static readonly double[] _slopes = [1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-4, 1e-2, 1, 1e2, 1e4];

    private static readonly Claim _first = new(
        "Adam's first step is η, however steep it is, as long as |g| ≫ ε: m̂/√v̂ = g/|g|.",
        "largest |length of the first step over η − 1|, gradients from 10⁻⁴ to 10⁴",
        Relation.AtMost,
        1e-4);

    private static readonly Claim _small = new(
        "With ε it is η·|g|/(|g| + ε): on a slope of ε half of η, on less hardly a step.",
        "largest relative deviation from it, gradients from 10⁻¹⁰ to 10⁴",
        Relation.AtMost,
        1e-9);

    private static readonly Claim _constant = new(
        "On a slope that stays the same so is every other.",
        "largest |length of a step over η − 1| in 3,000 steps",
        Relation.AtMost,
        1e-7);

    private static readonly Claim _firstUncorrected = new(
        "Without the correction the first step is (1 − β₁)/√(1 − β₂) = 3.162 times η, because v starts at 0 and is slower than m.",
        "|length of the first step over η − 3.162…|",
        Relation.AtMost,
        1e-5);

    // The largest (1 − β₁ᵗ)/√(1 − β₂ᵗ) is 6.57, at t = 12.
    private static readonly Claim _longest = new(
        "And the steps grow to more than 6.5 η before they shrink.",
        "the longest step over η",
        Relation.AtLeast,
        6.5);

    private static readonly Claim _isRmsprop = new(
        "Adam without momentum (β₁ = 0) and without correction is RMSProp with α = β₂.",
        "largest difference of a coordinate in 150 steps in a valley",
        Relation.AtMost,
        1e-10);

    // √v̂/ε is at most 10⁻¹⁰ of each step.
    private static readonly Claim _isMomentum = new(
        "Adam without the second moment is SGD with momentum β₁ at the rate η(1 − β₁).",
        "largest difference of a coordinate in 150 steps in a valley",
        Relation.AtMost,
        1e-7);

    public override string Name => "adam";

    public override string Title => "Adam's bias correction, and what Adam is without its parts";

    public override string Explanation => """
        Adam keeps a running average m of the gradient and v of its square, and steps by m̂/√v̂ (Goodfellow, Bengio and Courville, 8.5.3). Both averages
        start at 0. Dividing them by 1 − βᵗ corrects that: from the first step on, a step on a steady slope is η long. Without the correction v, which
        learns a hundred times more slowly than m, is too small at first, and the steps are too long.

        The library's Adam always corrects. How the parts are taken away here: the correction, by a schedule of the rate that multiplies by
        (1 − β₁ᵗ)/√(1 − β₂ᵗ), which undoes it exactly; momentum, by β₁ = 0; the second moment, by an ε of 10¹² beside the root and a rate larger by
        the same factor, so that every step is divided by the same number. In the comparison with RMSProp ε is 0, because the schedule would change it too.
        SGD's velocity adds up what Adam averages: hence the factor 1 − β₁.
        """;

    public override IReadOnlyList<Claim> Claims => [_first, _small, _constant, _firstUncorrected, _longest, _isRmsprop, _isMomentum];

    public override void Run(Lesson lesson)
    {
        double[] firsts = [.. _slopes.Select(static slope => SlopeSteps(Corrected, 1, slope)[0] / Rate)];
        double[] corrected = SlopeSteps(Corrected, Steps), uncorrected = SlopeSteps(static x => Uncorrected(x, Beta1), Steps);
        double[] rmsprop = SlopeSteps(static x => new RMSprop(x, lr: Rate, alpha: Beta2), Steps);
        lesson.Measured(_first, firsts.Zip(_slopes).Where(static pair => pair.Second >= Steep).Max(static pair => Math.Abs(pair.First - 1)));
        lesson.Measured(_small, firsts.Zip(_slopes).Max(static pair => Math.Abs((pair.First / FirstByFormula(pair.Second)) - 1)));
        lesson.Measured(_constant, corrected.Max(static length => Math.Abs((length / Rate) - 1)));
        lesson.Measured(_firstUncorrected, Math.Abs((uncorrected[0] / Rate) - ((1 - Beta1) / Math.Sqrt(1 - Beta2))));
        lesson.Measured(_longest, uncorrected.Max() / Rate);

        Descent withoutMomentum = Valley(static x => Uncorrected(x, beta1: 0, eps: 0)), asRmsprop = Valley(static x => new RMSprop(x, lr: Rate, alpha: Beta2, eps: 0));
        Descent withoutSquares = Valley(WithoutSecondMoment), asMomentum = Valley(static x => new SGD(x, lr: Rate * (1 - Beta1), momentum: Beta1));
        lesson.Measured(_isRmsprop, withoutMomentum.DifferenceFrom(asRmsprop));
        lesson.Measured(_isMomentum, withoutSquares.DifferenceFrom(asMomentum));

        lesson.Show(new(
            "Length of steps in units of η, on a slope of gradient 1",
            ["", "step 1", "step 12", "step 100", "step 3,000"],
            [
                Row("Adam", corrected), Row("Adam without correction", uncorrected), Row("RMSProp, α = 0.999", rmsprop),
            ]));
        lesson.Show(new(
            "Adam's first step by the slope",
            ["gradient", "length over η", "|g|/(|g| + ε)"],
            [.. _slopes.Zip(firsts, static (slope, length) => (string[])[Figure.Text(slope), Figure.Text(length), Figure.Text(FirstByFormula(slope))])]));
        lesson.Draw(new LineChart(
            "Adam's first step by the slope",
            new("gradient", IsLog: true),
            new("length of the step, in units of η", IsLog: true),
            [new("Adam", _slopes, firsts, Mark.Points), new("theory: |g|/(|g| + ε)", _slopes, [.. _slopes.Select(FirstByFormula)], Mark.DashedLine)])
        {
            AtX = [new(Eps, "ε")],
            Reading = "Above ε the slope does not count; below it Adam's step is in proportion to it, as SGD's is.",
        });
        double[] steps = [.. Enumerable.Range(1, Steps).Select(static step => (double)step)];
        lesson.Draw(new LineChart(
            "What the bias correction is for: steps on a slope that stays the same",
            new("step", IsLog: true),
            new("length of the step, in units of η", IsLog: true),
            [
                new("Adam", steps, [.. corrected.Select(static length => length / Rate)]),
                new("Adam without correction", steps, [.. uncorrected.Select(static length => length / Rate)]),
                new("RMSProp, α = 0.999", steps, [.. rmsprop.Select(static length => length / Rate)]),
            ])
        {
            Reading = "Without correction the first thousand steps are too long; RMSProp, which has no momentum to soften its start, begins with 32 η.",
        });
        lesson.Draw(ContourChart.Of(
            "Adam without its parts, in the valley ½(x² + 100y²): 150 steps",
            new("x, along the valley"),
            new("y, across it"),
            (-2, 11),
            (-1.2, 1.2),
            Functions.OfNumbers(new Quadratic(1, 100).Value),
            [
                withoutMomentum.Path("Adam without momentum and correction") with { Mark = Mark.Points }, asRmsprop.Path("RMSProp") with { Mark = Mark.Line },
                withoutSquares.Path("Adam without second moment") with { Mark = Mark.Points }, asMomentum.Path("momentum") with { Mark = Mark.Line },
            ]) with
        {
            HasLogLevels = true,
            Reading = "Points lie on lines: the reduced Adam goes the way of the method that it has become.",
        });
    }

    private static double FirstByFormula(double slope) => slope / (slope + Eps);

    private static Adam Corrected(Tensor[] parameters) => new(parameters, lr: Rate, eps: Eps);

    private static Adam Uncorrected(Tensor[] parameters, double beta1, double eps = Eps) => Scheduled(
        new Adam(parameters, lr: Rate, betas: (beta1, Beta2), eps: eps),
        step => (1 - Math.Pow(beta1, step)) / Math.Sqrt(1 - Math.Pow(Beta2, step)));

    private static Adam WithoutSecondMoment(Tensor[] parameters) => Scheduled(
        new Adam(parameters, lr: Rate * HugeEps, betas: (Beta1, Beta2), eps: HugeEps), static step => 1 - Math.Pow(Beta1, step));

    // The factor of steps 1, 2, …; a schedule counts from 0.
    private static Adam Scheduled(Adam optimizer, Func<int, double> factor)
    {
        var schedule = new LambdaLR(optimizer, step => factor(step + 1));
        optimizer.RegisterStepPostHook(_ => schedule.Step());
        return optimizer;
    }

    private static double[] SlopeSteps(Func<Tensor[], Optimizer> optimizer, int steps, double slope = 1) =>
        Descent.Run(theta => theta.Sum() * slope, [0], optimizer, steps).StepLengths;

    private static Descent Valley(Func<Tensor[], Optimizer> optimizer) => Descent.Run(new Quadratic(1, 100).Value, _start, optimizer, ValleySteps);

    private static string[] Row(string name, double[] lengths) =>
        [name, .. new[] { 1, 12, 100, Steps }.Select(step => Figure.Text(lengths[step - 1] / Rate))];
}
