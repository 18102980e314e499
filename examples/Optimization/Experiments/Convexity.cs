using MiniTorch.Curvature;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>9: one minimum where the loss is convex, several alike in a network.</summary>
internal sealed class Convexity : Experiment
{
    private const int Starts = 100;
    private const int Rows = 40;
    private const int Segments = 1000;
    private const double Penalty = 0.1;

    // Hidden units 0 and 1 change places: their weights, their biases, and the weights of what they give.
    private static readonly long[] _exchanged = [1, 0, 3, 2, 5, 4, 6];

    private static readonly Claim _oneValue = new(
        $"From {Starts} starts a strictly convex loss ends at one value.", "greatest − least loss at the end", Relation.AtMost, 1e-12);

    private static readonly Claim _onePoint = new("And at one point.", "largest distance of an end from the first", Relation.AtMost, 1e-6);

    private static readonly Claim _below = new(
        "A convex loss is nowhere above a chord.", "largest excess over the chords between the starts", Relation.AtMost, 1e-12);

    private static readonly Claim _unrefuted = new(
        "Random segments hold no counterexample.", $"counterexamples in {Segments} segments", Relation.AtMost, 0);

    private static readonly Claim _refuted = new(
        "For a network random segments do: it is not convex.", "excess of the loss over the chord of the counterexample", Relation.Greater, 0)
    { HasSeeds = true };

    private static readonly Claim _same = new(
        "Exchanging two hidden units of a network keeps its loss.", "|change of the loss|", Relation.AtMost, 1e-12)
    { HasSeeds = true };

    private static readonly Claim _above = new(
        "The segment between the two minima rises above them.", "loss half way − loss at the ends", Relation.Greater, 0)
    { HasSeeds = true };

    public override string Name => "convexity";

    public override string Title => "Convex: one minimum from 100 starts; a network: several alike, with a wall between";

