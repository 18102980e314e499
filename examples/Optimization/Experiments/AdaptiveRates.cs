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
    private const double TooFast = 2.5;

    private static readonly double[] _frequencies = [1, 0.1, 0.01];

    // None is a rate of the sweep: AdaGrad's first step is η long, and must not arrive by chance.
    private static readonly double[] _weights = [0.7, -1.3, 0.9];
    private static readonly double[] _rates = [0.01, 0.1, 0.5, 1, 1.5, 1.8, TooFast];

    private static readonly (string Name, Func<double, Func<Tensor[], Optimizer>> Of)[] _methods =
    [
        ("SGD", static rate => parameters => new SGD(parameters, lr: rate)), ("AdaGrad", AdaGrad),
        ("RMSProp, α = 0.99", static rate => parameters => new RMSprop(parameters, lr: rate)),
    ];

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

    // The error of the frequent feature is multiplied by about 1 − η a step.
    private static readonly Claim _tooFast = new(
        "The feature that every sample has sets SGD's limit: at a rate of 2.5, above 2, the errors grow.",
        "largest relative error of a weight after two epochs, of 1 at the start",
        Relation.Greater,
        1)
    { HasSeeds = true };

    // 40 of the 4,000 samples have it, each takes η/20 of its error away, and η is below 2: (1 − 2/20)⁴⁰ = 0.015 is left, and 10⁻³ if 65 samples had it.
    private static readonly Claim _rareWaits = new(
        "So even at its best rate plain SGD has not learned the feature that one sample of a hundred has.",
        "largest relative error of a weight after two epochs, of 1 at the start, at the best of seven rates",
        Relation.AtLeast,
        1e-3)
    { HasSeeds = true };

    // Some 36 batches have it, and at η = 1 each takes 1/√(Σg²)·|g| of the error: even where its first gradient is 3.5 times the usual
    // (by three such samples in a batch, or by the others' errors), (1 − 1/3.5)³⁶ = 5·10⁻⁶.
    private static readonly Claim _rareIsLearned = new(
        "AdaGrad at its best rate has: it divides by the size of a feature's own gradients.",
        "largest relative error of a weight after two epochs, of 1 at the start, at the best of seven rates",
        Relation.AtMost,
        1e-3)
    { HasSeeds = true };

    public override string Name => "adagrad-rmsprop";

    public override string Title => "AdaGrad's rate dies, RMSProp's does not; sparse features";

    public override string Explanation => """
        AdaGrad divides each parameter's rate by the root of the sum of all its squared gradients (Goodfellow, Bengio and Courville, 8.5.1). The sum only
        grows: steps shrink like 1/√t even where the slope stays the same, and a loud beginning is never forgiven. RMSProp (8.5.2) takes a running average
        in its place, which forgets.

        The sum has its use. In a linear regression on features that all, a tenth and a hundredth of the samples have, the rare feature's gradient is small
        because batches seldom have it. In batches of 20, SGD at the rate η takes η of the frequent feature's error a step, so that η must stay below 2, and
        η/20 of the rare one's for every sample that has it. AdaGrad gives each a rate of its own. Every method gets the best of the same seven rates.
        """;

    public override IReadOnlyList<Claim> Claims => [_dies, _lives, _neverForgets, _forgets, _tooFast, _rareWaits, _rareIsLearned];

    public override void Run(Lesson lesson)
    {
        double[] adagrad = Slope(AdaGrad(Rate), Steps), rmsprop = Slope(RmsProp, Steps);
        lesson.Measured(_dies, Math.Abs((adagrad[^1] * Math.Sqrt(Steps) / Rate) - 1));
        lesson.Measured(_lives, Math.Abs((rmsprop[^1] / Rate) - 1));
        double[] adagradAfter = Slope(AdaGrad(Rate), Burst + Quiet, Burst), rmspropAfter = Slope(RmsProp, Burst + Quiet, Burst);
        lesson.Measured(_neverForgets, adagradAfter[^1] / Rate);
        lesson.Measured(_forgets, rmspropAfter[^1] / Rate);

        // Of each method, on each seed: the errors at every rate.
        Sweep[][] sweeps = [.. _methods.Select(_ => new Sweep[lesson.SeedCount])];
        foreach (int seed in lesson.Seeds)
        {
            for (int method = 0; method < _methods.Length; method++)
            {
                sweeps[method][seed] = new([.. _rates.Select(rate => ErrorsOfWeights(seed, _methods[method].Of(rate)))]);
            }
        }

        lesson.Measured(_tooFast, [.. sweeps[0].Select(static sweep => sweep.Largest(_rates.Length - 1))]);
        lesson.Measured(_rareWaits, [.. sweeps[0].Select(static sweep => sweep.Largest(sweep.Best))]);
        lesson.Measured(_rareIsLearned, [.. sweeps[1].Select(static sweep => sweep.Largest(sweep.Best))]);

        lesson.Show(new(
            "Length of steps in units of η, on a slope of gradient 1",
            ["", "step 1", "step 100", "step 10,000", "2,000 steps after 100 of gradient 100"],
            [
                ["AdaGrad", .. new[] { adagrad[0], adagrad[99], adagrad[^1], adagradAfter[^1] }.Select(static length => Figure.Text(length / Rate))],
                ["RMSProp, α = 0.99", .. new[] { rmsprop[0], rmsprop[99], rmsprop[^1], rmspropAfter[^1] }.Select(static length => Figure.Text(length / Rate))],
            ]));
        string[] features = [.. _frequencies.Select(static frequency => $"in {Figure.Text(100 * frequency)} % of the samples")];
        lesson.Show(new(
            "Relative error of a feature's weight after two epochs, of 1 at the start; geometric mean over the seeds, each at its best rate",
            ["feature", .. _methods.Select(static method => method.Name)],
            [
                .. features.Select((feature, i) => (string[])[feature, .. sweeps.Select(sweep => Figure.Text(AtBest(sweep, i)))]),
                ["best rate of the first seed", .. sweeps.Select(static sweep => Figure.Text(_rates[sweep[0].Best]))],
            ]));

        lesson.Draw(Lengths("Steps on a slope that stays the same", adagrad, rmsprop) with
        {
            Reading = "AdaGrad's steps fall like 1/√t for ever. RMSProp's average starts at 0, so that its first steps are ten times too long; then they stay η.",
        });
        lesson.Draw(Lengths("After 100 steps with a gradient of 100 the gradient is 1", adagradAfter, rmspropAfter) with
        {
            Reading = "RMSProp needs about 900 steps to forget the loud beginning. AdaGrad never does.",
        });
        lesson.Draw(new BarChart(
            "What is left to learn after two epochs at the best rate, by how frequent the feature is",
            features,
            new("error of the feature's weight", IsLog: true),
            [.. _methods.Select((method, m) => new BarSeries(method.Name, [.. features.Select((_, i) => AtBest(sweeps[m], i))]))]));
        lesson.Draw(new LineChart(
            "What is left of the worst-known weight, by rate",
            new("learning rate", IsLog: true),
            new("largest error of a weight after two epochs", IsLog: true),
            [.. _methods.Select((method, m) => new Series(
                method.Name, _rates, [.. _rates.Select((_, i) => Mean(sweeps[m].Select(sweep => sweep.Largest(i)))).Select(static error => error < 10 ? error : double.NaN)],
                Mark.LineAndPoints))])
        {
            AtX = [new(2, "SGD's limit")],
            Reading = "Geometric means over the seeds. Beyond the limit SGD's error leaves the picture.",
        });
    }

    private static double AtBest(Sweep[] sweeps, int feature) => Mean(sweeps.Select(sweep => sweep.Errors[sweep.Best][feature]));

    // Geometric; of what is exactly learned the least number counts.
    private static double Mean(IEnumerable<double> errors) => Math.Exp(errors.Average(static error => Math.Log(Math.Max(error, 1e-16))));

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

    // y = x·w without noise, each xⱼ ±1 where a sample has the feature and 0 where not; learned from weights 0.
    private static double[] ErrorsOfWeights(int seed, Func<Tensor[], Optimizer> makeOptimizer)
    {
        var generator = new Generator((long)seed);
        Tensor frequencies = Tensor.From(_frequencies).Expand(Samples, _frequencies.Length);
        Tensor signs = (Tensor.Bernoulli(0.5, [Samples, _frequencies.Length], DType.Float64, generator) * 2) - 1;
        Tensor inputs = Tensor.Bernoulli(frequencies, generator) * signs;
        var batches = new DataLoader(new TensorDataset(inputs, inputs.Mv(Tensor.From(_weights))), BatchSize, shuffle: true, seed: seed);

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

        return [.. weights.ToArray<double>().Zip(_weights, static (weight, goal) => Math.Abs((weight / goal) - 1))];
    }

    /// <summary>The errors of the weights at each rate.</summary>
    private sealed record Sweep(double[][] Errors)
    {
        /// <summary>Which rate leaves least of the largest error.</summary>
        public int Best => Enumerable.Range(0, Errors.Length).MinBy(Largest);

        /// <summary>The largest error at a rate; infinite where it has become no number.</summary>
        public double Largest(int rate) => Errors[rate].Any(double.IsNaN) ? double.PositiveInfinity : Errors[rate].Max();
    }
}
