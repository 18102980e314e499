using System.CommandLine;
using System.Diagnostics;
using MiniTorch.Curvature;
using MiniTorch.Data;
using MiniTorch.NN;
using Adam = MiniTorch.Optim.Adam;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>curvature lanczos</c>: the five eigenvalues of largest magnitude of networks on MNIST: of 500,000 parameters, float32, with residuals of
/// 0.01·|λ|, before training and after some steps; and of 2,000, float64, beside the eigenvalues of the dense Hessian.
/// </summary>
internal static class LanczosCommand
{
    private const int Wanted = 5;
    private const int Pooled = 4;

    public static Command Create()
    {
        Option<int> threads = CountOption.Of("--threads", "Threads to compute with", 1);
        Option<int> batch = CountOption.Of("--batch", "Images whose mean loss is the function", 256);
        Option<int> steps = CountOption.Of("--steps", "Steps of training, Adam on those images", 50);
        var data = new Option<string>("--data") { Description = "Folder of the MNIST files", DefaultValueFactory = static _ => "examples/data/mnist" };
        var only = new Option<string?>("--only") { Description = "large or small alone" };
        _ = only.AcceptOnlyFromAmong("large", "small");
        var command = new Command("lanczos", "Five eigenvalues of 500,000 parameters, and of 2,000 beside the dense Hessian's") { threads, batch, steps, data, only };
        command.SetAction(result =>
        {
            Workers.Count = result.GetValue(threads);
            (Tensor images, Tensor labels) = Mnist.Load(result.GetValue(data)!).Train.GetBatch([.. Enumerable.Range(0, result.GetValue(batch))]);
            if (result.GetValue(only) != "small")
            {
                Large(images.Reshape(images.Shape[0], -1), labels, result.GetValue(steps));
            }

            if (result.GetValue(only) != "large")
            {
                Small(images, labels, result.GetValue(steps));
            }
        });
        return command;
    }

    private static void Large(Tensor images, Tensor labels, int steps)
    {
        Sequential model = Network([784, 480, 256, 10], DType.Float32);
        foreach (int more in (int[])[0, steps])
        {
            Train(model, images, labels, more);
            var objective = new Objective(() => F.CrossEntropy(model.Forward(images), labels), model.Parameters());
            LanczosResult result = Solve(objective, tolerance: 0.01, $"MLP 784-480-256-10, float32, after {more} steps");
            double worst = 0;
            foreach (RitzPair pair in result.Pairs)
            {
                // Measured once more, by products of the objective's own.
                double residual = (objective.HessianVectorProduct(pair.Vector) - pair.Vector * pair.Value).Norm().Item<float>();
                worst = Math.Max(worst, residual / Math.Abs(pair.Value));
                Console.WriteLine($"    λ = {pair.Value,12:G8}  ‖Hv − λv‖/|λ| = {residual / Math.Abs(pair.Value):E1}");
            }

            Goal.Print("worst residual / |λ|", worst, 0.01);
            Goal.Print("products", result.Products, 199);
        }
    }

    private static void Small(Tensor images, Tensor labels, int steps)
    {
        Tensor pooled = images.Reshape(images.Shape[0], 7, Pooled, 7, Pooled).Mean([2, 4]).Reshape(-1, 49).To(DType.Float64);
        Sequential model = Network([49, 30, 12, 10], DType.Float64);
        Train(model, pooled, labels, steps);
        var objective = new Objective(() => F.CrossEntropy(model.Forward(pooled), labels), model.Parameters());
        LanczosResult result = Solve(objective, tolerance: 1e-4, $"MLP 49-30-12-10, float64, after {steps} steps");
        var watch = Stopwatch.StartNew();
        Tensor hessian = objective.Hessian();
        Console.WriteLine($"    dense Hessian in {watch.Elapsed.TotalSeconds:N1} s");
        watch.Restart();
        double[] dense = SymmetricEigen.Of(hessian).Values.ToArray<double>();
        Console.WriteLine($"    its eigenvalues in {watch.Elapsed.TotalSeconds:N1} s, from {dense[0]:G6} to {dense[^1]:G6}");
        double worst = 0;
        foreach ((RitzPair pair, double expected) in result.Pairs.Zip(dense.OrderByDescending(Math.Abs)))
        {
            double off = Math.Abs(pair.Value - expected) / Math.Abs(expected);
            worst = Math.Max(worst, off);
            Console.WriteLine($"    λ = {pair.Value,18:G14}  dense {expected,18:G14}  relative difference {off:E1}  residual/|λ| {pair.Residual / Math.Abs(expected):E1}");
        }

        Goal.Print("millionths of relative difference", worst * 1e6, 1);
    }

    private static LanczosResult Solve(Objective objective, double tolerance, string what)
    {
        var watch = Stopwatch.StartNew();
        LanczosResult result = Lanczos.Eigenvalues(objective, Wanted, tolerance: tolerance, generator: new Generator(1L));
        double seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"  {what}: n = {objective.Count:N0}, loss {objective.Value:G4}, {result.Products} products, {seconds:N1} s, basis of {result.BasisSize} vectors, "
            + $"{8.0 * result.BasisSize * objective.Count / (1 << 20):N0} MB; converged: {result.Converged}, complete: {result.Complete}");
        return result;
    }

    private static Sequential Network(int[] sizes, DType dtype)
    {
        var generator = new Generator(0L);
        return new Sequential(
            new Linear(sizes[0], sizes[1], activation: Activation.Tanh, dtype: dtype, generator: generator),
            new Linear(sizes[1], sizes[2], activation: Activation.Tanh, dtype: dtype, generator: generator),
            new Linear(sizes[2], sizes[3], dtype: dtype, generator: generator));
    }

    private static void Train(Sequential model, Tensor images, Tensor labels, int steps)
    {
        var optimizer = new Adam(model.Parameters());
        for (int i = 0; i < steps; i++)
        {
            using var scope = TensorScope.Begin();
            optimizer.ZeroGrad();
            F.CrossEntropy(model.Forward(images), labels).Backward();
            optimizer.Step();
        }
    }
}
