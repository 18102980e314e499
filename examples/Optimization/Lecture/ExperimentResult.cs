using System.Diagnostics;

namespace MiniTorch.Examples.Optimization;

/// <summary>What came of one experiment.</summary>
/// <param name="Experiment">Which.</param>
/// <param name="Measurements">One for each claim, in their order; fewer if it failed.</param>
/// <param name="Lesson">Its tables and pictures.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Failure">What ended it early, or null.</param>
internal sealed record ExperimentResult(
    Experiment Experiment, IReadOnlyList<Measurement> Measurements, Lesson Lesson, TimeSpan Time, Exception? Failure)
{
    /// <summary>Whether every claim that should hold is shown.</summary>
    public bool IsShown => Failure is null && !Measurements.Any(static measurement => measurement.Fails);

    /// <summary>How many of the claims that should hold are shown, and how many claims are open: <c>4 of 5 shown, 1 open</c>.</summary>
    public string Count => CountOf([this]);

    /// <summary>The count over several experiments; what failed has shown nothing.</summary>
    public static string CountOf(IReadOnlyList<ExperimentResult> results)
    {
        int shown = results.Sum(static result => result.Measurements.Count(static measurement => measurement.Claim.ShouldHold && measurement.IsShown));
        int due = results.Sum(static result => result.Experiment.Claims.Count(static claim => claim.ShouldHold));
        int open = results.Sum(static result => result.Experiment.Claims.Count) - due;
        return due == 0 ? $"{open} open" : open == 0 ? $"{shown} of {due} shown" : $"{shown} of {due} shown, {open} open";
    }

    /// <summary>Runs an experiment with random numbers of its own, so that it is the same alone and among others.</summary>
    /// <exception cref="OperationCanceledException">The settings' token ended it.</exception>
    public static ExperimentResult Of(Experiment experiment, LessonSettings settings)
    {
        var lesson = new Lesson(settings);
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<Measurement> measurements = [];
        Exception? failure = null;
        using (Generator.Use(new Generator(0)))
        {
            try
            {
                experiment.Run(lesson);
                measurements = InOrder(experiment, lesson);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failure = e; // the other experiments are still worth seeing
            }
        }

        return new ExperimentResult(experiment, measurements, lesson, Stopwatch.GetElapsedTime(started), failure);
    }

    private static Measurement[] InOrder(Experiment experiment, Lesson lesson)
    {
        Measurement[] measurements =
        [
            .. experiment.Claims.Select(claim => lesson.Measurements.Where(measurement => measurement.Claim == claim).ToArray() is [Measurement only]
                ? only
                : throw new InvalidOperationException($"{experiment.Name}: a claim is measured once; '{claim.Text}' was not")),
        ];
        return measurements.Length == lesson.Measurements.Count
            ? measurements
            : throw new InvalidOperationException($"{experiment.Name}: a claim was measured that was not stated beforehand");
    }
}
