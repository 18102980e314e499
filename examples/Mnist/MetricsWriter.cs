using System.Text.Json;
using System.Text.Json.Serialization;

namespace MiniTorch.Examples.Mnist;

/// <summary>The figures of one epoch, as they stand in the metrics file.</summary>
internal sealed record EpochMetrics(
    [property: JsonPropertyName("epoch")] int Epoch,
    [property: JsonPropertyName("train_loss")] double TrainLoss,
    [property: JsonPropertyName("test_loss")] double TestLoss,
    [property: JsonPropertyName("test_accuracy")] double TestAccuracy,
    [property: JsonPropertyName("lr")] double LearningRate,
    [property: JsonPropertyName("seconds")] double Seconds);

/// <summary>Writes one JSON line an epoch, at once, so that a run can be followed.</summary>
internal sealed class MetricsWriter : IDisposable
{
    private readonly StreamWriter _writer;

    public MetricsWriter(string path)
    {
        try
        {
            _writer = new StreamWriter(path) { AutoFlush = true, NewLine = "\n" };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException($"--metrics: '{path}' cannot be written: {e.Message}");
        }
    }

    public void Write(EpochMetrics metrics) => _writer.WriteLine(JsonSerializer.Serialize(metrics));

    public void Dispose() => _writer.Dispose();
}
