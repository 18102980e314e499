using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.NN;

/// <summary>
/// Layers one after the other, registered as <c>0</c>, <c>1</c>, …. A linear layer and the ReLU, Tanh or Sigmoid after it run as one, with
/// the same bits. PyTorch: <c>nn.Sequential</c>.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "PyTorch's word.")]
public sealed class Sequential : Layer, IReadOnlyList<Layer>
{
    private readonly Layer[] _layers;

    /// <summary>A chain of layers. One layer alone is the only link, also if it is itself a list of layers, as another chain is.</summary>
    public Sequential(params IEnumerable<Layer> layers)
    {
        // Passed alone, a chain would otherwise be taken for the list of its layers, and its keys would lack their "0.".
        _layers = layers is Layer only ? [only] : [.. layers];
        for (int i = 0; i < _layers.Length; i++)
        {
            Register($"{i}", _layers[i]);
        }
    }

    /// <summary>Number of layers.</summary>
    public int Count => _layers.Length;

    /// <summary>A layer by its place.</summary>
    public Layer this[int index] => _layers[index];

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => ((IEnumerable<Layer>)_layers).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _layers.GetEnumerator();

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        Tensor x = input;
        for (int i = 0; i < _layers.Length; i++)
        {
            Activation following = i + 1 < _layers.Length ? _layers[i + 1].FusedActivation : Activation.None;
            if (following != Activation.None && _layers[i] is Linear { Activation: Activation.None } linear)
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
}
