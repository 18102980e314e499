namespace MiniTorch;

/// <summary>
/// What an optimizer, a scheduler, a loader or a generator saves: a tree of tensors, numbers, texts, lists and maps. Formats (checkpoints,
/// safetensors) write it; nothing else needs to know what is inside. Values convert implicitly: <c>map["step"] = 3</c>.
/// </summary>
public abstract record StateNode
{
    private protected StateNode()
    {
    }

    /// <summary>A leaf of the tree that holds nothing; Python's <c>None</c>.</summary>
    public static StateNode Empty { get; } = new EmptyState();

    /// <summary>A tensor.</summary>
    public static implicit operator StateNode(Tensor value) => new TensorState(value);

    /// <summary>A whole number.</summary>
    public static implicit operator StateNode(long value) => new IntegerState(value);

    /// <summary>A whole number.</summary>
    public static implicit operator StateNode(int value) => new IntegerState(value);

    /// <summary>A real number.</summary>
    public static implicit operator StateNode(double value) => new RealState(value);

    /// <summary>A truth value.</summary>
    public static implicit operator StateNode(bool value) => new BooleanState(value);

    /// <summary>A text.</summary>
    public static implicit operator StateNode(string value) => new TextState(value);

    /// <summary>This node as one of a kind.</summary>
    /// <exception cref="InvalidOperationException">The node is of another kind.</exception>
    public TNode As<TNode>()
        where TNode : StateNode =>
        this as TNode ?? throw new InvalidOperationException($"state: expected {typeof(TNode).Name}, found {GetType().Name}");

    /// <summary>This node as a real number; a whole number is one too.</summary>
    /// <exception cref="InvalidOperationException">The node is no number.</exception>
    public double ToDouble() => this is IntegerState integer ? integer.Value : As<RealState>().Value;

    /// <summary>This node as a whole number.</summary>
    /// <exception cref="InvalidOperationException">The node is no whole number.</exception>
    public long ToInt64() => As<IntegerState>().Value;

    /// <summary>This node as a truth value.</summary>
    /// <exception cref="InvalidOperationException">The node is no truth value.</exception>
    public bool ToBoolean() => As<BooleanState>().Value;
}

/// <summary>Nothing; Python's <c>None</c>.</summary>
public sealed record EmptyState : StateNode;

/// <summary>A tensor.</summary>
/// <param name="Value">The tensor; whoever saves makes a copy, so that training on does not change a saved state.</param>
public sealed record TensorState(Tensor Value) : StateNode;

/// <summary>A whole number.</summary>
/// <param name="Value">The number.</param>
public sealed record IntegerState(long Value) : StateNode;

/// <summary>A real number.</summary>
/// <param name="Value">The number.</param>
public sealed record RealState(double Value) : StateNode;

/// <summary>A truth value.</summary>
/// <param name="Value">The value.</param>
public sealed record BooleanState(bool Value) : StateNode;

/// <summary>A text.</summary>
/// <param name="Value">The text.</param>
public sealed record TextState(string Value) : StateNode;