    public override string Explanation => """
        A loss is convex if no segment between two of its points runs below it. Then every minimum is a global one, and a strictly convex loss has one only (Goodfellow,
        Bengio and Courville, 4.3.1 and 8.2). A logistic regression with the penalty ½·0.1·‖w‖² is so: every eigenvalue of its Hessian is 0.1 or more,
        and where the gradient's norm is ‖g‖ the loss is at most ‖g‖²/(2·0.1) above the least.

        The loss of a network is not convex: to exchange two hidden units, with all their weights, gives another point with the same loss (weight space
        symmetry, 8.2.2). Half way between the two both units are the same, and the network has in effect one: it cannot do what needs two, here to model a bump,
        tanh(x + 1.5) − tanh(x − 1.5).
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_oneValue, _onePoint, _below, _unrefuted, _refuted, _same, _above];

    public override void Run(Lesson lesson)
    {
        Regression(lesson);
        Networks(lesson);
    }

    private static void Regression(Lesson lesson)
    {
        var generator = new Generator(0);
        Tensor inputs = Tensor.Cat([Tensor.Randn([Rows, 2], DType.Float64, generator: generator), Tensor.Ones([Rows, 1], DType.Float64)], 1);
        Tensor noisy = inputs.Mv(Tensor.From([2.0, -1, 0.5])) + Tensor.Randn([Rows], DType.Float64, generator: generator);
        Tensor labels = (noisy > 0).To(DType.Float64);
        Tensor Loss(Tensor w) => F.BinaryCrossEntropyWithLogits(inputs.Mv(w), labels) + w.Dot(w) * (Penalty / 2);

        double[][] starts = [.. Enumerable.Range(0, Starts).Select(_ => (Tensor.Randn([3], DType.Float64, generator: generator) * 3).ToArray<double>())];
        double[][] ends = [.. starts.Select(start => Minimum(Loss, start))];
        double[] losses = [.. ends.Select(end => Loss(Tensor.From(end)).Item<double>())];
        lesson.Measured(_oneValue, losses.Max() - losses.Min());
        lesson.Measured(_onePoint, ends.Max(end => Math.Sqrt(end.Zip(ends[0]).Sum(static pair => Math.Pow(pair.First - pair.Second, 2)))));

        var objective = new Objective(Loss, Tensor.From(starts[0]));
        Segment[] chords = [.. starts.Zip(starts.Skip(1)).Select(pair => Segment.Of(objective, Tensor.From(pair.First), Tensor.From(pair.Second)))];
        lesson.Measured(_below, chords.Max(static chord => chord.Excess));
        lesson.Measured(_unrefuted, ConvexityProbe.Run(objective, radius: 5, Segments, generator: generator).Counterexample is null ? 0 : 1);
        lesson.Draw(new LineChart(
            "A convex loss along the segments between starts, and the first one's chord", new Axis("share of the way"), new Axis("loss"),
            [
                .. chords.Take(3).Select(static (chord, i) => new Series($"segment {i + 1}", chord.Shares, chord.Losses)),
                new Series("chord", [0, 1], [chords[0].Losses[0], chords[0].Losses[^1]], Mark.DashedLine),
            ])
        {
            Reading = "Between its ends a convex function hangs below the straight line through them.",
        });
        lesson.Show(new Table(
            $"Logistic regression from {Starts} starts", ["", "least", "greatest"],
            [
                ["loss at the start", .. Range(starts.Select(start => Loss(Tensor.From(start)).Item<double>()))], ["loss at the end", .. Range(losses)],
                ["w₁ at the end", .. Range(ends.Select(static end => end[0]))], ["w₂ at the end", .. Range(ends.Select(static end => end[1]))],
            ]));
    }

    private static double[] Minimum(Func<Tensor, Tensor> loss, double[] start)
    {
        Tensor w = Tensor.From(start, requiresGrad: true);
        Minimize([w], () => loss(w), toleranceGrad: 1e-9);
        return w.ToArray<double>();
    }

    private static void Minimize(IEnumerable<Tensor> parameters, Func<Tensor> loss, double toleranceGrad)
    {
        var optimizer = new LBFGS(parameters, maxIter: 500, toleranceGrad: toleranceGrad, toleranceChange: 0, lineSearch: LineSearch.StrongWolfe);
        optimizer.Step(() =>
        {
            optimizer.ZeroGrad();
            Tensor value = loss();
            value.Backward();
            return value;
        });
    }

    private static void Networks(Lesson lesson)
    {
        Tensor x = Tensor.Linspace(-4, 4, 41, DType.Float64).Reshape(-1, 1), y = (x + 1.5).Tanh() - (x - 1.5).Tanh();
        List<Segment> segments = [];
        List<double> excesses = [];
        foreach (int seed in lesson.Seeds)
        {
            var generator = new Generator(seed);
            var model = new Sequential(
                new Linear(1, 2, dtype: DType.Float64, generator: generator), new Tanh(), new Linear(2, 1, dtype: DType.Float64, generator: generator));
            Tensor Loss() => F.MseLoss(model.Forward(x), y);
            Minimize(model.Parameters(), Loss, toleranceGrad: 1e-7);
            var objective = new Objective(Loss, model.Parameters());
            excesses.Add(ConvexityProbe.Run(objective, radius: 2, Segments, generator: generator).Counterexample?.Excess ?? double.NaN);
            segments.Add(Segment.Of(objective, objective.Point, objective.Point[Tensor.From(_exchanged)]));
        }

        lesson.Measured(_refuted, excesses);
        lesson.Measured(_same, [.. segments.Select(static segment => Math.Abs(segment.Losses[^1] - segment.Losses[0]))]);
        lesson.Measured(_above, [.. segments.Select(static segment => segment.Losses[segment.Losses.Length / 2] - Math.Max(segment.Losses[0], segment.Losses[^1]))]);
        lesson.Draw(new LineChart(
            "A network's loss between a minimum and the same with two hidden units exchanged", new Axis("share of the way"), new Axis("loss"),
            [.. segments.Select(static (segment, seed) => new Series($"seed {seed}", segment.Shares, segment.Losses))])
        {
            Reading = "As low at one end as at the other, and a wall between: in the middle both hidden units do the same.",
        });
        lesson.Show(new Table(
            "Networks of two hidden units", ["seed", "loss at the minimum", "with the units exchanged", "half way"],
            [.. segments.Select(static (segment, seed) => (string[])
                [Figure.Text(seed), Figure.Text(segment.Losses[0]), Figure.Text(segment.Losses[^1]), Figure.Text(segment.Losses[segment.Losses.Length / 2])])]));
    }

    private static string[] Range(IEnumerable<double> values) => [Figure.Text(values.Min()), Figure.Text(values.Max())];

    /// <summary>The loss along a segment between two points.</summary>
    private sealed record Segment(double[] Shares, double[] Losses)
    {
        /// <summary>How far the loss is above the chord, at most.</summary>
        public double Excess => Shares.Zip(Losses).Max(at => at.Second - ((1 - at.First) * Losses[0] + at.First * Losses[^1]));

        public static Segment Of(Objective objective, Tensor from, Tensor to)
        {
            double[] shares = Grid.Linear(0, 1, 41);
            return new Segment(shares, [.. shares.Select(share => objective.ValueAt(from * (1 - share) + to * share))]);
        }
    }
}
