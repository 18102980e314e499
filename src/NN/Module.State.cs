namespace MiniTorch.NN;

/// <summary>What <see cref="Module.LoadStateDict"/> found not to match. PyTorch: <c>load_state_dict</c>'s result.</summary>
/// <param name="MissingKeys">What the module has and the state lacks.</param>
/// <param name="UnexpectedKeys">What the state has and the module lacks.</param>
public sealed record IncompatibleKeys(IReadOnlyList<string> MissingKeys, IReadOnlyList<string> UnexpectedKeys);

public abstract partial class Module
{
    /// <summary>
    /// The parameters and persistent buffers of this module and those below it, under PyTorch's keys: <c>"0.weight"</c>. The tensors have
    /// no history but share their values with the module, so that training on changes them, as in PyTorch: <see cref="Tensor.Clone"/> what
    /// is to stay. A shared tensor stands under each of its keys. PyTorch: <c>state_dict()</c>.
    /// </summary>
    public StateDict StateDict()
    {
        var state = new StateDict();
        foreach ((string key, Tensor tensor) in StateEntries())
        {
            state[key] = tensor.Detach();
        }

        return state;
    }

    /// <summary>
    /// Copies values into the parameters and persistent buffers of this module and those below it. If anything does not fit nothing is
    /// changed, and one message says all. PyTorch: <c>load_state_dict</c>.
    /// </summary>
    /// <param name="state">Values under the keys of <see cref="StateDict"/>; other element types are converted.</param>
    /// <param name="strict">Whether the keys must be exactly the module's. Sizes must match in any case.</param>
    /// <returns>The keys that did not match, where that is allowed.</returns>
    /// <exception cref="InvalidOperationException">
    /// The state does not fit; the message lists missing and unexpected keys and the sizes that differ.
    /// </exception>
    public IncompatibleKeys LoadStateDict(StateDict state, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(state);
        List<(string Key, Tensor Tensor)> entries = StateEntries();
        HashSet<string> known = [.. entries.Select(static entry => entry.Key)];
        var result = new IncompatibleKeys(
            [.. known.Where(key => !state.ContainsKey(key))], [.. state.Keys.Where(key => !known.Contains(key))]);
        string[] sizes =
        [
            .. from entry in entries
               where state.TryGetValue(entry.Key, out Tensor? tensor) && tensor.Shape != entry.Tensor.Shape
               select $"{entry.Key}: expected {entry.Tensor.Shape}, got {state[entry.Key].Shape}",
        ];
        if (sizes.Length > 0 || (strict && (result.MissingKeys.Count > 0 || result.UnexpectedKeys.Count > 0)))
        {
            string[] parts =
            [
                $"the state does not fit this {TypeName}",
                .. List("missing keys", strict ? result.MissingKeys : []),
                .. List("unexpected keys", strict ? result.UnexpectedKeys : []),
                .. List("size mismatches", sizes),
            ];
            Throw.Invalid("load_state_dict", string.Join("; ", parts));
        }

        foreach ((string key, Tensor tensor) in entries)
        {
            if (state.TryGetValue(key, out Tensor? value))
            {
                tensor.Value.CopyFrom(value.Value);
            }
        }

        return result;

        static string[] List(string what, IReadOnlyCollection<string> items) =>
            items.Count == 0 ? [] : [$"{what}: {string.Join(", ", items)}"];
    }

    /// <inheritdoc/>
    StateNode IStateful.SaveState()
    {
        var state = new MapState();
        foreach ((string key, Tensor tensor) in StateEntries())
        {
            NDArray copy = tensor.Value.Clone();
            BufferScope.Escape(copy);
            state[key] = new Tensor(copy);
        }

        return state;
    }

    /// <inheritdoc/>
    void IStateful.LoadState(StateNode state)
    {
        var tensors = new StateDict();
        foreach ((string key, StateNode node) in state.As<MapState>())
        {
            tensors[key] = node.As<TensorState>().Value;
        }

        LoadStateDict(tensors);
    }

    private List<(string Key, Tensor Tensor)> StateEntries()
    {
        var result = new List<(string Key, Tensor Tensor)>();
        Visit("", this);
        return result;

        void Visit(string path, Module module)
        {
            result.AddRange(module._parameters.Select(parameter => (Join(path, parameter.Name), parameter.Value)));
            result.AddRange(
                from buffer in module._buffers
                where buffer.IsPersistent
                select (Join(path, buffer.Name), buffer.Value));
            foreach (Entry<Module> child in module._children)
            {
                Visit(Join(path, child.Name), child.Value);
            }
        }
    }
}
