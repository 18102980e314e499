using MiniTorch.Curvature;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>23: products of many weights.</summary>
internal sealed class DeepChains : Experiment
{
    // The product of the chains of numbers whose Hessians are looked at.
    private const double Product = 0.9;

    private const int Width = 4;
    private const int MaxDepth = 8;

    // Where the long run begins: the slope is that from here on.
    private const int Settled = 4;
    private const int Chains = 32;

    // The chain that is trained.
    private const int Trained = 8;
    private const double StartWeight = 0.5;
    private const double Rate = 0.05;

    private static readonly int[] _depths = [2, 4, 8, 16, 32];

    private static readonly Claim _formula = new(
        "The condition number of a chain of L equal numbers with product p is 1 + L(2p − 1)/(1 − p).",
        "largest relative deviation over L = 2 … 32 at p = 0.9", Relation.AtMost, 1e-9);

    private static readonly Claim _grows = new(
        "At the same loss a deeper chain is worse conditioned.", "κ at depth 32 ÷ κ at depth 2", Relation.AtLeast, 10);

    // ψ(2) − ψ(1/2).
    private const double Growth = 2.386;

    // With every layer ln κ gains a variance of ψ′(2) + ψ′(1/2) = 5.58. The slope through five points weighs the four gains between them by 0.2, 0.3,
    // 0.3, 0.2: a variance of 0.26·5.58 a chain, a deviation of 0.213 for the mean of 32. The bound is three of these.
    private static readonly Claim _exponential = new(
        "In a chain of random matrices the condition number grows exponentially with depth: by e^2.39 a layer.",
        "|slope − 2.386| of the line through the means of ln κ at depths 4 … 8", Relation.AtMost, 0.64)
    { HasSeeds = true };

    private static readonly Claim _falls = new("Gradient descent at a rate below 2/λmax lowers the loss in every step.", "largest change of the loss in a step", Relation.Less, 0);

    private static readonly Claim _rises = new(
        "While the loss falls, the norm of the gradient grows 30 times and more.", "largest ‖g‖ ÷ first ‖g‖", Relation.AtLeast, 30);

    public override string Name => "deep-chains";

    public override string Title => "Deep linear chains: ill-conditioning grows with depth, and the gradient grows while the loss falls";

    public override string Explanation => """
        A chain f(w) = ½(w₁w₂⋯w_L − 1)² is the simplest deep network. With all weights equal to a and the product p = a^L the Hessian has the diagonal p²/a²
        and everywhere else (2p² − p)/a²: its eigenvalues are p(1 − p)/a², L − 1 times, and p(1 − p)/a² + L(2p² − p)/a². The condition number
        1 + L(2p − 1)/(1 − p) grows with the depth L at one and the same loss.

        With matrices W_L⋯W₁ the Hessian for W₁ is that of a linear map by W_L⋯W₂, whose largest and smallest singular values drift apart by a factor for
        every layer. For Gaussian 4×4 matrices it is e^((ψ(2) − ψ(1/2))/2) = e^1.19 in the long run (Newman, 1986), and its square, e^2.39, in the condition number.

        Nor need the gradient's norm fall as the loss does (Goodfellow, Bengio and Courville, 8.2.1 and figure 8.1). From a = ½ and L = 8 it is at first
        √8·(1 − p)·p/a = 0.022, and 0.77 where p = 7/15: 35 times as much, at less than a third of the loss.
        """;

    public override IReadOnlyList<Claim> Claims { get; } = [_formula, _grows, _exponential, _falls, _rises];

    public override void Run(Lesson lesson)
    {
        double[] conditions = [.. _depths.Select(static depth => ScalarChain(depth, Math.Pow(Product, 1.0 / depth)).ConditionNumber)];
        lesson.Measured(_formula, _depths.Zip(conditions).Max(static pair => Math.Abs(pair.Second / Formula(pair.First) - 1)));
        lesson.Measured(_grows, conditions[^1] / conditions[0]);
        lesson.Show(new Table(
            "Condition number of a chain of L equal weights whose product is 0.9", ["depth L", "κ", "1 + L(2p − 1)/(1 − p)"],
            [.. _depths.Zip(conditions).Select(static pair => (string[])[Figure.Text(pair.First), Figure.Text(pair.Second), Figure.Text(Formula(pair.First))])]));
        Matrices(lesson);
        Training(lesson);
    }

    private static double Formula(int depth) => 1 + depth * (2 * Product - 1) / (1 - Product);

    private static Tensor Loss(Tensor weights) => (weights.Prod() - 1).Square() * 0.5;

    private static SymmetricEigen ScalarChain(int depth, double weight) =>
        SymmetricEigen.Of(new Objective(Loss, Tensor.Full([depth], weight, DType.Float64)).Hessian());

