namespace MiniTorch;

/// <summary>
/// Records operations. An operation and its derivatives stand together in one expression:
/// <code>
/// Op.Record("mul", a.Value.Multiply(b.Value), save: [a, b],
///     (a, static (s, g) => g * s[1]),
///     (b, static (s, g) => g * s[0]));
/// </code>
/// One derivative an input, called only if that input needs a gradient, written in tensor operations, so that it can be differentiated
/// in turn. It reads only what is named in <c>save</c> (<see cref="Output"/> is the result) and the state. A gradient of a broadcast
/// shape, or of another floating-point type, is fitted to the input by the engine. Nothing is kept unless the operation is recorded.
/// </summary>
internal static class Op
{
    /// <summary>In <c>save</c>: the operation's own result.</summary>
    public static readonly Tensor Output = new(NDArray.Zeros(Shape.Scalar));

    public static Tensor Record(string name, NDArray value, ReadOnlySpan<Tensor> save, (Tensor Tensor, Derivative<None> Derivative) input) =>
        Record(name, value, default(None), save, input);

    public static Tensor Record(
        string name,
        NDArray value,
        ReadOnlySpan<Tensor> save,
        (Tensor Tensor, Derivative<None> Derivative) first,
        (Tensor Tensor, Derivative<None> Derivative) second) =>
        Record(name, value, default(None), save, first, second);

    public static Tensor Record<TState>(
        string name, NDArray value, TState state, ReadOnlySpan<Tensor> save, (Tensor Tensor, Derivative<TState> Derivative) input)
    {
        GradModes modes = GradMode.Current;
        return modes.Has(GradModes.Off) || input.Tensor.LiveNode is not { } node
            ? new Tensor(value)
            : Recorded(new UnaryNode<TState>(name, value, state, node, input.Derivative), value, save, modes);
    }

    public static Tensor Record<TState>(
        string name,
        NDArray value,
        TState state,
        ReadOnlySpan<Tensor> save,
        (Tensor Tensor, Derivative<TState> Derivative) first,
        (Tensor Tensor, Derivative<TState> Derivative) second)
    {
        GradModes modes = GradMode.Current;
        if (modes.Has(GradModes.Off))
        {
            return new Tensor(value);
        }

        Node? firstNode = first.Tensor.LiveNode;
        Node? secondNode = second.Tensor.LiveNode;
        return firstNode is null && secondNode is null
            ? new Tensor(value)
            : Recorded(new BinaryNode<TState>(name, value, state, firstNode, secondNode, first.Derivative, second.Derivative), value, save, modes);
    }

    /// <summary>An operation of more than two inputs, or of as many as come.</summary>
    public static Tensor RecordMany<TState>(
        string name, NDArray value, TState state, ReadOnlySpan<Tensor> save, params ReadOnlySpan<(Tensor Tensor, Derivative<TState> Derivative)> inputs)
    {
        GradModes modes = GradMode.Current;
        if (modes.Has(GradModes.Off))
        {
            return new Tensor(value);
        }

        bool isNeeded = false;
        foreach ((Tensor tensor, _) in inputs)
        {
            isNeeded |= tensor.LiveNode is not null;
        }

        if (!isNeeded)
        {
            return new Tensor(value);
        }

        var nodes = new Node?[inputs.Length];
        var derivatives = new Derivative<TState>[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            nodes[i] = inputs[i].Tensor.Node;
            derivatives[i] = inputs[i].Derivative;
        }

        return Recorded(new ManyNode<TState>(name, value, state, nodes, derivatives), value, save, modes);
    }

    /// <summary>The result of an operation whose node has been made.</summary>
    public static Tensor Recorded(OpNode op, NDArray value, ReadOnlySpan<Tensor> save, GradModes modes)
    {
        // A result without a derivative (indices, masks) has no history.
        if (!value.DType.IsFloatingPoint())
        {
            return new Tensor(value);
        }

        var output = new Tensor(value, op);
        if (modes == GradModes.Plain)
        {
            op.Save(save, output);
        }
        else
        {
            RecordedSpecially(op, output, save, modes);
        }

        return output;
    }

    private static void RecordedSpecially(OpNode op, Tensor output, ReadOnlySpan<Tensor> save, GradModes modes)
    {
        if (modes.Has(GradModes.Anomaly))
        {
            op.EnsureExtras().ForwardTrace = Anomaly.TraceOfCaller();
        }

        if (!modes.Has(GradModes.Recompute) || Recomputation.Current!.Saves(op, save))
        {
            op.Save(save, output);
        }
    }
}
