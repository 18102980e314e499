using System.Diagnostics;
using MiniTorch.Curvature;
using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;
using MiniTorch.Training;

namespace MiniTorch.Examples.Optimization;

/// <summary>Experiment 11: batch, stochastic and mini-batch gradient descent.</summary>
internal sealed class BatchSizes : Experiment
{
    private const int Images = 1_000;
    private const int Mini = 32;
    private const int Draws = 100;
    private const double SmallRate = 0.001;

    private static readonly int[] _noiseSizes = [1, 4, 16, 64];
    private static readonly object[] _rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

    // Without bias each square is 1 on average, with a variance of at most 2; the mean of four exceeds 3 by chance in less than two of a hundred.
    private static readonly Claim _unbiased = new(
        "The mini-batch gradient has no bias: the mean of 100 of them is as near to the whole gradient as their scatter allows.",
        "(‖mean of g − G‖ over root mean square of ‖g − G‖/√100)², mean of the four batch sizes",
        Relation.AtMost,
        3)
    { HasSeeds = true };

    private static readonly Claim _root = new(
        "Its error falls as 1/√m with the batch size m.",
        "|p + ½| for the power law mᵖ fitted to the root mean square error, m = 1 … 64",
        Relation.AtMost,
        0.05)
    { HasSeeds = true };

    // At so small a rate all go down the same slope, 32 or 1,000 times as many steps of the same mean length.
    private static readonly Claim _miniBeatsBatch = new(
        "At one small rate an epoch of mini-batches gets further than one step with all images.",
        "loss after an epoch, whole batch over mini-batches of 32",
        Relation.Greater,
        1)
    { HasSeeds = true };

    private static readonly Claim _singleBeatsMini = new(
        "And an epoch of single images further than that.",
        "loss after an epoch, mini-batches of 32 over single images",
        Relation.Greater,
        1)
    { HasSeeds = true };

    private static readonly Claim _singleTakesLonger = new(
        "An epoch of single images takes longer than one of mini-batches (how much is the machine's affair).",
        "seconds an epoch, single images over mini-batches of 32",
        Relation.Greater,
        1)
    { ShouldHold = false };

    private static readonly Claim _miniWinsByTheClock = new(
        "After equal time mini-batches of 32 are ahead of single images, each at its rate.",
        "loss of single images over that of mini-batches, at the end of the one that ends first",
        Relation.Greater,
        1)
    { HasSeeds = true, ShouldHold = false };

    public override string Name => "batch-size";

    public override string Title => "Batch, stochastic and mini-batch gradient descent: by epoch and by second";

    public override string Explanation => """
        A softmax regression on 1,000 digits of MNIST is trained with all images in one step (batch gradient descent), with one image a step (stochastic)
        and with 32 (mini-batch). The gradient of a random batch is the whole gradient plus noise of mean 0 and standard error ∝ 1/√m: no bias, and little
        gain from large batches (Goodfellow, Bengio and Courville, 8.1.3). So for the work of an epoch many rough steps beat one exact step. By the clock a
        batch of 32 costs more than a single image, but not 32 times as much, because a processor works on many numbers at once and what a step costs
        beside that is paid once: that is what mini-batches are for. Which of the two is ahead after equal time is the machine's affair too.

        In the first two pictures each size has the rate, of six, whose mean loss over the epochs is lowest. Small batches need small ones, because of their noise.
        """;

    public override IReadOnlyList<Claim> Claims => [_unbiased, _root, _miniBeatsBatch, _singleBeatsMini, _singleTakesLonger, _miniWinsByTheClock];

