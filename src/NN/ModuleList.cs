using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.NN;

/// <summary>
/// A list of modules, registered as <c>0</c>, <c>1</c>, …; what is computed with them is the owner's matter:
/// <c>Register(out _layers, new ModuleList&lt;Linear&gt;(new(4, 4), new(4, 4)))</c>. PyTorch: <c>nn.ModuleList</c>.
/// </summary>
/// <typeparam name="T">The type that all have.</typeparam>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "PyTorch's word.")]
public sealed class ModuleList<T> : Module, IReadOnlyList<T>
    where T : Module
{
    /// <summary>A list without modules.</summary>
    public ModuleList()
    {
    }

    /// <summary>A list of modules. One module alone is the only element, also if it is itself a list of modules.</summary>
    public ModuleList(params IEnumerable<T> modules) => Extend(modules is T only ? [only] : modules);

    /// <summary>Number of modules.</summary>
    public int Count => ChildCount;

    /// <summary>A module by its place.</summary>
    public T this[int index]
    {
        get => (T)ChildAt(index);
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            ReplaceChild(index, value);
        }
    }

    /// <summary>A list of some of the modules, which both lists share. PyTorch: <c>layers[1:3]</c>.</summary>
    public ModuleList<T> this[Range range]
    {
        get
        {
            (int start, int length) = range.GetOffsetAndLength(Count);
            return new ModuleList<T>(Enumerable.Range(start, length).Select(i => this[i]));
        }
    }

    /// <summary>Adds a module at the end. PyTorch: <c>append</c>.</summary>
    public void Add(T module) => Register(Name(Count), module);

    /// <summary>Adds modules at the end. PyTorch: <c>extend</c>.</summary>
    public void Extend(IEnumerable<T> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);

        // All first: it may be this list.
        foreach (T module in modules.ToArray())
        {
            Add(module);
        }
    }

    /// <summary>Puts a module at a place; those from there on move up. PyTorch: <c>insert</c>.</summary>
    public void Insert(int index, T module)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)index, (uint)Count, nameof(index));
        InsertChild(index, module);
    }

    /// <summary>Takes a module out; those behind it move down. PyTorch: <c>del layers[index]</c>, <c>pop</c>.</summary>
    public void RemoveAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        RemoveChild(index);
        NumberChildren();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void OnCloned()
    {
    }
}
