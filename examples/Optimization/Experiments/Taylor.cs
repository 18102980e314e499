using MiniTorch.Curvature;
using MiniTorch.NN;

namespace MiniTorch.Examples.Optimization;

/// <summary>3: how far a gradient step lowers the loss, as predicted without and with curvature.</summary>
internal sealed class Taylor : Experiment
{
    private const double Rounding = 1e-12;

    private static readonly double[] _slope = [1, 0.5];

    // At the origin, where g is the slope, gᵀHg is 2 + 1/8, 0 and −(2 + 1/8).
    private static readonly (string Name, Quadratic Parabola)[] _cases = [("positive", new(2, 0.5)), ("zero", new(0, 0)), ("negative", new(-2, -0.5))];

    private static readonly double[] _rates = Grid.Linear(0.03, 1.5, 50);

    private static readonly Claim _less = new(
        "With positive curvature along the gradient a step lowers the loss by less than the gradient promises.", "largest decrease ÷ εgᵀg over ε", Relation.Less, 1);

    private static readonly Claim _asPromised = new(
        "Without curvature it keeps the promise.", "largest |decrease − εgᵀg| over ε", Relation.AtMost, Rounding);

    private static readonly Claim _more = new("With negative curvature it exceeds it.", "least decrease ÷ εgᵀg over ε", Relation.Greater, 1);

    private static readonly Claim _exact = new(
        "With its curvature the prediction of a quadratic's change, −εgᵀg + ½ε²gᵀHg, is exact.", "largest deviation over ε and the three curvatures",
        Relation.AtMost, Rounding);

    private static readonly Claim _best = new(
        "No rate lowers a quadratic of positive curvature more than ε* = gᵀg/gᵀHg.", "largest decrease over ε − decrease at ε*", Relation.AtMost, 0);

    private static readonly Claim _tooFar = new("Beyond 2ε* the loss rises.", "change of the loss at 2.1ε*", Relation.Greater, 0);

    private static readonly Claim _firstOrder = new(
        "On a network the prediction without curvature is off by the order of ε².", "|p − 2| for error ∝ εᵖ", Relation.AtMost, 0.1)
    { HasSeeds = true };

    private static readonly Claim _secondOrder = new(
        "The prediction with curvature is off by the order of ε³.", "|p − 3| for error ∝ εᵖ", Relation.AtMost, 0.1)
    { HasSeeds = true };

    public override string Name => "taylor";

    public override string Title => "How much a step lowers the loss: predicted without and with curvature";

