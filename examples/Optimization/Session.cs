using Spectre.Console;

namespace MiniTorch.Examples.Optimization;

/// <summary>One run: the experiments one after another, each with its claims before and its figures after; then the report.</summary>
internal sealed class Session : IDisposable
{
    private readonly LectureOptions _options;
    private readonly IReadOnlyList<Experiment> _experiments;
    private readonly Screen _screen;
    private readonly JsonLinesWriter? _metrics;
    private readonly CtrlC _ctrlC;

    public Session(LectureOptions options, IReadOnlyList<Experiment> experiments, IAnsiConsole console)
    {
        _options = options;
        _experiments = experiments;
        _screen = new Screen(console, experiments.Count);
        OutputFile.CheckWritable("--report", options.ReportFile); // the program is not to find out at its end
        if (options.MetricsFile is { } metrics)
        {
            if (Path.GetFullPath(metrics) == Path.GetFullPath(options.ReportFile))
            {
                throw new BadInputException($"--metrics: '{metrics}' is where the report goes; name another file");
            }

            _metrics = new JsonLinesWriter("--metrics", metrics);
        }

        _ctrlC = new CtrlC(onFirst: _screen.Ending, onSecond: _screen.RestoreTerminal);
    }

    /// <returns>The program's exit code.</returns>
    public int Run()
    {
        Workers.Count = _options.Threads ?? Workers.Count;
        var settings = new LessonSettings(_options.Seeds, _options.IsSmall) { Status = _screen.Status, Token = _ctrlC.Token };
        List<ExperimentResult> results = [];
        _screen.Running(done =>
        {
            foreach (Experiment experiment in _experiments)
            {
                if (Run(experiment, settings) is not { } result)
                {
                    return;
                }

                results.Add(result);
                done(results.Count);
            }
        });

        LectureReport.Write(_options.ReportFile, results, settings);
        _screen.Summary(results, _options.ReportFile);
        return results.Count < _experiments.Count ? ExitCode.Interrupted
            : results.TrueForAll(static result => result.IsShown) ? ExitCode.Done
            : ExitCode.NotShown;
    }

    public void Dispose()
    {
        _ctrlC.Dispose();
        _metrics?.Dispose();
    }

    // Null if it was interrupted.
    private ExperimentResult? Run(Experiment experiment, LessonSettings settings)
    {
        if (_ctrlC.Token.IsCancellationRequested)
        {
            return null;
        }

        _screen.Stated(experiment);
        ExperimentResult result;
        try
        {
            result = ExperimentResult.Of(experiment, settings);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        _screen.Measured(result);
        foreach (Measurement measurement in result.Measurements)
        {
            _metrics?.Write(MetricsLine.Of(result, measurement));
        }

        return result;
    }
}
