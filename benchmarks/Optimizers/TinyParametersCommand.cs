using System.CommandLine;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>optimizers tiny</c>: a step of every optimizer over 10,000 parameters so small that what is done for each counts, not for each element.
/// </summary>
internal static class TinyParametersCommand
{
    private const int Parameters = 10_000;
    private const double Goal = 100;

    private static readonly int[] Elements = [1, 4, 16];

    public static Command Create()
    {
        Option<int> rounds = CountOption.Of("--rounds", "How often each optimizer has its turn", 10);
        Option<int> milliseconds = CountOption.Of("--milliseconds", "How long a turn is", 50);
        Option<int> threads = CountOption.Of("--threads", "Threads to compute with at most", Math.Min(2, Environment.ProcessorCount));
        var names = new NamesOption();
        var command = new Command("tiny", "The same over 10,000 tiny parameters: nanoseconds a parameter") { threads, rounds, milliseconds, names };
        command.SetAction(result =>
        {
            MeasuredOptimizer[] optimizers = names.Selected(result);
            for (int count = 1; count <= result.GetValue(threads); count++)
            {
                Workers.Count = count;
                Console.WriteLine($"a step over {Parameters:N0} parameters, {count} thread(s): median nanoseconds a parameter of 1, 4, 16 elements; goal {Goal}");
                foreach (MeasuredOptimizer optimizer in optimizers)
                {
                    Console.WriteLine(Line(optimizer, result.GetValue(rounds), result.GetValue(milliseconds)));
                }
            }
        });
        return command;
    }

    private static string Line(MeasuredOptimizer optimizer, int rounds, int milliseconds)
    {
        Contestant[] contestants = [.. Elements.Select(elements => Make(optimizer, elements))];
        Contestant.WarmUp(1, contestants);
        for (int round = 0; round < rounds; round++)
        {
            Array.ForEach(contestants, contestant => contestant.RunFor(milliseconds));
        }

        double[] medians = [.. contestants.Select(static contestant => contestant.Median * 1000 / Parameters)];
        string figures = string.Concat(medians.Select(static median => $"{median,8:N1}"));
        return $"{optimizer.Name,-26} {figures} {(medians.Max() <= Goal ? "met" : "MISSED")}, {contestants.Max(static contestant => contestant.Bytes):N0} B a step";
    }

    private static Contestant Make(MeasuredOptimizer optimizer, int elements)
    {
        Shape shape = optimizer.MatricesOnly ? [1, elements] : [elements];
        var stepping = new Stepping(optimizer, Enumerable.Repeat(shape, Parameters));
        return new Contestant(optimizer.Name, stepping.Step, stepping.Prepare);
    }
}
