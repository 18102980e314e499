using System.Diagnostics;
using MiniTorch.Curvature;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>22: what a Hessian and a Newton step cost, against the number of parameters.</summary>
internal sealed class HessianCost : Experiment
{
    private const int Rows = 64;
    private const double Penalty = 0.1;

    private static readonly Claim _memory = new("A Hessian of d parameters takes d² numbers.", "|p − 2| for bytes ∝ dᵖ", Relation.AtMost, 1e-12);

    private static readonly Claim _passes = new(
        "It takes d backward passes more than the gradient, of which each takes as long as one.", "largest |backward passes − (d + 1)|", Relation.AtMost, 0);

    private static readonly Claim _inversion = new(
        "To invert it takes time in proportion to d³ once it is large.", "|p − 3| for seconds ∝ dᵖ between the two largest", Relation.AtMost, 1)
    { ShouldHold = false };

    private static readonly Claim _step = new(
        "A Newton step takes at least a tenth of the time of d SGD steps.", "seconds of a Newton step ÷ (d · seconds of an SGD step), at the largest d",
        Relation.AtLeast, 0.1)
    { ShouldHold = false };

    public override string Name => "hessian-cost";

    public override string Title => "What a Hessian costs: d² numbers, d backward passes, d³ to invert";

    public override string Explanation => """
        Newton's method needs few steps, but what steps (Goodfellow, Bengio and Courville, 8.6.1): the Hessian of d parameters has d² numbers, is computed by d
        backward passes through the gradient, and solving a system with it takes in the order of d³ multiplications. SGD needs one backward pass, and d numbers.
        A small network of a million parameters would have a Hessian of 8 TB in float64. That is why deep networks are trained by gradients, and why methods for
        large models use products Hv only, each at the cost of about one more backward pass.

        The function is a logistic regression with an L2 penalty, whose Hessian is positive definite. Times are those of this machine, the best of some runs; claims
        about them can fail by chance and do not count as errors.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_memory, _passes, _inversion, _step];

    public override void Run(Lesson lesson)
    {
        int[] counts = lesson.IsSmall ? [10, 30, 100] : [10, 30, 100, 300, 800];
        List<Cost> costs = [];
        foreach (int count in counts)
        {
            lesson.Status($"{count} parameters");
            costs.Add(Cost.Of(count));
        }

        double[] sizes = [.. costs.Select(static cost => (double)cost.Count)];
        lesson.Measured(_memory, Math.Abs(PowerLaw.Exponent(sizes, [.. costs.Select(static cost => cost.Bytes)]) - 2));
        lesson.Measured(_passes, costs.Max(static cost => Math.Abs(cost.Passes - (cost.Count + 1.0))));
        lesson.Measured(_inversion, Math.Abs(PowerLaw.Exponent(sizes[^2..], [costs[^2].Inverse, costs[^1].Inverse]) - 3));
        lesson.Measured(_step, costs[^1].Newton / (costs[^1].Count * costs[^1].Sgd));
        lesson.Show(new Table(
            "Cost of second order, float64; seconds", ["d", "bytes of the Hessian", "backward passes", "Hessian", "inverse", "Newton step", "SGD step", "Newton ÷ SGD"],
            [.. costs.Select(static cost => (string[])
                [
                    Figure.Text(cost.Count), Figure.Text(cost.Bytes), Figure.Text(cost.Passes), Figure.Text(cost.Hessian),
                    Figure.Text(cost.Inverse), Figure.Text(cost.Newton), Figure.Text(cost.Sgd),
                    Figure.Text(cost.Newton / cost.Sgd),
                ])]));
        Series Over(string name, Func<Cost, double> quantity) => new(name, sizes, [.. costs.Select(quantity)], Mark.LineAndPoints);
        lesson.Draw(new LineChart(
            "Time", new Axis("number of parameters d", IsLog: true), new Axis("seconds", IsLog: true),
            [
                Over("Newton step", static cost => cost.Newton), Over("Hessian", static cost => cost.Hessian), Over("inverse", static cost => cost.Inverse),
                Over("SGD step", static cost => cost.Sgd),
            ])
        {
            Reading = "On logarithmic axes a power is a straight line: of slope 3 for the inverse in the end, of slope 1 at most for SGD.",
        });
        lesson.Draw(new LineChart(
            "Memory", new Axis("number of parameters d", IsLog: true), new Axis("bytes", IsLog: true),
            [Over("Hessian", static cost => cost.Bytes), Over("gradient", static cost => sizeof(double) * (double)cost.Count)])
        {
            Reading = "Slope 2 and slope 1.",
        });
    }

    private sealed record Cost(int Count, double Bytes, int Passes, double Hessian, double Inverse, double Newton, double Sgd)
    {
        public static Cost Of(int count)
        {
            var generator = new Generator(count);
            Tensor inputs = Tensor.Randn([Rows, count], DType.Float64, generator: generator) / Math.Sqrt(count);
            Tensor labels = Tensor.Bernoulli(0.5, [Rows], DType.Float64, generator: generator);
            Tensor weights = Tensor.Zeros([count], DType.Float64, requiresGrad: true);
            Tensor Loss() => F.BinaryCrossEntropyWithLogits(inputs.Mv(weights), labels) + weights.Dot(weights) * (Penalty / 2);

            int passes = 0;
            Tensor hessian;
            using (weights.RegisterHook(_ =>
            {
                passes++;
                return null;
            }))
            {
                hessian = new Objective(Loss, [weights]).Hessian();
            }

            var sgd = new SGD([weights], lr: 0.1);
            void SgdStep()
            {
                weights.Value.Fill(0);
                sgd.ZeroGrad();
                Loss().Backward();
                sgd.Step();
            }

            void NewtonStep()
            {
                weights.Value.Fill(0);
                new Newton([weights]).Step(Loss);
            }

            return new Cost(
                count, (double)hessian.Count * sizeof(double), passes, Seconds(() => new Objective(Loss, [weights]).Hessian()),
                Seconds(() => hessian.Inverse()), Seconds(NewtonStep), Seconds(SgdStep));
        }

        // The best of runs for a twentieth of a second; at least of two, because the first also compiles, which does not count if it takes long.
        private static double Seconds(Action action)
        {
            const double Enough = 0.05, Long = 1;
            double best = double.PositiveInfinity;
            long begin = Stopwatch.GetTimestamp();
            for (int run = 0; run == 0 || (run == 1 && best < Long) || Stopwatch.GetElapsedTime(begin).TotalSeconds < Enough; run++)
            {
                using var scope = TensorScope.Begin();
                long start = Stopwatch.GetTimestamp();
                action();
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            return best;
        }
    }
}
