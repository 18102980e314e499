using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MiniTorch;

/// <summary>A list of nodes. Written with a collection initializer.</summary>
public sealed record ListState : StateNode, IReadOnlyList<StateNode>
{
    private readonly List<StateNode> _items = [];

    /// <summary>An empty list.</summary>
    public ListState()
    {
    }

    /// <summary>A list of the given nodes.</summary>
    public ListState(IEnumerable<StateNode> items) => _items.AddRange(items);

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public StateNode this[int index] => _items[index];

    /// <summary>Appends a node.</summary>
    public void Add(StateNode item) => _items.Add(item);

    /// <inheritdoc/>
    public IEnumerator<StateNode> GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both hold equal nodes in the same order.</summary>
    public bool Equals(ListState? other) => other is not null && _items.SequenceEqual(other._items);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Count;
}

/// <summary>A map from keys to nodes, in the order in which they were added. Written as <c>new MapState { ["lr"] = 0.1 }</c>.</summary>
public sealed record MapState : StateNode, IEnumerable<KeyValuePair<string, StateNode>>
{
    private readonly OrderedDictionary<string, StateNode> _items = [];

    /// <summary>Number of entries.</summary>
    public int Count => _items.Count;

    /// <summary>The keys in order.</summary>
    public IEnumerable<string> Keys => _items.Keys;

    /// <summary>The node of a key; setting replaces or adds.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public StateNode this[string key]
    {
        get => _items.TryGetValue(key, out StateNode? node)
            ? node
            : throw new KeyNotFoundException($"state: there is no '{key}'; the keys are {string.Join(", ", _items.Keys)}");
        set => _items[key] = value;
    }

    /// <summary>Whether there is such a key, and its node.</summary>
    public bool TryGetValue(string key, [NotNullWhen(true)] out StateNode? node) => _items.TryGetValue(key, out node);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, StateNode>> GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both hold equal nodes under the same keys.</summary>
    public bool Equals(MapState? other) =>
        other is not null && Count == other.Count && _items.All(item => other._items.TryGetValue(item.Key, out StateNode? node) && node == item.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Count;
}
