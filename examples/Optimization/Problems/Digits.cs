using MiniTorch.Data;
using MiniTorch.NN;
using MiniTorch.Optim;
using MiniTorch.Training;

namespace MiniTorch.Examples.Optimization;

/// <summary>How a network does on images it has not seen.</summary>
/// <param name="Loss">Mean cross entropy.</param>
/// <param name="Accuracy">Share of the images that are read correctly.</param>
internal readonly record struct DigitScore(double Loss, double Accuracy);

/// <summary>MNIST, as far as a lecture has time for it: a few thousand digits and a small network.</summary>
internal sealed class Digits
{
    public const int Pixels = 28 * 28;

    private const int BatchSize = 32;
    private const int Hidden = 32;
    private const int FirstHeldOut = 50_000;
    private const int HeldOutCount = 2_000;

    private static readonly Lazy<Mnist> _mnist = new(static () => Mnist.Load(Path.Combine(AppContext.BaseDirectory, "data", "mnist")));

    private readonly Subset _validation = new(_mnist.Value.Train, Enumerable.Range(FirstHeldOut, HeldOutCount));

    /// <param name="images">How many of the training images are trained on.</param>
    /// <param name="epochs">Passes over them.</param>
    public Digits(int images, int epochs)
    {
        (Train, Epochs) = (_mnist.Value.Train.Take(images), epochs);
        StepsPerEpoch = (images + BatchSize - 1) / BatchSize;
    }

    /// <summary>What is trained on.</summary>
    public ImageDataset Train { get; }

    public int Epochs { get; }

    public int StepsPerEpoch { get; }

    /// <summary>Steps of a whole training.</summary>
    public int Steps => Epochs * StepsPerEpoch;

    /// <summary>784-32-10 with ReLU, its weights by the generator that is in use.</summary>
    public static Sequential Perceptron() => new(new Flatten(), new Linear(Pixels, Hidden), new ReLU(), new Linear(Hidden, Mnist.ClassCount));

    /// <summary>Batches of 32 in an order of the seed's.</summary>
    public DataLoader Batches(int seed) => new(Train, BatchSize, shuffle: true, seed: seed);

    /// <summary>Trains a network, whose weights and order of images follow from the seed, with a schedule that steps after every batch.</summary>
    /// <returns>The network; null if the loss is no longer a number.</returns>
    public Sequential? Fit(int seed, Func<IEnumerable<Tensor>, Optimizer> makeOptimizer, Func<Optimizer, LRScheduler>? makeSchedule = null)
    {
        using GeneratorScope random = Generator.Use(new Generator((long)seed));
        Sequential model = Perceptron();
        Optimizer optimizer = makeOptimizer(model.Parameters());
        LRScheduler? schedule = makeSchedule?.Invoke(optimizer);
        DataLoader batches = Batches(seed);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            foreach ((Tensor images, Tensor labels) in batches)
            {
                using var scope = TensorScope.Begin();
                optimizer.ZeroGrad();
                Tensor loss = F.CrossEntropy(model.Forward(images), labels);
                if (!float.IsFinite(loss.Item<float>()))
                {
                    return null;
                }

                loss.Backward();
                optimizer.Step();
                schedule?.Step();
            }
        }

        return model;
    }

    /// <summary>On 2,000 images of the training set that are never trained on: what choices may look at.</summary>
    public DigitScore Validate(Sequential? model) => Score(model, _validation);

    /// <summary>On 2,000 images of the test set: what choices may not look at.</summary>
    public static DigitScore Test(Sequential? model) => Score(model, _mnist.Value.Test.Take(HeldOutCount));

    private static DigitScore Score(Sequential? model, IDataset images)
    {
        if (model is null)
        {
            return new(double.NaN, double.NaN);
        }

        using GradModeScope mode = Autograd.NoGrad();
        using var scope = TensorScope.Begin();
        (Tensor inputs, Tensor labels) = new DataLoader(images, images.Count).Single();
        Tensor logits = model.Forward(inputs);
        return new(F.CrossEntropy(logits, labels).Item<double>(), Metrics.Accuracy(logits, labels));
    }
}
