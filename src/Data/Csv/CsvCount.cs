namespace MiniTorch.Data;

/// <summary>The rows of a file that are kept, and the lines of those that are dropped.</summary>
internal sealed class CsvCount
{
    private readonly List<long> _dropped = [];

    public long Rows { get; private set; }

    public IReadOnlyList<long> DroppedLines => _dropped;

    public void Add(long line, bool isDropped)
    {
        if (isDropped)
        {
            _dropped.Add(line);
        }
        else
        {
            Rows++;
        }
    }

    public void CheckSome(string path)
    {
        if (Rows == 0)
        {
            Throw.Content(path, _dropped.Count == 0
                ? "there is a header but no row"
                : $"no row is left: all {_dropped.Count} lack a value and are dropped");
        }
    }
}
