using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 15: AdaGrad's memory and RMSProp's.</summary>
internal sealed class AdaptiveRates : Experiment
{
    private const double Rate = 0.01;
    private const int Steps = 10_000;
    private const int Burst = 100;
    private const int Quiet = 2_000;
    private const double Loud = 100;

    private const int Samples = 2_000;
    private const int BatchSize = 20;
    private const int Epochs = 2;
    private const double SparseRate = 0.5;

    private static readonly double[] _frequencies = [1, 0.1, 0.01];

    private static readonly Claim _dies = new(
        "AdaGrad's step at a constant gradient is η/√t: after 10,000 steps a hundredth of the first.",
        "|length of step t · √t/η − 1| for t = 10,000",
        Relation.AtMost,
        1e-6);

    private static readonly Claim _lives = new(
        "RMSProp's step becomes η and stays there.",
        "|length of step 10,000 over η − 1|",
        Relation.AtMost,
        1e-6);

    // √(100·100² + 2000) = 1001.
    private static readonly Claim _neverForgets = new(
        "AdaGrad never forgets: after 100 steps with gradient 100 its steps at gradient 1 are a thousandth of η.",
        "length of the step over η, 2,000 steps later",
        Relation.AtMost,
        1e-3);

    // 0.99²⁰⁰⁰·100² is 2·10⁻⁵.
    private static readonly Claim _forgets = new(
        "RMSProp forgets within some 1/(1 − α) steps for every power of e.",
        "length of the step over η, 2,000 steps later",
        Relation.AtLeast,
        0.999);

    // 40 of the 4,000 samples have it; each takes 0.5/20 of its error away: 0.363 is left, and 0.2 if 63 samples had it.
    private static readonly Claim _rareWaits = new(
        "Plain SGD learns the weight of a feature that 1 % of the samples have a hundred times more slowly than that of one which all have.",
        "its error after two epochs, of 1 at the start",
        Relation.AtLeast,
        0.2) { HasSeeds = true };

    // Some 36 batches have it. If its first gradient is g, so is the scale of all: of the error at least a third goes with each.
    private static readonly Claim _rareIsLearned = new(
        "AdaGrad divides by the size of a feature's own gradients: rare or not, it takes so many sightings.",
        "its error after two epochs, of 1 at the start",
        Relation.AtMost,
        0.01) { HasSeeds = true };

    public override string Name => "adagrad-rmsprop";

    public override string Title => "AdaGrad's rate dies, RMSProp's does not; sparse features";

    public override string Explanation => """
        AdaGrad divides each parameter's rate by the root of the sum of all its squared gradients (Goodfellow, Bengio and Courville, 8.5.1). The sum only
        grows: steps shrink like 1/√t even where the slope stays the same, and a loud beginning is never forgiven. RMSProp (8.5.2) takes a running average
        in its place, which forgets.

        The sum has its use. In a linear regression on features that all, a tenth and a hundredth of the samples have, the rare feature's gradient is small
        because batches seldom have it. SGD's rate is limited by the frequent feature, and the rare one waits; AdaGrad gives it a rate of its own.
        """;

    public override IReadOnlyList<Claim> Claims => [_dies, _lives, _neverForgets, _forgets, _rareWaits, _rareIsLearned];

