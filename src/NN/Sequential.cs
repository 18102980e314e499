using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.NN;

/// <summary>
/// Layers one after the other, named <c>0</c>, <c>1</c>, … or as the caller says. A linear layer and the ReLU, Tanh or Sigmoid after it
/// run as one, with the same bits, unless one of them has hooks. PyTorch: <c>nn.Sequential</c>.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "PyTorch's word.")]
public sealed class Sequential : Layer, IReadOnlyList<Layer>
{
    private List<Layer> _layers = [];

    /// <summary>A chain without layers.</summary>
    public Sequential()
    {
    }

    /// <summary>A chain of layers. One layer alone is the only link, also if it is itself a list of layers, as another chain is.</summary>
    public Sequential(params IEnumerable<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);

        // Passed alone, a chain would otherwise be taken for the list of its layers, and its keys would lack their "0.".
        foreach (Layer layer in layers is Layer only ? [only] : layers)
        {
            Add(layer);
        }
    }

    /// <summary>
    /// A chain of named layers, <c>new Sequential(("fc", new Linear(4, 2)), ("act", new ReLU()))</c>. PyTorch:
    /// <c>nn.Sequential(OrderedDict(…))</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A name is empty, has a dot or occurs twice.</exception>
    public Sequential(params IEnumerable<(string Name, Layer Layer)> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        foreach ((string name, Layer layer) in layers)
        {
            _layers.Add(Register(name, layer));
        }
    }

    /// <summary>Number of layers.</summary>
    public int Count => _layers.Count;

    /// <summary>A layer by its place; setting one replaces the layer, not its name.</summary>
    public Layer this[int index]
    {
        get => _layers[index];
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            ReplaceChild(index, value);
            _layers[index] = value;
        }
    }

    /// <summary>A layer by its name; setting one replaces the layer of that name.</summary>
    /// <exception cref="ArgumentException">No layer has the name.</exception>
    public Layer this[string name]
    {
        get => (Layer)ChildNamed(name);
        set
        {
            _ = ChildNamed(name);
            this[IndexOfChild(name)] = value;
        }
    }

    /// <summary>A chain of some of the layers, which both chains share, under the names that they have here. PyTorch: <c>model[1:3]</c>.</summary>
    public Sequential this[Range range]
    {
        get
        {
            (int start, int length) = range.GetOffsetAndLength(Count);
            return new Sequential(Enumerable.Range(start, length).Select(i => (ChildName(i), _layers[i])));
        }
    }

    /// <summary>Adds a layer at the end, named by its index. PyTorch: <c>append</c>.</summary>
    public void Add(Layer layer) => _layers.Add(Register(Name(Count), layer));

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => _layers.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        Tensor x = input;
        for (int i = 0; i < _layers.Count; i++)
        {
            Activation following = i + 1 < _layers.Count ? _layers[i + 1].FusedActivation : Activation.None;
            if (following != Activation.None && _layers[i] is Linear { Activation: Activation.None, HasHooks: false } linear && !_layers[i + 1].HasHooks)
            {
                x = linear.Forward(x, following);
                i++;
            }
            else
            {
                x = _layers[i].Forward(x);
            }
        }

        return x;
    }

    /// <inheritdoc/>
    protected override void OnCloned() => _layers = [.. Enumerable.Range(0, ChildCount).Select(i => (Layer)ChildAt(i))];
}
