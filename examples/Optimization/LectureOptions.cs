namespace MiniTorch.Examples.Optimization;

/// <summary>What was asked for.</summary>
internal sealed record LectureOptions
{
    public int Seeds { get; init; } = 10;

    public bool IsSmall { get; init; }

    /// <summary>Null for one a core.</summary>
    public int? Threads { get; init; }

    public required string ReportFile { get; init; }

    public string? MetricsFile { get; init; }
}