    public override void Run(Lesson lesson)
    {
        ImageDataset images = new Digits(Images, epochs: 1).Train;
        lesson.Status("noise of the gradient");
        MiniBatchErrors[] noise = [.. lesson.Seeds.Select(seed => Noise(images, seed))];
        lesson.Measured(_unbiased, [.. noise.Select(static errors =>
            errors.Sizes.Average(size => Draws * size.Bias * size.Bias / (size.Error * size.Error)))]);
        lesson.Measured(_root, [.. noise.Select(static errors => Math.Abs(errors.Slope + 0.5))]);

        lesson.Status("one epoch at one rate");
        double[][] after = [.. lesson.Seeds.Select(seed =>
            (double[])[.. new[] { Images, Mini, 1 }.Select(size => Train(images, size, SmallRate, epochs: 1, seed)[^1].Loss)])];
        lesson.Measured(_miniBeatsBatch, [.. after.Select(static losses => losses[0] / losses[1])]);
        lesson.Measured(_singleBeatsMini, [.. after.Select(static losses => losses[1] / losses[2])]);

        (string Name, int Size, int Epochs)[] kinds =
            [("batch (1,000)", Images, lesson.IsSmall ? 10 : 60), ("mini-batch (32)", Mini, lesson.IsSmall ? 5 : 20), ("stochastic (1)", 1, lesson.IsSmall ? 1 : 4)];
        (double Rate, Epoch[] Epochs)[] runs = new (double, Epoch[])[kinds.Length];
        for (int i = 0; i < kinds.Length; i++)
        {
            (string name, int size, int epochs) = kinds[i];
            lesson.Status(name);
            double rate = GridSearch.Run(
                GridSearch.Product(new GridAxis("lr", _rates)),
                trial => Train(images, size, trial.Get<double>("lr"), epochs, seed: 0).Average(static epoch => epoch.Loss)).Best.Point.Get<double>("lr");
            runs[i] = (rate, Train(images, size, rate, epochs, seed: 0));
        }

        double[] seconds = [.. runs.Select(static run => run.Epochs[^1].Seconds / (run.Epochs.Length - 1))];
        lesson.Measured(_singleTakesLonger, seconds[2] / seconds[1]);
        lesson.Measured(_miniWinsByTheClock, [.. lesson.Seeds.Select(seed =>
        {
            Epoch[] mini = Train(images, Mini, runs[1].Rate, kinds[1].Epochs, seed), single = Train(images, 1, runs[2].Rate, kinds[2].Epochs, seed);
            double end = Math.Min(mini[^1].Seconds, single[^1].Seconds);
            return LossAt(single, end) / LossAt(mini, end);
        })]);

        lesson.Show(new(
            "Each with the rate, of six, of the lowest mean loss over the epochs; from seed 0",
            ["batch size", "rate", "loss after 1 epoch", "epochs", "loss after them", "seconds an epoch"],
            [.. kinds.Select((kind, i) => (string[])
            [
                Figure.Text(kind.Size), Figure.Text(runs[i].Rate), Figure.Text(runs[i].Epochs[1].Loss), Figure.Text(kind.Epochs),
                Figure.Text(runs[i].Epochs[^1].Loss), Figure.Text(seconds[i]),
            ])]));
        lesson.Show(new(
            "Error of the gradient at the initial weights, as a share of its length; mean over the seeds",
            ["batch size", "error of one gradient", "error of the mean of 100"],
            [.. _noiseSizes.Select((size, i) => (string[])
            [
                Figure.Text(size), Figure.Text(noise.Average(errors => errors.Sizes[i].Error / errors.GradientNorm)),
                Figure.Text(noise.Average(errors => errors.Sizes[i].Bias / errors.GradientNorm)),
            ])]));

        lesson.Draw(new LineChart(
            "By epochs: many rough steps beat one exact step",
            new("epoch (all images once)"),
            new("cross entropy on all images", IsLog: true),
            [.. kinds.Select((kind, i) => new Series(
                kind.Name, [.. Enumerable.Range(0, Math.Min(9, runs[i].Epochs.Length)).Select(static epoch => (double)epoch)],
                [.. runs[i].Epochs.Take(9).Select(static epoch => epoch.Loss)], Mark.LineAndPoints))]));
        lesson.Draw(new LineChart(
            "By the clock: the same trainings over the time that they took",
            new("time spent on training, s", IsLog: true),
            new("cross entropy on all images", IsLog: true),
            [.. kinds.Select((kind, i) => new Series(
                kind.Name, [.. runs[i].Epochs.Skip(1).Select(static epoch => epoch.Seconds)], [.. runs[i].Epochs.Skip(1).Select(static epoch => epoch.Loss)],
                Mark.LineAndPoints))]));
        lesson.Draw(NoiseChart(noise));
    }

