using System.CommandLine;
using MiniTorch.Data;

namespace MiniTorch.Examples.Csv;

/// <summary>The command line: the options, and what the program ends with.</summary>
internal static class CommandLine
{
    private const int Done = 0;
    private const int BadInput = 2;
    private const int Interrupted = 130; // 128 + SIGINT, as shells have it

    private const string Description = """
        Trains a multilayer perceptron on a table and shows how well it predicts one column from the others, beside a linear model.

        Without a file: the Wisconsin breast cancer table, which lies beside the program. What the columns are is inferred and said.
        Ctrl-C ends training after the current epoch and shows what was learned so far; a second Ctrl-C ends the program at once.
        Exit codes: 0 done, 2 bad input, 130 interrupted.
        """;

    private static readonly Argument<string?> File = new("FILE.csv") { Description = "The table", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string?> Target = new("--target")
    {
        Description = "The column to predict [default: diagnosis, for the table beside the program]",
        HelpName = "NAME",
    };

    private static readonly Option<string> Task = CheckedOption.Choice("--task", "What the target holds", ["auto", "classification", "regression"]);

    private static readonly Option<string?> Exclude = new("--exclude")
    {
        Description = "Columns to leave out, as identifiers",
        HelpName = "NAME,NAME,...",
    };

    private static readonly Option<double?> Validation = CheckedOption.Number<double>(
        "--validation", "P", "Part of the rows that is kept for validation", 0.2, static p => p is > 0 and < 1, "a number between 0 and 1");

    private static readonly Option<int?> Folds = CheckedOption.Number<int>(
        "--folds", "K", "Cross-validate with K parts instead: every row is predicted once by a model that has not seen it", null,
        static k => k > 1, "a whole number above 1");

    private static readonly Option<int[]?> Hidden = CheckedOption.Counts("--hidden", "Widths of the hidden layers [default: 64,32]");

    private static readonly Option<double?> Dropout = CheckedOption.Number<double>(
        "--dropout", "P", "Probability of dropping a hidden unit", 0.1, static p => p is >= 0 and < 1, "a number from 0 to below 1");

    private static readonly Option<int?> Epochs = CheckedOption.Count("--epochs", "Most passes over the training rows", 200);

    private static readonly Option<int?> Patience = CheckedOption.Count("--patience", "Epochs without a better validation loss that end training", 30);

    private static readonly Option<int?> BatchSize = CheckedOption.Count("--batch-size", "Rows in a step", 32);

    private static readonly Option<double?> LearningRate = CheckedOption.Number<double>(
        "--lr", "X", "Learning rate of the first epoch; it falls to 0 along a cosine", 1e-3,
        static x => x > 0 && double.IsFinite(x), "a number above 0");

    private static readonly Option<double?> WeightDecay = CheckedOption.Number<double>(
        "--weight-decay", "X", "Weight decay of AdamW", 1e-2, static x => x >= 0 && double.IsFinite(x), "a number of at least 0");

    private static readonly Option<long?> Seed = CheckedOption.Number<long>(
        "--seed", "N", "Decides the split, the initial weights, the order of the rows and dropout", 0, static _ => true, "a whole number of 64 bits");

    private static readonly Option<int?> Threads = CheckedOption.Count(
        "--threads", "Threads to compute with; the figures do not depend on it [default: one a core]", null);

    private static readonly Option<string?> MetricsFile = CheckedOption.Path(
        "--metrics", "FILE", "Write JSON lines: one an epoch and one for the validation, or one a fold and one for their mean");

    private static readonly Option<string?> ModelFile = CheckedOption.Path(
        "--model", "FILE", "Where to save the model, unless with --folds [default: the table's name with .safetensors]");

    private static readonly Argument<string> Model = new("MODEL") { Description = "A file that training saved" };

    private static readonly Argument<string> Table = new("FILE.csv") { Description = "A table with the same columns, in any order; the target may be missing" };

    private static readonly Option<string?> Output = CheckedOption.Path("--output", "FILE", "Where the predictions go [default: standard output]");

    public static int Run(string[] args)
    {
        RootCommand command = new(Description)
        {
            Target, Task, Exclude, Validation, Folds, Hidden, Dropout, Epochs, Patience, BatchSize, LearningRate, WeightDecay, Seed, Threads,
            MetricsFile, ModelFile,
        };
        TableOptions.AddTo(command, isTraining: true);
        command.SetAction(static result => Train(result));

        Command predict = new("predict", "Predicts the target of each row of a table with a saved model, as CSV") { Model, Table, Output };
        TableOptions.AddTo(predict, isTraining: false);
        predict.SetAction(static result => Guard(() => Predict(result)));
        command.Add(predict);
        if (args is not ["predict", ..])
        {
            command.Add(File); // its help would show the table to train on too
        }

        ParseResult parsed = command.Parse(args);
        return parsed.Errors.Count > 0 ? Fail(parsed.Errors[0].Message) : parsed.Invoke();
    }

    private static int Train(ParseResult result) => Guard(() =>
    {
        using var session = new Session(Options(result));
        return session.Run() ? Done : Interrupted;
    });

    private static int Predict(ParseResult result)
    {
        string? output = result.GetValue(Output);
        Predictions.Write(new PredictionOptions(
            result.GetRequiredValue(Model), result.GetRequiredValue(Table), output, TableOptions.Read(result, new CsvOptions())));
        return Done;
    }

    private static int Guard(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (OutOfMemoryException)
        {
            return Fail("there is not enough memory for this table");
        }
        catch (Exception e) when (e is BadInputException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"csv: {message.ReplaceLineEndings(" ")}");
        return BadInput;
    }

    private static TrainingOptions Options(ParseResult result)
    {
        string? file = result.GetValue(File), target = result.GetValue(Target);
        if (file is not null && target is null)
        {
            throw new BadInputException($"--target says which column of {file} to predict: give its name");
        }

        file ??= Path.Combine(AppContext.BaseDirectory, "data", "csv", "breast_cancer.csv");
        var table = new CsvOptions
        {
            Target = target ?? "diagnosis",
            Task = Enum.Parse<CsvTask>(result.GetRequiredValue(Task), ignoreCase: true),
            Exclude = [.. (result.GetValue(Exclude) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static name => (CsvColumnRef)name)],
        };
        return new TrainingOptions
        {
            File = file,
            Table = TableOptions.Read(result, table),
            Hidden = result.GetResult(Hidden) is null ? [64, 32] : result.GetRequiredValue(Hidden)!,
            Dropout = result.GetRequiredValue(Dropout)!.Value,
            Epochs = result.GetRequiredValue(Epochs)!.Value,
            Patience = result.GetRequiredValue(Patience)!.Value,
            BatchSize = result.GetRequiredValue(BatchSize)!.Value,
            LearningRate = result.GetRequiredValue(LearningRate)!.Value,
            WeightDecay = result.GetRequiredValue(WeightDecay)!.Value,
            Validation = result.GetRequiredValue(Validation)!.Value,
            Folds = result.GetValue(Folds),
            Seed = result.GetRequiredValue(Seed)!.Value,
            Threads = result.GetValue(Threads),
            MetricsFile = result.GetValue(MetricsFile),
            ModelFile = result.GetValue(ModelFile) ?? $"{Path.GetFileNameWithoutExtension(file)}.safetensors",
        };
    }
}
