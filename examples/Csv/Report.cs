using MiniTorch.Data;
using MiniTorch.NN;
using Spectre.Console;

namespace MiniTorch.Examples.Csv;

/// <summary>What a person sees: a progress bar on a terminal, plain lines where the output is redirected.</summary>
internal sealed partial class Report
{
    // Reading a smaller file takes no time worth a bar.
    private const long LargeFile = 32L << 20;
    private const int LoadingSteps = 1000;
    private const int MaxClasses = 20;

    private readonly IAnsiConsole _console = Terminal.Open();

    public void File(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        Line($"Table     {(relative.Length < path.Length ? relative : path)}");
    }

    /// <summary>Loads a table, under a progress bar if it is large.</summary>
    public CsvTable Loading(string path, Func<IProgress<CsvProgress>?, CsvTable> load)
    {
        CsvProgress current = default;
        return _console.IsTerminal() && new FileInfo(path) is { Exists: true, Length: > LargeFile }
            ? _console.WithBar(LoadingSteps, textWidth: 40, () => $"{current.Rows,12:N0} rows", show => load(new Progress(value =>
            {
                current = value;
                show((int)(value.Fraction * LoadingSteps));
            })))
            : load(null);
    }

    public void Table(CsvTable table)
    {
        Line($"          {table.RowCount:N0} rows, {table.Schema.FeatureCount:N0} features");
        Line("");
        Line(table.Schema.ToString());

        // The last one says to a programmer what is to be done; here it is done.
        foreach (string note in table.HasMissing ? [.. table.Notes.SkipLast(1), "missing values become the mean of the rows to train on"] : table.Notes)
        {
            Line($"Note: {note}");
        }

        if (table.Target!.DType == DType.Int64)
        {
            long[] counts = table.Target.Bincount(minLength: table.Schema.ClassNames.Count).ToArray<long>();
            string more = counts.Length > MaxClasses ? $" and {counts.Length - MaxClasses:N0} more" : "";
            Line($"Classes   {string.Join(", ", table.Schema.ClassNames.Zip(counts, static (name, count) => $"{OneLine(name)} ({count:N0})").Take(MaxClasses))}{more}");
        }
    }

    public void Split(int train, int validation, bool isStratified, long seed)
    {
        Line("");
        Line($"Split     {train:N0} rows to train, {validation:N0} to validate ({(isStratified ? "classes in proportion" : "at random")}, seed {seed})");
    }

    public void Model(Sequential model, TrainingOptions options)
    {
        Line($"Model     {model.Parameters().Sum(static parameter => parameter.Count):N0} parameters");
        Line($"{model}");
        Line($"Training  adamw, batches of {options.BatchSize:N0}, seed {options.Seed}, threads: {Workers.Count}");
        Line($"          at most {options.Epochs:N0} epochs, until {options.Patience:N0} bring no lower validation loss");
    }

    public void Folds(Sequential model, TrainingOptions options, double stoppingPart)
    {
        Line("");
        Model(model, options);
        Line($"          In each fold {stoppingPart:0%} of the training rows say after how many epochs");
        Line("          to stop; then a network trains on all of them. None of them is saved.");
        Line("");
        Line("Fold  Best epoch     Network      Linear    Time");
    }

    public void Comparison(EpochResult best, Scores own, Scores linear)
    {
        Line("");
        Line($"Best after epoch {best.Epoch:N0}. On the validation rows, which also said when to stop:");
        Line($"{"",-20}  {"Network",10}  {"Linear",10}");
        foreach (((string name, double value, string format), (_, double other, _)) in own.All.Zip(linear.All))
        {
            Line($"{name,-20}  {value.ToString(format, null),10}  {other.ToString(format, null),10}");
        }
    }

    public void Mean(IReadOnlyList<FoldResult> results, FoldResult mean)
    {
        Line("");
        Line($"{"Mean over the folds",-20}  {"Network",10}  {"Linear",10}");
        foreach (((string name, double value, string format), (_, double other, _)) in mean.Own.All.Zip(mean.Linear.All))
        {
            Line($"{name,-20}  {value.ToString(format, null),10}  {other.ToString(format, null),10}");
        }

        double own = FoldResult.Deviation(results.Select(static r => r.Own.Main)), linear = FoldResult.Deviation(results.Select(static r => r.Linear.Main));
        string main = mean.Own.All[0].Format;
        Line($"{"± between folds",-20}  {own.ToString(main, null),10}  {linear.ToString(main, null),10}");
    }

    public void Saved(string path)
    {
        Line("");
        Line($"Saved     {path}, with columns and scaler; predict with");
        Line($"          dotnet run -c Release --project examples/Csv -- predict {path} FILE.csv");
    }

    public void Interrupted(string when)
    {
        Line("");
        Line($"Interrupted {when}");
    }

    public void Ending() => _console.WriteLine("Ending after this epoch; Ctrl-C again ends at once.");

    public void RestoreTerminal()
    {
        if (_console.IsTerminal())
        {
            _console.Cursor.Show();
        }
    }

    private static string OneLine(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));

    // Above the bar on a terminal; elsewhere without the width of one.
    private void Line(string text)
    {
        if (_console.IsTerminal())
        {
            _console.WriteLine(text);
        }
        else
        {
            Console.WriteLine(text);
        }
    }

    private sealed class Progress(Action<CsvProgress> report) : IProgress<CsvProgress>
    {
        public void Report(CsvProgress value) => report(value);
    }
}
