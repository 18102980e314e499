using System.Globalization;
using System.Text;

namespace MiniTorch;

/// <summary>
/// How a tensor was computed: the recorded operations behind it, in the order in which backward visits them, what each saved for its derivatives,
/// and the leaves. A picture taken when it was made. <see cref="ToString"/> is a table, <see cref="ToDot"/> a drawing. PyTorch: <c>torchviz.make_dot</c>.
/// </summary>
public sealed class TensorGraph
{
    private readonly List<Entry> _entries = [];

    internal TensorGraph(Node? root, IEnumerable<(string Name, Tensor Tensor)> names)
    {
        Dictionary<Node, string> given = [];
        foreach ((string name, Tensor tensor) in names)
        {
            if (tensor.Node is { } node)
            {
                given.TryAdd(node, name);
            }
        }

        List<Node> order = root is null ? [] : GraphPaths.FromOutput(root);
        var labels = new Dictionary<Node, string>();
        int operations = 0;
        int leaves = 0;
        foreach (Node node in order)
        {
            string number = string.Create(CultureInfo.InvariantCulture, $"{(node is Leaf ? $"leaf{leaves++}" : operations++)}");
            labels[node] = given.GetValueOrDefault(node, number);
        }

        Dictionary<Node, int> places = order.Index().ToDictionary(static at => at.Item, static at => at.Index);
        Operations = operations;
        Leaves = leaves;
        foreach (Node node in order)
        {
            string?[] inputs = [.. Enumerable.Range(0, node.InputCount).Select(i => node.Input(i) is { } input ? labels[input] : null)];
            string[] saved = node is OpNode op ? [.. op.SavedTensors.Select(tensor => Describe(tensor, node, labels))] : [];
            int[] ids = [.. Enumerable.Range(0, node.InputCount).Select(node.Input).OfType<Node>().Select(input => places[input])];
            _entries.Add(new Entry(labels[node], node.Name, $"{node.DType.Name()} {node.Shape}", inputs, ids, saved, node is Leaf));
        }
    }

    /// <summary>Number of operations.</summary>
    public int Operations { get; }

    /// <summary>Number of leaves.</summary>
    public int Leaves { get; }

    /// <summary>
    /// A line for each operation and leaf: its number or name, the operation, type and shape of its result, whose results it was computed from (· for one
    /// that needs no gradient), and what it saved.
    /// </summary>
    public override string ToString()
    {
        if (_entries.Count == 0)
        {
            return "no history: nothing this tensor was computed from requires a gradient";
        }

        string[][] rows =
        [
            .. _entries.Select(static entry => (string[])
            [
                entry.Label,
                entry.Operation,
                entry.Value,
                entry.Inputs.Length == 0 ? "" : $"from {string.Join(", ", entry.Inputs.Select(static input => input ?? "·"))}",
                entry.Saved.Length == 0 ? "" : $"saved {string.Join(", ", entry.Saved)}",
            ]),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return string.Join(
            Environment.NewLine, rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    /// <summary>The graph in Graphviz's language: <c>dot -Tsvg</c> draws it. Gradients flow along the arrows.</summary>
    public string ToDot()
    {
        var text = new StringBuilder("digraph {\n  node [shape=box, fontname=monospace];\n");
        foreach ((int id, Entry entry) in _entries.Index())
        {
            string saved = entry.Saved.Length == 0 ? "" : $"\nsaved {string.Join(", ", entry.Saved)}";
            string name = entry.IsLeaf ? entry.Label : $"{entry.Label}: {entry.Operation}";
            string style = entry.IsLeaf ? ", style=filled, fillcolor=lightblue" : "";
            text.Append(CultureInfo.InvariantCulture, $"  n{id} [label={Quote($"{name}\n{entry.Value}{saved}")}{style}];\n");
            foreach (int input in entry.InputIds)
            {
                text.Append(CultureInfo.InvariantCulture, $"  n{id} -> n{input};\n");
            }
        }

        return text.Append("}\n").ToString();
    }

    private static string Describe(Tensor saved, Node by, Dictionary<Node, string> labels)
    {
        string source = saved.Node is null ? ""
            : saved.Node == by ? " (its result)"
            : labels.TryGetValue(saved.Node, out string? label) ? $" ({label})" : "";
        return $"{saved.DType.Name()} {saved.Shape}{source}";
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private sealed record Entry(string Label, string Operation, string Value, string?[] Inputs, int[] InputIds, string[] Saved, bool IsLeaf);
}
