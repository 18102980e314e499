namespace MiniTorch;

// While operations are recorded, a whole tensor that is no leaf requiring a gradient may be changed in place: its history goes on with the
// operation. Values that earlier operations saved are guarded by the version that every write moves.
public sealed partial class Tensor
{
    /// <summary>this ← this + other, the other broadcast to this tensor's shape; computed in the type in which the two meet, the result converted to this one's. PyTorch: <c>x.add_(y)</c>.</summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="InvalidOperationException">
    /// While operations are recorded: this is a leaf that requires a gradient, or a view whose whole would change without its history.
    /// </exception>
    /// <exception cref="ArgumentException">The result does not have this tensor's shape and type.</exception>
    public Tensor AddInPlace(Tensor other) => InPlace("add", "x + y", other, static (x, y, z) => Add(x, y, z));

    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor AddInPlace(Scalar other) => InPlace("add", "x + y", x => Add(x, other, Value));

    /// <summary>this ← this − other. PyTorch: <c>x.sub_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor SubtractInPlace(Tensor other) => InPlace("sub", "x - y", other, static (x, y, z) => Subtract(x, y, z));

    /// <inheritdoc cref="SubtractInPlace(Tensor)"/>
    public Tensor SubtractInPlace(Scalar other) => InPlace("sub", "x - y", x => Subtract(x, other, Value));

    /// <summary>this ← this · other. PyTorch: <c>x.mul_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor MultiplyInPlace(Tensor other) => InPlace("mul", "x * y", other, static (x, y, z) => Multiply(x, y, z), OldValue.ReadForOthers);

    /// <inheritdoc cref="MultiplyInPlace(Tensor)"/>
    public Tensor MultiplyInPlace(Scalar other) => InPlace("mul", "x * y", x => Multiply(x, other, Value));

    /// <summary>this ← this / other. PyTorch: <c>x.div_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor DivideInPlace(Tensor other) => InPlace("div", "x / y", other, static (x, y, z) => Divide(x, y, z));

    /// <inheritdoc cref="DivideInPlace(Tensor)"/>
    public Tensor DivideInPlace(Scalar other) => InPlace("div", "x / y", x => Divide(x, other, Value));

    /// <summary>this ← −this. PyTorch: <c>x.neg_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor NegateInPlace() => InPlace("neg", "-x", x => Negate(x, Value));

    /// <summary>this ← e^this. PyTorch: <c>x.exp_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor ExpInPlace() => InPlace("exp", "x.Exp()", x => Exp(x, Value));

    /// <summary>this ← ln this. PyTorch: <c>x.log_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor LogInPlace() => InPlace("log", "x.Log()", x => Log(x, Value), OldValue.Read);

    /// <summary>this ← √this. PyTorch: <c>x.sqrt_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor SqrtInPlace() => InPlace("sqrt", "x.Sqrt()", x => Sqrt(x, Value));

    /// <summary>this ← tanh this. PyTorch: <c>x.tanh_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor TanhInPlace() => InPlace("tanh", "x.Tanh()", x => Tanh(x, Value));

    /// <summary>this ← 1 / (1 + e^−this). PyTorch: <c>x.sigmoid_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor SigmoidInPlace() => InPlace("sigmoid", "x.Sigmoid()", x => Sigmoid(x, Value));

    /// <summary>this ← max(this, 0). PyTorch: <c>x.relu_()</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor ReluInPlace() => InPlace("relu", "x.Relu()", x => Relu(x, Value));

