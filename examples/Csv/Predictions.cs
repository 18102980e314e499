using System.Globalization;
using CsvHelper;
using MiniTorch.Data;

namespace MiniTorch.Examples.Csv;

/// <summary>The predictions of a saved model, a row of CSV for each row of a table.</summary>
internal static class Predictions
{
    public static void Write(PredictionOptions options)
    {
        if (options.Output is { } output)
        {
            OutputFile.CheckIsOther("--output", output, options.File);
            OutputFile.CheckIsOther("--output", output, options.ModelFile);
        }

        SavedModel model = SavedModel.Load(options.ModelFile);
        CsvOptions reading = options.Table with { UnknownCategories = UnknownCategory.Ignore };
        CsvTable table = CsvTable.Load(options.File, model.Schema, reading, withTarget: false);
        Tensor outputs = model.Predict(table.Features);

        using TextWriter writer = Open(options.Output);
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: options.Output is null);
        IReadOnlyList<string> classes = model.Schema.ClassNames;
        csv.WriteField(model.Schema.Target!.Name);
        foreach (string name in classes)
        {
            csv.WriteField($"p({name})");
        }

        csv.EndRecord();
        float[] values = outputs.ToArray<float>();
        int width = outputs.Shape[1];
        for (int row = 0; row < table.RowCount; row++)
        {
            ReadOnlySpan<float> numbers = values.AsSpan(row * width, width);
            if (classes.Count == 0)
            {
                csv.WriteField(numbers[0].ToString("G7", CultureInfo.InvariantCulture));
            }
            else
            {
                csv.WriteField(classes[System.Numerics.Tensors.TensorPrimitives.IndexOfMax(numbers)]);
                foreach (float probability in numbers)
                {
                    csv.WriteField(probability.ToString("0.####", CultureInfo.InvariantCulture));
                }
            }

            csv.EndRecord();
        }

        if (table.DroppedLines.Count > 0)
        {
            Console.Error.WriteLine(
                $"csv: rows without a prediction, since they lack values and the model was trained with --missing drop: {table.DroppedLines.Count}, the first on line {table.DroppedLines[0]}");
        }
    }

    private static TextWriter Open(string? path)
    {
        try
        {
            return path is null ? Console.Out : new StreamWriter(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException($"--output: '{path}' cannot be written: {e.Message}");
        }
    }
}
