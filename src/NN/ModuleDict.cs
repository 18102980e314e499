using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.NN;

/// <summary>
/// Modules by name, in the order in which they came; the names are those of the state dict. What is computed with them is the owner's
/// matter. PyTorch: <c>nn.ModuleDict</c>.
/// </summary>
/// <typeparam name="T">The type that all have.</typeparam>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "PyTorch's word.")]
public sealed class ModuleDict<T> : Module, IReadOnlyDictionary<string, T>
    where T : Module
{
    /// <summary>A dictionary without modules.</summary>
    public ModuleDict()
    {
    }

    /// <summary>A dictionary of modules: <c>new ModuleDict&lt;Layer&gt;(("relu", new ReLU()), ("tanh", new Tanh()))</c>.</summary>
    /// <exception cref="ArgumentException">A name is empty, has a dot or occurs twice.</exception>
    public ModuleDict(params IEnumerable<(string Name, T Module)> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        foreach ((string name, T module) in modules)
        {
            Add(name, module);
        }
    }

    /// <summary>Number of modules.</summary>
    public int Count => ChildCount;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Enumerable.Range(0, Count).Select(ChildName);

    /// <inheritdoc/>
    public IEnumerable<T> Values => Enumerable.Range(0, Count).Select(i => (T)ChildAt(i));

    /// <summary>A module by its name; setting adds one, or replaces the one of that name where it stands.</summary>
    /// <exception cref="ArgumentException">There is none, or the name cannot be one.</exception>
    public T this[string key]
    {
        get => (T)ChildNamed(key);
        set
        {
            if (IndexOfChild(key) is >= 0 and var index)
            {
                ReplaceChild(index, value);
            }
            else
            {
                Add(key, value);
            }
        }
    }

    /// <summary>Adds a module.</summary>
    /// <exception cref="ArgumentException">The name is empty, has a dot or is taken.</exception>
    public void Add(string key, T module) => Register(key, module);

    /// <summary>Sets several modules, in their order. PyTorch: <c>update</c>.</summary>
    public void Update(IEnumerable<KeyValuePair<string, T>> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        foreach ((string key, T module) in modules)
        {
            this[key] = module;
        }
    }

    /// <summary>Takes a module out. PyTorch: <c>del modules[key]</c>, <c>pop</c>.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key)
    {
        int index = IndexOfChild(key);
        if (index >= 0)
        {
            RemoveChild(index);
        }

        return index >= 0;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOfChild(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        int index = IndexOfChild(key);
        value = index >= 0 ? (T)ChildAt(index) : null;
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => Keys.Zip(Values, KeyValuePair.Create).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void OnCloned()
    {
    }
}
