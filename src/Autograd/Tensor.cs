using System.Diagnostics;

namespace MiniTorch;

/// <summary>
/// Values and how they were computed: an <see cref="NDArray"/> and, where a gradient is required, its place in the graph of operations.
/// Operations on tensors return new tensors and are recorded; <see cref="Backward"/> walks the record back. PyTorch: <c>torch.Tensor</c>.
/// </summary>
[DebuggerDisplay("Tensor {DebuggerText,nq}")]
public sealed partial class Tensor
{
    // Recorded in-place operations on the storage when the history was taken.
    private int _recordedWrites;

    /// <summary>A tensor over an array, which it shares.</summary>
    /// <param name="value">The values.</param>
    /// <param name="requiresGrad">Whether gradients are to accumulate in <see cref="Grad"/>.</param>
    /// <exception cref="InvalidOperationException">A gradient is asked for of a type that has none.</exception>
    public Tensor(NDArray value, bool requiresGrad = false)
    {
        Value = value;
        _recordedWrites = value.RecordedWrites;
        if (requiresGrad)
        {
            RequiresGrad = true;
        }
    }

    internal Tensor(NDArray value, Node? node)
    {
        Value = value;
        Node = node;
        _recordedWrites = value.RecordedWrites;
    }

    /// <summary>The values, without history. Writing to them is not recorded but counted: a derivative that needs the old ones fails.</summary>
    public NDArray Value { get; private set; }

    /// <summary>The size of every dimension.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>The element type.</summary>
    public DType DType => Value.DType;

    /// <summary>Number of dimensions.</summary>
    public int Rank => Value.Rank;

    /// <summary>Number of elements.</summary>
    public int Count => Value.Count;

    /// <summary>Where gradients of this tensor flow to, or null if it requires none.</summary>
    internal Node? Node { get; private set; }

    /// <summary>
    /// The same for an operation that will be recorded. Throws if the values were changed by a recorded operation on another tensor that shares them, so
    /// that this tensor's history, or its having none, is not theirs.
    /// </summary>
    internal Node? LiveNode
    {
        get
        {
            if (_recordedWrites != Value.RecordedWrites && (Node is not null || !Value.IsDetached))
            {
                ThrowStale();
            }

            return Node;
        }
    }

    /// <summary>For a debugger's one line: cheap, and never throws.</summary>
    internal string DebuggerText => $"{Value.DebuggerText}{(Node is null ? "" : ", " + History)}";

    // What PyTorch shows as requires_grad=True or grad_fn=<MulBackward0>; here with the operation's name.
    private string? History => Node is null ? null : Node is OpNode ? $"grad_fn=<{Node.Name}>" : "requires_grad=True";

    /// <summary>The value of a tensor of one element, converted without loss. PyTorch: <c>x.item()</c>.</summary>
    /// <inheritdoc cref="NDArray.Item{T}"/>
    public T Item<T>()
        where T : unmanaged => Value.Item<T>();

    /// <summary>A copy of the elements in row-major order.</summary>
    /// <inheritdoc cref="NDArray.ToArray{T}"/>
    public T[] ToArray<T>()
        where T : unmanaged => Value.ToArray<T>();

    /// <summary>
    /// The values as PyTorch prints them, by <see cref="PrintOptions.Default"/>, and whether this is a leaf that requires a gradient or which
    /// operation made it.
    /// </summary>
    public override string ToString() => ToString(PrintOptions.Default);

    /// <summary>The values as PyTorch prints them, by given options.</summary>
    public string ToString(PrintOptions options) => Value.ToString(options, History);
}
