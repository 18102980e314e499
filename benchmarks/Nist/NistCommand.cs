using System.CommandLine;
using MiniTorch.Nist;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>nist</c>: how many digits of the certified values of NIST's StRD nonlinear regression problems come out of both starts, by which method, in how
/// many steps and evaluations, and what each says of where it ended.
/// </summary>
internal static class NistCommand
{
    public static Command Create()
    {
        Option<int> steps = CountOption.Of("--steps", "Steps of a run, at most", 1000);
        var command = new Command("nist", "Digits of the certified values of NIST's StRD, by method and start") { steps };
        command.SetAction(result => Run(result.GetValue(steps)));
        return command;
    }

    private static void Run(int steps)
    {
        Console.WriteLine($"digits (of 11) / steps / evaluations, status C(onverged), S(talled), D(iverged), R(unning after {steps} steps)");
        Console.WriteLine($"{"",-10}{string.Concat(NistMethod.All.Select(static method => $"{method.Name,23}"))}");
        int[] reached = new int[NistMethod.All.Length], untrue = new int[NistMethod.All.Length];
        foreach (string name in NistProblem.Names)
        {
            var problem = NistProblem.Read(name);
            for (int start = 0; start < 2; start++)
            {
                NistRun[] runs = [.. NistMethod.All.Select(method => method.Run(problem, start, steps))];
                for (int i = 0; i < runs.Length; i++)
                {
                    reached[i] += runs[i].Digits >= 8 ? 1 : 0;
                    untrue[i] += runs[i].Status == 'C' && runs[i].Digits < 4 ? 1 : 0;
                }

                Console.WriteLine($"{name,-8} {start + 1}{string.Concat(runs.Select(static run => $"{run,23}"))}");
            }
        }

        Console.WriteLine($"{"8 digits",-10}{string.Concat(reached.Select(static count => $"{count,15} of 54"))}");
        Console.WriteLine($"{"elsewhere",-10}{string.Concat(untrue.Select(static count => $"{count,23}"))}");
    }
}
