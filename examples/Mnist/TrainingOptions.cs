namespace MiniTorch.Examples.Mnist;

/// <summary>What a run is asked to do; <see cref="CommandLine"/> has checked the values.</summary>
internal sealed record TrainingOptions
{
    public required string DataFolder { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>The learning rate of the first step, or null for the optimizer's usual one.</summary>
    public required double? LearningRate { get; init; }

    /// <summary>One of <see cref="Optimizers.Names"/>.</summary>
    public required string Optimizer { get; init; }

    /// <summary>Whether the model is a small convolutional network instead of a perceptron.</summary>
    public required bool IsConvolutional { get; init; }

    /// <summary>Widths of the perceptron's hidden layers.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    public required double Dropout { get; init; }

    public required long Seed { get; init; }

    /// <summary>Number of threads, or null for one a core.</summary>
    public required int? Threads { get; init; }

    /// <summary>How many of the training images to use, or null for all.</summary>
    public required int? Limit { get; init; }

    public required string? MetricsFile { get; init; }
}

/// <summary>The loss is no longer a number.</summary>
internal sealed class TrainingDivergedException(string message) : Exception($"{message}; a smaller --lr may help");
