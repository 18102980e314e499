namespace MiniTorch.Examples.Optimization;

/// <summary>All that the race's page needs to know: surfaces on a grid, and every run that a viewer may choose.</summary>
/// <param name="Steps">Of a race.</param>
/// <param name="Racers">Their names.</param>
/// <param name="Surfaces">The surfaces with their runs.</param>
internal sealed record RaceData(int Steps, IReadOnlyList<string> Racers, IReadOnlyList<RaceSurface> Surfaces)
{
    private const int GridPoints = 81;

    public static RaceData Compute(IEnumerable<Surface> surfaces, Action<string> status) =>
        new(RaceRun.Steps, [.. Racer.All.Select(static racer => racer.Name)], [.. surfaces.Select(surface => Compute(surface, status))]);

    private static RaceSurface Compute(Surface surface, Action<string> status)
    {
        double[] xs = Grid(surface.From.X, surface.To.X), ys = Grid(surface.From.Y, surface.To.Y);
        double[][] rates = [.. Racer.All.Select((_, racer) => RaceRun.RateFactors.Select((_, factor) => RaceRun.Rate(surface, racer, factor)).ToArray())];
        return new RaceSurface(
            surface.Name,
            surface.Title,
            surface.Formula,
            xs,
            ys,
            Heights(surface, xs, ys),
            surface.LogOffset,
            surface.Marks.Min(mark => surface.Of(Tensor.From([mark.X, mark.Y])).Item<double>()),
            surface.Starts,
            surface.Marks,
            rates,
            [.. surface.Starts.Select(start => Racer.All.Select((racer, i) =>
            {
                status($"{surface.Name}: {racer.Name}");
                return rates[i].Select(rate => RaceRun.Of(surface, start, racer, rate)).ToArray();
            }).ToArray())]);
    }

    private static double[] Grid(double from, double to) => [.. Enumerable.Range(0, GridPoints).Select(i => from + ((to - from) * i / (GridPoints - 1)))];

    private static double[][] Heights(Surface surface, double[] xs, double[] ys)
    {
        double[] all = surface.Function(Tensor.From(xs), Tensor.From(ys).Unsqueeze(1)).ToArray<double>();
        return [.. all.Chunk(xs.Length)];
    }
}

/// <summary>A surface and the runs over it, as the page reads them.</summary>
/// <param name="Name">For links.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Formula">f(x, y), as text.</param>
/// <param name="Xs">The grid's abscissas.</param>
/// <param name="Ys">The grid's ordinates.</param>
/// <param name="Heights">f at [row of Ys][column of Xs].</param>
/// <param name="LogOffset">What is added before the logarithm, or null where f itself is drawn.</param>
/// <param name="Minimum">The least value of f.</param>
/// <param name="Starts">Where to start.</param>
/// <param name="Marks">Minima and saddle points.</param>
/// <param name="Rates">At [racer][choice].</param>
/// <param name="Runs">At [start][racer][choice of rate].</param>
internal sealed record RaceSurface(
    string Name,
    string Title,
    string Formula,
    IReadOnlyList<double> Xs,
    IReadOnlyList<double> Ys,
    IReadOnlyList<IReadOnlyList<double>> Heights,
    double? LogOffset,
    double Minimum,
    IReadOnlyList<Place> Starts,
    IReadOnlyList<Place> Marks,
    IReadOnlyList<IReadOnlyList<double>> Rates,
    IReadOnlyList<IReadOnlyList<IReadOnlyList<RaceRun>>> Runs);
