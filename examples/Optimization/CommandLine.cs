using System.CommandLine;

namespace MiniTorch.Examples.Optimization;

/// <summary>The command line: the options, and what the program ends with.</summary>
internal static class CommandLine
{
    private const string Program = "dotnet run -c Release --project examples/Optimization --";

    private const string Description = """
        Runs the lecture on optimization: every experiment states its claims as inequalities, measures them, says which are shown, and draws
        pictures into one HTML file that needs nothing but itself.

        Ctrl-C ends after what is being done and writes the report of what was run; a second Ctrl-C ends the program at once.
        Exit codes: 0 every claim that should hold is shown, 1 one is not, 2 bad input, 130 interrupted.
        """;

    private static readonly Argument<string[]> Names = new("NAME")
    {
        Description = "The experiments to run, as list names them",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> ReportFile = CheckedOption.Path("--report", "FILE", "Where the report goes [default: optimization.html]");

    private static readonly Option<int?> Seeds = CheckedOption.Count(
        "--seeds", "How often an experiment is run where chance plays; a claim is shown if it holds on nine of ten or more", 10);

    private static readonly Option<bool> Small = new("--small") { Description = "Less data and shorter runs, as in the tests; the claims are the same" };

    private static readonly Option<int?> Threads = CheckedOption.Count(
        "--threads", "Threads to compute with; figures other than times do not depend on it [default: one a core]", null);

    private static readonly Option<string?> MetricsFile = CheckedOption.Path("--metrics", "FILE", "Write JSON lines: one a claim, with its figures and verdict");

    public static int Run(string[] args)
    {
        Command list = new("list", "Lists the experiments, one line each");
        list.SetAction(static _ => List());
        Command run = new("run", "Runs experiments by name") { Names, ReportFile, Seeds, Small, Threads, MetricsFile };
        run.SetAction(static result => Guard(() => Lecture(result, ExperimentNames.Find(result.GetRequiredValue(Names)))));
        Command all = new("all", "Runs all experiments, in under three minutes") { ReportFile, Seeds, Small, Threads, MetricsFile };
        all.SetAction(static result => Guard(() => Lecture(result, Catalog.Experiments)));
        RootCommand command = new(Description) { list, run, all };
        command.SetAction(static _ => Overview());

        ParseResult parsed = command.Parse(args);
        return parsed.Errors.Count > 0 ? Fail(parsed.Errors[0].Message) : parsed.Invoke();
    }

    private static int Overview()
    {
        Console.WriteLine("The lecture on optimization. Its experiments:");
        Console.WriteLine();
        List();
        Console.WriteLine();
        Console.WriteLine($"Run some:       {Program} run {Catalog.Experiments[0].Name}");
        Console.WriteLine($"Run them all:   {Program} all");
        Console.WriteLine($"Options:        {Program} --help");
        return ExitCode.Done;
    }

    private static int List()
    {
        int width = Catalog.Experiments.Max(static experiment => experiment.Name.Length);
        foreach (Experiment experiment in Catalog.Experiments)
        {
            Console.WriteLine($"{experiment.Name.PadRight(width)}  {experiment.Title}");
        }

        return ExitCode.Done;
    }

    private static int Lecture(ParseResult result, IReadOnlyList<Experiment> experiments)
    {
        using var session = new Session(
            new LectureOptions
            {
                ReportFile = result.GetValue(ReportFile) ?? "optimization.html",
                Seeds = result.GetRequiredValue(Seeds)!.Value,
                IsSmall = result.GetValue(Small),
                Threads = result.GetValue(Threads),
                MetricsFile = result.GetValue(MetricsFile),
            },
            experiments,
            Terminal.Open());
        return session.Run();
    }

    private static int Guard(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is BadInputException or IOException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"optimization: {message.ReplaceLineEndings(" ")}");
        return ExitCode.BadInput;
    }
}
