namespace MiniTorch.Data;

/// <summary>A column by its name or by its place from 0, also from the end: <c>"age"</c>, <c>3</c>, <c>^1</c>.</summary>
public readonly record struct CsvColumnRef
{
    private readonly string? _name;
    private readonly Index _index;

    private CsvColumnRef(string? name, Index index) => (_name, _index) = (name, index);

    /// <summary>The column of a name.</summary>
    public static implicit operator CsvColumnRef(string name) => new(name, default);

    /// <summary>The column at a place from 0.</summary>
    public static implicit operator CsvColumnRef(int index) => new(null, index);

    /// <summary>The column at a place from either end.</summary>
    public static implicit operator CsvColumnRef(Index index) => new(null, index);

    /// <summary>The name, or the place.</summary>
    public override string ToString() => _name is null ? $"index {_index}" : $"'{_name}'";

    /// <summary>The place among the columns of a file.</summary>
    internal int Find(string path, CsvNames names, string what)
    {
        if (_name is null)
        {
            int index = _index.GetOffset(names.All.Length);
            if ((uint)index >= (uint)names.All.Length)
            {
                Throw.Content(path, $"there is no column at {this} ({what}); there are {names.All.Length}");
            }

            return index;
        }

        (int found, int second) = names.Find(_name);
        if (found < 0)
        {
            Throw.Content(path, $"there is no column {this} ({what}); the columns are {CsvText.List(names.All)}");
        }

        if (second >= 0)
        {
            Throw.Content(path, $"column {this} ({what}) may be column {found + 1} or {second + 1}: both have the name");
        }

        return found;
    }
}
