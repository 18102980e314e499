using System.CommandLine;

namespace MiniTorch.Examples.Mnist;

/// <summary>The command line: the options, and what the program ends with.</summary>
internal static class CommandLine
{
    private const int Trained = 0;
    private const int Diverged = 1;
    private const int BadInput = 2;
    private const int Interrupted = 130; // 128 + SIGINT, as shells have it

    private const string Description = """
        Trains a multilayer perceptron, or a small convolutional network, on images of handwritten digits and shows how well it reads them.

        Ctrl-C ends training after the current batch and shows what was learned so far; a second Ctrl-C ends the program at once.
        Exit codes: 0 trained, 1 the loss is no longer a number, 2 bad input, 130 interrupted.
        """;

    private static readonly Option<string?> Data = CheckedOption.Path(
        "--data", "DIR", "Folder of four IDX files, plain or .gz, as of MNIST or Fashion-MNIST [default: the MNIST beside the program]");

    private static readonly Option<int?> Epochs = CheckedOption.Count("--epochs", "Passes over the training images", 5);

    private static readonly Option<int?> BatchSize = CheckedOption.Count("--batch-size", "Images in a step", 128);

    private static readonly Option<double?> LearningRate = CheckedOption.Number<double>(
        "--lr", "X", "Learning rate of the first step; it falls to 0 along a cosine [default: 0.001; sgd: 0.1]", null,
        static x => x > 0 && double.IsFinite(x), "a number above 0");

    private static readonly Option<string> Optimizer = CheckedOption.Choice("--optimizer", "How to learn", Optimizers.Names);

    private static readonly Option<string> Model = CheckedOption.Choice("--model", "What to train", [Perceptron.Name, ConvNet.Name]);

    private static readonly Option<int[]?> Hidden = CheckedOption.Counts("--hidden", "Widths of the hidden layers of an mlp [default: 256,128]");

    private static readonly Option<double?> Dropout = CheckedOption.Number<double>(
        "--dropout", "P", "Probability of dropping a hidden unit", 0, static p => p is >= 0 and < 1, "a number from 0 to below 1");

    private static readonly Option<long?> Seed = CheckedOption.Number<long>(
        "--seed", "N", "Decides the initial weights, the order of the images and dropout", 0,
        static _ => true, "a whole number of 64 bits");

    private static readonly Option<int?> Threads = CheckedOption.Count(
        "--threads", "Threads to compute with; the figures do not depend on it [default: one a core]", null);

    private static readonly Option<int?> Limit = CheckedOption.Count("--limit", "Train on the first N images only", null);

    private static readonly Option<string?> Metrics = CheckedOption.Path(
        "--metrics", "FILE", "Write a JSON line an epoch: epoch, train_loss, test_loss, test_accuracy (0 to 1), lr, seconds");

    public static int Run(string[] args)
    {
        RootCommand command = new(Description)
        {
            Data, Epochs, BatchSize, LearningRate, Optimizer, Model, Hidden, Dropout, Seed, Threads, Limit, Metrics,
        };
        command.Validators.Add(static result =>
        {
            if (result.GetResult(Model)?.Tokens is [{ Value: ConvNet.Name }] && result.GetResult(Hidden) is not null)
            {
                result.AddError("--hidden is of an mlp; --model cnn has layers of its own");
            }
        });
        command.SetAction(static result => Train(Options(result)));
        ParseResult parsed = command.Parse(args);
        return parsed.Errors.Count > 0 ? Fail(parsed.Errors[0].Message, BadInput) : parsed.Invoke();
    }

    private static int Train(TrainingOptions options)
    {
        try
        {
            using var session = new Session(options);
            return session.Run() ? Trained : Interrupted;
        }
        catch (TrainingDivergedException e)
        {
            return Fail(e.Message, Diverged);
        }
        catch (OutOfMemoryException)
        {
            return Fail("there is not enough memory; a smaller --hidden or --batch-size may help", BadInput);
        }
        catch (Exception e) when (e is BadInputException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(e.Message, BadInput);
        }
    }

    private static int Fail(string message, int exitCode)
    {
        Console.Error.WriteLine($"mnist: {message.ReplaceLineEndings(" ")}");
        return exitCode;
    }

    private static TrainingOptions Options(ParseResult result) => new()
    {
        DataFolder = result.GetValue(Data) ?? Path.Combine(AppContext.BaseDirectory, "data", "mnist"),
        Epochs = result.GetRequiredValue(Epochs)!.Value,
        BatchSize = result.GetRequiredValue(BatchSize)!.Value,
        LearningRate = result.GetValue(LearningRate),
        Optimizer = result.GetRequiredValue(Optimizer),
        IsConvolutional = result.GetRequiredValue(Model) == ConvNet.Name,
        Hidden = result.GetResult(Hidden) is null ? [256, 128] : result.GetRequiredValue(Hidden)!,
        Dropout = result.GetRequiredValue(Dropout)!.Value,
        Seed = result.GetRequiredValue(Seed)!.Value,
        Threads = result.GetValue(Threads),
        Limit = result.GetValue(Limit),
        MetricsFile = result.GetValue(Metrics),
    };
}
