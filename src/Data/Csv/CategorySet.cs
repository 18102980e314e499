using System.Globalization;

namespace MiniTorch.Data;

/// <summary>Different texts, up to a number, found without making a string of each cell.</summary>
internal sealed class CategorySet
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _limit;

    public CategorySet(int limit)
    {
        _limit = limit;
        _lookup = _places.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public CategorySet(IReadOnlyList<string> categories)
        : this(categories.Count)
    {
        foreach (string category in categories)
        {
            Add(category);
        }
    }

    public int Count => _places.Count;

    /// <summary>Whether there were more texts than the limit allows: then some of them are not here.</summary>
    public bool HasOverflown { get; private set; }

    public void Add(ReadOnlySpan<char> text)
    {
        if (HasOverflown || _lookup.ContainsKey(text))
        {
            return;
        }

        HasOverflown = Count == _limit;
        if (!HasOverflown)
        {
            _lookup[text] = Count;
        }
    }

    /// <summary>The place of a text, in the order in which they were added; −1 if it is not here.</summary>
    public int Find(ReadOnlySpan<char> text) => _lookup.TryGetValue(text, out int place) ? place : -1;

    /// <summary>The texts in an order that does not depend on that of the rows: by value if all are numbers, else by their characters.</summary>
    public string[] Sorted()
    {
        bool areNumbers = _places.Keys.All(static text => IsNumber(text, out _));
        return [.. _places.Keys.OrderBy(text => areNumbers && IsNumber(text, out double value) ? value : 0).ThenBy(static text => text, StringComparer.Ordinal)];
    }

    private static bool IsNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
