using System.Runtime.CompilerServices;

namespace MiniTorch;

/// <summary>
/// A place that a gradient flows to: an operation that was recorded, or a leaf. A tensor that requires a gradient points to its node; the
/// nodes point to each other, never to the tensors between, so that a value nobody saved can be freed.
/// </summary>
internal abstract class Node(string name, Shape shape, DType dtype, int level)
{
    private NodeExtras? _extras;

    /// <summary>The walk that has a gradient pending here; another walk, of another thread or nested, keeps its own beside.</summary>
    public object? Owner;

    /// <summary>The operation's name, for messages.</summary>
    public string Name => name;

    /// <summary>Shape of the value, and so of its gradient.</summary>
    public Shape Shape => shape;

    public DType DType { get; private protected set; } = dtype;

    /// <summary>0 for a leaf, else 1 + the highest level among the inputs: whoever uses a value has a higher level than the value.</summary>
    public int Level => level;

    /// <summary>Sum of the gradients that arrived so far in the walk <see cref="Owner"/>.</summary>
    public Tensor? Pending { get; set; }

    /// <summary>Whether <see cref="Pending"/> is a sum that the walk made, into which it may add in place.</summary>
    public bool OwnsPending { get; set; }

    /// <summary>What few nodes have; null for most.</summary>
    public NodeExtras? Extras => _extras;

    /// <summary>Number of inputs, whether or not they need a gradient.</summary>
    public abstract int InputCount { get; }

    /// <summary>Where the gradient of an input goes, or null if it needs none.</summary>
    public abstract Node? Input(int index);

    /// <summary>The gradient of one input from that of the result.</summary>
    public abstract Tensor Derive(int index, Tensor gradient);

    /// <summary><see cref="Extras"/>, made if there were none; several threads may ask.</summary>
    public NodeExtras EnsureExtras() => _extras ?? Interlocked.CompareExchange(ref _extras, new NodeExtras(), null) ?? _extras;

    /// <summary>Frees what was saved: the walk has passed and will not come again.</summary>
    public abstract void Release();
}

/// <summary>A tensor that the user made and that requires a gradient: here gradients accumulate.</summary>
internal sealed class Leaf(Tensor tensor) : Node("leaf", tensor.Shape, tensor.DType, 0)
{
    private static readonly ConditionalWeakTable<Tensor, Leaf> Frozen = [];
    private static bool s_wereFrozen;

    public Tensor Tensor => tensor;

    /// <summary>The leaf that the tensor had before it was frozen, or a new one.</summary>
    public static Leaf Thawed(Tensor tensor) => s_wereFrozen && Frozen.TryGetValue(tensor, out Leaf? leaf) ? leaf : new Leaf(tensor);

    /// <summary>Remembers this leaf while its tensor requires no gradient; meanwhile nothing accumulates.</summary>
    public void Freeze()
    {
        s_wereFrozen = true;
        Frozen.AddOrUpdate(tensor, this);
    }

    /// <summary>Follows the tensor, whose type has changed.</summary>
    public static void Retype(Tensor tensor)
    {
        Leaf? leaf = tensor.Node as Leaf;
        if (leaf is not null || (s_wereFrozen && Frozen.TryGetValue(tensor, out leaf)))
        {
            leaf.DType = tensor.DType;
        }
    }

    public override int InputCount => 0;

    public override Node? Input(int index) => null;

    public override Tensor Derive(int index, Tensor gradient) => throw new InvalidOperationException("a leaf has no inputs");

    public override void Release()
    {
    }
}
