namespace MiniTorch.Examples.Optimization;

/// <summary>A function of two variables on which the optimizers race.</summary>
/// <param name="Name">For links: lower case, with hyphens.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Formula">f(x, y), as text.</param>
/// <param name="Function">f(x, y).</param>
/// <param name="From">The lower left corner of the picture.</param>
/// <param name="To">The upper right corner.</param>
internal sealed record Surface(
    string Name, string Title, string Formula, Func<Tensor, Tensor, Tensor> Function, (double X, double Y) From, (double X, double Y) To)
{
    /// <summary>Where the optimizers may start.</summary>
    public required IReadOnlyList<Place> Starts { get; init; }

    /// <summary>The minima and saddle points to mark.</summary>
    public required IReadOnlyList<Place> Marks { get; init; }

    /// <summary>The middle one of each racer's rates, in the order of <see cref="Racer.All"/>; the others are a third and three times as large.</summary>
    public required IReadOnlyList<double> Rates { get; init; }

    /// <summary>What is added to f before its logarithm is drawn, where it spans powers of ten; else null.</summary>
    public double? LogOffset { get; init; }

    public Tensor Of(Tensor point) => Function(point[0], point[1]);
}

/// <summary>A point of a surface with a name.</summary>
internal sealed record Place(string Name, double X, double Y);
