namespace MiniTorch.Examples.Optimization;

/// <summary>A picture, as data: the report draws it.</summary>
/// <param name="Title">What it shows, one line; the caption.</param>
internal abstract record Chart(string Title);

/// <summary>An axis.</summary>
/// <param name="Title">The quantity, with its unit.</param>
/// <param name="IsLog">Whether logarithmic.</param>
internal sealed record Axis(string Title, bool IsLog = false);

/// <summary>How a series is drawn.</summary>
internal enum Mark
{
    Line,
    DashedLine,
    Points,
    LineAndPoints,
}

/// <summary>One curve, or one cloud of points.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="X">Abscissas.</param>
/// <param name="Y">Ordinates, as many; what is not finite is a gap.</param>
/// <param name="Mark">How it is drawn.</param>
internal sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, Mark Mark = Mark.Line)
{
    /// <summary>Half the height of an interval around each point, or null.</summary>
    public IReadOnlyList<double>? Error { get; init; }
}

/// <summary>Curves or points over a common abscissa.</summary>
internal sealed record LineChart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series) : Chart(Title);

/// <summary>Bars: one group a category, one bar a series.</summary>
internal sealed record BarChart(string Title, IReadOnlyList<string> Categories, Axis Y, IReadOnlyList<BarSeries> Series) : Chart(Title);

/// <summary>One bar for each category.</summary>
internal sealed record BarSeries(string Name, IReadOnlyList<double> Heights)
{
    /// <summary>Half the height of an interval around each bar's end, or null.</summary>
    public IReadOnlyList<double>? Error { get; init; }
}

/// <summary>Level lines of a function of two variables, with paths across it.</summary>
/// <param name="Title">The caption.</param>
/// <param name="X">The first variable.</param>
/// <param name="Y">The second variable.</param>
/// <param name="Xs">Grid of the first.</param>
/// <param name="Ys">Grid of the second.</param>
/// <param name="Heights">At [row of Ys][column of Xs].</param>
/// <param name="Paths">Points (x, y) one after another.</param>
internal sealed record ContourChart(
    string Title, Axis X, Axis Y, IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, IReadOnlyList<IReadOnlyList<double>> Heights, IReadOnlyList<Series> Paths)
    : Chart(Title)
{
    /// <summary>Whether the levels are spaced by the logarithm of the height.</summary>
    public bool HasLogLevels { get; init; }
}