    private static void Matrices(Lesson lesson)
    {
        // ln κ at [seed][depth − 1], the mean over the chains.
        List<double[]> logs = [];
        foreach (int seed in lesson.Seeds)
        {
            var generator = new Generator(seed);
            double[] sums = new double[MaxDepth];
            for (int chain = 0; chain < Chains; chain++)
            {
                Tensor after = Tensor.Eye(Width, dtype: DType.Float64);
                for (int depth = 1; depth <= MaxDepth; depth++)
                {
                    sums[depth - 1] += Math.Log(FirstLayer(after, generator).ConditionNumber);
                    after = Tensor.Randn([Width, Width], DType.Float64, generator: generator).MatMul(after) / Math.Sqrt(Width);
                }
            }

            logs.Add([.. sums.Select(static sum => sum / Chains)]);
        }

        lesson.Measured(_exponential, [.. logs.Select(static log => Math.Abs(Slope(log) - Growth))]);
        double[] depths = [.. Enumerable.Range(1, MaxDepth).Select(static depth => (double)depth)];
        Series Over(string name, Func<IEnumerable<double>, double> statistic, Mark mark) =>
            new(name, depths, [.. depths.Select((_, i) => Math.Exp(statistic(logs.Select(log => log[i]))))], mark);
        lesson.Draw(new LineChart(
            "Chains of random 4×4 matrices: condition number for the first layer's weights", new Axis("depth"), new Axis("condition number κ", IsLog: true),
            [
                Over("mean of the seeds", static values => values.Average(), Mark.LineAndPoints),
                Theory(logs), Over("least", static values => values.Min(), Mark.DashedLine), Over("greatest", static values => values.Max(), Mark.DashedLine),
            ])
        {
            Reading = $"Each seed is the geometric mean of {Chains} chains. A straight line on this scale is a constant factor a layer; the theory's has its slope from theory and its height from the mean.",
        });
    }

    // The slope of ln κ over the depths that are settled.
    private static double Slope(double[] logs)
    {
        double middle = (Settled + MaxDepth) / 2.0;
        int[] depths = [.. Enumerable.Range(Settled, MaxDepth - Settled + 1)];
        return depths.Sum(depth => (depth - middle) * logs[depth - 1]) / depths.Sum(depth => (depth - middle) * (depth - middle));
    }

    private static Series Theory(List<double[]> logs)
    {
        double[] depths = [.. Enumerable.Range(Settled, MaxDepth - Settled + 1).Select(static depth => (double)depth)];
        double height = logs.Average(static log => log[(Settled - 1)..].Average()), middle = depths.Average();
        return new Series("theory: e^2.39 a layer", depths, [.. depths.Select(depth => Math.Exp(height + Growth * (depth - middle)))], Mark.DashedLine);
    }

    // Of ½‖W_L⋯W₂·W₁·x‖² over unit vectors x, for W₁.
    private static SymmetricEigen FirstLayer(Tensor after, Generator generator)
    {
        Tensor weights = Tensor.Randn([Width, Width], DType.Float64, generator: generator);
        return SymmetricEigen.Of(new Objective(w => F.MseLoss(after.MatMul(w), Tensor.ZerosLike(w)), weights).Hessian());
    }

    private static void Training(Lesson lesson)
    {
        double[] start = [.. Enumerable.Repeat(StartWeight, Trained)];
        Descent run = Descent.Run(Loss, start, static w => new SGD(w, lr: Rate), 400, static (_, loss) => loss < 1e-6);
        double[] norms = [.. run.Points.Select(static point => Norm(new Objective(Loss, Tensor.From(point)).Gradient()))];
        double[] steps = [.. Enumerable.Range(0, run.Points.Count).Select(static step => (double)step)];
        double[] sharpness = [.. run.Points.Select(static point => ScalarChain(Trained, point[0]).Values.ToArray<double>()[^1])];
        lesson.Measured(_falls, run.Values.Skip(1).Zip(run.Values).Max(static pair => pair.First - pair.Second));
        lesson.Measured(_rises, norms.Max() / norms[0]);
        int peak = Array.IndexOf(norms, norms.Max());
        lesson.Show(new Table(
            $"A chain of {Trained} weights, trained from {StartWeight} at rate {Rate}", ["step", "loss", "‖g‖", "λmax", "product"],
            [.. new[] { 0, peak, run.Steps }.Select(step => (string[])
                [
                    Figure.Text(step), Figure.Text(run.Values[step]), Figure.Text(norms[step]), Figure.Text(sharpness[step]),
                    Figure.Text(run.Points[step].Aggregate(static (a, b) => a * b)),
                ])]));
        lesson.Draw(new LineChart(
            $"Training a chain of {Trained} weights", new Axis("step"), new Axis("loss; norm; curvature", IsLog: true),
            [run.Curve("loss"), new Series("norm of the gradient", steps, norms), new Series("greatest eigenvalue of the Hessian", steps, sharpness)])
        {
            Reading = "The loss falls slowly, then fast. Until then the norm of the gradient and the curvature grow: a small gradient does not say that the end is near.",
        });
    }

    private static double Norm(Tensor vector) => Math.Sqrt(vector.Dot(vector).Item<double>());
}
