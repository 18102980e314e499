using System.Text;
using System.Text.Json;

namespace MiniTorch.Serialization;

/// <summary>
/// Files of what modules, scalers, optimizers or loaders save of themselves: the tree of an <see cref="IStateful"/>, whole. It is a safetensors
/// file, its tensors under their paths in the tree (RFC 6901: <c>"/model/0.weight"</c>) and all else as JSON in its metadata, so that every reader
/// of safetensors can open it. PyTorch: <c>torch.save</c> of a dictionary of states.
/// <code>
/// StateFile.Save("model.state", new MapState { ["model"] = ((IStateful)model).SaveState(), ["scaler"] = scaler.SaveState() });
/// var state = StateFile.Load("model.state").As&lt;MapState&gt;();
/// </code>
/// </summary>
public static partial class StateFile
{
    private const string MetadataKey = "minitorch.state";

    /// <summary>Writes a tree; the old file is there until the new one is whole, as in <see cref="SafeTensors.Save"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">The tree.</param>
    /// <exception cref="ArgumentException">The tree is deeper than 63 nodes, or a text or key in it is not valid Unicode.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is still there.</exception>
    public static void Save(string path, StateNode state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var tensors = new StateDict();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, state, "", tensors, depth: 0);
        }

        SafeTensors.Save(path, tensors, new Dictionary<string, string> { [MetadataKey] = Encoding.UTF8.GetString(buffer.ToArray()) });
    }

    /// <summary>Reads a tree; its tensors are copies that outlive every <see cref="TensorScope"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no such file; the message says why.</exception>
    public static StateNode Load(string path)
    {
        StateDict tensors = SafeTensors.LoadWithTexts(path, out IReadOnlyDictionary<string, string> metadata);
        if (!metadata.TryGetValue(MetadataKey, out string? text))
        {
            Throw.Content(path, $"the file holds no state: its metadata has no '{MetadataKey}'");
        }

        var reader = new TreeReader(path, tensors);
        StateNode state;
        try
        {
            using JsonDocument json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaxDepth });
            state = reader.Read(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair is refused with the latter.
            Throw.Content(path, $"the state is not valid JSON: {error.Message}", error);
            throw;
        }

        reader.CheckAllUsed();
        return state;
    }
}
