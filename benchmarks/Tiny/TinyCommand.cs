using System.CommandLine;
using System.Text.Json;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>tiny</c>: the step of <see cref="TinyProblem"/> with a scope, without one, and hand-wired over the same kernels, in turn. Prints one
/// line of JSON; <c>tiny.sh</c> runs it beside PyTorch and forms the ratios.
/// </summary>
internal static class TinyCommand
{
    private const int Compared = 200;

    public static Command Create()
    {
        Option<int> threads = CountOption.Of("--threads", "Threads to compute with", 1);
        Option<int> blocks = CountOption.Of("--blocks", "How often each contestant has its turn of 1000 steps", 100);
        var phases = new Option<bool>("--phases") { Description = "Show instead where the time goes: the median of each phase in nanoseconds" };
        var command = new Command("tiny", "The tiny MLP 16-64-64-1: with a scope, without, and hand-wired") { threads, blocks, phases };
        command.SetAction(result =>
        {
            Workers.Count = result.GetValue(threads);
            if (result.GetValue(phases))
            {
                ShowPhases();
            }
            else
            {
                Measure(result.GetValue(blocks));
            }
        });
        return command;
    }

    private static void Measure(int blocks)
    {
        double difference = Difference();
        if (!(difference < 1e-4))
        {
            throw new InvalidOperationException($"the hand-wired step computes something else: losses differ by {difference:E1}, relatively");
        }

        var scoped = new Contestant("scoped", new TinyTraining().Scoped);
        var unscoped = new Contestant("unscoped", new TinyTraining().Unscoped);
        var handWired = new Contestant("hand_wired", new HandWiredTraining().Step);
        Contestant.WarmUp(3, scoped, unscoped, handWired);

        // Samples so short that most are free of what else the machine does.
        Contestant.InTurn(blocks, 20, 50, scoped, unscoped, handWired);
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, double>
        {
            ["scoped_us"] = Math.Round(scoped.Median, 3),
            ["unscoped_us"] = Math.Round(unscoped.Median, 3),
            ["hand_wired_us"] = Math.Round(handWired.Median, 3),
            ["scoped_bytes"] = Math.Round(scoped.Bytes),
            ["unscoped_bytes"] = Math.Round(unscoped.Bytes),
            ["hand_wired_bytes"] = Math.Round(handWired.Bytes),
            ["loss_difference"] = difference,
            ["threads"] = Workers.Count,
        }));
    }

    // The largest relative difference between the losses of both ways in the first steps.
    private static double Difference()
    {
        var training = new TinyTraining();
        var handWired = new HandWiredTraining();
        double most = 0;
        for (int i = 0; i < Compared; i++)
        {
            float loss = training.ScopedLoss();
            handWired.Step();
            most = Math.Max(most, Math.Abs(handWired.Loss - loss) / loss);
        }

        return most;
    }

    private static void ShowPhases()
    {
        var training = new TinyTraining();
        var handWired = new HandWiredTraining();
        var ours = new Phases();
        var theirs = new Phases();
        Contestant.WarmUp(3, new("scoped", training.Scoped), new("phased", () => training.Phased(ours)), new("hand_wired", () => handWired.Phased(theirs)));
        ours.Forget();
        theirs.Forget();
        for (int i = 0; i < 100_000; i++)
        {
            training.Phased(ours);
            handWired.Phased(theirs);
        }

        Console.WriteLine($"MiniTorch:  {ours} ns");
        Console.WriteLine($"hand-wired: {theirs} ns");
    }
}
