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

/// <summary>A recorded operation: what it saved, with the versions that the saved values had.</summary>
internal abstract class Op<TState>(string name, NDArray value, TState state, int level) : OpNode(name, value.Shape, value.DType, level)
{
    public TState State => state;
}

/// <summary>The part of a recorded operation that does not depend on its state.</summary>
internal abstract class OpNode(string name, Shape shape, DType dtype, int level) : Node(name, shape, dtype, level)
{
    private SavedTensor _first;
    private SavedTensor _second;
    private SavedTensor[]? _more;
    private bool _isReleased;

    /// <summary>What was saved and not freed, for whoever prints the graph; nothing that a recomputed block did not keep.</summary>
    public IEnumerable<Tensor> SavedTensors =>
        ((SavedTensor[])[_first, _second, .. _more ?? []]).Select(static saved => saved.Tensor).OfType<Tensor>();

    /// <summary>Saves tensors for the derivatives; <see cref="Op.Output"/> stands for the result.</summary>
    public void Save(ReadOnlySpan<Tensor> save, Tensor output)
    {
        if (save.Length > 0)
        {
            _first = SavedTensor.Of(save[0], output);
            if (save.Length > 1)
            {
                _second = SavedTensor.Of(save[1], output);
                if (save.Length > 2)
                {
                    SaveMore(save[2..], output);
                }
            }
        }
    }

    public Tensor Load(int index)
    {
        SavedTensor saved = index == 0 ? _first : index == 1 ? _second : _more?[index - 2] ?? default;
        Tensor? tensor = saved.Tensor;
        if (tensor is null)
        {
            return Missing(index);
        }

        int version = tensor.Value.Version;
        if (version != saved.Version)
        {
            Throw.Invalid("backward", $"a {tensor.DType.Name()} tensor of shape {tensor.Shape} that '{Name}' saved for its derivative was changed in place since: its version is {version}, expected {saved.Version}; use the out-of-place form, or change it after backward");
        }

        return tensor;
    }

    public override void Release()
    {
        _isReleased = true;
        _first = _second = default;
        _more = null;
        if (Extras?.Recomputed is { } recomputed)
        {
            recomputed.Block.Release(recomputed.Place);
        }
    }

    private void SaveMore(ReadOnlySpan<Tensor> save, Tensor output)
    {
        _more = new SavedTensor[save.Length];
        for (int i = 0; i < save.Length; i++)
        {
            _more[i] = SavedTensor.Of(save[i], output);
        }
    }

    private Tensor Missing(int index)
    {
        if (_isReleased)
        {
            Throw.Invalid("backward", $"the values saved by '{Name}' were freed by an earlier backward through the same graph; pass retainGraph: true to that backward if the graph is needed again");
        }

        if (Extras?.Recomputed is { } recomputed)
        {
            return recomputed.Block.Load(recomputed.Place, index);
        }

        Throw.Invalid("backward", $"'{Name}' saved no value {index}");
        return null;
    }

    private readonly struct SavedTensor(Tensor tensor)
    {
        public readonly Tensor? Tensor = tensor;
        public readonly int Version = tensor.Value.Version;

        public static SavedTensor Of(Tensor tensor, Tensor output) => new(ReferenceEquals(tensor, Op.Output) ? output : tensor);
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
