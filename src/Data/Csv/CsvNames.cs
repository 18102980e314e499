namespace MiniTorch.Data;

/// <summary>The names of a file's columns, found without asking each: a table may have ten thousand, and as many may be asked for.</summary>
internal sealed class CsvNames
{
    private readonly Dictionary<string, (int First, int Second)> _places = new(StringComparer.Ordinal);

    public CsvNames(string[] names)
    {
        All = names;
        foreach ((int place, string name) in names.Index())
        {
            if (!_places.TryAdd(name, (place, -1)) && _places[name] is { Second: < 0 } only)
            {
                _places[name] = (only.First, place);
            }
        }
    }

    public string[] All { get; }

    /// <summary>The first two columns of a name, −1 where there is none.</summary>
    public (int First, int Second) Find(string name) => _places.GetValueOrDefault(name, (-1, -1));
}
