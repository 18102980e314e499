using System.Text.Json.Serialization;

namespace MiniTorch.Examples.Optimization;

/// <summary>A picture, as data: the report draws it.</summary>
/// <param name="Title">What it shows, one line; the caption.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LineChart), "line")]
[JsonDerivedType(typeof(BarChart), "bar")]
[JsonDerivedType(typeof(ContourChart), "contour")]
[JsonDerivedType(typeof(Histogram), "histogram")]
[JsonDerivedType(typeof(HeatMap), "heatMap")]
internal abstract record Chart(string Title)
{
    /// <summary>What to look at and what it means, a sentence or two under the caption; or null.</summary>
    public string? Reading { get; init; }
}

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
/// <param name="Name">For the legend. The same name has the same colour in all pictures of an experiment.</param>
/// <param name="X">Abscissas.</param>
/// <param name="Y">Ordinates, as many; what is not finite is a gap.</param>
/// <param name="Mark">How it is drawn.</param>
internal sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, Mark Mark = Mark.Line)
{
    /// <summary>Half the height of an interval around each point, or null.</summary>
    public IReadOnlyList<double>? Error { get; init; }
}

/// <summary>A straight line across the picture at one value of an axis: a threshold, a bound.</summary>
internal sealed record Threshold(double At, string Label);

/// <summary>Curves or points over a common abscissa.</summary>
internal sealed record LineChart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series) : Chart(Title)
{
    /// <summary>Upright lines, at values of x.</summary>
    public IReadOnlyList<Threshold> AtX { get; init; } = [];

    /// <summary>Level lines, at values of y.</summary>
    public IReadOnlyList<Threshold> AtY { get; init; } = [];
}

/// <summary>Bars: one group a category, one bar a series.</summary>
internal sealed record BarChart(string Title, IReadOnlyList<string> Categories, Axis Y, IReadOnlyList<BarSeries> Series) : Chart(Title)
{
    /// <summary>Level lines, at values of y.</summary>
    public IReadOnlyList<Threshold> AtY { get; init; } = [];
}

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
/// <param name="Paths">Points (x, y) one after another. What leaves the grid is cut off.</param>
internal sealed record ContourChart(
    string Title, Axis X, Axis Y, IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, IReadOnlyList<IReadOnlyList<double>> Heights, IReadOnlyList<Series> Paths)
    : Chart(Title)
{
    /// <summary>Whether the levels are spaced by the logarithm of the height, which is above 0 then: what is not counts as the least that is.</summary>
    public bool HasLogLevels { get; init; }

    /// <summary>A chart of a function, on a grid of so many points each way.</summary>
    public static ContourChart Of(
        string title, Axis x, Axis y, (double From, double To) xs, (double From, double To) ys, Func<double, double, double> f, IReadOnlyList<Series> paths, int points = 61)
    {
        double[] columns = Grid(xs), rows = Grid(ys);
        return new ContourChart(title, x, y, columns, rows, [.. rows.Select(v => columns.Select(u => f(u, v)).ToArray())], paths);

        double[] Grid((double From, double To) range) =>
            [.. Enumerable.Range(0, points).Select(i => range.From + (range.To - range.From) * i / (points - 1))];
    }
}

/// <summary>How samples are distributed: densities, whose area is 1, in bins of one width, with curves across them.</summary>
/// <param name="Title">The caption.</param>
/// <param name="X">The quantity.</param>
/// <param name="Samples">One cloud of values a distribution, put into bins here.</param>
/// <param name="Bins">How many bins there are between the least and the greatest value.</param>
internal sealed record Histogram(
    string Title, Axis X, [property: JsonIgnore] IReadOnlyList<Samples> Samples, [property: JsonIgnore] int Bins = 40) : Chart(Title)
{
    /// <summary>Densities to compare with.</summary>
    public IReadOnlyList<Series> Curves { get; init; } = [];

    /// <summary>Where the first bin begins.</summary>
    public double From => Samples.Min(static samples => samples.Values.Min());

    /// <summary>The width of a bin.</summary>
    public double Width => (Samples.Max(static samples => samples.Values.Max()) - From) is > 0 and var range ? range / Bins : 1;

    /// <summary>The height of each bin, a series for each distribution.</summary>
    public IReadOnlyList<BarSeries> Densities =>
        [.. Samples.Select(samples => new BarSeries(samples.Name, Binned(samples.Values, From, Width)))];

    private double[] Binned(IReadOnlyList<double> values, double from, double width)
    {
        double[] heights = new double[Bins];
        foreach (double value in values)
        {
            heights[Math.Min((int)((value - from) / width), Bins - 1)] += 1 / (values.Count * width);
        }

        return heights;
    }
}

/// <summary>Values of one distribution.</summary>
internal sealed record Samples(string Name, IReadOnlyList<double> Values);

/// <summary>A matrix, or a function on a grid, as colours.</summary>
/// <param name="Title">The caption.</param>
/// <param name="X">Along the columns.</param>
/// <param name="Y">Along the rows, upwards.</param>
/// <param name="Xs">The columns' values.</param>
/// <param name="Ys">The rows' values.</param>
/// <param name="Values">At [row][column]; what is not finite is a gap.</param>
internal sealed record HeatMap(
    string Title, Axis X, Axis Y, IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, IReadOnlyList<IReadOnlyList<double>> Values) : Chart(Title)
{
    /// <summary>What the colours mean, with a unit.</summary>
    public string? Quantity { get; init; }

    /// <summary>Whether zero is the middle of the colours, as for signed values.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Whether rows run downwards from the first, as in a printed matrix.</summary>
    public bool IsMatrix { get; init; }
}
