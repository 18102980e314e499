using System.CommandLine;
using System.Diagnostics;
using MiniTorch.NN;
using LBFGS = MiniTorch.Optim.LBFGS;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>optimizers lbfgs</c>: what a step of L-BFGS takes beside its closures, on the MLP 784-512-256-10, once its history is full. One evaluation an
/// iteration: no line search.
/// </summary>
internal static class LBFGSCommand
{
    private const double Most = 0.1;
    private const int Iterations = 10;

    public static Command Create()
    {
        Option<int> threads = CountOption.Of("--threads", "Threads to compute with", 1);
        Option<int> steps = CountOption.Of("--steps", $"Steps of {Iterations} iterations that are measured", 5);
        var command = new Command("lbfgs", "What L-BFGS takes beside its closures, of their time") { threads, steps };
        command.SetAction(result =>
        {
            Workers.Count = result.GetValue(threads);
            Console.WriteLine($"L-BFGS on the MLP 784-512-256-10, {Workers.Count} thread(s), median milliseconds an iteration");
            foreach (int batch in (int[])[512, 4096, 16384])
            {
                foreach (int history in (int[])[10, 100])
                {
                    Measure(batch, history, result.GetValue(steps));
                }
            }
        });
        return command;
    }

    private static void Measure(int batch, int history, int steps)
    {
        var generator = new Generator(0L);
        var model = new Sequential(
            new Linear(784, 512, activation: Activation.Relu, generator: generator),
            new Linear(512, 256, activation: Activation.Relu, generator: generator),
            new Linear(256, 10, generator: generator));
        Tensor images = Tensor.Randn([batch, 784], generator: generator), labels = Tensor.RandInt(0, 10, [batch], generator);
        var optimizer = new LBFGS(
            model.Parameters(), lr: 0.1, maxIter: Iterations, maxEval: int.MaxValue, toleranceGrad: 0, toleranceChange: 0, historySize: history);
        double inClosure = 0;

        // A small batch first: what fills the history need not be what is measured.
        (Tensor allImages, Tensor allLabels) = (images, labels);
        (images, labels) = (allImages[..256], allLabels[..256]);
        for (int step = 0; step <= history / Iterations; step++)
        {
            optimizer.Step(Closure);
        }

        (images, labels) = (allImages, allLabels);
        List<double> own = [], closures = [];
        for (int step = 0; step <= steps; step++)
        {
            inClosure = 0;
            long start = Stopwatch.GetTimestamp();
            optimizer.Step(Closure);
            double all = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (step > 0)
            {
                own.Add((all - inClosure) / Iterations);
                closures.Add(inClosure / Iterations);
            }
        }

        int pairs = optimizer.SaveState().As<MapState>()["state"].As<MapState>()["0"].As<MapState>()["old_dirs"].As<ListState>().Count;
        (double ours, double theirs) = (Contestant.Percentile(own, 50), Contestant.Percentile(closures, 50));
        Console.WriteLine($"  batch {batch,6}, history {pairs,3}: own {ours,7:N2}, closure {theirs,8:N2}");
        Goal.Print("own arithmetic / closure", ours / theirs, Most);

        Tensor Closure()
        {
            long start = Stopwatch.GetTimestamp();
            using var scope = TensorScope.Begin();
            optimizer.ZeroGrad();
            Tensor loss = F.CrossEntropy(model.Forward(images), labels);
            loss.Backward();
            inClosure += Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return scope.Keep(loss);
        }
    }
}
