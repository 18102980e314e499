namespace MiniTorch;

public sealed partial class Tensor
{
    private Tensor? _grad;

    // The gradient was made by the engine and no one outside has seen it: its memory may be reused when it is cleared.
    private bool _gradIsOurs;

    // Walks on several threads may end in the same tensor, and a hook of one may clear what another adds to.
    private bool _isGradTaken;

    /// <summary>
    /// Whether operations on this tensor are recorded and gradients accumulate in <see cref="Grad"/>. Can be set on a leaf of a
    /// floating-point type. PyTorch: <c>x.requires_grad</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The type has no gradients, or this is the result of a recorded operation.</exception>
    public bool RequiresGrad
    {
        get => Node is not null;
        set
        {
            if (value == RequiresGrad)
            {
                return;
            }

            if (!DType.IsFloatingPoint())
            {
                Throw.Invalid("requires_grad", $"only floating-point tensors have gradients; this one is {DType.Name()} of shape {Shape}");
            }

            if (!IsLeaf)
            {
                Throw.Invalid("requires_grad", $"only a leaf can change; this tensor is the result of '{Node!.Name}': use Detach() for one without history");
            }

            // A tensor keeps its leaf, with its hooks, while it is frozen.
            if (value)
            {
                Node = Leaf.Thawed(this);
            }
            else
            {
                ((Leaf)Node!).Freeze();
                Node = null;
            }

            _recordedWrites = Value.RecordedWrites;
        }
    }

    /// <summary>Whether the tensor was made by the user rather than by a recorded operation. PyTorch: <c>x.is_leaf</c>.</summary>
    public bool IsLeaf => Node is null or Leaf;

    /// <summary>The sum of the gradients of all backward calls since it was last cleared; null if there was none. PyTorch: <c>x.grad</c>.</summary>
    /// <exception cref="ArgumentException">Set to a tensor of another shape or type.</exception>
    public Tensor? Grad
    {
        get
        {
            TakeGrad();
            _gradIsOurs = false;
            Tensor? grad = _grad;
            LeaveGrad();
            return grad;
        }

        set
        {
            if (value is not null && (value.Shape != Shape || value.DType != DType))
            {
                Throw.Argument("grad", $"a gradient has its tensor's shape and type, {DType.Name()} {Shape}; got {value.DType.Name()} {value.Shape}");
            }

            if (value is not null)
            {
                BufferScope.Escape(value.Value);
            }

            TakeGrad();
            _grad = value;
            _gradIsOurs = false;
            LeaveGrad();
        }
    }

    /// <summary>The gradient's values for the optimizers, which read them and keep no reference.</summary>
    internal NDArray? GradValue => _grad?.Value;

    /// <summary>Clears the gradient. PyTorch: <c>x.grad = None</c>, or <c>x.grad.zero_()</c>.</summary>
    /// <param name="setToNone">Whether <see cref="Grad"/> becomes null, which saves a pass over memory, rather than zero.</param>
    public void ZeroGrad(bool setToNone = true)
    {
        TakeGrad();
        try
        {
            if (_grad is null)
            {
                return;
            }

            if (!setToNone)
            {
                _grad = _grad.RequiresGrad ? _grad.Detach() : _grad;
                _grad.Value.Fill(0);
                return;
            }

            if (_gradIsOurs)
            {
                _grad.Value.Storage.Return();
            }

            _grad = null;
            _gradIsOurs = false;
        }
        finally
        {
            LeaveGrad();
        }
    }

    /// <summary>The same values without history; writes to one are seen in the other. PyTorch: <c>x.detach()</c>.</summary>
    public Tensor Detach() => new(Value.Detach());