    private static Sequential Model(int seed)
    {
        using GeneratorScope random = Generator.Use(new Generator((long)seed));
        return new(new Flatten(), new Linear(Digits.Pixels, Mnist.ClassCount));
    }

    private static MiniBatchErrors Noise(ImageDataset images, int seed)
    {
        (Tensor x, Tensor y) = new DataLoader(images, Images).Single();
        Sequential model = Model(seed);
        return MiniBatchErrors.Measure(
            indices => F.CrossEntropy(model.Forward(x.IndexSelect(0, indices)), y.IndexSelect(0, indices)),
            Images, model.Parameters(), _noiseSizes, Draws, generator: new Generator((long)seed));
    }

    // Before training and after every epoch; the clock stands still while the loss is looked at.
    private static Epoch[] Train(ImageDataset images, int batchSize, double rate, int epochs, int seed)
    {
        Sequential model = Model(seed);
        var optimizer = new SGD(model.Parameters(), lr: rate);
        var batches = new DataLoader(images, batchSize, shuffle: true, seed: seed);
        (Tensor x, Tensor y) = new DataLoader(images, Images).Single();
        var clock = new Stopwatch();
        var history = new Epoch[epochs + 1];
        history[0] = new(0, Loss());
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            clock.Start();
            foreach ((Tensor inputs, Tensor labels) in batches)
            {
                using var scope = TensorScope.Begin();
                optimizer.ZeroGrad();
                F.CrossEntropy(model.Forward(inputs), labels).Backward();
                optimizer.Step();
            }

            clock.Stop();
            history[epoch] = new(clock.Elapsed.TotalSeconds, Loss());
        }

        return history;

        double Loss()
        {
            using GradModeScope mode = Autograd.NoGrad();
            using var scope = TensorScope.Begin();
            return F.CrossEntropy(model.Forward(x), y).Item<double>();
        }
    }

    // Between the ends of two epochs the logarithm of the loss is taken for a straight line.
    private static double LossAt(Epoch[] history, double seconds)
    {
        int next = Math.Max(1, Array.FindIndex(history, epoch => epoch.Seconds >= seconds));
        (Epoch before, Epoch after) = (history[next - 1], history[next]);
        double share = (seconds - before.Seconds) / (after.Seconds - before.Seconds);
        return before.Loss * Math.Pow(after.Loss / before.Loss, share);
    }

    private static LineChart NoiseChart(MiniBatchErrors[] noise)
    {
        double[] sizes = [.. _noiseSizes.Select(static size => (double)size)];
        double[] errors = [.. sizes.Select((_, i) => noise.Average(one => one.Sizes[i].Error / one.GradientNorm))];
        return new LineChart(
            "Four times the batch, half the error of the gradient",
            new("batch size m", IsLog: true),
            new("error of the gradient over its length", IsLog: true),
            [
                new("one gradient", sizes, errors, Mark.LineAndPoints),
                new("theory: ∝ 1/√m", sizes, [.. sizes.Select(size => errors[0] / Math.Sqrt(size))], Mark.DashedLine),
                new("mean of 100 gradients", sizes, [.. sizes.Select((_, i) => noise.Average(one => one.Sizes[i].Bias / one.GradientNorm))], Mark.LineAndPoints),
            ]);
    }

    /// <summary>The time spent until the end of an epoch, and the loss there.</summary>
    private readonly record struct Epoch(double Seconds, double Loss);
}