    public override string Explanation => """
        A step against the gradient changes the loss by f(x − εg) − f(x) ≈ −εgᵀg + ½ε²gᵀHg (Goodfellow, Bengio and Courville, 4.3.1, figure 4.4). The first
        term is what the gradient alone promises. The second corrects for the curvature along g: if it is positive the loss falls by less, and rises where
        ½ε²gᵀHg exceeds εgᵀg, which is beyond 2gᵀg/gᵀHg; the best rate is half of that, ε* = gᵀg/gᵀHg. If it is zero the promise is kept; if it is negative,
        exceeded, and no rate is best.

        On a quadratic these terms are all there is. On any smooth function the error without curvature goes to 0 like ε², with curvature like ε³: here on
        small networks with tanh, at their initial weights.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_less, _asPromised, _more, _exact, _best, _tooFar, _firstOrder, _secondOrder];

    public override void Run(Lesson lesson)
    {
        TaylorModel[] models = [.. _cases.Select(static item => TaylorModel.At(OfCase(item.Parabola)))];
        TaylorStep[][] steps = [.. models.Select(static model => _rates.Select(model.GradientStep).ToArray())];
        lesson.Measured(_less, steps[0].Max(static step => step.Actual / step.Linear));
        lesson.Measured(_asPromised, steps[1].Max(static step => Math.Abs(step.Actual - step.Linear)));
        lesson.Measured(_more, steps[2].Min(static step => step.Actual / step.Linear));
        lesson.Measured(_exact, steps.Max(static item => item.Max(static step => Math.Abs(step.Actual - step.Quadratic))));

        double best = models[0].BestRate ?? double.NaN;
        lesson.Measured(_best, models[0].GradientStep(best).Actual - steps[0].Min(static step => step.Actual));
        lesson.Measured(_tooFar, models[0].GradientStep(2.1 * best).Actual);
        lesson.Show(new Table(
            "Change of the loss of a quadratic, gᵀg = 1.25", ["curvature", "gᵀHg", "ε", "without curvature", "with curvature", "actual"],
            [
                .. _cases.SelectMany((item, i) => new[] { 0.3, best, 1.5 }.Select(rate =>
                {
                    TaylorStep step = models[i].GradientStep(rate);
                    return (string[])
                    [
                        item.Name, Figure.Text(models[i].GradientCurvature), Figure.Text(rate), Figure.Text(step.Linear), Figure.Text(step.Quadratic),
                        Figure.Text(step.Actual),
                    ];
                })),
            ]));
        lesson.Draw(new LineChart(
            "How much a step changes the loss of a quadratic", new Axis("rate ε"), new Axis("f(x − εg) − f(x)"),
            [
                .. _cases.Select((item, i) => new Series($"{item.Name} curvature", _rates, [.. steps[i].Select(static step => step.Actual)])),
                new Series("what the gradient promises", _rates, [.. steps[0].Select(static step => step.Linear)], Mark.DashedLine),
            ])
        {
            AtX = [new Threshold(best, "ε*"), new Threshold(2 * best, "2ε*")],
            AtY = [new Threshold(0, "no change")],
            Reading = "All three leave with the same slope. The curve bends up where the curvature is positive: lowest at ε*, and back at the first height at 2ε*.",
        });
        Networks(lesson);
    }

    private static Objective OfCase(Quadratic parabola) =>
        new(x => parabola.Value(x) + Tensor.From(_slope).Dot(x), Tensor.Zeros([2], DType.Float64));

    private static void Networks(Lesson lesson)
    {
        double[] rates = Grid.Geometric(1e-3, 1e-2, 5);
        List<(double[] First, double[] Second)> errors = [];
        foreach (int seed in lesson.Seeds)
        {
            var model = TaylorModel.At(Network(new Generator(seed)));
            TaylorStep[] steps = [.. rates.Select(model.GradientStep)];
            errors.Add((
                [.. steps.Select(static step => Math.Abs(step.Actual - step.Linear))], [.. steps.Select(static step => Math.Abs(step.Actual - step.Quadratic))]));
        }

        lesson.Measured(_firstOrder, [.. errors.Select(error => Math.Abs(PowerLaw.Exponent(rates, error.First) - 2))]);
        lesson.Measured(_secondOrder, [.. errors.Select(error => Math.Abs(PowerLaw.Exponent(rates, error.Second) - 3))]);
        lesson.Draw(new LineChart(
            "Error of the prediction on a small network (first seed)", new Axis("rate ε", IsLog: true), new Axis("|predicted − actual change|", IsLog: true),
            [
                new Series("without curvature", rates, errors[0].First, Mark.LineAndPoints), new Series("with curvature", rates, errors[0].Second, Mark.LineAndPoints),
            ])
        {
            Reading = "Slopes 2 and 3: a tenth of the rate makes the error 100 or 1000 times smaller.",
        });
    }

    private static Objective Network(Generator generator)
    {
        var model = new Sequential(
            new Linear(3, 5, dtype: DType.Float64, generator: generator), new Tanh(), new Linear(5, 1, dtype: DType.Float64, generator: generator));
        Tensor inputs = Tensor.Randn([20, 3], DType.Float64, generator: generator), targets = Tensor.Randn([20, 1], DType.Float64, generator: generator);
        return new Objective(() => F.MseLoss(model.Forward(inputs), targets), model.Parameters());
    }
}