    /// <summary>
    /// Computes the gradient of this tensor for every leaf it depends on and adds it to their <see cref="Grad"/>. PyTorch: <c>x.backward()</c>.
    /// </summary>
    /// <param name="gradient">The gradient of what follows for this tensor, of its shape; 1 for a single value.</param>
    /// <param name="retainGraph">Whether the graph may be walked again; by default if <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Whether the gradients are themselves recorded, for gradients of gradients.</param>
    /// <param name="inputs">If given, only these tensors, leaves or intermediate results, accumulate.</param>
    /// <exception cref="InvalidOperationException">This tensor requires no gradient, has several elements and no
    /// <paramref name="gradient"/> is given, its graph was freed by an earlier backward, or one of the inputs requires no gradient.</exception>
    /// <exception cref="ArgumentException">The gradient has another shape, or <paramref name="inputs"/> is empty.</exception>
    public void Backward(Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false, IReadOnlyList<Tensor>? inputs = null) =>
        Autograd.Backward([this], [gradient], retainGraph, createGraph, inputs);

    /// <summary>How this tensor was computed, as text (<see cref="TensorGraph.ToString"/>) or as a drawing (<see cref="TensorGraph.ToDot"/>).</summary>
    /// <param name="names">Names for leaves or intermediate results, as <c>model.NamedParameters()</c> gives them.</param>
    public TensorGraph Graph(IEnumerable<(string Name, Tensor Tensor)>? names = null) => new(Node, names ?? []);

    /// <summary>The node to start from.</summary>
    internal Node Root()
    {
        if (LiveNode is null)
        {
            Throw.Invalid("backward", $"this tensor of shape {Shape} requires no gradient: no tensor it was computed from has RequiresGrad set, or it was computed under NoGrad");
        }

        return Node!;
    }

    /// <summary>The gradient to start with.</summary>
    internal Tensor Seed(Tensor? gradient)
    {
        if (gradient is null)
        {
            if (Count != 1)
            {
                Throw.Invalid("backward", $"only a single value has a gradient of its own; this tensor has shape {Shape}: reduce it, as with Sum(), or pass gradient:");
            }

            return Ones(Shape, DType);
        }

        if (gradient.Shape != Shape || !gradient.DType.IsFloatingPoint())
        {
            Throw.Argument("backward", $"the gradient must be of a floating-point type and have the tensor's shape; got {gradient.Shape} for {Shape}, of type {gradient.DType.Name()}");
        }

        return gradient;
    }

    /// <summary>
    /// Makes a leaf one of another floating-point type, its gradient too: it stays the same object, with its hooks. What a graph saved of
    /// it counts as changed. PyTorch: <c>parameter.data = parameter.data.to(dtype)</c>.
    /// </summary>
    internal void ConvertInPlace(DType dtype)
    {
        if (dtype == DType)
        {
            return;
        }

        NDArray converted = Value.To(dtype);
        BufferScope.Escape(converted);
        converted.ContinueVersion(Value);
        Value = converted;
        _recordedWrites = converted.RecordedWrites;
        Leaf.Retype(this);
        if (Grad is { } gradient)
        {
            Grad = new Tensor(gradient.Value.To(dtype));
        }
    }

    /// <summary>
    /// Adds a gradient that a walk has summed up. One that is free is taken over if it is the first, anything else is copied.
    /// </summary>
    internal void AccumulateGrad(Tensor gradient, bool isFree, bool createGraph)
    {
        TakeGrad();
        try
        {
            Accumulate(gradient, isFree, createGraph);
        }
        finally
        {
            LeaveGrad();
        }
    }

    private void TakeGrad()
    {
        while (Interlocked.Exchange(ref _isGradTaken, true))
        {
            Thread.Yield();
        }
    }

    private void LeaveGrad() => Volatile.Write(ref _isGradTaken, false);

    private void Accumulate(Tensor gradient, bool isFree, bool createGraph)
    {
        if (createGraph)
        {
            _grad = _grad is null ? gradient.Clone() : _grad + gradient;
            BufferScope.Escape(_grad.Value);
            _gradIsOurs = false;
        }
        else if (_grad is null)
        {
            _grad = isFree ? gradient : new Tensor(gradient.Value.Clone());
            BufferScope.Escape(_grad.Value);
            _gradIsOurs = true;
        }
        else if (_grad.RequiresGrad || !_grad.Value.IsContiguous)
        {
            NDArray sum = _grad.Value.Add(gradient.Value);
            BufferScope.Escape(sum);
            _grad = new Tensor(sum);
        }
        else
        {
            _grad.Value.Add(gradient.Value, _grad.Value);
        }
    }
}
