namespace MiniTorch.Training;

/// <summary>One evaluation of one combination of options.</summary>
public sealed class GridTrial
{
    internal GridTrial(GridPoint point, int index, int repeat, Generator generator, CancellationToken cancellationToken) =>
        (Point, Index, Repeat, Generator, CancellationToken) = (point, index, repeat, generator, cancellationToken);

    /// <summary>The options.</summary>
    public GridPoint Point { get; }

    /// <summary>The number of the combination, from 0.</summary>
    public int Index { get; }

    /// <summary>The number of the repetition, from 0: the fold, in cross-validation.</summary>
    public int Repeat { get; }

    /// <summary>
    /// The trial's own random numbers, which depend on the search's generator, <see cref="Index"/> and <see cref="Repeat"/> alone. It is
    /// <see cref="MiniTorch.Generator.Default"/> during the trial.
    /// </summary>
    public Generator Generator { get; }

    /// <summary>Says when the search is cancelled, so that a long trial can end early.</summary>
    public CancellationToken CancellationToken { get; }

    /// <inheritdoc cref="GridPoint.Get{T}"/>
    public T Get<T>(string name) => Point.Get<T>(name);
}

/// <summary>A trial that has ended.</summary>
/// <param name="Done">How many trials have, this one included.</param>
/// <param name="Total">How many there are: combinations times repetitions.</param>
/// <param name="Trial">Which it was.</param>
/// <param name="Score">Its metric; NaN if it failed.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
public sealed record GridProgress(int Done, int Total, GridTrial Trial, double Score, string? Error);
