using System.CommandLine;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>overhead</c>: <see cref="OverheadBenchmarks"/> in turn and in short samples, for a machine that is too busy for BenchmarkDotNet: most
/// samples are then free of interruptions, and the rest does not move the median.
/// </summary>
internal static class OverheadCommand
{
    public static Command Create()
    {
        Option<int> blocks = CountOption.Of("--blocks", $"How often each contestant has its turn of 10 times {OverheadBenchmarks.Repeats} operations", 500);
        var command = new Command("overhead", "What recording an operation costs, on 4 elements") { blocks };
        command.SetAction(result => Measure(result.GetValue(blocks)));
        return command;
    }

    private static void Measure(int blocks)
    {
        var benchmarks = new OverheadBenchmarks();
        var arrays = new Contestant("add, arrays", benchmarks.AddArrays);
        var constants = new Contestant("add, no gradient", benchmarks.AddConstants);
        var noGrad = new Contestant("add, NoGrad", benchmarks.AddUnderNoGrad);
        var recorded = new Contestant("add, recorded", benchmarks.AddRecorded);
        var one = new Contestant("multiply and backward, one gradient", benchmarks.MultiplyAndBackwardToOne);
        var two = new Contestant("multiply and backward, two gradients", benchmarks.MultiplyAndBackwardToTwo);
        var alone = new Contestant("multiply and backward, alone", benchmarks.MultiplyAndBackwardAlone);
        Contestant[] all = [arrays, constants, noGrad, recorded, one, two, alone];
        Contestant.WarmUp(3, all);
        Contestant.InTurn(blocks, 10, 1, all);
        Console.WriteLine("4 elements, one operation (with backward in a chain of 100): median time, shortest time, bytes");
        foreach (Contestant contestant in all)
        {
            Console.WriteLine(
                $"  {contestant.Name,-36} {Nanoseconds(contestant.Median),6:N0} ns {Nanoseconds(contestant.Percentile(0)),6:N0} ns {contestant.Bytes / OverheadBenchmarks.Repeats,6:N0} B");
        }

        Goal.Print("ns, add, no gradient", Nanoseconds(constants.Median), 45);
        Goal.Print("ns, add, NoGrad", Nanoseconds(noGrad.Median), 45);
        Goal.Print("ns, add, recorded", Nanoseconds(recorded.Median), 65);
        Goal.Print("ns, multiply and backward, one gradient", Nanoseconds(one.Median), 120);
        Goal.Print("ns, multiply and backward, two gradients", Nanoseconds(two.Median), 180);
        Goal.Print("bytes, add, recorded", recorded.Bytes / OverheadBenchmarks.Repeats, 350);
    }

    private static double Nanoseconds(double microsecondsForAll) => microsecondsForAll * 1000 / OverheadBenchmarks.Repeats;
}