    public override void Run(Lesson lesson)
    {
        double[] adagrad = Slope(AdaGrad(Rate), Steps), rmsprop = Slope(RmsProp, Steps);
        lesson.Measured(_dies, Math.Abs((adagrad[^1] * Math.Sqrt(Steps) / Rate) - 1));
        lesson.Measured(_lives, Math.Abs((rmsprop[^1] / Rate) - 1));
        double[] adagradAfter = Slope(AdaGrad(Rate), Burst + Quiet, Burst), rmspropAfter = Slope(RmsProp, Burst + Quiet, Burst);
        lesson.Measured(_neverForgets, adagradAfter[^1] / Rate);
        lesson.Measured(_forgets, rmspropAfter[^1] / Rate);

        double[][] plain = [.. lesson.Seeds.Select(static seed => ErrorsOfWeights(seed, static parameters => new SGD(parameters, lr: SparseRate)))];
        double[][] adaptive = [.. lesson.Seeds.Select(static seed => ErrorsOfWeights(seed, AdaGrad(SparseRate)))];
        lesson.Measured(_rareWaits, [.. plain.Select(static errors => errors[^1])]);
        lesson.Measured(_rareIsLearned, [.. adaptive.Select(static errors => errors[^1])]);

        lesson.Show(new(
            "Length of steps in units of η, on a slope of gradient 1",
            ["", "step 1", "step 100", "step 10,000", "2,000 steps after 100 of gradient 100"],
            [
                ["AdaGrad", .. new[] { adagrad[0], adagrad[99], adagrad[^1], adagradAfter[^1] }.Select(static length => Figure.Text(length / Rate))],
                ["RMSProp, α = 0.99", .. new[] { rmsprop[0], rmsprop[99], rmsprop[^1], rmspropAfter[^1] }.Select(static length => Figure.Text(length / Rate))],
            ]));
        string[] features = [.. _frequencies.Select(static frequency => $"in {Figure.Text(100 * frequency)} % of the samples")];
        lesson.Show(new(
            "Error of a feature's weight after two epochs, of 1 at the start; mean over the seeds",
            ["feature", "SGD", "AdaGrad"],
            [.. features.Select((feature, i) => (string[])
                [feature, Figure.Text(plain.Average(errors => errors[i])), Figure.Text(adaptive.Average(errors => errors[i]))])]));

        lesson.Draw(Lengths("Steps on a slope that stays the same", adagrad, rmsprop) with
        {
            Reading = "AdaGrad's steps fall like 1/√t for ever. RMSProp's average starts at 0, so that its first steps are ten times too long; then they stay η.",
        });
        lesson.Draw(Lengths("After 100 steps with a gradient of 100 the gradient is 1", adagradAfter, rmspropAfter) with
        {
            Reading = "RMSProp needs about 900 steps to forget the loud beginning. AdaGrad never does.",
        });
        lesson.Draw(new BarChart(
            "What is left to learn after two epochs, by how frequent the feature is",
            features,
            new("error of the feature's weight", IsLog: true),
            [
                new("SGD", [.. features.Select((_, i) => plain.Average(errors => errors[i]))]),
                new("AdaGrad", [.. features.Select((_, i) => adaptive.Average(errors => errors[i]))]),
            ]));
    }

    private static Func<Tensor[], Optimizer> AdaGrad(double rate) => parameters => new Adagrad(parameters, lr: rate);

    private static RMSprop RmsProp(Tensor[] parameters) => new(parameters, lr: Rate);

    // The lengths of steps on a slope of gradient 1, or 100 in the first of them.
    private static double[] Slope(Func<Tensor[], Optimizer> optimizer, int steps, int loudSteps = 0)
    {
        int step = 0;
        return Descent.Run(theta => theta.Sum() * (step++ < loudSteps ? Loud : 1), [0], optimizer, steps).StepLengths;
    }

    private static LineChart Lengths(string title, double[] adagrad, double[] rmsprop)
    {
        double[] steps = [.. Enumerable.Range(1, adagrad.Length).Select(static step => (double)step)];
        return new LineChart(
            title,
            new("step", IsLog: true),
            new("length of the step, in units of η", IsLog: true),
            [
                new("AdaGrad", steps, [.. adagrad.Select(static length => length / Rate)]),
                new("RMSProp, α = 0.99", steps, [.. rmsprop.Select(static length => length / Rate)]),
            ]);
    }

    // y = x₁ + x₂ + x₃ without noise, each xⱼ ±1 where a sample has the feature and 0 where not; learned from weights 0.
    private static double[] ErrorsOfWeights(int seed, Func<Tensor[], Optimizer> makeOptimizer)
    {
        var generator = new Generator((long)seed);
        Tensor frequencies = Tensor.From(_frequencies).Expand(Samples, _frequencies.Length);
        Tensor signs = (Tensor.Bernoulli(0.5, [Samples, _frequencies.Length], DType.Float64, generator) * 2) - 1;
        Tensor inputs = Tensor.Bernoulli(frequencies, generator) * signs;
        var batches = new DataLoader(new TensorDataset(inputs, inputs.Sum(1)), BatchSize, shuffle: true, seed: seed);

        Tensor weights = Tensor.Zeros([_frequencies.Length], DType.Float64, requiresGrad: true);
        Optimizer optimizer = makeOptimizer([weights]);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            foreach ((Tensor x, Tensor y) in batches)
            {
                optimizer.ZeroGrad();
                (F.MseLoss(x.Mv(weights), y) * 0.5).Backward();
                optimizer.Step();
            }
        }

        return [.. weights.ToArray<double>().Select(static weight => Math.Abs(weight - 1))];
    }
}
