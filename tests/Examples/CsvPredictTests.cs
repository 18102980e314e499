using System.Globalization;
using System.Text.Json;
using MiniTorch.Data;

namespace MiniTorch.Tests.Examples;

/// <summary>A saved model predicts what the program that trained it did.</summary>
public sealed class CsvPredictTests : IDisposable
{
    private readonly TableFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Classes_are_those_of_training_also_with_other_columns_order_and_missing_values()
    {
        _data.Write("table.csv", "size", "weight", "colour", "unit", "kind");
        _data.WriteQuoted("other.csv", "unit", "colour", "price", "weight", "size");

        Finished training = Train("kind");

        string[] inferred =
        [
            "   column  kind                 missing   values",
            "1  size    number               0         0 to 9.9, mean 4.98333",
            "2  weight  number               6 (mean)  -45 to 43, mean -1",
            "3  colour  one-hot, 3 features  0         'dark \"blue\", x', 'green', 'red'",
            "4  unit    number               0         1 to 1, mean 1 (constant)",
            "5  kind    target, 2 classes    0         'large', 'small'",
        ];
        Assert.Equal(inferred, training.Lines[3..9]);
        Assert.Contains("Note: missing values become the mean of the rows to train on", training.Lines);
        Assert.DoesNotContain("Imputer", training.Output, StringComparison.Ordinal);
        Assert.Contains("Note: column 'unit' (4) is constant: nothing can be learnt from it", training.Lines);
        string[] predictions = Predict("table.csv");
        Assert.Equal("kind,p(large),p(small)", predictions[0]);
        Assert.Equal(predictions, Predict("other.csv", "--output", "predictions.csv"));
        string[] classes = [.. predictions[1..].Select(static line => line.Split(',')[0])];
        Assert.Equal(TableFolder.Rows, classes.Length);
        Assert.All(predictions[1..], static line => Assert.Equal(1, line.Split(',')[1..].Sum(Number), 2e-4));

        var labels = Tensor.From((ReadOnlySpan<long>)[.. Enumerable.Range(0, TableFolder.Rows).Select(static row => TableFolder.Kind(row) == "large" ? 0L : 1L)]);
        Subset validation = new TensorDataset(labels, labels).StratifiedSplit([0.5, 0.5], labels, seed: 3)[1];
        Assert.Equal(Metric("accuracy"), validation.Indices.Average(row => classes[row] == TableFolder.Kind(row) ? 1.0 : 0), 1e-12);
        Assert.InRange(Metric("accuracy"), 0.6, 0.99); // else a wrong row would not be noticed
    }

    [Fact]
    public void Numbers_are_those_of_training()
    {
        _data.Write("table.csv", "size", "weight", "colour", "price");

        Finished training = Train("price");

        Assert.Matches(@"(?m)^4  price   target, number +0 +-?[\d.]+ to [\d.]+, mean [\d.]+$", training.Output);
        Assert.Contains("to validate (at random, seed 3)", training.Output, StringComparison.Ordinal);
        string[] predictions = Predict("table.csv");
        Assert.Equal("price", predictions[0]);
        double[] numbers = [.. predictions[1..].Select(Number)];
        Assert.Equal(TableFolder.Rows, numbers.Length);
        var rows = Tensor.From((ReadOnlySpan<long>)[.. Enumerable.Range(0, TableFolder.Rows).Select(static row => (long)row)]);
        IReadOnlyList<int> validation = new TensorDataset(rows).RandomSplit([0.5, 0.5], seed: 3)[1].Indices;
        double mean = validation.Average(TableFolder.Price);
        double errors = validation.Sum(row => Math.Pow(numbers[row] - TableFolder.Price(row), 2));
        Assert.Equal(Metric("r2"), 1 - (errors / validation.Sum(row => Math.Pow(TableFolder.Price(row) - mean, 2))), 1e-5);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private double Metric(string name) => JsonDocument.Parse(File.ReadLines(_data.File("metrics.json")).Last()).RootElement.GetProperty(name).GetDouble();

    private Finished Train(string target) => Run(
        "table.csv", "--target", target, "--epochs", "4", "--lr", "0.02", "--seed", "3", "--validation", "0.5", "--model", "model", "--metrics", "metrics.json");

    // The lines of the predictions.
    private string[] Predict(string table, params string[] options)
    {
        Finished run = Run(["predict", "model", table, .. options]);
        string text = run.Output;
        if (options.Length > 0)
        {
            Assert.Equal("", text);
            text = File.ReadAllText(_data.File(options[1]));
        }

        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    private Finished Run(params IEnumerable<string> arguments)
    {
        Finished run = Example.Csv.RunIn(_data.Path, arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }
}
