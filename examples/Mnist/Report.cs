using MiniTorch.Data;
using MiniTorch.NN;
using Spectre.Console;

namespace MiniTorch.Examples.Mnist;

/// <summary>What a person sees: colours and a progress bar on a terminal, plain lines where the output is redirected.</summary>
internal sealed partial class Report
{
    private readonly IAnsiConsole _console = Terminal.Open();

    public void Folder(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        Line($"Data      {(relative.Length < path.Length ? relative : path)}");
    }

    public void Data(ImageDataset train, Data.Mnist all)
    {
        string limited = train.Count < all.Train.Count ? $" of {all.Train.Count:N0}" : "";
        Shape size = train.Images.Shape;
        Line($"          {train.Count:N0}{limited} training and {all.Test.Count:N0} test images of {size[1]}×{size[2]}");
    }

    public void Model(Sequential model, TrainingOptions options)
    {
        int parameters = model.Parameters().Sum(static parameter => parameter.Count);
        Line($"Model     {parameters:N0} parameters");
        Line($"{model}");
        Line($"Training  {options.Optimizer}, batches of {options.BatchSize:N0}, seed {options.Seed}, threads: {Workers.Count}");
        Line("");
        Line("Epoch  Train loss  Test loss  Test accuracy       lr    Time");
    }

    public void Epoch(EpochMetrics m) => Line(
        $"{m.Epoch,5}  {m.TrainLoss,10:F4}  {m.TestLoss,9:F4}  {m.TestAccuracy,13:0.00%}  {m.LearningRate,7:0.00e-0}  {m.Seconds,4:F1} s");

    /// <summary>Written while a bar may be on the screen, hence above it.</summary>
    public void Ending() => _console.WriteLine("Ending after this batch; Ctrl-C again ends at once.");

    public void Interrupted(int steps)
    {
        Line("");
        Line(steps == 0 ? "Interrupted before the first step." : $"Interrupted after {steps:N0} steps; what was learned so far:");
    }

    /// <summary>The last evaluation, if there was one, and where the time went.</summary>
    public void Result(Evaluation? evaluation, PhaseTimer timer)
    {
        timer.Switch(Phase.Other);
        Line("");
        if (evaluation is not null)
        {
            Line($"{evaluation.Correct:N0} of {evaluation.Count:N0} test images read right: {evaluation.Accuracy:0.00%}");
            Line("");
            Confusion(evaluation);
            Line("");
        }

        Times(timer);
    }

    public void RestoreTerminal()
    {
        if (_console.IsTerminal())
        {
            _console.Cursor.Show();
        }
    }

    private static void Line(string text) => Console.WriteLine(text);
}
