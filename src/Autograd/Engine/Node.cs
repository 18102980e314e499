namespace MiniTorch;

/// <summary>The state of an operation that keeps none.</summary>
internal readonly struct None;

/// <summary>The derivative of an operation for one input: from what was saved and the gradient of the result, the gradient of the input.</summary>
internal delegate Tensor Derivative<TState>(Saved<TState> saved, Tensor gradient);

/// <summary>What an operation saved for its derivatives.</summary>
internal readonly struct Saved<TState>(Op<TState> op)
{
    /// <summary>What is not a tensor: sizes, dims, numbers.</summary>
    public TState State => op.State;

    /// <summary>A saved tensor. Throws if it was freed by an earlier backward, or changed in place since.</summary>
    public Tensor this[int index] => op.Load(index);
}

/// <summary>
/// A place that a gradient flows to: an operation that was recorded, or a leaf. A tensor that requires a gradient points to its node; the
/// nodes point to each other, never to the tensors between, so that a value nobody saved can be freed.
/// </summary>
internal abstract class Node(string name, Shape shape, DType dtype, int level)
{
    /// <summary>The operation's name, for messages.</summary>
    public string Name => name;

    /// <summary>Shape of the value, and so of its gradient.</summary>
    public Shape Shape => shape;

    public DType DType => dtype;

    /// <summary>0 for a leaf, else 1 + the highest level among the inputs: whoever uses a value has a higher level than the value.</summary>
    public int Level => level;

    /// <summary>Sum of the gradients that arrived so far in the walk <see cref="Owner"/>.</summary>
    public Tensor? Pending { get; set; }

    /// <summary>The walk that has a gradient pending here; another walk, of another thread or nested, keeps its own beside.</summary>
    public object? Owner;

    /// <summary>Whether <see cref="Pending"/> is a sum that the walk made, into which it may add in place.</summary>
    public bool OwnsPending { get; set; }

    /// <summary>Number of inputs, whether or not they need a gradient.</summary>
    public abstract int InputCount { get; }

    /// <summary>Where the gradient of an input goes, or null if it needs none.</summary>
    public abstract Node? Input(int index);

    /// <summary>The gradient of one input from that of the result.</summary>
    public abstract Tensor Derive(int index, Tensor gradient);

    /// <summary>Frees what was saved: the walk has passed and will not come again.</summary>
    public abstract void Release();
}

/// <summary>A tensor that the user made and that requires a gradient: here gradients accumulate.</summary>
internal sealed class Leaf(Tensor tensor) : Node("leaf", tensor.Shape, tensor.DType, 0)
{
    public Tensor Tensor => tensor;

    public override int InputCount => 0;

    public override Node? Input(int index) => null;

    public override Tensor Derive(int index, Tensor gradient) => throw new InvalidOperationException("a leaf has no inputs");

    public override void Release()
    {
    }
}

/// <summary>A recorded operation: what it saved, with the versions that the saved values had.</summary>
internal abstract class Op<TState>(string name, NDArray value, TState state, int level) : Node(name, value.Shape, value.DType, level)
{
    private const int Inline = 3;

    private Tensor? _saved0;
    private Tensor? _saved1;
    private Tensor? _saved2;
    private int _version0;
    private int _version1;
    private int _version2;
    private bool _isReleased;

    public TState State => state;

    /// <summary>Saves tensors for the derivatives; <see cref="Op.Output"/> stands for the result.</summary>
    public void Save(ReadOnlySpan<Tensor> save, Tensor output)
    {
        if (save.Length > Inline)
        {
            throw new NotSupportedException($"{Name}: at most {Inline} tensors can be saved");
        }

        for (int i = 0; i < save.Length; i++)
        {
            Tensor tensor = ReferenceEquals(save[i], Op.Output) ? output : save[i];
            Slot(i) = tensor;
            Version(i) = tensor.Value.Version;
        }
    }

    public Tensor Load(int index)
    {
        Tensor? tensor = Slot(index);
        if (tensor is null)
        {
            Throw.Invalid("backward", _isReleased
                ? $"the values saved by '{Name}' were freed by an earlier backward through the same graph; pass retainGraph: true to that backward if the graph is needed again"
                : $"'{Name}' saved no value {index}");
        }

        int version = tensor.Value.Version;
        if (version != Version(index))
        {
            Throw.Invalid("backward", $"a {tensor.DType.Name()} tensor of shape {tensor.Shape} that '{Name}' saved for its derivative was changed in place since: its version is {version}, expected {Version(index)}; use the out-of-place form, or change it after backward");
        }

        return tensor;
    }

    public override void Release()
    {
        _isReleased = true;
        _saved0 = _saved1 = _saved2 = null;
    }

    private ref Tensor? Slot(int index)
    {
        switch (index)
        {
            case 0: return ref _saved0;
            case 1: return ref _saved1;
            default: return ref _saved2;
        }
    }

    private ref int Version(int index)
    {
        switch (index)
        {
            case 0: return ref _version0;
            case 1: return ref _version1;
            default: return ref _version2;
        }
    }
}

internal sealed class UnaryNode<TState>(string name, NDArray value, TState state, Node input, Derivative<TState> derivative)
    : Op<TState>(name, value, state, input.Level + 1)
{
    public override int InputCount => 1;

    public override Node? Input(int index) => input;

    public override Tensor Derive(int index, Tensor gradient) => derivative(new Saved<TState>(this), gradient);
}

internal sealed class BinaryNode<TState>(
    string name, NDArray value, TState state, Node? first, Node? second, Derivative<TState> forFirst, Derivative<TState> forSecond)
    : Op<TState>(name, value, state, 1 + Math.Max(first?.Level ?? 0, second?.Level ?? 0))
{
    public override int InputCount => 2;

    public override Node? Input(int index) => index == 0 ? first : second;

    public override Tensor Derive(int index, Tensor gradient) => (index == 0 ? forFirst : forSecond)(new Saved<TState>(this), gradient);
}

internal sealed class ManyNode<TState>(string name, NDArray value, TState state, Node?[] inputs, Derivative<TState>[] derivatives)
    : Op<TState>(name, value, state, 1 + inputs.Max(static input => input?.Level ?? 0))
{
    public override int InputCount => inputs.Length;

    public override Node? Input(int index) => inputs[index];

    public override Tensor Derive(int index, Tensor gradient) => derivatives[index](new Saved<TState>(this), gradient);
}
