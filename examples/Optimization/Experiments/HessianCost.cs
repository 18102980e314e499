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

    private static readonly Claim _passes = new(
        "It takes d backward passes more than the gradient, of which each takes as long as one.", "largest |backward passes − (d + 1)|", Relation.AtMost, 0);

    private static readonly Claim _solving = new(
        "To solve a system with it, by Cholesky's factors as Newton's method does, takes time in proportion to d³ once it is large.",
        "|p − 3| for seconds ∝ dᵖ over the largest three", Relation.AtMost, 0.5)
    { ShouldHold = false };

    private static readonly Claim _step = new(
        "A Newton step takes at least a tenth of the time of d SGD steps.", "seconds of a Newton step ÷ (d · seconds of an SGD step), at the largest d",
        Relation.AtLeast, 0.1)
    { ShouldHold = false };

    public override string Name => "hessian-cost";

    public override string Title => "What a Hessian costs: d² numbers, d backward passes, d³ to solve";

    public override string Explanation => """
        Newton's method needs few steps, but what steps (Goodfellow, Bengio and Courville, 8.6.1): the Hessian of d parameters has d² numbers, is computed by d
        backward passes through the gradient, and solving a system with it takes in the order of d³ multiplications. SGD needs one backward pass, and d numbers.
        A small network of a million parameters would have a Hessian of 8 TB in float64. That is why deep networks are trained by gradients, and why methods for
        large models use products Hv only, each at the cost of about one more backward pass.

        The function is a logistic regression with an L2 penalty, whose Hessian is positive definite. Times are those of this machine, the best of some runs, for the solution the median of at least five; claims
        about them can fail by chance and do not count as errors. <code>dotnet run -c Release --project benchmarks -- newton</code> measures whole Newton steps from d = 10 to 3,000.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_passes, _solving, _step];

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
        lesson.Measured(_passes, costs.Max(static cost => Math.Abs(cost.Passes - (cost.Count + 1.0))));
        double[] systems = lesson.IsSmall ? [100, 200, 400] : [400, 800, 1600];
        double[] solutions = new double[systems.Length];
        for (int i = 0; i < systems.Length; i++)
        {
            lesson.Status($"a system of {systems[i]} equations");
            solutions[i] = Cost.OfSolution((int)systems[i]);
        }

        double exponent = PowerLaw.Exponent(systems, solutions);
        lesson.Measured(_solving, Math.Abs(exponent - 3));
        lesson.Measured(_step, costs[^1].Newton / (costs[^1].Count * costs[^1].Sgd));
        lesson.Show(new Table(
            "Cost of second order, float64; seconds", ["d", "bytes of the Hessian", "backward passes", "Hessian", "Newton step", "SGD step", "Newton ÷ SGD"],
            [.. costs.Select(static cost => (string[])
                [
                    Figure.Text(cost.Count), Figure.Text(cost.Bytes), Figure.Text(cost.Passes), Figure.Text(cost.Hessian),
                    Figure.Text(cost.Newton), Figure.Text(cost.Sgd),
                    Figure.Text(cost.Newton / cost.Sgd),
                ])]));
        Series Over(string name, Func<Cost, double> quantity) => new(name, sizes, [.. costs.Select(quantity)], Mark.LineAndPoints);
        lesson.Draw(new LineChart(
            "Time", new Axis("number of parameters d", IsLog: true), new Axis("seconds", IsLog: true),
            [
                Over("Newton step", static cost => cost.Newton), Over("Hessian", static cost => cost.Hessian),
                Over("SGD step", static cost => cost.Sgd), new("solution", systems, solutions, Mark.LineAndPoints),
                new("∝ d³", systems, [.. systems.Select(size => solutions[^1] * Math.Pow(size / systems[^1], 3))], Mark.DashedLine),
            ])
        {
            Reading = $"On logarithmic axes a power is a straight line. The slope of the solution is {Figure.Text(exponent)} here; theory says 3 for large d.",
        });
        lesson.Draw(new LineChart(
            "Memory", new Axis("number of parameters d", IsLog: true), new Axis("bytes", IsLog: true),
            [Over("Hessian", static cost => cost.Bytes), Over("gradient", static cost => sizeof(double) * (double)cost.Count)])
        {
            Reading = "By arithmetic, not measured: 8 bytes a number, d² numbers and d.",
        });
    }

    private sealed record Cost(int Count, double Bytes, int Passes, double Hessian, double Newton, double Sgd)
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
                Seconds(NewtonStep), Seconds(SgdStep));
        }

        /// <summary>Seconds to factorise a positive definite matrix and to solve one system, the median of at least five runs.</summary>
        public static double OfSolution(int count)
        {
            const int Least = 5;
            const double Enough = 0.05;
            var generator = new Generator(count);
            Tensor root = Tensor.Randn([count, Rows], DType.Float64, generator: generator);
            Tensor matrix = root.MatMul(root.T) / count + Tensor.Eye(count, dtype: DType.Float64), right = Tensor.Ones([count, 1], DType.Float64);
            List<double> seconds = [];
            for (int run = 0; run <= Least || seconds.Sum() < Enough; run++)
            {
                using var scope = TensorScope.Begin();
                long start = Stopwatch.GetTimestamp();
                matrix.Cholesky().CholeskySolve(right);
                if (run > 0) // the first also compiles
                {
                    seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
            }

            return seconds.Order().ElementAt(seconds.Count / 2);
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
