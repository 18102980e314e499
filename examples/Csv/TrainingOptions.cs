using MiniTorch.Data;

namespace MiniTorch.Examples.Csv;

/// <summary>What a training run is asked to do; <see cref="CommandLine"/> has checked the values.</summary>
internal sealed record TrainingOptions
{
    public required string File { get; init; }

    /// <summary>How the file is written, and what of it is learnt from what.</summary>
    public required CsvOptions Table { get; init; }

    /// <summary>Widths of the hidden layers.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    public required double Dropout { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required double WeightDecay { get; init; }

    /// <summary>Epochs without a better validation loss before training stops.</summary>
    public required int Patience { get; init; }

    /// <summary>The part of the rows that is kept for validation.</summary>
    public required double Validation { get; init; }

    /// <summary>The number of parts of a cross-validation, or null for a single split.</summary>
    public required int? Folds { get; init; }

    public required long Seed { get; init; }

    /// <summary>Number of threads, or null for one a core.</summary>
    public required int? Threads { get; init; }

    public required string? MetricsFile { get; init; }

    /// <summary>Where the model is saved.</summary>
    public required string ModelFile { get; init; }
}

/// <summary>What a run of predictions is asked to do.</summary>
/// <param name="ModelFile">A file that training saved.</param>
/// <param name="File">The table.</param>
/// <param name="Output">Where the predictions go; null for standard output.</param>
/// <param name="Table">How the table is written.</param>
internal sealed record PredictionOptions(string ModelFile, string File, string? Output, CsvOptions Table);
