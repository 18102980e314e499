namespace MiniTorch.Examples.Optimization;

/// <summary>The report of a run: one section an experiment, and what else there is to look at.</summary>
internal static class LectureReport
{
    private const string Title = "Optimization: the lecture that runs";

    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="results">The experiments, in order.</param>
    /// <param name="settings">How they were run.</param>
    /// <param name="more">Sections after those of the experiments.</param>
    public static void Write(string path, IReadOnlyList<ExperimentResult> results, LessonSettings settings, params IReadOnlyList<Section> more) =>
        Page.Write(path, Title, Introduction(results, settings), [.. results.Select(ExperimentSection.Of), .. more]);

    private static Html Introduction(IReadOnlyList<ExperimentResult> results, LessonSettings settings)
    {
        string seeds = settings.Seeds == 1 ? "one seed" : $"{settings.Seeds} seeds";
        Html introduction = Html.Of($"""
            <p>Each experiment states its claims as inequalities before it runs, then measures them. Where chance plays, the figure is measured on
            {seeds}, and a claim is shown if it holds on nine of ten or more.</p>
            <p>Of the claims that should hold, and beside the open ones, of which nobody knew beforehand:
            <strong>{ExperimentResult.CountOf(results)}</strong>, in {results.Count} {(results.Count == 1 ? "experiment" : "experiments")}.</p>
            """);
        return settings.IsSmall ? introduction.Add($"""<p class="notice">Run with <code>--small</code>: less data, shorter runs.</p>""") : introduction;
    }
}
