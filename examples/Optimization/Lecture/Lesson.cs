namespace MiniTorch.Examples.Optimization;

/// <summary>What one run of an experiment gets and gives: settings in, measurements, figures and pictures out.</summary>
internal sealed class Lesson(LessonSettings settings)
{
    private readonly List<Measurement> _measurements = [];
    private readonly List<Table> _tables = [];
    private readonly List<Chart> _charts = [];

    /// <summary>Whether time counts more than precision, as in tests: fewer seeds, less data. Claims are the same.</summary>
    public bool IsSmall => settings.IsSmall;

    /// <summary>The seeds 0, 1, … of an experiment where chance plays.</summary>
    /// <remarks>Whoever runs them is told of each.</remarks>
    public IEnumerable<int> Seeds
    {
        get
        {
            for (int seed = 0; seed < settings.Seeds; seed++)
            {
                Status($"seed {seed + 1} of {settings.Seeds}");
                yield return seed;
            }
        }
    }

    /// <summary>How many seeds there are.</summary>
    public int SeedCount => settings.Seeds;

    public IReadOnlyList<Measurement> Measurements => _measurements;

    public IReadOnlyList<Table> Tables => _tables;

    public IReadOnlyList<Chart> Charts => _charts;

    /// <summary>Something to play with in the report, above the claims; or null.</summary>
    public Exhibit? Exhibit { get; set; }

    /// <summary>The figure of a claim without chance.</summary>
    public void Measured(Claim claim, double figure) => Add(claim, [figure], hasSeeds: false);

    /// <summary>The figures of a claim where chance plays, one a seed.</summary>
    public void Measured(Claim claim, IReadOnlyList<double> figures) => Add(claim, figures, hasSeeds: true);

    /// <summary>A table of figures, printed and shown in the report.</summary>
    public void Show(Table table) => _tables.Add(table);

    /// <summary>A picture for the report.</summary>
    public void Draw(Chart chart) => _charts.Add(chart);

    /// <summary>Says what is being done, now and then, for whoever waits: a few words.</summary>
    /// <exception cref="OperationCanceledException">The run is to end.</exception>
    public void Status(string text)
    {
        settings.Token.ThrowIfCancellationRequested();
        settings.Status?.Invoke(text);
    }

    private void Add(Claim claim, IReadOnlyList<double> figures, bool hasSeeds)
    {
        if (claim.HasSeeds != hasSeeds || (hasSeeds && figures.Count != settings.Seeds))
        {
            throw new ArgumentException(
                $"'{claim.Text}' says {(claim.HasSeeds ? $"one figure a seed, of which there are {settings.Seeds}" : "one figure")}; got {(hasSeeds ? $"{figures.Count}" : "one")}");
        }

        _measurements.Add(new Measurement(claim, figures));
    }
}

/// <summary>How an experiment is to run.</summary>
/// <param name="Seeds">Number of seeds where chance plays.</param>
/// <param name="IsSmall">Whether on small settings.</param>
internal sealed record LessonSettings(int Seeds = 10, bool IsSmall = false)
{
    /// <summary>Is told what is being done.</summary>
    public Action<string>? Status { get; init; }

    /// <summary>Ends the run at its next <see cref="Lesson.Status"/>.</summary>
    public CancellationToken Token { get; init; }
}

/// <summary>Rows of figures, printed and shown in the report.</summary>
/// <param name="Title">What they are, with units.</param>
/// <param name="Columns">The heads.</param>
/// <param name="Rows">As text, as many cells as heads.</param>
internal sealed record Table(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
