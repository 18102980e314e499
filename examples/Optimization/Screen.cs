using System.Diagnostics;
using Spectre.Console;

namespace MiniTorch.Examples.Optimization;

/// <summary>What a person sees: colours and a progress bar on a terminal, plain lines where the output is redirected.</summary>
internal sealed partial class Screen(IAnsiConsole console, int experiments)
{
    private const int ClaimIndent = 4;
    private const int FigureIndent = 7;

    /// <summary>What is claimed, before it is measured.</summary>
    public void Stated(Experiment experiment)
    {
        Begin(experiment);
        Line(0, "");
        Line(0, $"[bold]{Plain(experiment.Name)}[/]: {Plain(experiment.Title)} ({_number} of {experiments})");
        Line(2, "Claims");
        for (int i = 0; i < experiment.Claims.Count; i++)
        {
            Claim claim = experiment.Claims[i];
            Line(ClaimIndent, $"{i + 1}. {Plain(claim.Text)}{(claim.ShouldHold ? "" : " (open: nobody knows beforehand)")}");
            Line(FigureIndent, Plain(claim.Inequality));
        }
    }

    /// <summary>What was measured.</summary>
    public void Measured(ExperimentResult result)
    {
        Line(2, $"Measured in {result.Time.TotalSeconds:F1} s");
        for (int i = 0; i < result.Measurements.Count; i++)
        {
            Measurement measurement = result.Measurements[i];
            string colour = measurement.Fails ? "red" : measurement.IsShown ? "green" : "yellow";
            Line(ClaimIndent, $"{i + 1}. [{colour}]{measurement.Verdict}[/]: {Plain(measurement.Summary)} ({Plain(Required(measurement.Claim))})");
        }

        if (result.Failure is { } failure)
        {
            Line(ClaimIndent, $"[red]failed[/]: {Plain(failure.Message)}");
        }

        foreach (Table table in result.Lesson.Tables)
        {
            Show(table);
        }

        static string Required(Claim claim) => $"claimed {claim.Symbol} {Figure.Text(claim.Bound)}";
    }

    /// <summary>A line an experiment, and the word for all.</summary>
    public void Summary(IReadOnlyList<ExperimentResult> results, string reportFile)
    {
        Line(0, "");
        Line(0, "Summary");
        int width = results.Count == 0 ? 0 : results.Max(static result => result.Experiment.Name.Length);
        int counts = results.Count == 0 ? 0 : results.Max(static result => result.Count.Length);
        foreach (ExperimentResult result in results)
        {
            string verdict = result.Failure is not null ? "[red]failed[/]   " : result.IsShown ? "[green]shown[/]    " : "[red]not shown[/]";
            Line(2, $"{Plain(result.Experiment.Name.PadRight(width))}  {verdict}  {result.Count.PadRight(counts)}  {result.Time.TotalSeconds,6:F1} s");
        }

        Line(0, "");
        if (results.Count < experiments)
        {
            Line(0, $"Interrupted after {results.Count} of {experiments} experiments.");
        }

        string[] failed = [.. results.Where(static result => !result.IsShown).Select(static result => result.Experiment.Name)];
        Line(0, failed.Length > 0 ? $"[red]Not shown, though it should be: {Plain(string.Join(", ", failed))}[/]" : "All claims that should hold are shown.");
        Line(0, $"Report    {Plain(reportFile)}");
    }

    public void Ending() => Line(0, "Ending soon; Ctrl-C again ends at once.");

    public void RestoreTerminal()
    {
        if (console.IsTerminal())
        {
            console.Cursor.Show();
        }
    }

    private void Show(Table table)
    {
        Line(2, Plain(table.Title));
        int[] widths = [.. table.Columns.Select((head, i) => table.Rows.Select(row => row[i].Length).Append(head.Length).Max())];
        foreach (IReadOnlyList<string> row in table.Rows.Prepend(table.Columns))
        {
            Line(ClaimIndent, Plain(string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))));
        }
    }

    private static string Plain(string text) => Markup.Escape(text);

    // Above the bar on a terminal, wrapped under itself; elsewhere without the width of one.
    private void Line(int indent, string markup)
    {
        _lastLine = Stopwatch.GetTimestamp();
        if (console.IsTerminal() && markup.Length > 0)
        {
            console.Write(new Padder(new Markup(markup)).Padding(indent, 0, 0, 0));
        }
        else if (console.IsTerminal())
        {
            console.WriteLine();
        }
        else
        {
            console.Profile.Out.Writer.WriteLine(markup.Length == 0 ? "" : new string(' ', indent) + Markup.Remove(markup));
        }
    }
}
