using Spectre.Console;

namespace MiniTorch.Examples.Mnist;

/// <summary>The tables at the end.</summary>
internal sealed partial class Report
{
    private void Confusion(Evaluation evaluation)
    {
        int[] classes = [.. Enumerable.Range(0, evaluation.Classes)];
        int width = 1 + $"{evaluation.LargestCell}".Length;
        Line("Confusion: digit (row) read as (column)");
        Line($"   {string.Concat(classes.Select(digit => Padded($"{digit}")))}");
        foreach (int actual in classes)
        {
            _console.MarkupLine($"  {actual}{string.Concat(classes.Select(predicted => Cell(actual, predicted)))}");
        }

        string[] worst = [.. evaluation.Mistakes().Take(3).Select(static m => $"{m.Actual} as {m.Predicted} ({m.Times}×)")];
        Line($"Often mistaken: {(worst.Length > 0 ? string.Join(", ", worst) : "none")}");

        string Cell(int actual, int predicted)
        {
            int times = evaluation[actual, predicted];
            string colour = actual == predicted ? "green" : times == 0 ? "grey" : "yellow";
            return $"[{colour}]{Padded(times == 0 ? "·" : $"{times}")}[/]";
        }

        string Padded(string text) => text.PadLeft(width);
    }

    private static void Times(PhaseTimer timer)
    {
        Line("Where the time went");
        foreach (Phase phase in Enum.GetValues<Phase>())
        {
            Line($"  {phase,-10}  {timer[phase].TotalSeconds,7:F2} s  {timer[phase] / timer.Total,4:0%}");
        }

        Line($"  {"Total",-10}  {timer.Total.TotalSeconds,7:F2} s");
    }
}