    /// <summary>Sets every element to a value; from then on the tensor depends on nothing before. PyTorch: <c>x.fill_(v)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor FillInPlace(Scalar value) => InPlace("fill", "Tensor.Full", x =>
    {
        Value.Fill(value);
        return Op.Record("fill", Value, save: [], (x, static (s, g) => Zeros(g.Shape, g.DType)));
    });

    /// <summary>Sets every element to 0. PyTorch: <c>x.zero_()</c>.</summary>
    /// <inheritdoc cref="FillInPlace"/>
    public Tensor ZeroInPlace() => FillInPlace(0);

    /// <summary>this ← source, broadcast and converted. PyTorch: <c>x.copy_(y)</c>.</summary>
    /// <inheritdoc cref="AddInPlace(Tensor)"/>
    public Tensor CopyFrom(Tensor source)
    {
        SetPart([], source);
        return this;
    }

    private Tensor InPlace(
        string name, string instead, Tensor other, Func<Tensor, Tensor, NDArray, Tensor> operation, OldValue old = OldValue.Unread)
    {
        bool records = BeginInPlace(name, instead, other);
        if (Wider(NDArray.Meeting(Value, other.Value)) is { } wide)
        {
            return EndInPlace(Narrowed(operation(new Tensor(Value, Node).To(wide), other, NDArray.Empty(Shape, wide))));
        }

        other = Apart(other, records);
        return EndInPlace(operation(Before(records, old, other.RequiresGrad), other, Value));
    }

    private Tensor InPlace(
        string name,
        string instead,
        Tensor first,
        Tensor second,
        Func<Tensor, Tensor, Tensor, NDArray, Tensor> operation,
        OldValue old = OldValue.Unread)
    {
        bool records = BeginInPlace(name, instead, first) | BeginInPlace(name, instead, second);
        if (Wider(NDArray.Meeting(Value, first.Value, second.Value)) is { } wide)
        {
            return EndInPlace(Narrowed(operation(new Tensor(Value, Node).To(wide), first, second, NDArray.Empty(Shape, wide))));
        }

        (first, second) = (Apart(first, records), Apart(second, records));
        return EndInPlace(operation(Before(records, old, first.RequiresGrad || second.RequiresGrad), first, second, Value));
    }

    private Tensor InPlace(string name, string instead, Func<Tensor, Tensor> operation, OldValue old = OldValue.Unread)
    {
        bool records = BeginInPlace(name, instead, null);
        return EndInPlace(operation(Before(records, old, false)));
    }

    // The type in which this tensor meets its operands, where that is a wider one of its kind: then, as in PyTorch, the operation is one of that
    // type, and its result is converted.
    private DType? Wider(DType meeting) =>
        meeting != DType && meeting.IsFloatingPoint() == DType.IsFloatingPoint() && DType != DType.Bool ? meeting : null;

    private Tensor Narrowed(Tensor result)
    {
        result = result.To(DType);
        Value.CopyFrom(result.Value);
        return result;
    }

    // Another operand: beside a view of this tensor it is kept as it was.
    private Tensor Apart(Tensor other, bool records) =>
        records && other.Value.SharesStorageWith(Value) ? new Tensor(other.Value.Clone(), other.Node) : other;

    // This tensor as an operand; a copy if a derivative is going to read the values that are overwritten.
    private Tensor Before(bool records, OldValue old, bool othersNeed) =>
        new(records && (old == OldValue.Read || (old == OldValue.ReadForOthers && othersNeed)) ? Value.Clone() : Value, Node);

    // Whether the operation will be recorded; throws if it must not be.
    private bool BeginInPlace(string name, string instead, Tensor? other)
    {
        if (!GradMode.IsEnabled || !DType.IsFloatingPoint())
        {
            return false;
        }

        Node? node = LiveNode, operand = other?.LiveNode;
        if (node is null && operand is null)
        {
            return false;
        }

        if (Node is Leaf)
        {
            Throw.Invalid(name, $"a leaf that requires a gradient cannot be changed in place while operations are recorded; this one has shape {Shape}: use {instead}, or change it under Autograd.NoGrad()");
        }

        if (Value.IsView)
        {
            string made = Node is null ? "" : $", made by '{Node.Name}'";
            Throw.Invalid(name, $"a view cannot be changed in place while operations are recorded, because the tensor that it is a part of would change without a record; this one has shape {Shape}{made}: use {instead}, assign to a part of the whole (x[…] = …), or change it under Autograd.NoGrad()");
        }

        return true;
    }

    private Tensor EndInPlace(Tensor result)
    {
        if (result.Node is { } node)
        {
            if (Node?.Extras is { Retaining: not null } extras)
            {
                extras.Retaining = null;
                node.EnsureExtras().Retaining = this;
            }

            Node = node;
            _recordedWrites = result._recordedWrites = ++Value.Storage.RecordedWrites;
        }

        return this;
    }

    private void ThrowStale() => Throw.Invalid(
        "in place",
        $"this tensor of shape {Shape}{(Node is OpNode ? $", made by '{Node.Name}'," : "")} shares memory with one that a recorded operation has changed in place since, so that its history no longer tells its values; {(Value.IsView ? "take the view again after the change, or Clone() it before" : "change a Clone() instead")}");

    /// <summary>Whether derivatives of an operation in place read the values that it overwrites.</summary>
    private enum OldValue
    {
        /// <summary>None does.</summary>
        Unread,

        /// <summary>Those of the other operands do.</summary>
        ReadForOthers,

        /// <summary>Its own does.</summary>
        Read,
    }
}
