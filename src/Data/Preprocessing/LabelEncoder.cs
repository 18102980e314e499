namespace MiniTorch.Data;

/// <summary>
/// Labels to class indices and back: the different labels in the order of their characters are 0, 1, …. scikit-learn: <c>LabelEncoder</c>.
/// A <see cref="CsvTable"/> does so for its target.
/// </summary>
public sealed class LabelEncoder : IStateful
{
    private const string Name = "LabelEncoder";
    private const string ClassesKey = "classes";

    private string[] _classes = [];
    private Dictionary<string, long> _indices = [];

    /// <summary>The labels in the order of their indices; none before fitting. scikit-learn: <c>classes_</c>.</summary>
    public IReadOnlyList<string> Classes => _classes;

    /// <summary>Learns which labels there are.</summary>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public void Fit(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        string[] classes = [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (classes.Length == 0 || classes.Contains(null))
        {
            Throw.Argument(Name, classes.Length == 0 ? "there must be labels to fit" : "a label is null");
        }

        SetClasses(classes);
    }

    /// <summary>The index of each label: int64 [labels].</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    /// <exception cref="ArgumentException">A label was not among those it was fitted on.</exception>
    public Tensor Transform(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        CheckFitted();
        return Tensor.From((ReadOnlySpan<long>)labels.Select(Index).ToArray());
    }

    /// <summary>Fits labels, and the index of each.</summary>
    /// <inheritdoc cref="Fit"/>
    public Tensor FitTransform(IEnumerable<string> labels)
    {
        string[] all = [.. labels];
        Fit(all);
        return Transform(all);
    }

    /// <summary>The label of each index, in row-major order.</summary>
    /// <param name="indices">Int64, of any shape: the <c>Argmax</c> of a model's output, say.</param>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    /// <exception cref="ArgumentException">The indices are not int64, or one is outside.</exception>
    public string[] InverseTransform(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        CheckFitted();
        return Array.ConvertAll(indices.ToArray<long>(), Label);
    }

    /// <inheritdoc/>
    public StateNode SaveState() => new MapState { [ClassesKey] = new ListState(_classes.Select(static label => (StateNode)label)) };

    /// <inheritdoc/>
    public void LoadState(StateNode state)
    {
        ArgumentNullException.ThrowIfNull(state);
        MapState map = state.As<MapState>();
        if (!map.TryGetValue(ClassesKey, out StateNode? node))
        {
            Throw.Invalid(Name, $"the state has no '{ClassesKey}'; its keys are {string.Join(", ", map.Keys)}");
        }

        SetClasses([.. node.As<ListState>().Select(static label => label.As<TextState>().Value)]);
    }

    private void SetClasses(string[] classes)
    {
        Dictionary<string, long> indices = new(StringComparer.Ordinal);
        for (int i = 0; i < classes.Length; i++)
        {
            if (!indices.TryAdd(classes[i], i))
            {
                Throw.Invalid(Name, $"the state has the class {CsvText.Quote(classes[i])} twice");
            }
        }

        (_classes, _indices) = (classes, indices);
    }

    private void CheckFitted()
    {
        if (_classes.Length == 0)
        {
            Throw.Invalid(Name, "it must be fitted first: call Fit with the labels, or load a state");
        }
    }

    private long Index(string label)
    {
        if (label is null || !_indices.TryGetValue(label, out long index))
        {
            Throw.Argument(Name, $"{CsvText.Quote(label ?? "null")} is none of the {_classes.Length} classes: {CsvText.List(_classes)}");
            return -1;
        }

        return index;
    }

    private string Label(long index)
    {
        if (index < 0 || index >= _classes.Length)
        {
            Throw.Argument(Name, $"an index must be 0 to {_classes.Length - 1}; got {index}");
        }

        return _classes[index];
    }
}
