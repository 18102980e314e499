using System.CommandLine;
using MiniTorch.Data;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>loader</c>: what a batch of 128 shuffled images costs a training loop, beside the step of the MLP 784-512-256-10 on it: without
/// workers, outside the scope of the step and inside, and with one worker; and what the step takes on one and the same batch.
/// </summary>
internal static class LoaderCommand
{
    private const int Images = 60_000;
    private const int BatchSize = 128;
    private const int Steps = 100;

    public static Command Create()
    {
        Option<int> threads = CountOption.Of("--threads", "Threads to compute with", 1);
        Option<int> blocks = CountOption.Of("--blocks", "How often each loop has its turn of 100 steps", 20);
        var command = new Command("loader", "What a batch costs a training loop, beside the step") { threads, blocks };
        command.SetAction(result =>
        {
            Workers.Count = result.GetValue(threads);
            Measure(result.GetValue(blocks));
        });
        return command;
    }

    private static void Measure(int blocks)
    {
        var generator = new Generator(0L);
        var dataset = new ImageDataset(
            Tensor.RandInt(0, 256, [Images, 28, 28], generator).To(DType.UInt8).Value, Tensor.RandInt(0, 10, [Images], generator).Value);
        using var without = new LoadedTraining("no workers", new DataLoader(dataset, BatchSize, shuffle: true, seed: 0));
        using var inside = new LoadedTraining("no workers, in the scope", new DataLoader(dataset, BatchSize, shuffle: true, seed: 0), isInside: true);
        using var one = new LoadedTraining("one worker", new DataLoader(dataset, BatchSize, shuffle: true, seed: 0, numWorkers: 1));
        var mlp = new Mlp(BatchSize);
        var same = new Contestant("one batch", mlp.Scoped);
        Contestant.WarmUp(3, same, new("", without.Step), new("", inside.Step), new("", one.Step));
        LoadedTraining[] loops = [without, inside, one];
        Array.ForEach(loops, static loop => loop.Phases.Forget());
        for (int block = 0; block < blocks; block++)
        {
            Contestant.InTurn(1, Steps, 1, same);
            Array.ForEach(loops, static loop => loop.Run(Steps));
        }

        Console.WriteLine($"batches of {BatchSize} of {Images:N0} shuffled images, MLP 784-512-256-10 with Adam, {Workers.Count} thread(s), {Steps * blocks} steps of each");
        Console.WriteLine($"  step on one and the same batch: {same.Median:N0} µs, 10th percentile {same.Percentile(10):N0} µs");
        foreach (LoadedTraining loop in loops)
        {
            Console.WriteLine(
                $"  {loop.Name}: batch {loop.Phases.Percentile(0, 50):N1} µs, step {loop.Phases.Percentile(1, 50):N0} µs; "
                + $"10th percentiles {loop.Phases.Percentile(0, 10):N1} µs, {loop.Phases.Percentile(1, 10):N0} µs");
            Goal.Print("batch / step", loop.Phases.Percentile(0, 50) / loop.Phases.Percentile(1, 50), 0.05);
            Goal.Print("batch / step, 10th percentiles", loop.Phases.Percentile(0, 10) / loop.Phases.Percentile(1, 10), 0.05);
        }
    }
}
